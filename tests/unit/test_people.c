/* SPDX-License-Identifier: ISC */
/*
 * The verbs about partners and readers, as typed, against a hub in this
 * process; the reader's side is played by the test.
 */
#include "test.h"

#include <sodium.h>
#include <sys/stat.h>

#include "base/hex.h"
#include "cli/init.h"
#include "hub/hub.h"
#include "store/hub_people.h"
#include "store/vault_ledger.h"
#include "store/vault_partner.h"
#include "peoplekit.h"
#include "temp.h"

const struct verb cli_verbs[] = {
	{ "partner", "", verb_partner },
	{ "reader", "", verb_reader },
	{ "vault", "", verb_vault },
	{ NULL, NULL, NULL },
};

struct fixture {
	void *temp;
	struct hub *hub;
	struct hub_service *service;
	char out[WORDS_OUT_MAX];	/* what the last verb printed */
};

static const char *
path(struct fixture *f, const char *name)
{
	return temp_path(&f->temp, name);
}

static void
start_hub(struct fixture *f)
{
	const struct hub_params p = { .dir = path(f, "prog/hub"),
		.rng = rng_system() };
	struct hub_diag diag = { .text = "" };
	const char *address;

	if (hub_open(&f->hub, &p, &diag) != TT_OK)
		fail_msg("%s", diag.text);
	assert_int_equal(TT_OK, hub_serve(&f->service, f->hub, "127.0.0.1:0",
	    &address));
	point_at(path(f, "prog"), address);
}

static void
stop_hub(struct fixture *f)
{
	hub_serve_stop(f->service);
	hub_close(f->hub);
	f->service = NULL;
	f->hub = NULL;
}

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	struct init_made made;
	struct init_plan p = { .name = "Example PSIRT",
		.url = "https://" ORIGIN, .origin = ORIGIN, .interval_s = 1,
		.depth = 8, .small_team = true, .keepers = 1, .threshold = 1,
		.officer = { { .name = "ana" } }, .n_officers = 1,
		.agreement = init_agreement_text() };

	assert_true(sodium_init() >= 0);
	assert_int_equal(0, temp_new(&f->temp));
	p.dir = path(f, "prog");
	p.now_s = clock_now();
	assert_int_equal(CLI_DONE, init_make(&p, &made));
	start_hub(f);
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;
	int r;

	if (f->hub != NULL)
		stop_hub(f);
	r = temp_gone(&f->temp);
	free(f);
	return r;
}

#define TT(f, ...)	run_words(path(f, "prog"), (f)->out,		\
	(const char *const[]){ __VA_ARGS__, NULL })

static json_t *
printed(struct fixture *f)
{
	json_t *j = json_loads(f->out, 0, NULL);

	assert_non_null(j);
	return j;
}

/* The text of one member of the first row. */
static void
first_row(struct fixture *f, const char *list, const char *member,
    const char *want)
{
	json_t *j = printed(f);
	const char *got = json_string_value(json_object_get(json_array_get(
	    json_object_get(j, list), 0), member));

	assert_non_null(got);
	assert_string_equal(want, got);
	json_decref(j);
}

static void
add_partner(struct fixture *f)
{
	assert_int_equal(CLI_DONE, TT(f, "partner", "add", "kiyo", "--name",
	    "Kiyokawa 株式会社", "--tier", "elite", "--agreement", "1",
	    "--paper", path(f, "prog/vault/agreement-1.txt"), "--signer",
	    "K", "--json"));
}

static void
from_invitation_to_active(void **state)
{
	struct fixture *f = *state;
	struct joiner j = { .token = "" };
	const char *file = path(f, "mei");
	struct stat st;

	add_partner(f);
	assert_int_equal(CLI_DONE, TT(f, "partner", "approve", "kiyo"));
	assert_int_equal(CLI_DONE, TT(f, "reader", "add", "kiyo", "--name",
	    "林 美咲", "--email", "mei@k.example", "-o", file, "--json"));
	first_row(f, "invitations", "reader", "kiyo-1");
	assert_int_equal(0, stat(file, &st));
	assert_int_equal(0600, st.st_mode & 0777);

	assert_int_equal(CLI_LATER, TT(f, "reader", "confirm", "kiyo-1"));
	draw_keys(&j);
	read_invitation(&j, file);
	assert_int_equal(202, send_join(path(f, "prog"), &j));
	assert_int_equal(CLI_DONE, TT(f, "reader", "confirm", "--json"));
	first_row(f, "readers", "state", "joined");
	first_row(f, "readers", "fingerprint", j.fingerprint);
	assert_int_equal(CLI_DONE, TT(f, "reader", "list", "--json"));
	first_row(f, "readers", "state", "joined");

	assert_int_equal(CLI_DONE, TT(f, "reader", "confirm", "kiyo-1",
	    "--json"));
	first_row(f, "readers", "state", "active");
	assert_int_equal(CLI_DONE, TT(f, "reader", "confirm", "--all",
	    "--json"));
	assert_null(strstr(f->out, "kiyo-1"));
	assert_int_equal(CLI_DONE, TT(f, "partner", "list", "--json"));
	first_row(f, "partners", "state", "approved");
	assert_int_equal(CLI_DONE, TT(f, "vault", "check"));
	joiner_done(&j);
}

static void
an_invitation_is_good_once(void **state)
{
	struct fixture *f = *state;
	struct joiner a = { .token = "" }, b = { .token = "" };
	const char *file = path(f, "mei");

	add_partner(f);
	assert_int_equal(CLI_DONE, TT(f, "partner", "approve", "kiyo"));
	assert_int_equal(CLI_DONE, TT(f, "reader", "add", "kiyo", "--name",
	    "M", "--email", "m@k", "-o", file));
	draw_keys(&a);
	draw_keys(&b);
	read_invitation(&a, file);
	read_invitation(&b, file);
	assert_int_equal(202, send_join(path(f, "prog"), &a));
	assert_int_equal(404, send_join(path(f, "prog"), &b));
	assert_int_equal(202, send_join(path(f, "prog"), &a));
	assert_int_equal(CLI_DONE, TT(f, "reader", "confirm", "--all",
	    "--json"));
	first_row(f, "readers", "fingerprint", a.fingerprint);
	joiner_done(&a);
	joiner_done(&b);
}

/* As a hub does that somebody took: another's keys come with the same token. */
static void
swap_pending(struct fixture *f, const struct joiner *was,
    const struct joiner *now)
{
	struct hub_pending p = { .received_s = 0 };
	uint8_t id[TT_READER_ID_LEN];
	char hex[2 * TT_READER_ID_LEN + 1];

	tt_reader_id(id, was->sign.vkey.key, &was->seal.recipient);
	hex_encode(hex, id, sizeof(id));
	hub_lock(f->hub);
	assert_int_equal(TT_OK, hub_pending_get(f->hub->db, hex, &p));
	assert_int_equal(TT_OK, hub_pending_drop(f->hub->db, hex));
	tt_reader_id(id, now->sign.vkey.key, &now->seal.recipient);
	hex_encode(p.reader, id, sizeof(id));
	buf_clear(&p.statement);
	buf_str(&p.statement, now->statement);
	assert_int_equal(TT_OK, hub_pending_add(f->hub->db, &p));
	hub_unlock(f->hub);
	hub_pending_done(&p);
}

static void
other_keys_than_those_that_were_compared_are_not_confirmed(void **state)
{
	struct fixture *f = *state;
	struct joiner a = { .token = "" }, b = { .token = "" };
	const char *file = path(f, "mei");

	add_partner(f);
	assert_int_equal(CLI_DONE, TT(f, "partner", "approve", "kiyo"));
	assert_int_equal(CLI_DONE, TT(f, "reader", "add", "kiyo", "--name",
	    "M", "--email", "m@k", "-o", file));
	draw_keys(&a);
	draw_keys(&b);
	read_invitation(&a, file);
	read_invitation(&b, file);
	assert_int_equal(202, send_join(path(f, "prog"), &a));
	assert_int_equal(CLI_DONE, TT(f, "reader", "confirm", "--json"));
	first_row(f, "readers", "fingerprint", a.fingerprint);

	swap_pending(f, &a, &b);
	assert_int_equal(CLI_ALARM, TT(f, "reader", "confirm", "kiyo-1"));
	assert_int_equal(CLI_ALARM, TT(f, "reader", "confirm", "--all"));
	assert_int_equal(CLI_DONE, TT(f, "reader", "list", "--json"));
	first_row(f, "readers", "state", "joined");

	swap_pending(f, &b, &a);
	assert_int_equal(CLI_DONE, TT(f, "reader", "confirm", "kiyo-1",
	    "--json"));
	first_row(f, "readers", "fingerprint", a.fingerprint);
	first_row(f, "readers", "state", "active");
	joiner_done(&a);
	joiner_done(&b);
}

/* What an interrupted write left is no part of the vault. */
static void
a_crash_leaves_a_vault_that_can_be_backed_up(void **state)
{
	struct fixture *f = *state;
	static const char *const left[] = { "prog/vault/.tmp-0011223344556677",
		"prog/vault/keys/.tmp-8899aabbccddeeff" };

	for (size_t i = 0; i < N_ROWS(left); i++) {
		CHECK_ROW(state, left[i]);
		assert_int_equal(TT_OK, file_create(path(f, left[i]), "x", 1,
		    0600));
		assert_int_equal(CLI_DONE, TT(f, "vault", "check",
		    "--offline"));
		assert_int_equal(CLI_DONE, TT(f, "vault", "backup", "-o",
		    path(f, i == 0 ? "b0.age" : "b1.age")));
		assert_false(file_exists(path(f, left[i])));
	}
}

/* The file may have fallen into wrong hands: a second one replaces it. */
static void
who_comes_with_a_replaced_invitation_is_not_confirmed(void **state)
{
	struct fixture *f = *state;
	struct joiner a = { .token = "" };
	const char *first = path(f, "one"), *second = path(f, "two");

	add_partner(f);
	assert_int_equal(CLI_DONE, TT(f, "partner", "approve", "kiyo"));
	assert_int_equal(CLI_DONE, TT(f, "reader", "add", "kiyo", "--id", "k",
	    "--name", "M", "--email", "m@k", "-o", first));
	assert_int_equal(CLI_DONE, TT(f, "reader", "add", "kiyo", "--id", "k",
	    "-o", second));
	draw_keys(&a);
	read_invitation(&a, first);
	assert_int_equal(202, send_join(path(f, "prog"), &a));
	assert_int_equal(CLI_DONE, TT(f, "reader", "confirm", "--all",
	    "--json"));
	assert_null(strstr(f->out, "\"k\""));
	assert_int_equal(CLI_DONE, TT(f, "reader", "list", "--json"));
	first_row(f, "readers", "state", "invited");
	joiner_done(&a);
}

static void
acts_that_are_refused_change_nothing(void **state)
{
	struct fixture *f = *state;
	const char *file = path(f, "mei");

	assert_int_equal(CLI_DONE, TT(f, "partner", "add", "kiyo", "--name",
	    "K", "--tier", "elite"));
	assert_int_equal(CLI_USAGE, TT(f, "partner", "add", "kiyo", "--name",
	    "K", "--tier", "elite"));
	assert_int_equal(CLI_USAGE, TT(f, "partner", "add", "../k", "--name",
	    "K", "--tier", "elite"));
	assert_int_equal(CLI_REFUSED, TT(f, "partner", "approve", "kiyo"));
	assert_int_equal(CLI_TROUBLE, TT(f, "partner", "approve", "kiyoo"));
	assert_int_equal(CLI_REFUSED, TT(f, "reader", "add", "kiyo", "--name",
	    "M", "--email", "m@k", "-o", file));
	assert_int_equal(CLI_USAGE, TT(f, "reader", "add", "kiyo", "--name",
	    "M", "--email", "nowhere", "-o", file));
	assert_int_equal(CLI_USAGE, TT(f, "reader", "add", "kiyo"));
	assert_int_not_equal(0, access(file, F_OK));
	assert_int_equal(CLI_DONE, TT(f, "partner", "list", "--json"));
	first_row(f, "partners", "state", "applied");
	assert_int_equal(CLI_DONE, TT(f, "reader", "list", "--json"));
	assert_non_null(strstr(f->out, "\"readers\": []"));
}

static void
a_hub_that_is_away_gets_statements_later(void **state)
{
	struct fixture *f = *state;
	struct vault v;
	int64_t n;
	struct cli c = { .quiet = true };

	stop_hub(f);
	add_partner(f);
	assert_int_equal(CLI_DONE, TT(f, "partner", "approve", "kiyo"));
	assert_int_equal(CLI_TROUBLE, TT(f, "reader", "add", "kiyo", "--name",
	    "M", "--email", "m@k", "-o", path(f, "mei")));
	assert_int_not_equal(0, access(path(f, "mei"), F_OK));
	start_hub(f);
	assert_int_equal(CLI_DONE, TT(f, "reader", "add", "kiyo", "--name",
	    "M", "--email", "m@k", "-o", path(f, "mei")));
	c.dir = path(f, "prog");
	assert_int_equal(CLI_DONE, vault_open(&v, &c, VAULT_READ, NULL));
	assert_int_equal(TT_OK, vault_statement_waiting(v.db, &n));
	assert_int_equal(0, n);
	vault_close(&v);
}

static const char import[] =
"{\"partners\":[{\"id\":\"a\",\"name\":\"A\",\"tier\":\"t\",\"state\":"
"\"approved\",\"agreement\":{\"version\":\"1\"},\"duties\":[{\"trigger\":"
"\"x\"},{\"trigger\":\"a\"}],\"readers\":[{\"id\":\"a-1\",\"name\":\"R\","
"\"email\":\"r@a\"},{\"id\":\"a-2\",\"name\":\"S\",\"email\":\"s@a\","
"\"state\":\"revoked\"}]},{\"id\":\"b\",\"name\":\"B\",\"tier\":\"t\","
"\"state\":\"suspended\",\"agreement\":{\"version\":\"1\"},\"readers\":[{"
"\"id\":\"b-1\",\"name\":\"R\",\"email\":\"r@b\"}]},{\"id\":\"c\",\"name\":"
"\"C\",\"tier\":\"t\",\"state\":\"approved\",\"agreement\":{\"version\":"
"\"1\",\"signed\":\"2020-01-01\",\"expires\":\"2021-01-01\"},\"readers\":[{"
"\"id\":\"c-1\",\"name\":\"R\",\"email\":\"r@c\"}]}]}";

static void
an_import_invites_whom_it_may(void **state)
{
	struct fixture *f = *state;

	temp_write(path(f, "p.json"), import);
	assert_int_equal(CLI_DONE, TT(f, "partner", "import",
	    path(f, "p.json"), "--json"));
	assert_non_null(strstr(f->out, "\"partners\": 3"));
	assert_int_equal(CLI_USAGE, TT(f, "partner", "import",
	    path(f, "p.json")));
	assert_int_equal(CLI_DONE, TT(f, "reader", "add", "--all", "-o",
	    path(f, "in"), "--json"));
	first_row(f, "invitations", "reader", "a-1");
	assert_null(strstr(f->out, "a-2"));
	assert_null(strstr(f->out, "b-1"));
	assert_null(strstr(f->out, "c-1"));
	assert_int_equal(0, access(path(f, "in/a--a-1.invitation"), R_OK));
	assert_int_equal(CLI_DONE, TT(f, "reader", "add", "--all", "-o",
	    path(f, "in"), "--json"));
	assert_null(strstr(f->out, "a-1"));
	assert_int_equal(CLI_DONE, TT(f, "partner", "list", "--json"));
	assert_non_null(strstr(f->out, "\"expired\""));
}

static void
an_old_copy_of_the_vault_is_an_alarm(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(CLI_DONE, TT(f, "vault", "backup",
	    path(f, "b.age")));
	add_partner(f);
	assert_int_equal(CLI_DONE, TT(f, "partner", "approve", "kiyo"));
	assert_int_equal(CLI_DONE, TT(f, "vault", "check"));
	assert_int_equal(CLI_DONE, TT(f, "vault", "restore",
	    path(f, "b.age"), path(f, "old")));
	assert_int_equal(CLI_ALARM, TT(f, "vault", "check", "-C",
	    path(f, "old")));
}

static const char *copy_from, *copy_to;

static int
copy_one(const char *from, const struct stat *st, int type, struct FTW *w)
{
	char to[512], *text;
	FILE *f;
	size_t n;

	(void)w;
	snprintf(to, sizeof(to), "%s%s", copy_to, from + strlen(copy_from));
	if (type == FTW_D)
		return mkdir(to, st->st_mode & 0777);
	text = test_read(from, &n);
	f = fopen(to, "w");
	assert_non_null(f);
	assert_int_equal(n, fwrite(text, 1, n, f));
	assert_int_equal(0, fclose(f));
	assert_int_equal(0, chmod(to, st->st_mode & 0777));
	free(text);
	return 0;
}

static void
copy_folder(const char *from, const char *to)
{
	copy_from = from;
	copy_to = to;
	assert_int_equal(0, nftw(from, copy_one, 16, FTW_PHYS));
}

/* Of the hub too: everything on its disk is of yesterday, and fits. */
static void
a_hub_restored_from_yesterday_is_an_alarm(void **state)
{
	struct fixture *f = *state;

	stop_hub(f);
	copy_folder(path(f, "prog/hub"), path(f, "yesterday"));
	start_hub(f);
	add_partner(f);
	assert_int_equal(CLI_DONE, TT(f, "partner", "approve", "kiyo"));
	for (int i = 0; i < 3; i++) {	/* batches are cut */
		clock_sleep_ms(1100);
		assert_int_equal(CLI_DONE, TT(f, "vault", "check"));
	}
	stop_hub(f);
	assert_int_equal(0, rename(path(f, "prog/hub"), path(f, "today")));
	assert_int_equal(0, rename(path(f, "yesterday"), path(f, "prog/hub")));
	start_hub(f);
	assert_int_equal(CLI_ALARM, TT(f, "vault", "check", "--json"));
	assert_int_equal(CLI_ALARM, TT(f, "reader", "add", "kiyo", "--name",
	    "M", "--email", "m@k", "-o", path(f, "mei")));
	assert_int_not_equal(0, access(path(f, "mei"), F_OK));
	assert_int_equal(CLI_DONE, TT(f, "reader", "list", "--json"));
	assert_non_null(strstr(f->out, "\"readers\": []"));
	assert_int_equal(0, access(path(f, "prog/vault/alarms"), R_OK));
}

#define ROW(f)	cmocka_unit_test_setup_teardown(f, set_up, tear_down)

TEST_MAIN(ROW(from_invitation_to_active),
    ROW(an_invitation_is_good_once),
    ROW(other_keys_than_those_that_were_compared_are_not_confirmed),
    ROW(who_comes_with_a_replaced_invitation_is_not_confirmed),
    ROW(a_crash_leaves_a_vault_that_can_be_backed_up),
    ROW(acts_that_are_refused_change_nothing),
    ROW(a_hub_that_is_away_gets_statements_later),
    ROW(an_import_invites_whom_it_may),
    ROW(an_old_copy_of_the_vault_is_an_alarm),
    ROW(a_hub_restored_from_yesterday_is_an_alarm))
