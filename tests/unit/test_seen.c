/* SPDX-License-Identifier: ISC */
/*
 * What is read in pictures: recorded output of a recogniser for pictures of
 * a rendering of our own, and constants as recognisers spoil them.
 */
#include "trial.h"

#include "reading/seen.h"
#include "seen.h"

static const struct {
	const char *name, *file;
	size_t unread;		/* sites, at most */
} pictures[] = {
	{ "a window with a menu about it", "window.tsv", 1 },
	{ "letters of 13 pixels", "small13.tsv", 1 },
	{ "two columns", "columns.tsv", 1 },
	{ "a photograph of a screen", "photohard.tsv", 2 },
	{ "a photograph with moire", "moire.tsv", 2 },
};

static struct seen
load_seen(const char *file)
{
	struct seen s;
	char *path, *tsv;
	size_t n;

	assert_true(asprintf(&path, "%s/seen/%s", TEST_DATA, file) > 0);
	tsv = test_read(path, &n);
	seen_parse(&s, (struct span){ tsv, n });
	free(tsv);
	free(path);
	return s;
}

static void
pictures_are_read(void **state)
{
	struct cells cells = { NULL, 0, 0 };
	struct tt_reading *r = NULL;
	const struct tt_observation *o;
	struct draft d;
	struct trial t;
	struct seen s;
	size_t unread;
	double v;

	draft_load(&d, TEST_DATA "/seen/marked");
	trial_init(&t, &d);
	trial_show(&t, 0, 0, &cells);
	for (size_t i = 0; i < N_ROWS(pictures); i++) {
		CHECK_ROW(state, pictures[i].name);
		s = load_seen(pictures[i].file);
		assert_int_equal(TT_OK, tt_reading_read(&r, d.b, NULL,
		    &s.piece, 1));
		unread = 0;
		for (uint32_t k = 0; k < d.b->n_sites; k++) {
			o = tt_observations_at(r->observations, k);
			v = o == NULL ? 1 : odds(o, t.row[k]);
			assert_true(v >= 1);
			unread += v <= 1;
		}
		assert_in_range(unread, 0, pictures[i].unread);
		tt_reading_free(r);
		seen_done(&s);
	}
	free(cells.at);
	trial_done(&t);
	draft_unload(&d);
}

/* The same text, once as its author wrote it and once seen. */
static void
pages_and_pictures_are_one(void **state)
{
	struct cells cells = { NULL, 0, 0 };
	struct seen s = load_seen("window.tsv");
	struct tt_piece p[2] = { { .kind = TT_PIECE_TEXT }, s.piece };
	struct tt_reading *r = NULL;
	struct draft d;
	struct trial t;
	char *text;

	(void)state;
	draft_load(&d, TEST_DATA "/seen/marked");
	trial_init(&t, &d);
	trial_show(&t, 0, 0, &cells);
	text = cells_text(&cells, &p[0].bytes.n);
	p[0].bytes.p = text;
	assert_int_equal(TT_OK, tt_reading_read(&r, d.b, NULL, p, 2));
	assert_int_equal(r->n_sites, r->n_read);
	for (uint32_t k = 0; k < d.b->n_sites; k++)
		assert_true(odds(tt_observations_at(r->observations, k),
		    t.row[k]) > 1);
	for (size_t i = 0; i < r->n_quotes; i++)
		assert_in_range(r->quotes[i].offset + r->quotes[i].length, 0,
		    p[r->quotes[i].piece].bytes.n);
	tt_reading_free(r);
	free(text);
	free(cells.at);
	seen_done(&s);
	trial_done(&t);
	draft_unload(&d);
}

static const struct tt_site hex8 = { .kind = TT_SITE_HEX, .digits = 8,
	.n = (uint64_t)1 << 32 };
static const struct tt_site port = { .kind = TT_SITE_INT, .lo = 20000,
	.n = 40001 };
static const struct tt_site name = { .kind = TT_SITE_NAME,
	.n = (uint64_t)1 << 24 };

static const struct {
	const char *name;
	const struct tt_site *site;
	const char *text;
	bool sure;
	uint64_t first;		/* UINT64_MAX: no value */
	uint64_t offered;	/* among them */
} constants[] = {
	{ "what was surely read", &hex8, "00c0ffee", true, 0xc0ffee,
	  0xc0ffee },
	{ "o for 0, l for 1", &hex8, "oocoffel", false, 0xc0ffe1, 0xc0ffe1 },
	{ "c taken for e, in the last place", &hex8, "7e062cbe", false,
	  0x7e062cbe, 0x7e062cbc },
	{ "f taken for 1, in the first", &hex8, "17062cbe", false, 0x17062cbe,
	  0xf7062cbe },
	{ "cut in two by a space", &hex8, "d85 1fe35", false, 0xd851fe35,
	  0xd851fe35 },
	{ "a point after it", &hex8, "9e65dba2.", false, 0x9e65dba2,
	  0x9e65dba2 },
	{ "a digit too few", &hex8, "9e65dba", false, UINT64_MAX, 0 },
	{ "a letter that is like no digit", &hex8, "9e65dbaw", false,
	  UINT64_MAX, 0 },
	{ "a port", &port, "472o8", false, 27208, 27208 },
	{ "a port that cannot be", &port, "172o8", false, UINT64_MAX, 0 },
	{ "a name with a zero", &name, "n0ziluzu", false, 10213375, 10213375 },
	{ "a name that is none", &name, "nxziluzu", false, UINT64_MAX, 0 },
};

static void
constants_are_offered(void **state)
{
	uint64_t values[OFFERS_MAX];
	unsigned n, k;

	for (size_t i = 0; i < N_ROWS(constants); i++) {
		CHECK_ROW(state, constants[i].name);
		n = seen_values(constants[i].site, span_str(constants[i].text),
		    constants[i].sure, values);
		assert_int_equal(constants[i].first == UINT64_MAX, n == 0);
		if (n == 0)
			continue;
		assert_true(n <= OFFERS_MAX);
		assert_int_equal(constants[i].sure ||
		    constants[i].site == &name, n == 1);
		assert_int_equal(constants[i].first, values[0]);
		for (k = 0; k < n && values[k] != constants[i].offered; k++)
			continue;
		assert_true(k < n);
	}
}

TEST_MAIN(cmocka_unit_test(pictures_are_read),
    cmocka_unit_test(pages_and_pictures_are_one),
    cmocka_unit_test(constants_are_offered))
