/* SPDX-License-Identifier: ISC */
/*
 * In a programme of two officers, whose hub is away: what one of them may do
 * alone, what lapses, and that the hub is told nothing that it would refuse.
 */
#include "test.h"

#include <sodium.h>

#include "cli/init.h"
#include "cli/people/change.h"
#include "programme/agreement.h"
#include "store/vault_ledger.h"
#include "store/vault_partner.h"
#include "telltale/authority.h"
#include "peoplekit.h"
#include "temp.h"

#define HOUR	3600

const struct verb cli_verbs[] = {
	{ "partner", "", verb_partner },
	{ "reader", "", verb_reader },
	{ "agreement", "", verb_agreement },
	{ NULL, NULL, NULL },
};

struct fixture {
	void *temp;
	char out[WORDS_OUT_MAX];
	struct cli cli;
	struct vault v;
};

static const char *
path(struct fixture *f, const char *name)
{
	return temp_path(&f->temp, name);
}

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	struct init_made made;
	struct init_plan p = { .name = "Example PSIRT",
		.url = "https://" ORIGIN, .origin = ORIGIN, .interval_s = 1,
		.depth = 8, .officer = { { .name = "ana" }, { .name = "bo" } },
		.n_officers = 2, .keepers = 1, .threshold = 1,
		.agreement = init_agreement_text() };

	assert_true(sodium_init() >= 0);
	assert_int_equal(0, temp_new(&f->temp));
	p.dir = path(f, "prog");
	p.now_s = clock_now();
	assert_int_equal(CLI_DONE, init_make(&p, &made));
	f->cli.dir = path(f, "prog");
	f->cli.quiet = true;
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;
	int r = temp_gone(&f->temp);

	free(f);
	return r;
}

#define TT(f, ...)	run_words(path(f, "prog"), (f)->out,		\
	(const char *const[]){ __VA_ARGS__, NULL })

static struct vault *
open_vault(struct fixture *f)
{
	assert_int_equal(CLI_DONE, vault_open(&f->v, &f->cli, VAULT_WRITE,
	    NULL));
	return &f->v;
}

/* As if two had approved it that long ago. */
static void
add_approved(struct fixture *f, const char *id, int64_t ends_s)
{
	struct vault *v = open_vault(f);
	struct vault_partner p = { .state = PARTNER_APPROVED,
		.since_s = clock_now() - HOUR, .agreement = "1",
		.signed_s = clock_now() - HOUR, .ends_s = ends_s,
		.stated = true, .name = "K", .tier = "elite" };

	snprintf(p.id, sizeof(p.id), "%s", id);
	memset(p.ref, 'a', VAULT_REF_LEN);
	assert_int_equal(TT_OK, vault_partner_add(v->db, &p));
	vault_close(v);
}

/* Sets the hands of its state back. */
static void
age(struct fixture *f, const char *id, int64_t by_s)
{
	struct vault *v = open_vault(f);
	struct people_change c;

	assert_int_equal(CLI_DONE, people_load(v, id, &c));
	c.p.since_s -= by_s;
	if (c.s.runs_on_s != 0)
		c.s.runs_on_s -= by_s;
	assert_int_equal(TT_OK, vault_partner_set(v->db, &c.p));
	assert_int_equal(TT_OK, vault_standing_set(v->db, id, &c.s));
	vault_close(v);
}

static void
change_officer(struct fixture *f, const char *name)
{
	char vault[FILE_PATH_MAX];
	struct conf c;

	assert_int_equal(TT_OK, file_path(vault, path(f, "prog"), "vault"));
	assert_int_equal(TT_OK, home_load(HOME_VAULT, vault, &c, NULL));
	assert_int_equal(TT_OK, conf_set(&c, "officer", name));
	assert_int_equal(TT_OK, home_store(HOME_VAULT, vault, &c));
	conf_done(&c);
}

static void
is_state(struct fixture *f, const char *id, enum partner_state want,
    bool away)
{
	struct vault *v = open_vault(f);
	struct people_change c;

	assert_int_equal(CLI_DONE, people_load(v, id, &c));
	assert_int_equal(want, people_state(&c.p, &c.s, clock_now()));
	assert_int_equal(away, c.s.away);
	vault_close(v);
}

/* How many statements wait for the hub; each is one that it would take. */
static int64_t
waiting(struct fixture *f)
{
	struct vault *v = open_vault(f);
	struct tt_statement *keys = malloc(sizeof(*keys));
	struct tt_statement *s = malloc(sizeof(*s));
	const struct tt_authority a = { .keys = keys };
	struct vault_statement row;
	int64_t n = 0, last = 0;
	struct buf text;

	assert_int_equal(TT_OK, file_read(path(f, "prog/vault/keys/keys"),
	    TT_STATEMENT_MAX, &text));
	assert_int_equal(TT_OK, tt_statement_parse(keys, buf_view(&text),
	    NULL));
	while (vault_statement_next(v->db, last, &row) == TT_OK) {
		assert_int_equal(TT_OK, tt_statement_parse(s, row.bytes,
		    NULL));
		assert_int_equal(TT_OK, tt_authority_check(s, &a));
		assert_false(tt_statement_is(s, "state", "approved"));
		last = row.n;
		n++;
	}
	buf_done(&text);
	free(keys);
	free(s);
	vault_close(v);
	return n;
}

static void
one_officer_suspends_and_confirms_nothing(void **state)
{
	struct fixture *f = *state;

	add_approved(f, "kiyo", PARTNER_NO_END);
	assert_int_equal(CLI_DONE, TT(f, "partner", "suspend", "kiyo",
	    "--reason", "copy found"));
	is_state(f, "kiyo", PARTNER_SUSPENDED, false);
	assert_int_equal(1, waiting(f));
	assert_int_equal(CLI_NO, TT(f, "partner", "due"));
	assert_non_null(strstr(f->out, "lapses unless it is confirmed"));
	assert_int_equal(CLI_REFUSED, TT(f, "partner", "suspend", "kiyo",
	    "--confirm"));
	/* another signs the request: stories-acts */
	change_officer(f, "bo");
	assert_int_equal(CLI_REFUSED, TT(f, "partner", "suspend", "kiyo",
	    "--confirm"));
	is_state(f, "kiyo", PARTNER_SUSPENDED, false);
}

static void
what_nobody_confirms_lapses(void **state)
{
	struct fixture *f = *state;

	add_approved(f, "kiyo", PARTNER_NO_END);
	assert_int_equal(CLI_DONE, TT(f, "partner", "suspend", "kiyo",
	    "--reason", "copy found"));
	age(f, "kiyo", 72 * HOUR - 60);
	assert_int_equal(CLI_DONE, TT(f, "partner", "settle"));
	is_state(f, "kiyo", PARTNER_SUSPENDED, false);
	age(f, "kiyo", 61);
	assert_int_equal(CLI_DONE, TT(f, "partner", "settle"));
	/* recorded with the request's end, alike everywhere: stories-acts */
	is_state(f, "kiyo", PARTNER_APPROVED, false);
	assert_int_equal(1, waiting(f));
}

static void
an_end_is_told_to_the_hub_once(void **state)
{
	struct fixture *f = *state;

	add_approved(f, "kiyo", clock_now() - 60);
	is_state(f, "kiyo", PARTNER_EXPIRED, false);
	assert_int_equal(CLI_DONE, TT(f, "partner", "settle"));
	is_state(f, "kiyo", PARTNER_EXPIRED, true);
	assert_int_equal(1, waiting(f));
	assert_int_equal(CLI_DONE, TT(f, "partner", "settle"));
	assert_int_equal(1, waiting(f));
	/* who is suspended after that is no more away than before */
	assert_int_equal(CLI_DONE, TT(f, "partner", "suspend", "kiyo",
	    "--reason", "copy found"));
	assert_int_equal(2, waiting(f));
	/* it does not come back by lapsing: its agreement has ended */
	age(f, "kiyo", 73 * HOUR);
	is_state(f, "kiyo", PARTNER_EXPIRED, false);
}

static void
a_change_of_owner_runs_on_for_14_days(void **state)
{
	struct fixture *f = *state;

	add_approved(f, "kiyo", PARTNER_NO_END);
	assert_int_equal(CLI_DONE, TT(f, "partner", "changed", "kiyo",
	    "--reason", "merged", "--run-on", "same team"));
	is_state(f, "kiyo", PARTNER_APPROVED, false);
	age(f, "kiyo", 14 * 24 * HOUR - 60);
	is_state(f, "kiyo", PARTNER_APPROVED, false);
	assert_int_equal(0, waiting(f));
	age(f, "kiyo", 61);
	assert_int_equal(CLI_DONE, TT(f, "partner", "settle"));
	is_state(f, "kiyo", PARTNER_VETTING, true);
	assert_int_equal(1, waiting(f));
}

/* Without a second person nothing of these is done, and nothing is queued. */
static void
two_are_asked_for_where_two_are_needed(void **state)
{
	struct fixture *f = *state;
	static const char text[] = AGREEMENT_MARKING_CLAUSE;

	add_approved(f, "kiyo", PARTNER_NO_END);
	temp_write(path(f, "a.txt"), text);
	assert_int_not_equal(CLI_DONE, TT(f, "partner", "remove", "kiyo",
	    "--reason", "r", "--term", "10", "--yes=kiyo"));
	assert_int_not_equal(CLI_DONE, TT(f, "partner", "renew", "kiyo",
	    "--agreement", "1", "--paper", path(f, "a.txt"), "--signer", "K",
	    "--signed", "2026-01-01", "--expires",
	    "2099-01-01"));
	assert_int_not_equal(CLI_DONE, TT(f, "agreement", "add", "2",
	    path(f, "a.txt")));
	is_state(f, "kiyo", PARTNER_APPROVED, false);
	assert_int_equal(0, waiting(f));
	assert_int_not_equal(0, access(path(f, "prog/vault/agreement-2.txt"),
	    F_OK));
}

#define ROW(f)	cmocka_unit_test_setup_teardown(f, set_up, tear_down)

TEST_MAIN(ROW(one_officer_suspends_and_confirms_nothing),
    ROW(what_nobody_confirms_lapses),
    ROW(an_end_is_told_to_the_hub_once),
    ROW(a_change_of_owner_runs_on_for_14_days),
    ROW(two_are_asked_for_where_two_are_needed))
