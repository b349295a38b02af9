/* SPDX-License-Identifier: ISC */
/* Records as a vault has them after a bulletin went out. */
#include "test.h"

#include "base/instant.h"
#include "cli/census_lines.h"
#include "ledgerkit.h"
#include "store/vault_db.h"
#include "store/vault_ledger.h"
#include "store/vault_standing.h"
#include "temp.h"

#define ID	"6f1d0c92b4e87a35"
#define OTHER	"0000000000000001"
#define SECOND	"0000000000000002"	/* a revision's sealing */

enum { ACTIVE = 1000, PUBLISHED = 2000, OPENS = 3000, FETCHED = 3100,
	AGAIN = 3200, REVISED = 4000, NOW = 5000, MAIN_OPENS = 9000 };

struct vault_fixture {
	void *temp;		/* temp.h's */
	struct db *db;
	struct vault_bulletin b;
	int64_t events;
	struct census_text text[2];
	const char *part;
};

static void
add_partner(struct db *db, const char *id, int n, enum partner_state state)
{
	struct vault_partner p = { .state = state, .since_s = 2500,
		.ends_s = PARTNER_NO_END, .tier = "elite", .name = "Name" };

	snprintf(p.id, sizeof(p.id), "%s", id);
	snprintf(p.ref, sizeof(p.ref), "%0*d", VAULT_REF_LEN, n);
	assert_int_equal(TT_OK, vault_partner_add(db, &p));
}

static void
add_reader(struct db *db, const char *partner, const char *id, uint8_t key,
    int64_t revoked_s)
{
	struct vault_reader r = { .state = READER_ACTIVE, .since_s = ACTIVE,
		.keyed = true, .active_s = ACTIVE, .revoked_s = revoked_s,
		.sign = "vkey", .seal = "age1", .email = "a@b.example" };

	snprintf(r.id, sizeof(r.id), "%s", id);
	snprintf(r.name, sizeof(r.name), "Who is %s", id);
	snprintf(r.partner, sizeof(r.partner), "%s", partner);
	memset(r.key, key, sizeof(r.key));
	assert_int_equal(TT_OK, vault_reader_add(db, &r));
}

static void
add_copy_of(struct db *db, const char *sealing, uint64_t number,
    uint64_t holder, const char *reader, uint8_t key, unsigned wave)
{
	struct vault_copy c = { .number = number, .holder = holder,
		.wave = wave };

	snprintf(c.reader, sizeof(c.reader), "%s", reader);
	memset(c.key, key, sizeof(c.key));
	assert_int_equal(TT_OK, vault_copy_add(db, sealing, &c));
}

static void
add_copy(struct db *db, uint64_t number, uint64_t holder, const char *reader,
    uint8_t key, unsigned wave)
{
	add_copy_of(db, ID, number, holder, reader, key, wave);
}

static void
add_wave_of(struct db *db, const char *sealing, unsigned n, const char *name,
    enum tt_profile profile, int64_t opens_s)
{
	struct vault_wave w = { .n = n, .profile = profile,
		.opens_s = opens_s, .bytes = 1024 };

	snprintf(w.name, sizeof(w.name), "%s", name);
	bool second = strcmp(sealing, SECOND) == 0;

	memset(w.leaf.b, (int)((second ? 0x20 : 0x10) + n), sizeof(w.leaf.b));
	memset(w.copies.b, second, sizeof(w.copies.b));
	assert_int_equal(TT_OK, vault_wave_add(db, sealing, &w));
}

static void
add_wave(struct db *db, unsigned n, const char *name, enum tt_profile profile,
    int64_t opens_s)
{
	add_wave_of(db, ID, n, name, profile, opens_s);
}

/* A statement that the hub told of; its leaf is a number of ours. */
static void
add_event(struct vault_fixture *f, enum tt_kind kind, const char *text)
{
	char *bytes = KIT_SIGN(text, KIT_READER);
	struct vault_event e = { .n = ++f->events, .kind = kind,
		.bytes = span_str(bytes) };

	memset(e.leaf.b, (int)f->events, sizeof(e.leaf.b));
	assert_int_equal(TT_OK, vault_event_add(f->db, &e, NOW));
	free(bytes);
}

static void
add_release(struct vault_fixture *f, unsigned wave, int64_t at_s)
{
	char at[INSTANT_LEN + 1], leaf[HEX_LEN(32) + 1], *text;
	struct hash h;

	memset(h.b, (int)(0x10 + wave), sizeof(h.b));
	hex_encode(leaf, h.b, sizeof(h.b));
	instant_format(at_s, at);
	assert_true(asprintf(&text, "telltale/v1/release\nlog " ORIGIN "\n"
	    "time %s\nwave %s\ncause instant\nrecipient age1x3mym05xrtnjvg"
	    "fugnydjvynhhratwq2cxugndtsdugturgfx3ks3wl0eg\n", at, leaf) > 0);
	add_event(f, TT_RELEASE, text);
	free(text);
}

static void
add_receipt_of(struct vault_fixture *f, const char *bulletin, uint8_t copies,
    uint8_t key, int64_t at_s)
{
	char at[INSTANT_LEN + 1], id[HEX_LEN(TT_READER_ID_LEN) + 1], *text;
	char zero[HEX_LEN(32) + 1], set[HEX_LEN(32) + 1];
	uint8_t bytes[32] = { 0 };

	hex_encode(zero, bytes, sizeof(bytes));
	memset(bytes, copies, sizeof(bytes));
	hex_encode(set, bytes, sizeof(bytes));
	memset(bytes, key, sizeof(bytes));
	hex_encode(id, bytes, TT_READER_ID_LEN);
	instant_format(at_s, at);
	assert_true(asprintf(&text, "telltale/v1/receipt\nlog " ORIGIN "\n"
	    "time %s\nbulletin %s\nreader %s\nterms %s\nuntil "
	    "2026-12-08T18:00:00Z\ncopies %s\ncopy %s\n", at, bulletin, id,
	    zero, set, zero) > 0);
	add_event(f, TT_RECEIPT, text);
	free(text);
}

static void
add_receipt(struct vault_fixture *f, const char *bulletin, uint8_t key,
    int64_t at_s)
{
	add_receipt_of(f, bulletin, 0, key, at_s);
}

static void
set_text(struct census_text *t, unsigned revision, bool poc)
{
	struct tt_manifest_part *part = t->manifest.parts;

	t->revision = revision;
	t->manifest.n_parts = poc ? 2 : 1;
	part[0].kind = TT_PART_ADVISORY;
	snprintf(part[0].file, sizeof(part[0].file), "a.md");
	part[1].kind = TT_PART_POC;
	snprintf(part[1].file, sizeof(part[1].file), "poc.py");
}

/*
 * alder: two readers of the first wave, one revoked before it opened;
 * birch: one of the second, which stays closed; cedar: one of the first,
 * suspended before it opened.
 */
static int
set_up(void **state)
{
	struct vault_fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	*state = f;
	set_text(&f->text[0], 1, true);
	set_text(&f->text[1], 2, true);
	assert_int_equal(0, temp_new(&f->temp));
	assert_int_equal(TT_OK, vault_db_open(&f->db, temp_path(&f->temp,
	    "db"), DB_CREATE, NULL));
	f->b = (struct vault_bulletin){ .id = ID, .sealing = ID,
		.revision = 1, .name = "EX-1",
		.title = "One", .folder = "/nowhere", .public_s = 10000,
		.sealed_s = 1500, .published_s = PUBLISHED };
	assert_int_equal(TT_OK, vault_bulletin_add(f->db, &f->b));
	add_partner(f->db, "alder", 1, PARTNER_APPROVED);
	add_partner(f->db, "birch", 2, PARTNER_APPROVED);
	add_partner(f->db, "cedar", 3, PARTNER_SUSPENDED);
	add_reader(f->db, "alder", "alder-1", 1, 0);
	add_reader(f->db, "alder", "alder-2", 2, OPENS - 1);
	add_reader(f->db, "birch", "birch-1", 3, 0);
	add_reader(f->db, "cedar", "cedar-1", 4, 0);
	add_wave(f->db, 0, "early", TT_PROFILE_FULL, OPENS);
	add_wave(f->db, 1, "main", TT_PROFILE_NO_POC, MAIN_OPENS);
	assert_int_equal(TT_OK, vault_holder_add(f->db, ID, 9, "alder"));
	assert_int_equal(TT_OK, vault_holder_add(f->db, ID, 4, "birch"));
	assert_int_equal(TT_OK, vault_holder_add(f->db, ID, 5, "cedar"));
	assert_int_equal(TT_OK, vault_holder_add(f->db, ID, 1, ""));
	add_copy(f->db, 70, 9, "alder-2", 2, 0);
	add_copy(f->db, 71, 9, "alder-1", 1, 0);
	add_copy(f->db, 72, 4, "birch-1", 3, 1);
	add_copy(f->db, 73, 5, "cedar-1", 4, 0);
	add_copy(f->db, 74, 1, "", 0, 0);
	return 0;
}

static int
tear_down(void **state)
{
	struct vault_fixture *f = *state;
	int gone;

	db_close(f->db);
	gone = temp_gone(&f->temp);
	free(f);
	return gone;
}

static void
read_lines(struct vault_fixture *f, struct census_lines *l)
{
	struct census_about about = { .text = f->text, .n_texts = 2,
		.part = f->part, .complement = true };

	assert_int_equal(TT_OK, census_lines_read(l, f->db, &f->b, &about,
	    NOW));
}

static void
people_stand_by_partner_and_name(void **state)
{
	static const char *const want[] = { "alder-1", "alder-2", "birch-1",
		"cedar-1" };
	struct vault_fixture *f = *state;
	struct census_lines l;

	read_lines(f, &l);
	assert_int_equal(l.n, N_ROWS(want));	/* the public text is nobody */
	for (size_t i = 0; i < l.n; i++)
		assert_string_equal(l.line[i].reader, want[i]);
	assert_string_equal(l.person[0].name, "Who is alder-1");
	assert_true(l.line[0].poc);
	assert_false(l.line[2].poc);
	assert_string_equal(l.line[2].as, "main");
	census_lines_done(&l);
}

static const struct {
	const char *name;
	size_t line;
	enum census_level level;
	int64_t at_s;
	enum census_answer want;
} rows[] = {
	{ "told once it was published", 0, CENSUS_TOLD, PUBLISHED,
	    CENSUS_YES },
	{ "not before", 0, CENSUS_TOLD, PUBLISHED - 1, CENSUS_NO },
	{ "could once the key was out", 0, CENSUS_COULD, OPENS + 2,
	    CENSUS_YES },
	{ "not at the instant, which the key missed", 0, CENSUS_COULD,
	    OPENS + 1, CENSUS_NO },
	{ "fetched by the first of two receipts", 0, CENSUS_FETCHED, FETCHED,
	    CENSUS_YES },
	{ "not before it", 0, CENSUS_FETCHED, FETCHED - 1, CENSUS_NO },
	{ "a revoked one was told", 1, CENSUS_TOLD, NOW, CENSUS_YES },
	{ "but could never", 1, CENSUS_COULD, NOW, CENSUS_NO },
	{ "a receipt for another bulletin is none", 2, CENSUS_FETCHED, NOW,
	    CENSUS_NO },
	{ "a wave that is closed", 2, CENSUS_COULD, NOW, CENSUS_NO },
	{ "a suspended partner's", 3, CENSUS_COULD, NOW, CENSUS_NO },
};

static void
levels_follow_from_the_records(void **state)
{
	struct vault_fixture *f = *state;
	struct census_lines l;

	add_release(f, 0, OPENS + 2);
	add_receipt(f, ID, 1, AGAIN);
	add_receipt(f, OTHER, 3, FETCHED);
	add_receipt(f, ID, 1, FETCHED);
	read_lines(f, &l);
	assert_true(l.wave[0].released);
	assert_false(l.wave[1].released);
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		assert_int_equal(rows[i].want, census_at(
		    &l.line[rows[i].line], rows[i].level, rows[i].at_s));
	}
	census_lines_done(&l);
}

static void
change(struct vault_fixture *f, const char *partner, int64_t at_s,
    enum partner_state was, enum partner_state state)
{
	assert_int_equal(TT_OK, vault_change_add(f->db, partner,
	    &(struct vault_change){ .at_s = at_s, .was = was,
	    .state = state }));
}

/* Who was suspended when the wave opened, and is back, could from then on. */
static void
changes_on_record_count(void **state)
{
	struct vault_fixture *f = *state;
	struct vault_partner p;
	struct vault_standing s = { .runs_on_s = OPENS - 5 };
	struct census_lines l;

	change(f, "alder", 2600, PARTNER_APPROVED, PARTNER_SUSPENDED);
	change(f, "alder", 3500, PARTNER_SUSPENDED, PARTNER_APPROVED);
	/* from one cut to another is one */
	change(f, "cedar", 2500, PARTNER_APPROVED, PARTNER_SUSPENDED);
	change(f, "cedar", 3400, PARTNER_SUSPENDED, PARTNER_REMOVED);
	read_lines(f, &l);
	assert_int_equal(CENSUS_NO, census_at(&l.line[0], CENSUS_COULD,
	    3499));
	assert_int_equal(CENSUS_YES, census_at(&l.line[0], CENSUS_COULD,
	    3500));
	assert_int_equal(CENSUS_NO, census_at(&l.line[3], CENSUS_COULD, NOW));
	census_lines_done(&l);

	/* removed since: what the record of changes says counts */
	assert_int_equal(TT_OK, vault_partner_get(f->db, SPAN("cedar"), &p));
	p.since_s = 3400;
	p.state = PARTNER_REMOVED;
	assert_int_equal(TT_OK, vault_partner_set(f->db, &p));
	/* an agreement that had ended, a grace that was over */
	assert_int_equal(TT_OK, vault_partner_get(f->db, SPAN("birch"), &p));
	p.ends_s = MAIN_OPENS - 5;
	snprintf(p.agreement, sizeof(p.agreement), "1");
	p.signed_s = 1;
	assert_int_equal(TT_OK, vault_partner_set(f->db, &p));
	add_release(f, 1, NOW);
	read_lines(f, &l);
	assert_int_equal(CENSUS_NO, census_at(&l.line[3], CENSUS_COULD, NOW));
	assert_int_equal(CENSUS_YES, census_at(&l.line[2], CENSUS_COULD,
	    NOW));
	census_lines_done(&l);
	assert_int_equal(TT_OK, vault_standing_set(f->db, "birch", &s));
	p.ends_s = NOW - 5;
	assert_int_equal(TT_OK, vault_partner_set(f->db, &p));
	read_lines(f, &l);
	assert_int_equal(CENSUS_NO, census_at(&l.line[2], CENSUS_COULD, NOW));
	census_lines_done(&l);
}

/* A reader whose key was lost: the copy is of the old one. */
static void
a_lost_key_opens_what_it_could(void **state)
{
	struct vault_fixture *f = *state;
	struct vault_reader r;
	struct census_record record;
	struct census_lines l;

	assert_int_equal(TT_OK, vault_reader_get(f->db, SPAN("alder-1"),
	    &r));
	r.revoked_s = OPENS + 50;
	assert_int_equal(TT_OK, vault_old_key_add(f->db, &r));
	memset(r.key, 9, sizeof(r.key));
	r.active_s = OPENS + 60;
	r.revoked_s = 0;
	assert_int_equal(TT_OK, vault_reader_set(f->db, &r));
	read_lines(f, &l);
	assert_int_equal(CENSUS_YES, census_at(&l.line[0], CENSUS_COULD,
	    OPENS));
	assert_int_equal(l.person[0].active_s, ACTIVE);
	/* revoked before the opening, with the copy fetched before that */
	assert_int_equal(CENSUS_NO, census_at(&l.line[1], CENSUS_COULD,
	    NOW));
	census_lines_done(&l);
	add_receipt(f, ID, 2, OPENS - 10);
	read_lines(f, &l);
	assert_int_equal(CENSUS_YES, census_at(&l.line[1], CENSUS_COULD,
	    NOW));
	record = census_lines_record(&l, &l.person[1]);
	assert_int_equal(CENSUS_WHY_COULD, census_why_not(&record, true,
	    NOW));
	census_lines_done(&l);
}

static void
a_wave_that_is_due_counts_as_open(void **state)
{
	struct vault_fixture *f = *state;
	struct census_lines l;

	read_lines(f, &l);
	assert_false(l.wave[0].released);
	assert_int_equal(l.wave[0].released_s, OPENS);
	assert_int_equal(CENSUS_YES, census_at(&l.line[0], CENSUS_COULD,
	    OPENS));
	assert_true(l.wave[1].released_s == CENSUS_NEVER);
	census_lines_done(&l);
}

static void
before_it_is_published_nobody_is_told(void **state)
{
	struct vault_fixture *f = *state;
	struct census_lines l;

	f->b.published_s = 0;
	read_lines(f, &l);
	for (size_t i = 0; i < l.n; i++) {
		assert_int_equal(CENSUS_NO, census_at(&l.line[i],
		    CENSUS_TOLD, NOW));
		assert_int_equal(CENSUS_NO, census_at(&l.line[i],
		    CENSUS_COULD, NOW));
	}
	census_lines_done(&l);
}

/*
 * The second revision: birch is not given it, nor alder-2; alder-1's and
 * cedar's have it in the first wave, which is of another leaf now.
 */
static void
revise(struct vault_fixture *f)
{
	assert_int_equal(TT_OK, vault_bulletin_published(f->db, ID,
	    PUBLISHED));
	snprintf(f->b.sealing, sizeof(f->b.sealing), SECOND);
	f->b.revision = 2;
	f->b.sealed_s = f->b.published_s = REVISED;
	assert_int_equal(TT_OK, vault_bulletin_add(f->db, &f->b));
	add_wave_of(f->db, SECOND, 0, "late", TT_PROFILE_FULL, OPENS);
	assert_int_equal(TT_OK, vault_holder_add(f->db, SECOND, 9, "alder"));
	assert_int_equal(TT_OK, vault_holder_add(f->db, SECOND, 5, "cedar"));
	add_copy_of(f->db, SECOND, 71, 9, "alder-1", 1, 0);
	add_copy_of(f->db, SECOND, 73, 5, "cedar-1", 4, 0);
}

static void
who_had_an_earlier_revision_is_in_it(void **state)
{
	struct vault_fixture *f = *state;
	struct census_lines l;
	size_t next;

	revise(f);
	add_receipt(f, ID, 1, FETCHED);
	add_receipt_of(f, ID, 1, 4, NOW);
	read_lines(f, &l);
	assert_int_equal(l.n, 4);	/* as many as before, a line each */
	assert_int_equal(l.n_people, 6);
	assert_int_equal(l.n_outsiders, 0);
	assert_int_equal(l.began_s, 1500);
	assert_string_equal(l.line[2].reader, "birch-1");
	assert_int_equal(l.line[2].since[CENSUS_TOLD].from_s, PUBLISHED);
	assert_int_equal(l.line[2].revision[CENSUS_TOLD], 1);
	/* of who has both, the first of each level */
	assert_string_equal(l.line[0].as, "early");
	assert_int_equal(l.line[0].since[CENSUS_COULD].from_s, OPENS);
	assert_int_equal(l.line[0].revision[CENSUS_COULD], 1);
	assert_int_equal(l.line[0].since[CENSUS_FETCHED].from_s, FETCHED);
	assert_int_equal(l.line[0].revision[CENSUS_FETCHED], 1);
	/* a receipt for the second is none for the first */
	assert_string_equal(l.line[3].reader, "cedar-1");
	assert_int_equal(l.line[3].since[CENSUS_COULD].from_s, NOW);
	assert_int_equal(l.line[3].revision[CENSUS_COULD], 2);
	assert_string_equal(l.line[3].as, "late");
	/* why not, once a reader, by any revision */
	assert_int_equal(CENSUS_WHY_COULD, census_lines_why_not(&l, 0, NOW,
	    &next));
	assert_int_equal(next, 2);
	assert_int_equal(CENSUS_WHY_REVOKED, census_lines_why_not(&l, next,
	    NOW, &next));
	assert_int_equal(CENSUS_WHY_CLOSED, census_lines_why_not(&l, next,
	    NOW, &next));
	assert_int_equal(next, 4);
	census_lines_done(&l);
}

/* The proof of concept came with the second revision. */
static void
a_part_counts_by_the_revisions_that_have_it(void **state)
{
	struct vault_fixture *f = *state;
	struct census_lines l;
	size_t next;

	set_text(&f->text[0], 1, false);
	revise(f);
	add_receipt(f, ID, 1, FETCHED);
	f->part = "poc.py";
	read_lines(f, &l);
	assert_int_equal(l.n, 2);
	assert_string_equal(l.line[0].reader, "alder-1");
	assert_int_equal(l.line[0].since[CENSUS_TOLD].from_s, REVISED);
	assert_int_equal(l.line[0].since[CENSUS_COULD].from_s, REVISED);
	assert_int_equal(l.line[0].revision[CENSUS_COULD], 2);
	assert_false(l.line[0].since[CENSUS_FETCHED].known);
	assert_int_equal(l.n_poc, 0);
	assert_int_equal(CENSUS_WHY_NO_PART, census_lines_why_not(&l, 2, NOW,
	    &next));
	census_lines_done(&l);

	f->part = NULL;		/* the whole: both are asked about at once */
	read_lines(f, &l);
	assert_int_equal(l.n, 4);
	assert_int_equal(l.line[0].since[CENSUS_COULD].from_s, OPENS);
	assert_true(l.line[0].poc);
	assert_false(l.line[1].poc);
	assert_int_equal(l.n_poc, 2);
	assert_int_equal(l.poc[0].since[CENSUS_COULD].from_s, REVISED);
	census_lines_done(&l);
}

/* Nor one whose text is not given: it would be left out in silence. */
static void
what_was_not_published_is_no_revision(void **state)
{
	struct vault_fixture *f = *state;
	struct census_about about = { .text = f->text, .n_texts = 1 };
	struct vault_bulletin first = f->b;
	struct census_lines l;

	revise(f);
	f->b = first;
	read_lines(f, &l);
	assert_int_equal(l.n_people, 4);
	assert_int_equal(l.n_waves, 2);
	census_lines_done(&l);
	assert_int_equal(TT_OK, vault_bulletin_published(f->db, SECOND,
	    REVISED));
	read_lines(f, &l);	/* told of the first, it has the second, too */
	assert_int_equal(l.n_people, 6);
	assert_int_equal(l.n_waves, 3);
	census_lines_done(&l);
	assert_int_equal(TT_EINTEGRITY, census_lines_read(&l, f->db, &f->b,
	    &about, NOW));
	census_lines_done(&l);
	about.part = "none.md";
	assert_int_equal(TT_ENOENT, census_lines_read(&l, f->db, &f->b,
	    &about, NOW));
	census_lines_done(&l);
}

#define WITH_VAULT(f)	cmocka_unit_test_setup_teardown(f, set_up, tear_down)

TEST_MAIN(WITH_VAULT(people_stand_by_partner_and_name),
    WITH_VAULT(levels_follow_from_the_records),
    WITH_VAULT(changes_on_record_count),
    WITH_VAULT(a_lost_key_opens_what_it_could),
    WITH_VAULT(a_wave_that_is_due_counts_as_open),
    WITH_VAULT(before_it_is_published_nobody_is_told),
    WITH_VAULT(who_had_an_earlier_revision_is_in_it),
    WITH_VAULT(a_part_counts_by_the_revisions_that_have_it),
    WITH_VAULT(what_was_not_published_is_no_revision))
