/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "base/rng.h"
#include "telltale/bulletin.h"

#define PIECES	6	/* of a random text: plain, site, plain, ... */

static struct tt_diags diags;

static struct span
text_of(const char *s)
{
	return (struct span){ s, strlen(s) };
}

static const struct {
	const char *name, *plain;
	bool site_follows;
	const char *want;
} plains[] = {
	{ "plain", "a | b }} \\ {", false, "a | b }} \\ {" },
	{ "two braces", "a {{ b", false, "a \\{{ b" },
	{ "four braces", "{{{{", false, "\\{{\\{{" },
	{ "backslash before braces", "\\{{", false, "\\\\\\{{" },
	{ "backslash at the end", "a\\", false, "a\\" },
	{ "backslash before a site", "a\\", true, "a\\\\" },
	{ "brace before a site", "a{", true, "a{" },
	{ "backslash and brace before a site", "\\{", true, "\\\\{" },
	{ "backslash and brace at the end", "\\{", false, "\\{" },
};

static void
plain_text_is_escaped(void **state)
{
	for (size_t i = 0; i < N_ROWS(plains); i++) {
		struct buf out;

		CHECK_ROW(state, plains[i].name);
		buf_init(&out, 100);
		tt_marked_plain(text_of(plains[i].plain),
		    plains[i].site_follows, &out);
		assert_string_equal(plains[i].want, out.p);
		buf_done(&out);
	}
}

static const struct {
	const char *name, *alternatives[3];	/* NULL ends */
	const char *want;			/* NULL: refused */
} sites[] = {
	{ "two", { "a", "b" }, "{{a|b}}" },
	{ "an empty one", { "", "b" }, "{{|b}}" },
	{ "a bar", { "a|b", "c" }, "{{a\\|b|c}}" },
	{ "braces", { "{{a}}", "b" }, "{{\\{{a\\}}|b}}" },
	{ "backslashes at ends", { "a\\", "b\\" }, "{{a\\\\|b\\\\}}" },
	{ "backslash within", { "a\\b", "\\" }, "{{a\\b|\\\\}}" },
	{ "lone braces where they may be", { "a}", "{b" }, "{{a}|{b}}" },
	{ "two braces where a lone one may not", { "{{", "}}" },
	  "{{\\{{|\\}}}}" },
	{ "an @ that is not the first", { "a", "@b" }, "{{a|@b}}" },
	{ "one", { "a" }, NULL },
	{ "equal ones", { "a", "a" }, NULL },
	{ "an @ first", { "@a", "b" }, NULL },
	{ "a lone brace first", { "{a", "b" }, NULL },
	{ "a lone brace last", { "a", "b}" }, NULL },
	{ "three braces last", { "a", "}}}" }, NULL },
};

static void
sites_are_written(void **state)
{
	for (size_t i = 0; i < N_ROWS(sites); i++) {
		struct span a[3];
		struct buf out;
		size_t n = 0;

		CHECK_ROW(state, sites[i].name);
		for (; n < 3 && sites[i].alternatives[n] != NULL; n++)
			a[n] = text_of(sites[i].alternatives[n]);
		buf_init(&out, 100);
		buf_str(&out, "x");
		assert_int_equal(sites[i].want == NULL ? TT_ESYNTAX : TT_OK,
		    tt_marked_site(a, n, &out));
		assert_string_equal(sites[i].want == NULL ? "" :
		    sites[i].want, out.p + 1);
		buf_done(&out);
	}
}

static void
limits_of_a_site(void **state)
{
	static char big[TT_ALTERNATIVE_MAX + 1];
	struct span a[TT_Q_MAX + 1];
	struct buf out;

	(void)state;
	memset(big, 'x', sizeof(big));
	for (size_t i = 0; i <= TT_Q_MAX; i++)
		a[i] = (struct span){ big, i };
	buf_init(&out, 1 << 20);
	assert_int_equal(TT_OK, tt_marked_site(a, TT_Q_MAX, &out));
	assert_int_equal(TT_ESYNTAX, tt_marked_site(a, TT_Q_MAX + 1, &out));
	a[1].n = TT_ALTERNATIVE_MAX;
	assert_int_equal(TT_OK, tt_marked_site(a, 2, &out));
	a[1].n = TT_ALTERNATIVE_MAX + 1;
	assert_int_equal(TT_ESYNTAX, tt_marked_site(a, 2, &out));
	buf_done(&out);
}

/* Up to 7 of the characters that mean something. */
static struct span
random_text(struct rng rng, char out[8])
{
	static const char chars[] = "{{}}||\\\\@a \n";
	size_t n = (size_t)rng_below(rng, 8);

	for (size_t i = 0; i < n; i++)
		out[i] = chars[rng_below(rng, sizeof(chars) - 1)];
	return (struct span){ out, n };
}

struct sample {
	char chars[PIECES][3][8];
	struct span text[PIECES][3];	/* of even pieces the first: plain */
	struct buf marked, plain;	/* with the last alternatives */
	size_t n_sites;
};

/* Plain text and sites in turn; what cannot be written is left out. */
static void
make_sample(struct sample *s, struct rng rng)
{
	buf_init(&s->marked, 10000);
	buf_init(&s->plain, 10000);
	s->n_sites = 0;
	for (size_t i = 0; i < PIECES; i += 2) {
		struct buf site;

		for (size_t k = 0; k < 3; k++)
			s->text[i + 1][k] = random_text(rng,
			    s->chars[i + 1][k]);
		s->text[i][0] = random_text(rng, s->chars[i][0]);
		buf_init(&site, 1000);
		if (tt_marked_site(s->text[i + 1], 3, &site) != TT_OK) {
			buf_done(&site);
			continue;
		}
		tt_marked_plain(s->text[i][0], true, &s->marked);
		buf_span(&s->marked, buf_view(&site));
		buf_span(&s->plain, s->text[i][0]);
		buf_span(&s->plain, s->text[i + 1][2]);
		s->n_sites++;
		buf_done(&site);
	}
}

static void
what_is_written_reads_as_it_was(void **state)
{
	static const uint8_t seed[32] = { 1 };
	struct rng_seeded seeded;
	struct rng rng = rng_seeded(&seeded, seed);
	size_t sites_seen = 0;

	(void)state;
	for (size_t round = 0; round < 20000; round++) {
		static const uint64_t last[PIECES] = { 2, 2, 2, 2, 2, 2 };
		struct tt_bulletin *b = NULL;
		struct tt_part_text part = { text_of("p"), { NULL, 0 } };
		struct sample s;
		struct buf out;

		make_sample(&s, rng);
		part.text = buf_view(&s.marked);
		tt_diags_init(&diags);
		if (tt_bulletin_parse(&b, &part, 1, &diags) != TT_OK)
			fail_msg("refused: %s: %s", s.marked.p,
			    diags.row[0].text);
		assert_int_equal(s.n_sites, b->n_sites);
		buf_init(&out, 10000);
		assert_int_equal(TT_OK, tt_bulletin_render(b, 0, last, &out));
		if (!span_eq(buf_view(&s.plain), buf_view(&out)))
			fail_msg("%s became %s, not %s", s.marked.p, out.p,
			    s.plain.p);
		sites_seen += b->n_sites;
		buf_done(&out);
		buf_done(&s.marked);
		buf_done(&s.plain);
		tt_bulletin_free(b);
	}
	assert_true(sites_seen > 10000);	/* the test tested something */
}

TEST_MAIN(cmocka_unit_test(plain_text_is_escaped),
    cmocka_unit_test(sites_are_written), cmocka_unit_test(limits_of_a_site),
    cmocka_unit_test(what_is_written_reads_as_it_was))
