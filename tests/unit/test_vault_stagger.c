/* SPDX-License-Identifier: ISC */
/* Draws of waves in slots, and their incidents, in a real SQLite file. */
#include "test.h"

#include "store/vault_stagger.h"
#include "vaultkit.h"

#define ID	"0011223344556677"
#define OTHER	"7766554433221100"

static void
add_partner(struct db *db, const char *id, const char *ref)
{
	struct vault_partner p = { .state = PARTNER_APPROVED,
		.ends_s = PARTNER_NO_END };

	snprintf(p.id, sizeof(p.id), "%s", id);
	snprintf(p.ref, sizeof(p.ref), "%s", ref);
	assert_int_equal(TT_OK, vault_partner_add(db, &p));
}

static int
set_up(void **state)
{
	struct fixture *f = vault_new(state);

	add_partner(f->db, "ana", "0123456789abcdef0123456789abcdef");
	add_partner(f->db, "ben", "1123456789abcdef0123456789abcdef");
	add_partner(f->db, "cleo", "2123456789abcdef0123456789abcdef");
	return 0;
}

static struct vault_stagger
draw_of(const char *bulletin, const char *wave)
{
	struct vault_stagger s = { .salt = { 1 }, .commitment = { { 2 } },
		.revision = 1, .slots = 2, .spacing_s = 3600 };

	snprintf(s.bulletin, sizeof(s.bulletin), "%s", bulletin);
	snprintf(s.wave, sizeof(s.wave), "%s", wave);
	return s;
}

static const struct vault_place two[] = { { "ana", 1, false, false },
	{ "ben", 0, false, false } };
static const struct vault_place three[] = { { "ana", 2, false, false },
	{ "cleo", 0, false, false }, { "ben", 1, false, false } };

static void
fill(struct fixture *f)
{
	struct vault_stagger s = draw_of(ID, "main");

	assert_int_equal(TT_OK, vault_stagger_add(f->db, &s, two, 2));
	s = draw_of(OTHER, "early");
	assert_int_equal(TT_OK, vault_stagger_add(f->db, &s, three, 3));
}

static enum tt_err
see(void *ctx, const struct vault_stagger *s)
{
	char (*text)[256] = ctx;
	size_t n = strlen(*text);

	snprintf(*text + n, sizeof(*text) - n, "%.2s %s %d %d %s %u\n",
	    s->bulletin, s->wave, (int)s->entered_s, (int)s->seen_s,
	    s->source, s->before);
	return TT_OK;
}

static void
a_draw_is_kept(void **state)
{
	struct fixture *f = *state;
	struct vault_stagger want = draw_of(ID, "main"), got;
	struct vault_place *p;
	size_t n;

	fill(f);
	assert_int_equal(TT_OK, vault_stagger_get(f->db, ID, "main", &got));
	assert_memory_equal(got.salt, want.salt, sizeof(got.salt));
	assert_memory_equal(got.commitment.b, want.commitment.b, 32);
	assert_int_equal(got.slots, 2);
	assert_int_equal(got.revision, 1);
	assert_int_equal(got.spacing_s, 3600);
	assert_int_equal(got.entered_s, 0);
	assert_int_equal(TT_ENOENT, vault_stagger_get(f->db, ID, "early",
	    &got));
	assert_int_equal(TT_OK, vault_stagger_places(f->db, OTHER, "early",
	    &p, &n));
	assert_int_equal(n, 3);
	assert_string_equal(p[0].partner, "ana");
	assert_string_equal(p[2].partner, "cleo");
	assert_int_equal(p[2].place, 0);
	assert_false(p[2].early || p[2].reporter);
	free(p);
	assert_int_equal(TT_OK, vault_stagger_partners(f->db, &n));
	assert_int_equal(n, 3);
}

static void
no_two_have_one_place(void **state)
{
	const struct vault_place same[] = { { "ana", 0, false, false },
		{ "ben", 0, false, false } };
	struct fixture *f = *state;
	struct vault_stagger s = draw_of(ID, "main");

	assert_int_equal(TT_EEXIST, vault_stagger_add(f->db, &s, same, 2));
}

static void
what_nobody_saw_can_be_drawn_again(void **state)
{
	struct fixture *f = *state;
	struct vault_stagger s = draw_of(ID, "main");
	size_t n;

	fill(f);
	assert_int_equal(TT_EEXIST, vault_stagger_add(f->db, &s, three, 3));
	assert_int_equal(TT_OK, vault_stagger_drop(f->db, ID, 2));
	assert_int_equal(TT_EEXIST, vault_stagger_add(f->db, &s, three, 3));
	assert_int_equal(TT_OK, vault_stagger_drop(f->db, ID, 1));
	assert_int_equal(TT_OK, vault_stagger_add(f->db, &s, two, 2));
	assert_int_equal(TT_OK, vault_stagger_drop(f->db, OTHER, 1));
	assert_int_equal(TT_OK, vault_stagger_partners(f->db, &n));
	assert_int_equal(n, 2);
}

static void
an_incident_is_entered_once(void **state)
{
	struct fixture *f = *state;
	struct vault_stagger s = draw_of(OTHER, "early");
	struct vault_place early[] = { { "ben", 0, true, false },
		{ "cleo", 0, true, true } }, *p;
	char text[256] = "";
	size_t n;

	fill(f);
	assert_int_equal(TT_OK, vault_stagger_entered(f->db, see, &text));
	assert_string_equal(text, "");
	s.entered_s = 900;
	s.seen_s = 500;
	s.before = 2;
	snprintf(s.source, sizeof(s.source), "telemetry");
	assert_int_equal(TT_OK, vault_stagger_enter(f->db, &s, early, 2));
	s.before = 1;
	assert_int_equal(TT_EEXIST, vault_stagger_enter(f->db, &s, early, 1));
	assert_int_equal(TT_OK, vault_stagger_places(f->db, OTHER, "early",
	    &p, &n));
	assert_false(p[0].early || p[0].reporter);
	assert_true(p[1].early && !p[1].reporter);
	assert_true(p[2].early && p[2].reporter);
	assert_int_equal(p[2].place, 0);
	free(p);
	s = draw_of(ID, "main");
	s.entered_s = 800;
	s.seen_s = 700;
	snprintf(s.source, sizeof(s.source), "hunt");
	assert_int_equal(TT_OK, vault_stagger_enter(f->db, &s, NULL, 0));
	assert_int_equal(TT_OK, vault_stagger_entered(f->db, see, &text));
	assert_string_equal(text, "00 main 800 700 hunt 0\n"
	    "77 early 900 500 telemetry 2\n");
	text[0] = '\0';
	assert_int_equal(TT_OK, vault_stagger_each(f->db, OTHER, see, &text));
	assert_string_equal(text, "77 early 900 500 telemetry 2\n");
}

#define TEST(f)	cmocka_unit_test_setup_teardown(f, set_up, tear_down)

TEST_MAIN(TEST(a_draw_is_kept), TEST(no_two_have_one_place),
    TEST(what_nobody_saw_can_be_drawn_again),
    TEST(an_incident_is_entered_once))
