/* SPDX-License-Identifier: ISC */
/* The vault's log of previews in a real SQLite file. */
#include "test.h"

#include "store/vault_preview.h"
#include "vaultkit.h"

#define ID	"0011223344556677"

static void
add_person(struct db *db, const char *partner, const char *reader,
    const char *ref, unsigned char token)
{
	struct vault_partner p = { .state = PARTNER_APPROVED,
		.ends_s = PARTNER_NO_END };
	struct vault_reader r = { .state = READER_INVITED, .invited = true,
		.token = { token } };

	snprintf(p.id, sizeof(p.id), "%s", partner);
	snprintf(p.ref, sizeof(p.ref), "%s", ref);
	snprintf(r.id, sizeof(r.id), "%s", reader);
	snprintf(r.partner, sizeof(r.partner), "%s", partner);
	assert_int_equal(TT_OK, vault_partner_add(db, &p));
	assert_int_equal(TT_OK, vault_reader_add(db, &r));
}

static int
set_up(void **state)
{
	struct fixture *f = vault_new(state);

	add_person(f->db, "ana", "ana-1", "0123456789abcdef0123456789abcdef",
	    1);
	add_person(f->db, "ben", "ben-1", "1123456789abcdef0123456789abcdef",
	    2);
	return 0;
}

static enum tt_err
add(struct db *db, const char *who, uint64_t holder, uint64_t number,
    int64_t at_s)
{
	struct vault_preview p = { .bulletin = ID, .revision = 1,
		.text = { { 7 } }, .holder = holder, .number = number,
		.officer = "otto", .at_s = at_s };

	snprintf(p.partner, sizeof(p.partner), "%s", who);
	snprintf(p.reader, sizeof(p.reader), "%s-1", who);
	return vault_preview_add(db, &p);
}

struct seen {
	char text[256];
	size_t n;
};

static enum tt_err
see(void *ctx, const struct vault_preview *p)
{
	struct seen *s = ctx;

	s->n += (size_t)snprintf(s->text + s->n, sizeof(s->text) - s->n,
	    "%s %s %s %u %u %d %d %d %d\n", p->partner, p->reader,
	    p->officer, p->revision, p->text.b[0], (int)p->holder,
	    (int)p->number, (int)p->at_s, strcmp(p->bulletin, ID));
	return TT_OK;
}

static enum tt_err
see_copy(void *ctx, const struct vault_copy *c)
{
	struct seen *s = ctx;

	assert_int_equal(VAULT_WAVE_NONE, c->wave);
	s->n += (size_t)snprintf(s->text + s->n, sizeof(s->text) - s->n,
	    "%s %s %d %d %u\n", c->partner, c->reader, (int)c->holder,
	    (int)c->number, c->revision);
	return TT_OK;
}

static void
previews_are_kept_in_order(void **state)
{
	struct fixture *f = *state;
	struct seen s = { .n = 0 };

	assert_int_equal(TT_OK, add(f->db, "ben", 9, 5, 100));
	assert_int_equal(TT_OK, add(f->db, "ana", 3, 8, 200));
	assert_int_equal(TT_OK, add(f->db, "ben", 9, 5, 300));
	assert_int_equal(TT_OK, vault_preview_each(f->db, ID, see, &s));
	assert_string_equal("ben ben-1 otto 1 7 9 5 100 0\n"
	    "ana ana-1 otto 1 7 3 8 200 0\nben ben-1 otto 1 7 9 5 300 0\n",
	    s.text);
	s.n = 0;
	s.text[0] = '\0';
	assert_int_equal(TT_OK, vault_preview_each(f->db, "7766554433221100",
	    see, &s));
	assert_string_equal("", s.text);
}

static void
they_line_up_as_copies_of_no_wave(void **state)
{
	struct fixture *f = *state;
	struct seen s = { .n = 0 };

	assert_int_equal(TT_OK, add(f->db, "ben", 9, 5, 100));
	assert_int_equal(TT_OK, add(f->db, "ana", 3, 8, 200));
	assert_int_equal(TT_OK, vault_copy_known(f->db, ID, see_copy, &s));
	assert_string_equal("ana ana-1 3 8 1\nben ben-1 9 5 1\n", s.text);
}

static void
nobody_unknown_has_one(void **state)
{
	struct fixture *f = *state;

	assert_int_not_equal(TT_OK, add(f->db, "cleo", 9, 5, 100));
}

#define TEST(f)	cmocka_unit_test_setup_teardown(f, set_up, tear_down)

TEST_MAIN(TEST(previews_are_kept_in_order),
    TEST(they_line_up_as_copies_of_no_wave), TEST(nobody_unknown_has_one))
