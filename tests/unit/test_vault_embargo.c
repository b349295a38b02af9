/* SPDX-License-Identifier: ISC */
/* The vault's records of embargoes in a real SQLite file. */
#include "test.h"

#include "store/vault_bulletin.h"
#include "store/vault_embargo.h"
#include "store/vault_ledger.h"
#include "vaultkit.h"

#define ID	"0011223344556677"

static int
set_up(void **state)
{
	vault_new(state);
	return 0;
}

static struct vault_embargo
entry(enum embargo_said said, unsigned revision, int64_t public_s,
    int64_t at_s)
{
	struct vault_embargo e = { .respond_by_s = public_s,
		.entry = { said, revision, public_s, at_s, 0 },
		.officers = "anna, bert" };

	return e;
}

static struct hash
hash_of(int c)
{
	struct hash h;

	memset(h.b, c, sizeof(h.b));
	return h;
}

/* Field by field: what lies between them is nobody's. */
static void
check_same(const struct vault_embargo *a, const struct vault_embargo *b)
{
	assert_int_equal(a->entry.said, b->entry.said);
	assert_int_equal(a->entry.revision, b->entry.revision);
	assert_int_equal(a->entry.public_s, b->entry.public_s);
	assert_int_equal(a->entry.at_s, b->entry.at_s);
	assert_int_equal(a->entry.reason, b->entry.reason);
	assert_int_equal(a->respond_by_s, b->respond_by_s);
	assert_int_equal(a->uses_changed, b->uses_changed);
	assert_string_equal(a->reason, b->reason);
	assert_string_equal(a->officers, b->officers);
	assert_int_equal(a->stated, b->stated);
	assert_memory_equal(a->leaf.b, b->leaf.b, sizeof(a->leaf.b));
}

static void
what_was_said_comes_back_in_order(void **state)
{
	struct vault_embargo said[] = {
		entry(EMBARGO_SAID_ACTIVE, 1, 1000, 10),
		entry(EMBARGO_SAID_PROPOSED, 2, 2000, 20),
		entry(EMBARGO_SAID_ENDED, 1, 1000, 30),
	}, back[3];
	struct fixture *f = *state;
	struct embargo_now now;
	size_t n = 9;

	said[1].uses_changed = true;
	said[1].stated = true;
	said[1].leaf = hash_of(7);
	said[2].entry.reason = EMBARGO_OTHER;
	snprintf(said[2].reason, sizeof(said[2].reason), "other: a court");
	for (size_t i = 0; i < N_ROWS(said); i++)
		assert_int_equal(TT_OK, vault_embargo_add(f->db, ID,
		    &said[i]));
	assert_int_equal(TT_ELIMIT, vault_embargo_all(f->db, ID, back, 2,
	    &n));
	assert_int_equal(9, n);
	assert_int_equal(TT_OK, vault_embargo_all(f->db, ID, back, 3, &n));
	assert_int_equal(3, n);
	for (size_t i = 0; i < N_ROWS(said); i++)
		check_same(&said[i], &back[i]);
	assert_int_equal(TT_OK, vault_embargo_now(f->db, ID, 50, &now));
	assert_int_equal(EMBARGO_ENDED, now.state);
	assert_int_equal(30, now.ended_s);
	assert_int_equal(TT_OK, vault_embargo_now(f->db, "ffffffffffffffff",
	    50, &now));
	assert_int_equal(EMBARGO_NONE, now.state);
}

static void
add_sealing(struct db *db, const char *sealing, int64_t published_s,
    unsigned revision, const struct vault_wave *w)
{
	struct vault_bulletin b = { .public_s = 1000, .sealed_s = 1,
		.revision = revision, .id = ID, .name = "EX-1",
		.title = "t", .folder = "/d" };

	memcpy(b.sealing, sealing, sizeof(b.sealing));
	assert_int_equal(TT_OK, vault_bulletin_add(db, &b));
	if (published_s != 0)
		assert_int_equal(TT_OK, vault_bulletin_published(db, sealing,
		    published_s));
	assert_int_equal(TT_OK, vault_wave_add(db, sealing, w));
}

static void
records_follow_terms_once_they_are_adopted(void **state)
{
	struct vault_wave w = { .name = "main", .opens_s = 500,
		.prefetch = true,
		.leaf = hash_of(1), .terms = hash_of(2) }, got[2];
	struct vault_move m = { hash_of(1), 1, 1500, hash_of(8) }, moves[2];
	struct vault_terms terms[2];
	struct fixture *f = *state;
	struct vault_bulletin b;
	unsigned revision;
	struct hash h;
	size_t n;

	add_sealing(f->db, ID, 5, 1, &w);
	w.leaf = hash_of(4);
	add_sealing(f->db, "8899aabbccddeeff", 0, 2, &w);
	h = hash_of(1);
	assert_int_equal(TT_OK, vault_terms_add(f->db, ID, 1, &h, &w.terms));
	assert_int_equal(TT_OK, vault_move_last(f->db, &h, &revision));
	assert_int_equal(0, revision);
	assert_int_equal(TT_OK, vault_move_add(f->db, ID, 2, &m));
	assert_int_equal(TT_EEXIST, vault_move_add(f->db, ID, 2, &m));
	assert_int_equal(TT_OK, vault_move_last(f->db, &h, &revision));
	assert_int_equal(1, revision);
	assert_int_equal(TT_OK, vault_move_all(f->db, ID, 2, moves, 2, &n));
	assert_int_equal(1, n);
	assert_int_equal(1500, moves[0].opens_s);
	assert_int_equal(1, moves[0].number);
	assert_memory_equal(m.wave.b, moves[0].wave.b, sizeof(h.b));
	assert_memory_equal(m.leaf.b, moves[0].leaf.b, sizeof(h.b));
	w.terms = hash_of(3);
	assert_int_equal(TT_OK, vault_terms_add(f->db, ID, 2, &h, &w.terms));
	assert_int_equal(TT_OK, vault_terms_all(f->db, ID, 2, terms, 2, &n));
	assert_int_equal(1, n);
	assert_memory_equal(w.terms.b, terms[0].hash.b, sizeof(h.b));

	/* proposed: nothing moved yet */
	assert_int_equal(TT_OK, vault_wave_all(f->db, ID, got, 2, &n));
	assert_int_equal(500, got[0].opens_s);
	assert_true(got[0].prefetch);
	assert_int_equal(TT_OK, vault_terms_adopt(f->db, ID, 2, 2000));
	assert_int_equal(TT_OK, vault_wave_all(f->db, ID, got, 2, &n));
	assert_int_equal(1500, got[0].opens_s);
	assert_memory_equal(w.terms.b, got[0].terms.b, sizeof(h.b));
	assert_int_equal(TT_OK, vault_bulletin_get(f->db, span_str(ID), &b));
	assert_int_equal(2, b.revision);
	assert_int_equal(1000, b.public_s);	/* seen by nobody: as it was */
	assert_int_equal(TT_OK, vault_bulletin_told(f->db, SPAN("EX-1"),
	    &b));
	assert_int_equal(1, b.revision);
	assert_int_equal(2000, b.public_s);
	assert_int_equal(TT_OK, vault_terms_revision(f->db, ID, &w.terms,
	    &revision));
	assert_int_equal(2, revision);
	assert_int_equal(TT_ENOENT, vault_early_get(f->db, &w.leaf, &h));
	assert_int_equal(TT_OK, vault_early_add(f->db, &w.leaf, &m.leaf));
	assert_int_equal(TT_EEXIST, vault_early_add(f->db, &w.leaf,
	    &m.leaf));
	assert_int_equal(TT_OK, vault_early_get(f->db, &w.leaf, &h));
	assert_memory_equal(m.leaf.b, h.b, sizeof(h.b));
	h = hash_of(9);
	assert_int_equal(TT_ENOENT, vault_terms_revision(f->db, ID, &h,
	    &revision));
}

static void
parties_answer_for_a_revision(void **state)
{
	struct vault_party p = { .name = "R. Finder", .role = VAULT_FINDER,
		.added_s = 4 }, got[2];
	struct fixture *f = *state;
	size_t n;

	assert_int_equal(TT_ENOENT, vault_party_answer(f->db, ID, &p));
	assert_int_equal(TT_OK, vault_party_add(f->db, ID, &p));
	assert_int_equal(TT_EEXIST, vault_party_add(f->db, ID, &p));
	assert_int_equal(TT_OK, vault_party_all(f->db, ID, got, 2, &n));
	assert_int_equal(1, n);
	assert_memory_equal(&p, got, sizeof(p));
	p.revision = 2;
	p.accepts = true;
	p.answered_s = 6;
	snprintf(p.note, sizeof(p.note), "by mail");
	assert_int_equal(TT_OK, vault_party_answer(f->db, ID, &p));
	assert_int_equal(TT_OK, vault_party_all(f->db, ID, got, 2, &n));
	assert_memory_equal(&p, got, sizeof(p));
}

static void
haste_is_on_record(void **state)
{
	struct vault_haste h = { "anna", 5 }, got;
	struct fixture *f = *state;

	assert_int_equal(TT_ENOENT, vault_haste_get(f->db, ID, &got));
	assert_int_equal(TT_OK, vault_haste_add(f->db, ID, &h));
	h.at_s = 9;
	assert_int_equal(TT_OK, vault_haste_add(f->db, ID, &h));
	assert_int_equal(TT_OK, vault_haste_get(f->db, ID, &got));
	assert_string_equal("anna", got.officers);
	assert_int_equal(5, got.at_s);
}

static void
a_statement_waits_until_it_is_freed(void **state)
{
	struct vault_statement s = { .kind = TT_EMBARGO, .leaf = hash_of(1),
		.queued_s = 5, .bytes = SPAN("x") }, got;
	struct fixture *f = *state;

	assert_int_equal(TT_ENOENT, vault_statement_hold(f->db, &s.leaf));
	assert_int_equal(TT_OK, vault_statement_add(f->db, &s));
	assert_int_equal(TT_ENOENT, vault_statement_free(f->db, &s.leaf));
	assert_int_equal(TT_OK, vault_statement_hold(f->db, &s.leaf));
	assert_int_equal(TT_ENOENT, vault_statement_next(f->db, 0, &got));
	assert_int_equal(TT_OK, vault_statement_of_leaf(f->db, &s.leaf,
	    &got));
	assert_int_equal(0, got.posted_s);
	assert_int_equal(TT_OK, vault_statement_free(f->db, &s.leaf));
	assert_int_equal(TT_OK, vault_statement_next(f->db, 0, &got));
	assert_int_equal(TT_OK, vault_statement_posted(f->db, got.n, 6));
	assert_int_equal(TT_ENOENT, vault_statement_hold(f->db, &s.leaf));
}

#define TEST(f)	cmocka_unit_test_setup_teardown(f, set_up, tear_down)

TEST_MAIN(TEST(what_was_said_comes_back_in_order),
    TEST(records_follow_terms_once_they_are_adopted),
    TEST(parties_answer_for_a_revision),
    TEST(haste_is_on_record),
    TEST(a_statement_waits_until_it_is_freed))
