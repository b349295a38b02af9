/* SPDX-License-Identifier: ISC */
/* The vault's records in a real SQLite file. */
#include "test.h"

#include <unistd.h>

#include "store/vault_bulletin.h"
#include "store/vault_case.h"
#include "store/vault_db.h"
#include "store/vault_ledger.h"
#include "store/vault_notice.h"
#include "store/vault_partner.h"
#include "vaultkit.h"

#define REF	"00112233445566ff00112233445566ff"

static int
set_up(void **state)
{
	(void)vault_new(state);
	return 0;
}

static void
reopen(struct fixture *f)
{
	db_close(f->db);
	assert_int_equal(TT_OK, vault_db_open(&f->db, f->path, DB_EXISTING,
	    NULL));
}

static struct vault_partner
partner(const char *id, const char *ref)
{
	struct vault_partner p = { .state = PARTNER_APPLIED, .since_s = 5,
		.ends_s = PARTNER_NO_END, .tier = "elite" };

	snprintf(p.id, sizeof(p.id), "%s", id);
	snprintf(p.ref, sizeof(p.ref), "%s", ref);
	snprintf(p.name, sizeof(p.name), "Ínsula 한빛 O'Dálaigh \"; --");
	return p;
}

static void
a_partner_comes_back_as_it_was(void **state)
{
	struct vault_partner p = partner("kiyo", REF), q;
	struct fixture *f = *state;

	assert_int_equal(TT_OK, vault_partner_add(f->db, &p));
	reopen(f);
	assert_int_equal(TT_OK, vault_partner_get(f->db, SPAN("kiyo"), &q));
	assert_memory_equal(&p, &q, sizeof(p));

	p.state = PARTNER_APPROVED;
	p.since_s = 77;
	snprintf(p.agreement, sizeof(p.agreement), "2026-2");
	p.signed_s = 6;
	p.ends_s = 99;
	p.stated = true;
	memset(p.leaf.b, 7, sizeof(p.leaf.b));
	assert_int_equal(TT_OK, vault_partner_set(f->db, &p));
	reopen(f);
	assert_int_equal(TT_OK, vault_partner_of_ref(f->db,
	    SPAN(REF), &q));
	assert_memory_equal(&p, &q, sizeof(p));
}

static void
records_that_are_there_or_not(void **state)
{
	struct vault_partner p = partner("kiyo", REF), q;
	struct fixture *f = *state;

	assert_int_equal(TT_ENOENT,
	    vault_partner_get(f->db, SPAN("kiyo"), &q));
	assert_int_equal(TT_ENOENT, vault_partner_set(f->db, &p));
	assert_int_equal(TT_OK, vault_partner_add(f->db, &p));
	assert_int_equal(TT_EEXIST, vault_partner_add(f->db, &p));
	p = partner("other", REF);
	assert_int_equal(TT_EEXIST, vault_partner_add(f->db, &p));
	assert_int_equal(TT_ENOENT,
	    vault_partner_get(f->db, SPAN("KIYO"), &q));
}

static enum tt_err
add_up(void *ctx, const struct vault_partner *p)
{
	char *out = ctx;

	snprintf(out + strlen(out), 8, "%.4s", p->id);
	return TT_OK;
}

static enum tt_err
stop(void *ctx, const struct vault_partner *p)
{
	(void)p;
	++*(int *)ctx;
	return TT_EAGAIN;
}

static enum tt_err
add_duty(void *ctx, struct span text)
{
	char *out = ctx;

	snprintf(out + strlen(out), 16, "%.*s", (int)text.n, text.p);
	return TT_OK;
}

static void
lists_are_in_order_and_stop_when_told(void **state)
{
	struct vault_partner b = partner("b",
	    "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"),
	    a = partner("a", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
	struct fixture *f = *state;
	char all[64] = "", duties[64] = "";
	int times = 0;

	assert_int_equal(TT_OK, vault_partner_add(f->db, &b));
	assert_int_equal(TT_OK, vault_partner_add(f->db, &a));
	assert_int_equal(TT_OK, vault_partner_each(f->db, add_up, all));
	assert_string_equal("ab", all);
	assert_int_equal(TT_EAGAIN, vault_partner_each(f->db, stop, &times));
	assert_int_equal(1, times);

	assert_int_equal(TT_OK, vault_duty_add(f->db, "a", 1, SPAN("two")));
	assert_int_equal(TT_OK, vault_duty_add(f->db, "a", 0, SPAN("one,")));
	assert_int_equal(TT_EEXIST,
	    vault_duty_add(f->db, "a", 0, SPAN("again")));
	assert_int_equal(TT_ELIMIT, vault_duty_add(f->db, "a",
	    VAULT_DUTIES_MAX, SPAN("x")));
	assert_int_equal(TT_OK, vault_duty_each(f->db, "a", add_duty, duties));
	assert_string_equal("one,two", duties);
}

static struct vault_reader
reader(const char *id, const char *of)
{
	struct vault_reader r = { .state = READER_LISTED, .since_s = 9 };

	snprintf(r.id, sizeof(r.id), "%s", id);
	snprintf(r.partner, sizeof(r.partner), "%s", of);
	snprintf(r.name, sizeof(r.name), "林 美咲");
	snprintf(r.email, sizeof(r.email), "caoimhe.o'd@x.example");
	return r;
}

static enum tt_err
count_reader(void *ctx, const struct vault_reader *r)
{
	(void)r;
	++*(int *)ctx;
	return TT_OK;
}

static void
a_reader_comes_back_as_it_was(void **state)
{
	struct vault_partner p = partner("kiyo", REF);
	struct vault_reader r = reader("kiyo-1", "kiyo"), q;
	struct fixture *f = *state;
	int n = 0;

	assert_int_not_equal(TT_OK, vault_reader_add(f->db, &r));
	assert_int_equal(TT_OK, vault_partner_add(f->db, &p));
	assert_int_equal(TT_OK, vault_reader_add(f->db, &r));
	assert_int_equal(TT_OK, vault_reader_get(f->db, SPAN("kiyo-1"), &q));
	assert_memory_equal(&r, &q, sizeof(r));

	r.state = READER_ACTIVE;
	r.invited = r.keyed = r.stated = true;
	memset(r.token, 1, sizeof(r.token));
	memset(r.key, 2, sizeof(r.key));
	memset(r.leaf.b, 3, sizeof(r.leaf.b));
	r.expires_s = 1000;
	snprintf(r.sign, sizeof(r.sign), "o/r/x+01020304+AQ==");
	snprintf(r.seal, sizeof(r.seal), "age1x");
	r.active_s = 11;
	assert_int_equal(TT_OK, vault_reader_set(f->db, &r));
	reopen(f);
	assert_int_equal(TT_OK, vault_reader_of_key(f->db, r.key, &q));
	assert_memory_equal(&r, &q, sizeof(r));
	assert_int_equal(TT_OK, vault_reader_of_token(f->db, r.token, &q));
	assert_memory_equal(&r, &q, sizeof(r));
	assert_int_equal(TT_ENOENT, vault_reader_of_token(f->db, r.leaf.b,
	    &q));
	assert_int_equal(TT_OK, vault_reader_each(f->db, "kiyo", count_reader,
	    &n));
	assert_int_equal(TT_OK, vault_reader_each(f->db, NULL, count_reader,
	    &n));
	assert_int_equal(TT_OK, vault_reader_each(f->db, "none", count_reader,
	    &n));
	assert_int_equal(2, n);
}

static struct vault_statement
statement(const char *text, uint8_t leaf)
{
	struct vault_statement s = { .kind = TT_PARTNER, .queued_s = 3,
		.bytes = span_str(text) };

	memset(s.leaf.b, leaf, sizeof(s.leaf.b));
	memset(s.salt.b, 9, sizeof(s.salt.b));
	return s;
}

static void
statements_go_out_in_order_and_once(void **state)
{
	struct vault_statement a = statement("one", 1), b = statement("two", 2),
	    got;
	struct fixture *f = *state;
	int64_t n;

	assert_int_equal(TT_ENOENT, vault_statement_next(f->db, 0, &got));
	assert_int_equal(TT_OK, vault_statement_add(f->db, &a));
	assert_int_equal(TT_OK, vault_statement_add(f->db, &b));
	assert_int_equal(TT_EEXIST, vault_statement_add(f->db, &a));
	reopen(f);
	assert_int_equal(TT_OK, vault_statement_waiting(f->db, &n));
	assert_int_equal(2, n);
	assert_int_equal(TT_OK, vault_statement_next(f->db, 0, &got));
	assert_true(span_is(got.bytes, "one"));
	assert_int_equal(TT_PARTNER, got.kind);
	assert_memory_equal(&a.leaf, &got.leaf, sizeof(a.leaf));
	assert_memory_equal(&a.salt, &got.salt, sizeof(a.salt));
	assert_int_equal(TT_OK, vault_statement_posted(f->db, got.n, 50));
	assert_int_equal(TT_OK, vault_statement_next(f->db, 0, &got));
	assert_true(span_is(got.bytes, "two"));
	assert_int_equal(TT_ENOENT, vault_statement_next(f->db, got.n, &got));
	assert_int_equal(TT_OK, vault_statement_of_leaf(f->db, &a.leaf, &got));
	assert_int_equal(50, got.posted_s);
	assert_int_equal(TT_OK, vault_statement_waiting(f->db, &n));
	assert_int_equal(1, n);
}

static enum tt_err
last_event(void *ctx, const struct vault_event *e)
{
	char *out = ctx;

	snprintf(out, 64, "%lld %.*s %s", (long long)e->n, (int)e->bytes.n,
	    e->bytes.p, e->batch.p == NULL ? "waits" : "proven");
	return TT_OK;
}

static void
events_are_asked_for_again_until_proven(void **state)
{
	struct vault_event e = { .n = 4, .kind = TT_RECEIPT,
		.bytes = SPAN("first") };
	struct fixture *f = *state;
	char got[64] = "";
	int64_t after;

	assert_int_equal(TT_OK, vault_event_after(f->db, &after));
	assert_int_equal(0, after);
	assert_int_equal(TT_OK, vault_event_add(f->db, &e, 100));
	assert_int_equal(TT_OK, vault_event_add(f->db, &e, 101));
	assert_int_equal(TT_OK, vault_event_after(f->db, &after));
	assert_int_equal(3, after);
	assert_int_equal(TT_OK, vault_event_each(f->db, TT_RECEIPT,
	    last_event, got));
	assert_string_equal("4 first waits", got);
	e.batch = SPAN("b");
	e.set_proof = SPAN("s");
	e.tlog_proof = SPAN("t");
	assert_int_equal(TT_OK, vault_event_prove(f->db, &e));
	assert_int_equal(TT_OK, vault_event_after(f->db, &after));
	assert_int_equal(4, after);
	assert_int_equal(TT_OK, vault_event_each(f->db, TT_RECEIPT,
	    last_event, got));
	assert_string_equal("4 first proven", got);
	e.n = 5;
	assert_int_equal(TT_ENOENT, vault_event_prove(f->db, &e));
}

static void
an_undone_transaction_leaves_nothing(void **state)
{
	struct vault_partner p = partner("kiyo", REF), q;
	struct fixture *f = *state;

	assert_int_equal(TT_OK, db_begin(f->db));
	assert_int_equal(TT_OK, vault_partner_add(f->db, &p));
	db_rollback(f->db);
	assert_int_equal(TT_ENOENT,
	    vault_partner_get(f->db, SPAN("kiyo"), &q));
}

#define ID_A	"aaaaaaaaaaaaaaaa"
#define ID_B	"bbbbbbbbbbbbbbbb"

static void
sealed(struct fixture *f, const char *id, int64_t at_s)
{
	struct vault_bulletin b = { .name = "EX-1", .sealed_s = at_s,
		.revision = 1 };

	snprintf(b.id, sizeof(b.id), "%s", id);
	snprintf(b.sealing, sizeof(b.sealing), "%s", id);
	assert_int_equal(TT_OK, vault_bulletin_add(f->db, &b));
}

/* What readers have is what was published, whatever was sealed since. */
static void
a_name_means_what_was_sealed_last_or_what_was_told(void **state)
{
	struct fixture *f = *state;
	struct vault_bulletin b;

	assert_int_equal(TT_ENOENT, vault_bulletin_told(f->db, SPAN("EX-1"),
	    &b));
	sealed(f, ID_A, 10);
	sealed(f, ID_B, 20);
	assert_int_equal(TT_OK, vault_bulletin_told(f->db, SPAN("EX-1"), &b));
	assert_string_equal(ID_B, b.id);
	assert_int_equal(TT_OK, vault_bulletin_published(f->db, ID_A, 30));
	assert_int_equal(TT_OK, vault_bulletin_told(f->db, SPAN("EX-1"), &b));
	assert_string_equal(ID_A, b.id);
	assert_int_equal(TT_OK, vault_bulletin_told(f->db, SPAN(ID_B), &b));
	assert_string_equal(ID_B, b.id);
	assert_int_equal(TT_OK, vault_bulletin_get(f->db, SPAN("EX-1"), &b));
	assert_string_equal(ID_B, b.id);
}

#define ROW(f)	cmocka_unit_test_setup_teardown(f, set_up, tear_down)

static struct hash
hash_of(uint8_t c)
{
	struct hash h;

	memset(h.b, c, sizeof(h.b));
	return h;
}

/* One leak found twice: by what was read in it, whatever the file. */
static void
readings_are_known_by_what_was_read(void **state)
{
	struct fixture *f = *state;
	struct vault_bulletin b = { .id = "6f1d0c92b4e87a35", .name = "EX-1",
		.sealing = "6f1d0c92b4e87a35", .revision = 1 };
	struct vault_observed o = { .t = 1, .specimen = hash_of(1),
		.observations = hash_of(2), .leaf = hash_of(3), .at_s = 9,
		.incase = "none" };
	struct vault_observed got;
	struct hash other = hash_of(8);
	unsigned last = 9;

	assert_int_equal(TT_OK, vault_bulletin_add(f->db, &b));
	assert_int_equal(TT_ENOENT, vault_observed_like(f->db, b.id,
	    &o.observations, "none", &got));
	assert_int_equal(TT_OK, vault_observed_last(f->db, b.id, &last));
	assert_int_equal(0, last);
	assert_int_equal(TT_OK, vault_observed_add(f->db, b.id, &o));
	o.t = 2;
	o.specimen = hash_of(4);
	o.leaf = hash_of(5);
	assert_int_equal(TT_OK, vault_observed_add(f->db, b.id, &o));
	assert_int_equal(TT_ENOENT, vault_observed_get(f->db, b.id, &other,
	    &o.observations, "none", &got));
	assert_int_equal(TT_OK, vault_observed_like(f->db, b.id,
	    &o.observations, "none", &got));
	assert_int_equal(1, got.t);
	assert_int_equal(9, got.at_s);
	assert_int_equal(1, got.specimen.b[0]);
	assert_int_equal(3, got.leaf.b[0]);
	assert_int_equal(TT_ENOENT, vault_observed_like(f->db, b.id, &other,
	    "none", &got));
	assert_int_equal(TT_ENOENT, vault_observed_like(f->db,
	    "0000000000000000", &o.observations, "none", &got));
	assert_int_equal(TT_ENOENT, vault_observed_like(f->db, b.id,
	    &o.observations, "c000000000000001", &got));
	o.t = 3;
	memcpy(o.incase, "c000000000000001", sizeof(o.incase));
	assert_int_equal(TT_OK, vault_observed_add(f->db, b.id, &o));
	assert_int_equal(TT_OK, vault_observed_get(f->db, b.id, &o.specimen,
	    &o.observations, "c000000000000001", &got));
	assert_int_equal(3, got.t);
}

static enum tt_err
count_entry(void *ctx, const struct vault_case_entry *e)
{
	unsigned *n = ctx;

	assert_int_equal(++*n, e->n);
	return TT_OK;
}

static void
a_case_comes_back_as_it_was(void **state)
{
	struct fixture *f = *state;
	struct vault_case c = { .id = "c0ffee0000000001", .title = "Paste",
		.opened_s = 5, .leaf = hash_of(1) }, got;
	struct vault_case_entry e = { .n = 1, .at_s = 5, .officer = "ada",
		.act = CASE_OPEN };
	unsigned n = 0;

	assert_int_equal(TT_OK, vault_case_add(f->db, &c));
	memcpy(c.id, "c0ffee0000000002", sizeof(c.id));
	assert_int_equal(TT_OK, vault_case_add(f->db, &c));
	assert_int_equal(TT_EEXIST, vault_case_get(f->db, SPAN("c0ffee"),
	    &got));
	assert_int_equal(TT_ENOENT, vault_case_get(f->db, SPAN("c0f"), &got));
	assert_int_equal(TT_ENOENT, vault_case_get(f->db, SPAN("c0ffef"),
	    &got));
	c.state = CASE_CLOSED;
	c.has_outcome = true;
	c.outcome = CASE_OUT_WITHDRAWN;
	c.tell = CASE_TELL_VERDICT;
	assert_int_equal(TT_OK, vault_case_set(f->db, &c));
	assert_int_equal(TT_OK, vault_case_get(f->db, span_str(c.id), &got));
	assert_int_equal(CASE_CLOSED, got.state);
	assert_int_equal(CASE_OUT_WITHDRAWN, got.outcome);
	assert_int_equal(CASE_TELL_VERDICT, got.tell);
	assert_int_equal(TT_OK, vault_case_entry_add(f->db, c.id, &e));
	assert_int_equal(TT_EEXIST, vault_case_entry_add(f->db, c.id, &e));
	assert_int_equal(TT_OK, vault_case_entry_next(f->db, c.id, &e.n));
	assert_int_equal(2, e.n);
	assert_int_equal(TT_OK, vault_case_entry_add(f->db, c.id, &e));
	assert_int_equal(TT_OK, vault_case_entries(f->db, c.id, count_entry,
	    &n));
	assert_int_equal(2, n);
}

static struct vault_notice
notice_about(const char *what, const char *message)
{
	struct vault_notice n = { .event = NOTICE_OPEN, .due_s = 100,
		.bulletin = "6f1d0c92b4e87a35", .address = "u@a.example",
		.subject = "S", .text = SPAN("T\n") };

	snprintf(n.what, sizeof(n.what), "%s", what);
	snprintf(n.message, sizeof(n.message), "%s", message);
	return n;
}

/* Once about the same thing; after it was dropped, once more. */
static void
a_notice_is_queued_once_until_it_is_dropped(void **state)
{
	struct fixture *f = *state;
	struct vault_notice n = notice_about("open b u", "01"), got;
	bool added = false;

	assert_int_equal(TT_OK, vault_notice_add(f->db, &n, &added));
	assert_true(added);
	n = notice_about("open b u", "02");
	assert_int_equal(TT_OK, vault_notice_add(f->db, &n, &added));
	assert_false(added);
	assert_int_equal(TT_ENOENT, vault_notice_due(f->db, 0, 99, &got));
	assert_int_equal(TT_OK, vault_notice_due(f->db, 0, 100, &got));
	assert_string_equal("01", got.message);
	assert_true(span_is(got.text, "T\n"));
	assert_int_equal(TT_OK, vault_notice_cancel(f->db, NOTICE_OPEN,
	    n.bulletin, 7));
	assert_int_equal(TT_ENOENT, vault_notice_due(f->db, 0, 100, &got));
	assert_int_equal(TT_OK, vault_notice_add(f->db, &n, &added));
	assert_true(added);
	assert_int_equal(TT_OK, vault_notice_due(f->db, 0, 100, &got));
	assert_string_equal("02", got.message);
	got.state = NOTICE_FAILED;
	assert_int_equal(TT_OK, vault_notice_set(f->db, &got));
	assert_int_equal(TT_ENOENT, vault_notice_due(f->db, 0, 100, &got));
}

TEST_MAIN(ROW(a_notice_is_queued_once_until_it_is_dropped),
    ROW(a_case_comes_back_as_it_was),
    ROW(readings_are_known_by_what_was_read),
    ROW(a_partner_comes_back_as_it_was),
    ROW(records_that_are_there_or_not),
    ROW(lists_are_in_order_and_stop_when_told),
    ROW(a_reader_comes_back_as_it_was),
    ROW(statements_go_out_in_order_and_once),
    ROW(events_are_asked_for_again_until_proven),
    ROW(an_undone_transaction_leaves_nothing),
    ROW(a_name_means_what_was_sealed_last_or_what_was_told))
