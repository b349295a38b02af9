/* SPDX-License-Identifier: ISC */
/* Parties and their keys in a real SQLite file: never among partners. */
#include "test.h"

#include "store/vault_db.h"
#include "store/vault_party.h"
#include "store/vault_standing.h"
#include "vaultkit.h"

#define ID	"0011223344556677"
#define OTHER	"8899aabbccddeeff"

static void
add(struct db *db, const char *id, const char *ref, bool party)
{
	struct vault_partner p = { .state = PARTNER_APPROVED,
		.ends_s = PARTNER_NO_END, .tier = "elite" };
	const struct vault_standing s = { .party = party };
	struct vault_reader r = { .state = READER_LISTED };

	snprintf(p.id, sizeof(p.id), "%s", id);
	snprintf(p.ref, sizeof(p.ref), "%s", ref);
	snprintf(p.name, sizeof(p.name), "%s", id);
	snprintf(r.id, sizeof(r.id), "%s-1", id);
	snprintf(r.partner, sizeof(r.partner), "%s", id);
	snprintf(r.name, sizeof(r.name), "%s", id);
	snprintf(r.email, sizeof(r.email), "a@%s.example", id);
	assert_int_equal(TT_OK, vault_partner_add(db, &p));
	assert_int_equal(TT_OK, vault_standing_set(db, id, &s));
	assert_int_equal(TT_OK, vault_reader_add(db, &r));
}

static int
set_up(void **state)
{
	struct fixture *f = vault_new(state);

	add(f->db, "birch", "00112233445566778899aabbccddeeff", false);
	add(f->db, "party-1", "ff112233445566778899aabbccddeeff", true);
	return 0;
}

struct names {
	char text[128];
};

static void
add_name(struct names *n, const char *name)
{
	size_t at = strlen(n->text);

	snprintf(n->text + at, sizeof(n->text) - at, "%s", name);
}

static enum tt_err
name_partner(void *ctx, const struct vault_partner *p)
{
	struct names *n = ctx;

	add_name(n, p->id);
	return TT_OK;
}

static enum tt_err
name_reader(void *ctx, const struct vault_reader *r)
{
	struct names *n = ctx;

	add_name(n, r->id);
	return TT_OK;
}

static void
a_party_is_in_no_list_of_partners(void **state)
{
	struct names partners = { "" }, readers = { "" }, own = { "" },
	    parties = { "" };
	struct fixture *f = *state;
	struct vault_standing s;

	assert_int_equal(TT_OK, vault_partner_each(f->db, name_partner,
	    &partners));
	assert_string_equal(partners.text, "birch");
	assert_int_equal(TT_OK, vault_reader_each(f->db, NULL, name_reader,
	    &readers));
	assert_string_equal(readers.text, "birch-1");
	assert_int_equal(TT_OK, vault_reader_each(f->db, "party-1",
	    name_reader, &own));
	assert_string_equal(own.text, "party-1-1");
	assert_int_equal(TT_OK, vault_reader_parties(f->db, name_reader,
	    &parties));
	assert_string_equal(parties.text, "party-1-1");
	assert_int_equal(TT_OK, vault_standing_get(f->db, "party-1", &s));
	assert_true(s.party);
}

static struct vault_party_key
key(const char *bulletin, const char *name, const char *reader)
{
	struct vault_party_key k = { .added_s = 7, .officer = "anna" };

	snprintf(k.bulletin, sizeof(k.bulletin), "%s", bulletin);
	snprintf(k.name, sizeof(k.name), "%s", name);
	snprintf(k.reader, sizeof(k.reader), "%s", reader);
	return k;
}

static enum tt_err
count(void *ctx, const struct vault_party_key *k)
{
	(void)k;
	(*(int *)ctx)++;
	return TT_OK;
}

static void
one_key_speaks_for_one_name_of_a_bulletin(void **state)
{
	struct vault_party_key k = key(ID, "R. Idler", "party-1-1"), got;
	struct fixture *f = *state;
	int n = 0;

	assert_int_equal(TT_OK, vault_party_key_set(f->db, &k));
	assert_int_equal(TT_OK, vault_party_key_get(f->db, ID, "R. Idler",
	    NULL, &got));
	assert_memory_equal(&got, &k, sizeof(k));
	assert_int_equal(TT_OK, vault_party_key_get(f->db, ID, NULL,
	    "party-1-1", &got));
	assert_string_equal(got.name, "R. Idler");
	assert_int_equal(TT_ENOENT, vault_party_key_get(f->db, OTHER, NULL,
	    "party-1-1", &got));
	assert_int_equal(TT_ENOENT, vault_party_key_get(f->db, ID, NULL,
	    "birch-1", &got));
	k = key(ID, "CERT North", "party-1-1");
	assert_int_equal(TT_EEXIST, vault_party_key_set(f->db, &k));
	k = key(OTHER, "R. Idler", "party-1-1");
	assert_int_equal(TT_OK, vault_party_key_set(f->db, &k));
	assert_int_equal(TT_OK, vault_party_key_each(f->db, count, &n));
	assert_int_equal(2, n);
}

static void
another_key_has_been_told_nothing(void **state)
{
	struct vault_party_key k = key(ID, "R. Idler", "party-1-1"), got;
	struct fixture *f = *state;

	assert_int_equal(TT_OK, vault_party_key_set(f->db, &k));
	memset(k.told_view.b, 3, sizeof(k.told_view.b));
	memset(k.told_to, 4, sizeof(k.told_to));
	assert_int_equal(TT_OK, vault_party_key_told(f->db, &k));
	k.told = true;
	assert_int_equal(TT_OK, vault_party_key_get(f->db, ID, "R. Idler",
	    NULL, &got));
	assert_memory_equal(&got, &k, sizeof(k));
	k = key(ID, "R. Idler", "birch-1");
	assert_int_equal(TT_OK, vault_party_key_set(f->db, &k));
	assert_int_equal(TT_OK, vault_party_key_get(f->db, ID, "R. Idler",
	    NULL, &got));
	assert_memory_equal(&got, &k, sizeof(k));
}

#define TEST(t)	cmocka_unit_test_setup_teardown(t, set_up, tear_down)

TEST_MAIN(
	TEST(a_party_is_in_no_list_of_partners),
	TEST(one_key_speaks_for_one_name_of_a_bulletin),
	TEST(another_key_has_been_told_nothing))
