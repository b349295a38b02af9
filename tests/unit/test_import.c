/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "base/instant.h"
#include "cli/import.h"

/* All that was told, a line each: "fault TEXT" or "note TEXT". */
struct told {
	char text[65536];
	size_t n;
};

static void
collect(void *ctx, bool fault, const char *text)
{
	struct told *t = ctx;

	t->n += (size_t)snprintf(t->text + t->n, sizeof(t->text) - t->n,
	    "%s %s\n", fault ? "fault" : "note", text);
}

static enum tt_err
parse(const char *text, size_t n, struct import **im, struct told *told)
{
	const struct import_notes notes = { collect, told };

	memset(told, 0, sizeof(*told));
	return import_parse(im, span_of(text, n), &notes);
}

#define P(rest)	"{\"partners\":[{\"id\":\"a\",\"name\":\"A\"," \
		"\"tier\":\"t\",\"state\":\"applied\"" rest "}]}"
#define R(rest)	P(",\"readers\":[{\"id\":\"r\"" rest "}]")

static const struct {
	const char *name, *text;
	enum tt_err want;
	const char *told;
} rows[] = {
	{ "the least there is", P(""), TT_OK, "" },
	{ "no partners at all", "{\"partners\":[]}", TT_OK, "" },
	{ "not JSON", "{\"partners\":", TT_ESYNTAX, "fault line 1, column " },
	{ "a list", "[]", TT_ESYNTAX, "fault the file is not a JSON object" },
	{ "no partners member", "{\"people\":[]}", TT_ESYNTAX, "partners" },
	{ "a key twice", "{\"partners\":[],\"partners\":[]}", TT_ESYNTAX,
	  "fault line 1" },
	{ "another member of the file is ignored",
	  "{\"partners\":[],\"programme\":{}}", TT_OK,
	  "note ignored: 'programme' of the file (1 time)" },
	{ "other members are counted", P(",\"domain\":1,\"duties\":[]"),
	  TT_OK, "note ignored: 'domain' of partners (1 time)" },
	{ "a partner that is no object", "{\"partners\":[7]}", TT_ESYNTAX,
	  "fault partner 1: is not an object" },
	{ "no id", "{\"partners\":[{\"name\":\"A\",\"tier\":\"t\","
	  "\"state\":\"applied\"}]}", TT_ESYNTAX, "fault partner 1: " },
	{ "an id that climbs", "{\"partners\":[{\"id\":\"../a\",\"name\":"
	  "\"A\",\"tier\":\"t\",\"state\":\"applied\"}]}", TT_ESYNTAX,
	  "fault partner 1, '../a': 'id' is not an id" },
	{ "an id that is an option", "{\"partners\":[{\"id\":\"-C\",\"name\":"
	  "\"A\",\"tier\":\"t\",\"state\":\"applied\"}]}", TT_ESYNTAX,
	  "'id' is not an id" },
	{ "a name with a line end", "{\"partners\":[{\"id\":\"a\",\"name\":"
	  "\"A\\nstate approved\",\"tier\":\"t\",\"state\":\"applied\"}]}",
	  TT_ESYNTAX, "fault partner 1, 'a': 'name' is not a name" },
	{ "a name with a space before it", "{\"partners\":[{\"id\":\"a\","
	  "\"name\":\" A\",\"tier\":\"t\",\"state\":\"applied\"}]}",
	  TT_ESYNTAX, "'name' is not a name" },
	{ "an empty name", "{\"partners\":[{\"id\":\"a\",\"name\":\"\","
	  "\"tier\":\"t\",\"state\":\"applied\"}]}", TT_ESYNTAX,
	  "'name' is not a name" },
	{ "a state that is none", "{\"partners\":[{\"id\":\"a\",\"name\":"
	  "\"A\",\"tier\":\"t\",\"state\":\"friend\"}]}", TT_ESYNTAX,
	  "fault partner 1, 'a': 'friend' is no state of a partner" },
	{ "approved without an agreement", "{\"partners\":[{\"id\":\"a\","
	  "\"name\":\"A\",\"tier\":\"t\",\"state\":\"approved\","
	  "\"agreement\":null}]}", TT_OK, "note partner 1, 'a': has signed no "
	  "agreement, so it is not approved but in vetting" },
	{ "an empty agreement is none", P(",\"agreement\":{}"), TT_OK, "" },
	{ "an agreement without a version",
	  P(",\"agreement\":{\"signed\":\"2026-01-01\"}"), TT_ESYNTAX,
	  "version" },
	{ "an agreement that ends before it begins",
	  P(",\"agreement\":{\"version\":\"1\",\"signed\":\"2026-02-01\","
	  "\"expires\":\"2026-01-01\"}"), TT_ESYNTAX,
	  "the agreement expires before it was signed" },
	{ "a day that is none",
	  P(",\"agreement\":{\"version\":\"1\",\"signed\":\"2026-02-30\"}"),
	  TT_ESYNTAX, "'signed' is neither a day" },
	{ "two of one id", "{\"partners\":[{\"id\":\"a\",\"name\":\"A\","
	  "\"tier\":\"t\",\"state\":\"applied\"},{\"id\":\"a\",\"name\":"
	  "\"B\",\"tier\":\"t\",\"state\":\"applied\"}]}", TT_ESYNTAX,
	  "fault two partners have the id 'a'" },
	{ "the same reader's id at two partners",
	  "{\"partners\":[{\"id\":\"a\",\"name\":\"A\",\"tier\":\"t\","
	  "\"state\":\"applied\",\"readers\":[{\"id\":\"r\",\"name\":\"R\","
	  "\"email\":\"r@x\"}]},{\"id\":\"b\",\"name\":\"B\",\"tier\":\"t\","
	  "\"state\":\"applied\",\"readers\":[{\"id\":\"r\",\"name\":\"R\","
	  "\"email\":\"r@y\"}]}]}", TT_ESYNTAX,
	  "fault two readers have the id 'r'" },
	{ "a reader", R(",\"name\":\"R\",\"email\":\"r@x\",\"state\":"
	  "\"active\""), TT_OK, "" },
	{ "a reader without an address", R(",\"name\":\"R\""), TT_ESYNTAX,
	  "fault partner 1, 'a', reader 1, 'r': " },
	{ "an address of two lines", R(",\"name\":\"R\",\"email\":"
	  "\"r@x\\nBcc: y@z\""), TT_ESYNTAX, "'email' is not an address" },
	{ "an address with two @", R(",\"name\":\"R\",\"email\":\"r@x@y\""),
	  TT_ESYNTAX, "'email' is not an address" },
	{ "a reader's state that is none", R(",\"name\":\"R\",\"email\":"
	  "\"r@x\",\"state\":\"x\""), TT_ESYNTAX, "'x' is no state of a" },
	{ "a duty that is a text", P(",\"duties\":[\"tell\"]"), TT_ESYNTAX,
	  "a duty is not an object" },
	{ "one duty twice", P(",\"duties\":[{\"trigger\":\"x\"},"
	  "{\"trigger\":\"x\"}]"), TT_ESYNTAX, "the same duty twice" },
	{ "all faults in one run", "{\"partners\":[{\"id\":\"a\",\"name\":"
	  "\"\",\"tier\":\"\",\"state\":\"applied\"}]}", TT_ESYNTAX,
	  "'name' is not a name of 1 to 1024 bytes without control characters "
	  "or outer spaces\nfault partner 1, 'a': 'tier' is not a tier's "
	  "name\n" },
};

static void
refused_or_told(void **state)
{
	struct told *told = calloc(1, sizeof(*told));
	struct import *im, *kept = (struct import *)told;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		im = kept;
		assert_int_equal(rows[i].want, parse(rows[i].text,
		    strlen(rows[i].text), &im, told));
		if (strstr(told->text, rows[i].told) == NULL)
			fail_msg("told: %s", told->text);
		if (rows[i].told[0] == '\0')
			assert_string_equal("", told->text);
		if (rows[i].want == TT_OK)
			import_free(im);
		else
			assert_ptr_equal(kept, im);
	}
	free(told);
}

static const char full[] =
"{\"partners\":[{\"id\":\"kiyo\",\"name\":\"Kiyokawa 株式会社\","
"\"tier\":\"elite\",\"state\":\"approved\",\"agreement\":{\"version\":"
"\"2026-2\",\"signed\":\"2026-10-03\",\"expires\":\"2028-12-31\"},"
"\"duties\":[{\"recipient\":\"ENISA\",\"deadline_h\":24,\"jurisdiction\":"
"\"EU\"}],\"readers\":[{\"id\":\"kiyo-1\",\"name\":\"林 美咲\",\"email\":"
"\"m@k.example\",\"state\":\"active\"},{\"id\":\"kiyo-2\",\"name\":\"O'D\","
"\"email\":\"M@K.example\",\"state\":\"revoked\"}]}]}";

static void
every_member_arrives(void **state)
{
	struct told *told = calloc(1, sizeof(*told));
	struct import_partner *p;
	struct import *im;
	int64_t at;

	(void)state;
	assert_int_equal(TT_OK, parse(full, strlen(full), &im, told));
	assert_string_equal("note partner 1, 'kiyo': readers 'kiyo-1' and "
	    "'kiyo-2' have one address; a mailbox that is shared is no "
	    "reader\n", told->text);
	assert_int_equal(1, im->n);
	p = &im->partners[0];
	assert_string_equal("kiyo", p->p.id);
	assert_string_equal("Kiyokawa 株式会社", p->p.name);
	assert_string_equal("elite", p->p.tier);
	assert_int_equal(PARTNER_APPROVED, p->p.state);
	assert_string_equal("2026-2", p->p.agreement);
	assert_int_equal(TT_OK, instant_parse(SPAN("2026-10-03T00:00:00Z"),
	    &at));
	assert_int_equal(at, p->p.signed_s);
	assert_int_equal(TT_OK, instant_parse(SPAN("2029-01-01T00:00:00Z"),
	    &at));
	assert_int_equal(at, p->p.ends_s);
	assert_int_equal(1, p->n_duties);
	assert_string_equal("{\"deadline_h\":24,\"jurisdiction\":\"EU\","
	    "\"recipient\":\"ENISA\"}", p->duties[0]);
	assert_int_equal(2, p->n_readers);
	assert_string_equal("kiyo", p->readers[1].partner);
	assert_string_equal("林 美咲", p->readers[0].name);
	assert_string_equal("m@k.example", p->readers[0].email);
	assert_int_equal(READER_LISTED, p->readers[0].state);
	assert_int_equal(READER_REVOKED, p->readers[1].state);
	import_free(im);
	free(told);
}

static void
every_cut_is_refused(void **state)
{
	struct told *told = calloc(1, sizeof(*told));
	struct import *im = NULL;

	(void)state;
	for (size_t n = 0; n < strlen(full); n++) {
		assert_int_not_equal(TT_OK, parse(full, n, &im, told));
		assert_null(im);
	}
	free(told);
}

/* 42 partners with names chosen to hurt; see its README. */
static void
shared_programme(void **state)
{
	const char *path = shared_or_skip("data/drafts/programme.json");
	struct told *told = calloc(1, sizeof(*told));
	size_t n, readers = 0, by[PARTNER_STATES] = { 0 }, longest = 0;
	char *text = test_read(path, &n);
	struct import *im;

	(void)state;
	assert_int_equal(TT_OK, parse(text, n, &im, told));
	assert_int_equal(42, im->n);
	for (size_t i = 0; i < im->n; i++) {
		readers += im->partners[i].n_readers;
		by[im->partners[i].p.state]++;
		if (strlen(im->partners[i].p.name) > longest)
			longest = strlen(im->partners[i].p.name);
	}
	assert_int_equal(107, readers);
	assert_int_equal(38, by[PARTNER_APPROVED]);
	assert_int_equal(2, by[PARTNER_VETTING]);
	assert_int_equal(1, by[PARTNER_SUSPENDED]);
	assert_int_equal(1, by[PARTNER_REMOVED]);
	assert_int_equal(203, longest);
	assert_null(strstr(told->text, "fault"));
	assert_non_null(strstr(told->text, "'nachtfalter': has signed no"));
	assert_non_null(strstr(told->text, "have one address"));
	assert_non_null(strstr(told->text,
	    "ignored: 'consent' of partners (42 times)"));
	assert_non_null(strstr(told->text,
	    "ignored: 'role' of readers (107 times)"));
	import_free(im);
	free(text);
	free(told);
}

TEST_MAIN(cmocka_unit_test(refused_or_told),
    cmocka_unit_test(every_member_arrives),
    cmocka_unit_test(every_cut_is_refused),
    cmocka_unit_test(shared_programme))
