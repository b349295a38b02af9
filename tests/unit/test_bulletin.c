/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "base/rng.h"
#include "telltale/bulletin.h"

#define PARTS	4	/* of a row, at most */

static struct tt_diags diags;

static struct span
text_of(const char *s)
{
	return (struct span){ s, strlen(s) };
}

/* Reads texts as parts p0, p1, ...; NULL ends them. */
static enum tt_err
parse(struct tt_bulletin **b, const char *const texts[PARTS])
{
	static const char *const names[PARTS] = { "p0", "p1", "p2", "p3" };
	struct tt_part_text parts[PARTS];
	size_t n = 0;

	for (; n < PARTS && texts[n] != NULL; n++)
		parts[n] = (struct tt_part_text){ text_of(names[n]),
			text_of(texts[n]) };
	tt_diags_init(&diags);
	return tt_bulletin_parse(b, parts, n, &diags);
}

/* All rows below have sites of fewer than 8 symbols, or none is looked at. */
static const struct {
	const char *name, *text;
	uint64_t symbols[4];
	const char *want;
} renderings[] = {
	{ "no site", "plain | text }} \\ { }\n", { 0 },
	  "plain | text }} \\ { }\n" },
	{ "empty part", "", { 0 }, "" },
	{ "first alternative", "a {{b|c}} d", { 0 }, "a b d" },
	{ "last alternative", "a {{b|c}} d", { 1 }, "a c d" },
	{ "empty alternative", "{{|very }}good", { 0 }, "good" },
	{ "empty alternative in the middle", "{{a||b}}", { 1 }, "" },
	{ "line ends inside", "{{a\r\nb|c\nd}}\r\n", { 0 }, "a\r\nb\r\n" },
	{ "CRLF outside", "a\r\n{{b|c}}\r\nd\r", { 1 }, "a\r\nc\r\nd\r" },
	{ "byte order mark", "\xef\xbb\xbf{{a|b}}", { 1 }, "\xef\xbb\xbf" "b" },
	{ "sites that touch", "{{a|b}}{{c|d}}", { 1, 0 }, "bc" },
	{ "escaped opening", "x: \\{{ y }}", { 0 }, "x: {{ y }}" },
	{ "escaped backslash", "\\\\{{a|b}}", { 0 }, "\\a" },
	{ "both", "\\\\\\{{a|b}}", { 0 }, "\\{{a|b}}" },
	{ "two pairs", "\\\\\\\\{{a|b}}", { 1 }, "\\\\b" },
	{ "backslash elsewhere", "\\n \\\\ \\{ \\| \\}}{{a|b}}\\", { 0 },
	  "\\n \\\\ \\{ \\| \\}}a\\" },
	{ "plain bar in a site", "{{a\\|b|c}}", { 0 }, "a|b" },
	{ "plain closing in a site", "{{a\\}}b|c}}", { 0 }, "a}}b" },
	{ "plain opening in a site", "{{a\\{{b|c}}", { 0 }, "a{{b" },
	{ "backslash before a bar", "{{a\\\\|b}}", { 0 }, "a\\" },
	{ "backslash before the closing", "{{a|b\\\\}}", { 1 }, "b\\" },
	{ "backslash in a site elsewhere", "{{\\a\\\\b|c}}", { 0 },
	  "\\a\\\\b" },
	{ "third brace before a site", "{{{a|b}}}", { 1 }, "{b}" },
	{ "third brace before a data site", "{{{int 5..6}}}", { 1 }, "{6}" },
	{ "backslash before three braces", "\\\\{{{a|b}}", { 0 }, "\\{a" },
	{ "escaped four braces", "\\{{{{a|b}}", { 0 }, "{{a" },
	{ "brace in an alternative", "{{a{|}b}}", { 1 }, "}b" },
	{ "bars are text outside", "| a || b |\n{{a|b}}|", { 0 },
	  "| a || b |\na|" },
	{ "int", "{{int 9..12}}", { 3 }, "12" },
	{ "hex keeps zeroes", "{{hex 4}}", { 10 }, "000a" },
	{ "name", "{{name}}", { 0 }, "babababa" },
	{ "label again", "{{@x a|b}} {{@x}} {{@x}}", { 1 }, "b b b" },
	{ "label used before", "{{@x}} {{@x-1 a|b}} {{@x c|d}}", { 1, 0 },
	  "c b c" },
	{ "spaces after the head's one", "{{@x  a|b}}.", { 0 }, " a." },
	{ "head without label", "{{@:fact,copy a|b}}.", { 1 }, "b." },
	{ "an @ later", "{{a|@b}}", { 1 }, "@b" },
	{ "other scripts", "\xe8\xa8\xba{{\xd1\x84|\xce\xb1}}\xe8", { 0 },
	  NULL },
	{ "word int among alternatives", "{{int|float}}", { 1 }, "float" },
	{ "range among alternatives", "{{int 1..2|int 1..3}}", { 0 },
	  "int 1..2" },
	{ "17 values are a value site", "{{int 0..16}}", { 16 }, "16" },
};

static void
renders(void **state)
{
	for (size_t i = 0; i < N_ROWS(renderings); i++) {
		struct tt_bulletin *b = NULL;
		struct buf out;

		CHECK_ROW(state, renderings[i].name);
		if (renderings[i].want == NULL) {
			assert_int_equal(TT_ESYNTAX, parse(&b, (const char *[])
			    { renderings[i].text, NULL, NULL, NULL }));
			continue;
		}
		assert_int_equal(TT_OK, parse(&b, (const char *[])
		    { renderings[i].text, NULL, NULL, NULL }));
		buf_init(&out, 1000);
		assert_int_equal(TT_OK, tt_bulletin_render(b, 0,
		    renderings[i].symbols, &out));
		assert_int_equal(strlen(renderings[i].want), out.n);
		assert_memory_equal(renderings[i].want,
		    out.n == 0 ? "" : out.p, out.n);
		assert_true(out.n <= b->parts[0].longest);
		buf_done(&out);
		tt_bulletin_free(b);
	}
}

TEST_MAIN(cmocka_unit_test(renders))
