/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "findkit.h"
#include "prop.h"

/* Advisories of our own, two of which share their last sentence. */
static const struct {
	const char *id, *marked;
} bulletins[] = {
	{ "gate", "The login page of Harrow Gate {{trusts|believes}} a header "
	    "that any visitor {{can|may}} send. {{Someone|Anybody}} who knows "
	    "the name of an account gets its session without a password, and "
	    "with it {{the whole|all of the}} console. The fault came with "
	    "version 4.2 and ends with 4.2.7; {{until then|before that}}, let "
	    "the proxy in front remove the header X-Harrow-User from what "
	    "comes in. Customers should apply the update as soon as it is "
	    "available to them." },
	{ "pump", "A pump controller answers on port {{@port int 20000..60000}}"
	    " to frames that {{lie about|misstate}} their length. The parser "
	    "copies {{as much as|what}} the frame says into 64 bytes on its "
	    "stack{{, unchecked|}}; the watchdog then restarts the device in "
	    "{{a state|a mode}} that opens every valve. Customers should "
	    "apply the update as soon as it is available to them." },
	{ "zone", "Names with more than {{127|one hundred and twenty-seven}} "
	    "labels make the zone loader of Ferrule count below zero. What "
	    "it {{writes|stores}} next lands before the table, where the "
	    "keys of {{signed|protected}} zones are kept in the clear." },
};

static struct tt_find *
index_all(const size_t *order)
{
	struct tt_find *f = NULL;

	assert_int_equal(TT_OK, tt_find_new(&f));
	for (size_t i = 0; i < N_ROWS(bulletins); i++) {
		size_t k = order != NULL ? order[i] : i;
		struct tt_bulletin *b =
		    findkit_parse(span_str(bulletins[k].marked));

		assert_int_equal(TT_OK, tt_find_add(f,
		    span_str(bulletins[k].id), b));
		tt_bulletin_free(b);
	}
	return f;
}

static const struct {
	const char *name, *text;
	const char *sure[3];	/* in any order */
} rows[] = {
	{ "nothing", "", { NULL } },
	{ "three words", "the login page", { NULL } },
	{ "an excerpt of twenty words, with the first alternatives",
	    "Someone who knows the name of an account gets its session "
	    "without a password, and with it the whole console.", { "gate" } },
	{ "the same with the others",
	    "Anybody who knows the name of an account gets its session "
	    "without a password, and with it all of the console.",
	    { "gate" } },
	{ "wrapped, quoted, in capitals, with curly quotes and soft hyphens",
	    "> ANYBODY WHO KNOWS THE NAME\n> OF AN AC\u00adCOUNT GETS ITS\n"
	    "> SESSION WITHOUT A PASSWORD,\n> and \u201cwith it all of the "
	    "console\u201d", { "gate" } },
	{ "an alternative that is empty", "what the frame says into 64 bytes "
	    "on its stack; the watchdog then restarts the device in a mode "
	    "that opens every valve", { "pump" } },
	{ "the words around a value that nobody was told",
	    "A pump controller answers on port 31337 to frames that misstate "
	    "their length. The parser copies what the frame says into 64 "
	    "bytes on its stack", { "pump" } },
	{ "boilerplate that two of them have",
	    "Customers should apply the update as soon as it is available to "
	    "them.", { NULL } },
	{ "another advisory with that boilerplate",
	    "A crafted picture makes the thumbnailer of Orrery read past the "
	    "end of its palette and show what stood in memory there. The "
	    "release of Monday checks the index. Customers should apply the "
	    "update as soon as it is available to them.", { NULL } },
	{ "two bulletins in one mail",
	    "Have you seen these? First: What it writes next lands before the "
	    "table, where the keys of protected zones are kept in the clear. "
	    "And then this one: the parser copies as much as the frame says "
	    "into 64 bytes on its stack, unchecked; the watchdog then "
	    "restarts the device in a state that opens every valve.",
	    { "pump", "zone" } },
};

static bool
is_wanted(const char *const sure[3], struct span id)
{
	for (size_t i = 0; i < 3 && sure[i] != NULL; i++)
		if (span_is(id, sure[i]))
			return true;
	return false;
}

static void
texts_are_found(void **state)
{
	struct tt_find *f = index_all(NULL);

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		struct span text = span_str(rows[i].text);
		struct tt_found found[8];
		size_t n = 99, sure = 0, want = 0;

		CHECK_ROW(state, rows[i].name);
		assert_int_equal(TT_OK, tt_find_rank(f, text, found, 8, &n));
		while (want < 3 && rows[i].sure[want] != NULL)
			want++;
		assert_true(n <= N_ROWS(bulletins));
		for (size_t k = 0; k < n; k++) {
			assert_true(found[k].to <= text.n);
			assert_true(found[k].from <= found[k].to);
			if (!found[k].sure)
				continue;
			assert_true(is_wanted(rows[i].sure, found[k].id));
			assert_int_equal(sure, k);	/* they come first */
			sure++;
		}
		assert_int_equal(want, sure);
	}
	tt_find_free(f);
}

static void
a_passage_is_where_it_stands(void **state)
{
	static const char text[] = "Nothing of interest here at all, only "
	    "words. >>Names with more than 127 labels make the zone loader "
	    "of Ferrule count below zero.<< Nor is there here, none at all.";
	struct tt_find *f = index_all(NULL);
	struct tt_found found[4];
	struct span at;
	size_t n = 0;

	(void)state;
	assert_int_equal(TT_OK, tt_find_rank(f, span_str(text), found, 4,
	    &n));
	assert_true(n > 0 && span_is(found[0].id, "zone"));
	at = (struct span){ text + found[0].from, found[0].to -
		found[0].from };
	assert_true(at.n > 40);
	assert_ptr_equal(strstr(text, "Names") <= at.p ? at.p : NULL, at.p);
	assert_true(at.p + at.n <= strstr(text, "<<"));
	tt_find_free(f);
}

static void
the_order_of_adding_does_not_show(void **state)
{
	static const size_t orders[][3] = { { 0, 1, 2 }, { 2, 1, 0 },
		{ 1, 2, 0 } };
	struct buf want, got;

	(void)state;
	buf_init(&want, TT_FIND_MAX);
	for (size_t i = 0; i < N_ROWS(orders); i++) {
		struct tt_find *f = index_all(orders[i]), *again = NULL;

		buf_init(&got, TT_FIND_MAX);
		assert_int_equal(TT_OK, tt_find_write(f, i == 0 ? &want :
		    &got));
		if (i > 0)
			assert_true(span_eq(buf_view(&want), buf_view(&got)));
		buf_clear(&got);
		assert_int_equal(TT_OK, tt_find_parse(&again,
		    buf_view(&want)));
		assert_int_equal(TT_OK, tt_find_write(again, &got));
		assert_true(span_eq(buf_view(&want), buf_view(&got)));
		tt_find_free(again);
		tt_find_free(f);
		buf_done(&got);
	}
	buf_done(&want);
}

static void
one_takes_the_place_of_its_id(void **state)
{
	struct tt_find *f = index_all(NULL);
	struct tt_bulletin *b = findkit_parse(span_str(bulletins[2].marked));
	struct tt_found found[4];
	enum tt_find_kind kind;
	size_t n;

	(void)state;
	assert_int_equal(TT_OK, tt_find_add(f, SPAN("gate"), b));
	assert_int_equal(3, tt_find_count(f));
	assert_int_equal(TT_OK, tt_find_rank(f, span_str(rows[2].text), found,
	    4, &n));
	assert_int_equal(0, n);
	tt_find_drop(f, SPAN("zone"));
	tt_find_drop(f, SPAN("nobody"));
	assert_false(tt_find_has(f, SPAN("zone")));
	assert_true(tt_find_has(f, SPAN("gate")));
	assert_true(span_is(tt_find_id(f, 1, &kind), "pump"));
	assert_int_equal(TT_FIND_VALUES, kind);
	assert_true(span_is(tt_find_id(f, 0, &kind), "gate"));
	assert_int_equal(TT_FIND_BULLETIN, kind);
	tt_bulletin_free(b);
	tt_find_free(f);
}

/* One bulletin sealed twice: both are as sure as it would be alone. */
static void
twins_do_not_hide_each_other(void **state)
{
	struct tt_find *f = index_all(NULL);
	struct tt_bulletin *b = findkit_parse(span_str(bulletins[0].marked));
	struct tt_found found[4];
	size_t n = 0;

	(void)state;
	assert_int_equal(TT_OK, tt_find_add(f, SPAN("gate again"), b));
	assert_int_equal(TT_OK, tt_find_rank(f, span_str(rows[2].text), found,
	    4, &n));
	assert_int_equal(2, n);
	assert_true(found[0].sure && found[1].sure);
	tt_bulletin_free(b);
	tt_find_free(f);
}

static void
what_is_public_speaks_for_nobody(void **state)
{
	static const char known[] = "Anybody who knows the name of an account "
	    "gets its session without a password, and with it all of the "
	    "console.";
	struct tt_find *f = index_all(NULL);
	struct tt_found found[4];
	size_t n = 0;

	(void)state;
	assert_int_equal(TT_OK, tt_find_add_public(f, SPAN("blog"),
	    span_str(known)));
	assert_int_equal(TT_OK, tt_find_rank(f, span_str(known), found, 4,
	    &n));
	assert_int_equal(2, n);
	assert_true(span_is(found[0].id, "blog") && found[0].sure);
	assert_int_equal(TT_FIND_PUBLIC, found[0].kind);
	assert_false(found[1].sure);
	assert_true(found[1].score <= 0);
	tt_find_free(f);
}

static void
ids_and_numbers_have_limits(void **state)
{
	struct tt_find *f = index_all(NULL);
	struct tt_bulletin *b = findkit_parse(span_str(bulletins[2].marked));
	char id[TT_FIND_ID_MAX + 1];

	(void)state;
	memset(id, 'a', sizeof(id));
	assert_int_equal(TT_ERANGE, tt_find_add(f, SPAN(""), b));
	assert_int_equal(TT_ERANGE, tt_find_add(f, span_of(id, sizeof(id)),
	    b));
	assert_int_equal(TT_OK, tt_find_add(f, span_of(id, TT_FIND_ID_MAX),
	    b));
	assert_int_equal(4, tt_find_count(f));
	tt_bulletin_free(b);
	tt_find_free(f);
}

#define HEAD	"telltale find v1\n"

static const struct {
	const char *name;
	struct span bytes;
	enum tt_err want;
} indexes[] = {
	{ "empty", SPAN_INIT(HEAD "\0\0\0\0"), TT_OK },
	{ "one without a hash", SPAN_INIT(HEAD "\1\0\0\0" "\0\1a\0\0\0\0"),
	    TT_OK },
	{ "one with two", SPAN_INIT(HEAD "\1\0\0\0" "\1\1a\2\0\0\0"
	    "\5\0\0\0\0\1\0\0"), TT_OK },
	{ "no bytes", SPAN_INIT(""), TT_ESYNTAX },
	{ "another version", SPAN_INIT("telltale find v2\n\0\0\0\0"),
	    TT_ESYNTAX },
	{ "cut in the count", SPAN_INIT(HEAD "\1\0\0"), TT_ESYNTAX },
	{ "fewer than it says", SPAN_INIT(HEAD "\2\0\0\0" "\0\1a\0\0\0\0"),
	    TT_ESYNTAX },
	{ "more than it says", SPAN_INIT(HEAD "\0\0\0\0\0"), TT_ESYNTAX },
	{ "too many", SPAN_INIT(HEAD "\1\0\1\0"), TT_ESYNTAX },
	{ "no such kind", SPAN_INIT(HEAD "\1\0\0\0" "\3\1a\0\0\0\0"),
	    TT_ESYNTAX },
	{ "an empty id", SPAN_INIT(HEAD "\1\0\0\0" "\0\0\0\0\0\0"),
	    TT_ESYNTAX },
	{ "an id twice", SPAN_INIT(HEAD "\2\0\0\0" "\0\1a\0\0\0\0"
	    "\0\1a\0\0\0\0"), TT_ESYNTAX },
	{ "ids that fall", SPAN_INIT(HEAD "\2\0\0\0" "\0\1b\0\0\0\0"
	    "\0\1a\0\0\0\0"), TT_ESYNTAX },
	{ "hashes that fall", SPAN_INIT(HEAD "\1\0\0\0" "\0\1a\2\0\0\0"
	    "\5\0\0\0\4\0\0\0"), TT_ESYNTAX },
	{ "a hash twice", SPAN_INIT(HEAD "\1\0\0\0" "\0\1a\2\0\0\0"
	    "\5\0\0\0\5\0\0\0"), TT_ESYNTAX },
	{ "a count of hashes that is cut", SPAN_INIT(HEAD "\1\0\0\0"
	    "\0\1a\2\0\0"), TT_ESYNTAX },
	{ "more hashes than there are bytes", SPAN_INIT(HEAD "\1\0\0\0"
	    "\0\1a\377\377\0\0\5\0\0\0"), TT_ESYNTAX },
};

static void
indexes_parse_or_are_refused(void **state)
{
	for (size_t i = 0; i < N_ROWS(indexes); i++) {
		struct tt_find *f = NULL;
		struct buf out;

		CHECK_ROW(state, indexes[i].name);
		assert_int_equal(indexes[i].want, tt_find_parse(&f,
		    indexes[i].bytes));
		if (indexes[i].want != TT_OK) {
			assert_null(f);
			continue;
		}
		buf_init(&out, TT_FIND_MAX);
		assert_int_equal(TT_OK, tt_find_write(f, &out));
		assert_true(span_eq(buf_view(&out), indexes[i].bytes));
		buf_done(&out);
		tt_find_free(f);
	}
}

/* Many sites side by side cost a bounded number of hashes. */
static void
dense_sites_are_bounded(void **state)
{
	struct tt_find *f = NULL;
	struct tt_bulletin *b;
	struct buf marked, out;

	(void)state;
	buf_init(&marked, TT_PART_MAX);
	for (int i = 0; i < 200; i++)
		buf_str(&marked, "{{a|b|c|d|e|f|g|h|i|j|k|l|m|n|o|p}} ");
	b = findkit_parse(buf_view(&marked));
	assert_int_equal(TT_OK, tt_find_new(&f));
	assert_int_equal(TT_OK, tt_find_add(f, SPAN("a"), b));
	buf_init(&out, TT_FIND_MAX);
	assert_int_equal(TT_OK, tt_find_write(f, &out));
	assert_true(out.n > 1000);
	assert_true(out.n <= 200 * 16 * 64 * 4 + 64);
	buf_done(&out);
	buf_done(&marked);
	tt_bulletin_free(b);
	tt_find_free(f);
}

/* Every gram of every rendering of one site is in the index. */
static void
renderings_are_found_whole(void **state)
{
	struct tt_bulletin *b = findkit_parse(span_str(bulletins[0].marked));
	struct tt_find *f = index_all(NULL), *alone = NULL;
	struct prop p;

	(void)state;
	PROP_CASES(&p, 200) {
		struct tt_found found[2];
		uint32_t all;
		struct buf text;
		size_t n = 0;

		buf_init(&text, TT_PART_MAX);
		findkit_render(b, p.rng, &text);
		assert_int_equal(TT_OK, tt_find_new(&alone));
		assert_int_equal(TT_OK, tt_find_add_public(alone, SPAN("x"),
		    buf_view(&text)));
		assert_int_equal(TT_OK, tt_find_rank(alone, buf_view(&text),
		    found, 2, &n));
		assert_int_equal(1, n);
		all = found[0].shared;
		assert_int_equal(TT_OK, tt_find_rank(f, buf_view(&text),
		    found, 2, &n));
		assert_true(n > 0 && span_is(found[0].id, "gate"));
		assert_true(found[0].sure);
		assert_int_equal(all, found[0].shared);
		tt_find_free(alone);
		buf_done(&text);
	}
	tt_bulletin_free(b);
	tt_find_free(f);
}

/* Half of the real advisories are the vault; the others are strangers. */
#define LOOKS	150

struct half {
	struct findkit k;
	bool in[FINDKIT_TEXTS_MAX];
	struct buf rendered[FINDKIT_TEXTS_MAX];
	struct tt_find *f;
};

static void
index_half(struct half *h, const char *folder, uint64_t one_in, struct rng r)
{
	struct tt_bulletin *b;
	struct buf marked;

	findkit_load(&h->k, folder);
	assert_true(h->k.n > 200);
	assert_int_equal(TT_OK, tt_find_new(&h->f));
	for (size_t i = 0; i < h->k.n; i++) {
		h->in[i] = rng_below(r, 2) == 0;
		if (!h->in[i])
			continue;
		buf_init(&marked, TT_PART_MAX);
		buf_init(&h->rendered[i], TT_PART_MAX);
		findkit_mark(buf_view(&h->k.at[i].text), one_in, r, &marked);
		b = findkit_parse(buf_view(&marked));
		findkit_render(b, r, &h->rendered[i]);
		assert_int_equal(TT_OK, tt_find_add(h->f,
		    span_str(h->k.at[i].name), b));
		tt_bulletin_free(b);
		buf_done(&marked);
	}
}

static void
half_done(struct half *h)
{
	for (size_t i = 0; i < h->k.n; i++)
		if (h->in[i])
			buf_done(&h->rendered[i]);
	findkit_done(&h->k);
	tt_find_free(h->f);
}

/* One advisory that two publishers have, word for word. */
static bool
is_one_text(const char *name)
{
	return strcmp(name, "rustsec/RUSTSEC-2022-0033.md") == 0 ||
	    strcmp(name, "openssl-cve/CVE-2022-2274.json") == 0;
}

static void
check_strangers(const struct half *h)
{
	struct tt_found found[8];
	size_t n;

	for (size_t i = 0; i < h->k.n; i++) {
		if (h->in[i] || is_one_text(h->k.at[i].name))
			continue;
		name_row(h->k.at[i].name);
		assert_int_equal(TT_OK, tt_find_rank(h->f,
		    buf_view(&h->k.at[i].text), found, 8, &n));
		for (size_t c = 0; c < n; c++)
			assert_false(found[c].sure);
	}
}

/* How many of LOOKS excerpts of prose have their bulletin first. */
static size_t
count_found(const struct half *h, size_t words, struct rng r)
{
	struct tt_found found[2];
	size_t looks = 0, right = 0, n, i;
	struct span x;

	while (looks < LOOKS) {
		i = rng_below(r, h->k.n);
		if (!h->in[i] || strstr(h->k.at[i].name, ".json") != NULL)
			continue;
		x = findkit_excerpt(buf_view(&h->rendered[i]), words, r);
		if (x.n == 0)
			continue;
		looks++;
		assert_int_equal(TT_OK, tt_find_rank(h->f, x, found, 2, &n));
		right += n > 0 && span_is(found[0].id, h->k.at[i].name) &&
		    (n < 2 || found[1].score < found[0].score);
	}
	return right;
}

static const struct {
	const char *name;
	uint64_t one_in;
	uint8_t seed;
} halves[] = {
	{ "plain, one half", 1000000, 1 },
	{ "plain, another half", 1000000, 2 },
	{ "plain, a third one", 1000000, 3 },
	{ "with sites, one half", FINDKIT_SITE_ONE_IN, 1 },
	{ "with sites, another half", FINDKIT_SITE_ONE_IN, 2 },
	{ "with sites, a third one", FINDKIT_SITE_ONE_IN, 3 },
};

static void
advisories_are_found_and_strangers_are_not(void **state)
{
	const char *folder = shared_or_skip("data/advisories");
	static struct half h;

	for (size_t i = 0; i < N_ROWS(halves); i++) {
		struct rng_seeded seeded;
		struct rng r = rng_seeded(&seeded,
		    (uint8_t[32]){ halves[i].seed });

		memset(&h, 0, sizeof(h));
		index_half(&h, folder, halves[i].one_in, r);
		check_strangers(&h);
		CHECK_ROW(state, halves[i].name);
		assert_true(count_found(&h, 20, r) >= LOOKS * 85 / 100);
		assert_true(count_found(&h, 40, r) >= LOOKS * 94 / 100);
		assert_true(count_found(&h, 80, r) >= LOOKS * 98 / 100);
		half_done(&h);
	}
}

TEST_MAIN(cmocka_unit_test(texts_are_found),
    cmocka_unit_test(a_passage_is_where_it_stands),
    cmocka_unit_test(the_order_of_adding_does_not_show),
    cmocka_unit_test(one_takes_the_place_of_its_id),
    cmocka_unit_test(twins_do_not_hide_each_other),
    cmocka_unit_test(what_is_public_speaks_for_nobody),
    cmocka_unit_test(ids_and_numbers_have_limits),
    cmocka_unit_test(indexes_parse_or_are_refused),
    cmocka_unit_test(dense_sites_are_bounded),
    cmocka_unit_test(renderings_are_found_whole),
    cmocka_unit_test(advisories_are_found_and_strangers_are_not))
