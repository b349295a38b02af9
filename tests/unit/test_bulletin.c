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
	{ "other scripts", "\xe8\xa8\xba{{\xd1\x84|\xce\xb1}}", { 1 },
	  "\xe8\xa8\xba\xce\xb1" },
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

/*
 * What is refused, and where: all faults of a row, in order.  Places are
 * PART:LINE:COLUMN, and says is a part of the text.
 */
static const struct {
	const char *name, *texts[PARTS];
	struct {
		const char *place, *says;
	} faults[4];
} refusals[] = {
	{ "unclosed", { "a\n b {{c|d" }, { { "p0:2:4", "not closed" } } },
	{ "unclosed before another", { "{{a|b {{c|d}} {{e|f}}" },
	  { { "p0:1:1", "not closed" } } },
	{ "nested", { "{{a|{{b|c}}|d}}" }, { { "p0:1:1", "within" } } },
	{ "one alternative", { "x {{ user }}" },
	  { { "p0:1:3", "one alternative ' user '" } } },
	{ "nothing", { "{{}}" }, { { "p0:1:1", "one alternative ''" } } },
	{ "four braces", { "{{{{a|b}}}}" }, { { "p0:1:1", "three {" } } },
	{ "two equal ones", { "{{a|b|a}}" },
	  { { "p0:1:1", "alternatives 1 and 3 are equal: 'a'" } } },
	{ "equal without their escapes", { "{{a\\{{|b|a\\{{}}" },
	  { { "p0:1:1", "1 and 3 are equal" } } },
	{ "two empty ones", { "{{a||}}" },
	  { { "p0:1:1", "2 and 3 are both empty" } } },
	{ "17 alternatives", { "{{a|b|c|d|e|f|g|h|i|j|k|l|m|n|o|p|q}}" },
	  { { "p0:1:1", "17 alternatives" } } },
	{ "columns are characters", { "\xc3\xa9\xf0\x9f\x98\x80{{a}}" },
	  { { "p0:1:3", "one alternative" } } },
	{ "a byte order mark is none", { "\xef\xbb\xbf{{a}}" },
	  { { "p0:1:1", "one alternative" } } },
	{ "CRLF is one line end", { "a\r\n{{a}}" },
	  { { "p0:2:1", "one alternative" } } },
	{ "unknown label", { "{{@x}}", "{{@y a|b}}" },
	  { { "p0:1:1", "label 'x' is not defined" } } },
	{ "label defined twice", { "{{@x a|b}}", "{{@x}}\n{{@x int 1..2}}" },
	  { { "p1:2:1", "'x' is defined already in p0, line 1" } } },
	{ "label with a capital", { "{{@Port a|b}}" },
	  { { "p0:1:1", "'@Port' is no label" } } },
	{ "label that begins with a digit", { "{{@1x a|b}}" },
	  { { "p0:1:1", "'@1x' is no label" } } },
	{ "an @ alternative first", { "{{@a|@b}}" },
	  { { "p0:1:1", "is no label" } } },
	{ "an @ alone", { "{{@}}" }, { { "p0:1:1", "'@' is no label" } } },
	{ "empty head", { "{{@ a|b}}" }, { { "p0:1:1", "'@' is no label" } } },
	{ "nothing after the head", { "{{@x }}" },
	  { { "p0:1:1", "one alternative" } } },
	{ "unknown attribute", { "{{@x:fakt a|b}}" },
	  { { "p0:1:1", "unknown attribute 'fakt'" } } },
	{ "empty attribute", { "{{@x:fact, a|b}}" },
	  { { "p0:1:1", "unknown attribute ''" } } },
	{ "two levels", { "{{@:copy,holder a|b}}" },
	  { { "p0:1:1", "two levels" } } },
	{ "two classes", { "{{@:fact,data a|b}}" },
	  { { "p0:1:1", "two classes" } } },
	{ "flat twice", { "{{@:flat,flat a|b}}" },
	  { { "p0:1:1", "flat stands twice" } } },
	{ "flat value site", { "{{@:flat hex 8}}" },
	  { { "p0:1:1", "no biases" } } },
	{ "attributes of a use", { "{{@x a|b}} {{@x:fact}}" },
	  { { "p0:1:12", "without a site" } } },
	{ "int backwards", { "{{int 9..1}}" },
	  { { "p0:1:1", "bad data site 'int 9..1'" } } },
	{ "int of one", { "{{int 1..1}}" }, { { "p0:1:1", "bad data" } } },
	{ "int with leading zero", { "{{int 01..9}}" },
	  { { "p0:1:1", "bad data" } } },
	{ "int with a sign", { "{{int -1..9}}" },
	  { { "p0:1:1", "bad data" } } },
	{ "int of two dots too few", { "{{int 1-9}}" },
	  { { "p0:1:1", "bad data" } } },
	{ "int of three dots", { "{{int 1...9}}" },
	  { { "p0:1:1", "bad data" } } },
	{ "int of 2^64 values", { "{{int 0..18446744073709551615}}" },
	  { { "p0:1:1", "bad data" } } },
	{ "int over 64 bits", { "{{int 1..18446744073709551616}}" },
	  { { "p0:1:1", "bad data" } } },
	{ "int with spaces", { "{{ int 1..9 }}" },
	  { { "p0:1:1", "bad data" } } },
	{ "hex of no digit", { "{{hex 0}}" }, { { "p0:1:1", "bad data" } } },
	{ "hex of 65", { "{{hex 65}}" }, { { "p0:1:1", "bad data" } } },
	{ "hex alone", { "{{hex}}" }, { { "p0:1:1", "bad data" } } },
	{ "capital data site", { "{{Name}}" }, { { "p0:1:1", "bad data" } } },
	{ "a name for a word", { "{{names}}" },
	  { { "p0:1:1", "one alternative" } } },
	{ "not UTF-8", { "a\n\xe9 {{a|b}}" },
	  { { "p0:2:1", "byte 0xe9" } } },
	{ "all of them, in order", { "{{a}}\n{{b|b}} {{@x}}", "{{@:no c|d}}" },
	  { { "p0:1:1", "one alternative" }, { "p0:2:1", "equal" },
	    { "p0:2:9", "not defined" }, { "p1:1:1", "attribute 'no'" } } },
	{ "a bad site defines its label", { "{{@x a}} {{@x}}" },
	  { { "p0:1:1", "one alternative" } } },
};

static void
faults_have_their_place(void **state)
{
	for (size_t i = 0; i < N_ROWS(refusals); i++) {
		struct tt_bulletin *b = NULL;
		size_t n = 0;

		CHECK_ROW(state, refusals[i].name);
		assert_int_equal(TT_ESYNTAX, parse(&b, refusals[i].texts));
		assert_null(b);
		for (; n < 4 && refusals[i].faults[n].place != NULL; n++) {
			const struct tt_diag *d = &diags.row[n];
			char place[400];

			snprintf(place, sizeof(place), "%s:%u:%u", d->file,
			    d->line, d->column);
			assert_string_equal(refusals[i].faults[n].place,
			    place);
			if (strstr(d->text, refusals[i].faults[n].says) ==
			    NULL)
				fail_msg("%s: %s", refusals[i].name, d->text);
		}
		if (diags.n > n)
			fail_msg("%s: %s", refusals[i].name,
			    diags.row[n].text);
		assert_int_equal(n, diags.n_errors);
	}
}

static const struct {
	const char *name, *text, *says;
} oddities[] = {
	{ "a template's filter", "{{ name | upper }}", "template" },
	{ "a brace that the site does not take", "{{a|{b}}}", "first }}" },
};

static void
oddities_are_taken_with_a_warning(void **state)
{
	for (size_t i = 0; i < N_ROWS(oddities); i++) {
		struct tt_bulletin *b = NULL;

		CHECK_ROW(state, oddities[i].name);
		assert_int_equal(TT_OK, parse(&b, (const char *[PARTS]){
			oddities[i].text }));
		assert_int_equal(1, diags.n);
		assert_int_equal(TT_WARNING, diags.row[0].severity);
		assert_non_null(strstr(diags.row[0].text, oddities[i].says));
		tt_bulletin_free(b);
	}
}

/* The numbers of sites, places and parts, as a label spans them. */
static void
sites_are_numbered_where_they_are_defined(void **state)
{
	struct tt_bulletin *b = NULL;

	(void)state;
	assert_int_equal(TT_OK, parse(&b, (const char *[PARTS]){
		"x {{@late}} {{a|b}}\n", "{{hex 4}}{{@late c|d}}",
		"none", "{{@late}}" }));
	assert_int_equal(4, b->n_parts);
	assert_int_equal(3, b->n_sites);
	assert_int_equal(5, b->n_places);
	assert_int_equal(TT_SITE_HEX, b->sites[1].kind);
	assert_int_equal(2, b->places[0].site);
	assert_int_equal(2, b->places[0].offset);
	assert_int_equal(0, b->places[1].site);
	assert_int_equal(3, b->places[1].offset);
	assert_int_equal(13, b->places[1].column);
	assert_int_equal(1, b->places[2].site);
	assert_int_equal(2, b->places[3].site);
	assert_int_equal(b->places[2].offset, b->places[3].offset);
	assert_int_equal(3, b->places[4].part);
	assert_int_equal(0, b->parts[2].n_places);
	assert_int_equal(4, b->parts[3].first_place);
	assert_int_equal(3, b->sites[2].n_places);
	assert_int_equal(1, b->sites[2].part);
	assert_int_equal(10, b->sites[2].column);
	assert_true(span_is(b->sites[2].label, "late"));
	assert_int_equal(1, tt_bulletin_part(b, text_of("p1")));
	assert_int_equal(4, tt_bulletin_part(b, text_of("p9")));
	tt_bulletin_free(b);
}

static const struct {
	const char *name, *text;
	enum tt_site_class want;
} classes[] = {
	{ "words", "{{can|may}}", TT_CLASS_WORDING },
	{ "capitals", "{{Medium|medium}}", TT_CLASS_WORDING },
	{ "punctuation", "{{sorry, no|sorry no}}", TT_CLASS_WORDING },
	{ "a word more", "{{|very}}", TT_CLASS_WORDING },
	{ "white space", "{{host name|hostname}}", TT_CLASS_LAYOUT },
	{ "no-break space", "{{a b|a\xc2\xa0" "b}}", TT_CLASS_LAYOUT },
	{ "line end", "{{a b|a\nb}}", TT_CLASS_LAYOUT },
	{ "a space or none", "{{| }}", TT_CLASS_LAYOUT },
	{ "quotes", "{{fixed|\"fixed\"|\xe2\x80\x9c" "fixed\xe2\x80\x9d}}",
	  TT_CLASS_LAYOUT },
	{ "quotes, but a word too", "{{a|'a'|b}}", TT_CLASS_WORDING },
	{ "a list", "{{a, b or c|c, a or b}}", TT_CLASS_ORDER },
	{ "brackets and commas", "{{(x, y)|(y, x)}}", TT_CLASS_ORDER },
	{ "other scripts", "{{\xce\xb1 \xce\xb2|\xce\xb2 \xce\xb1}}",
	  TT_CLASS_ORDER },
	{ "order, but two alike", "{{a b|b a|b, a}}", TT_CLASS_WORDING },
	{ "the same word twice", "{{a a b|a b b}}", TT_CLASS_WORDING },
	{ "data", "{{int 1..9}}", TT_CLASS_DATA },
	{ "declared fact", "{{@:fact a b|b a}}", TT_CLASS_FACT },
	{ "declared otherwise", "{{@x:wording hex 8}}", TT_CLASS_WORDING },
};

static void
classes_are_inferred(void **state)
{
	for (size_t i = 0; i < N_ROWS(classes); i++) {
		struct tt_bulletin *b = NULL;

		CHECK_ROW(state, classes[i].name);
		assert_int_equal(TT_OK, parse(&b, (const char *[PARTS]){
			classes[i].text }));
		assert_string_equal(tt_class_name(classes[i].want),
		    tt_class_name(b->sites[0].class));
		tt_bulletin_free(b);
	}
}

/* n sites {{a|b}}, of which the texts in front are the first. */
static struct tt_bulletin *
parse_many(const char *front, size_t n)
{
	struct tt_bulletin *b = NULL;
	struct buf text;

	buf_init(&text, 1 << 20);
	buf_str(&text, front);
	for (size_t i = 0; i < n; i++)
		buf_str(&text, "{{a|b}} ");
	assert_int_equal(TT_OK, parse(&b, (const char *[PARTS]){ text.p }));
	buf_done(&text);
	return b;
}

static const struct {
	const char *name, *front;
	size_t more;			/* sites after those in front */
	size_t n_copy, n_value;
	bool all_flat;
	enum tt_site_level first;	/* site 0's */
} defaults[] = {
	{ "39 sites", "", 39, 0, 0, true, TT_SITE_HOLDER },
	{ "40 sites", "", 40, 13, 0, true, TT_SITE_HOLDER },
	{ "a declared level counts below 40", "{{@:copy a|b}}", 2, 1, 0, true,
	  TT_SITE_COPY },
	{ "the only value site", "{{a|b}}{{a|b}}{{hex 8}}", 37, 12, 1, true,
	  TT_SITE_HOLDER },
	{ "one of two value sites", "{{hex 8}}{{a|b}}{{hex 8}}", 37, 13, 2,
	  true, TT_SITE_HOLDER },
	{ "the only value site, declared", "{{@:copy hex 8}}", 39, 14, 1, true,
	  TT_SITE_COPY },
	{ "16 values are none", "{{a|b}}{{a|b}}{{int 0..15}}", 37, 13, 0,
	  true, TT_SITE_HOLDER },
	{ "99 holder-level sites", "", 148, 49, 0, true, TT_SITE_HOLDER },
	{ "100 holder-level sites", "", 149, 49, 0, false, TT_SITE_HOLDER },
	{ "value sites count among them", "{{hex 8}}{{hex 9}}", 147, 49, 2,
	  false, TT_SITE_HOLDER },
};

static void
levels_are_those_of_seal(void **state)
{
	for (size_t i = 0; i < N_ROWS(defaults); i++) {
		struct tt_bulletin *b = parse_many(defaults[i].front,
		    defaults[i].more);
		size_t flat = 0;

		CHECK_ROW(state, defaults[i].name);
		assert_int_equal(defaults[i].n_copy, b->n_copy);
		assert_int_equal(b->n_sites, b->n_copy + b->n_holder);
		assert_int_equal(defaults[i].n_value, b->n_value);
		assert_int_equal(defaults[i].first, b->sites[0].level);
		for (size_t s = 0; s < b->n_sites; s++)
			flat += b->sites[s].flat;
		assert_int_equal(defaults[i].all_flat ?
		    b->n_sites - b->n_value : 0, flat);
		tt_bulletin_free(b);
	}
}

static void
a_flat_site_may_be_declared(void **state)
{
	struct tt_bulletin *b = parse_many("{{a|b}}{{@:flat a|b}}", 148);

	(void)state;
	assert_false(b->sites[0].flat);
	assert_true(b->sites[1].flat);
	assert_false(b->sites[2].flat);
	assert_int_equal(TT_SITE_COPY, b->sites[2].level);
	tt_bulletin_free(b);
}

static const struct {
	const char *name;
	struct span text;
	enum tt_err want;
	size_t warnings;
} binaries[] = {
	{ "Latin-1 without sites", SPAN_INIT("caf\xe9 { } \\{"), TT_OK, 0 },
	{ "Latin-1 with sites", SPAN_INIT("caf\xe9 {{a|b}}"), TT_ESYNTAX, 0 },
	{ "Latin-1 in a site", SPAN_INIT("{{caf\xe9|b}}"), TT_ESYNTAX, 0 },
	{ "NUL without sites", SPAN_INIT("a\0b \\{"), TT_OK, 0 },
	{ "NUL with sites", SPAN_INIT("a\0b {{a|b}}"), TT_ESYNTAX, 0 },
	{ "a picture with braces in it", SPAN_INIT("\x89PNG\0\xff{{\x01"),
	  TT_OK, 1 },
	{ "an escape in it stays", SPAN_INIT("\xff\0\\{{"), TT_OK, 0 },
	{ "UTF-16 with sites", SPAN_INIT("\xff\xfe{\0{\0a\0|\0b\0}\0}\0"),
	  TT_ESYNTAX, 0 },
	{ "UTF-16, the other way", SPAN_INIT("\xfe\xff\0{\0{\0a\0|\0b"),
	  TT_ESYNTAX, 0 },
	{ "UTF-16 without sites", SPAN_INIT("\xff\xfe" "a\0"), TT_OK, 0 },
};

static void
binary_parts_pass_as_they_are(void **state)
{
	for (size_t i = 0; i < N_ROWS(binaries); i++) {
		struct tt_part_text part = { SPAN("p"), binaries[i].text };
		struct tt_bulletin *b = NULL;
		struct buf out;

		CHECK_ROW(state, binaries[i].name);
		tt_diags_init(&diags);
		assert_int_equal(binaries[i].want, tt_bulletin_parse(&b,
		    &part, 1, &diags));
		assert_int_equal(binaries[i].warnings, diags.n_warnings);
		if (binaries[i].want != TT_OK)
			continue;
		assert_true(b->parts[0].binary);
		buf_init(&out, 100);
		assert_int_equal(TT_OK, tt_bulletin_render(b, 0, NULL, &out));
		assert_true(span_eq(binaries[i].text, buf_view(&out)));
		assert_int_equal(out.n, b->parts[0].longest);
		buf_done(&out);
		tt_bulletin_free(b);
	}
}

static void
a_wrong_symbol_renders_nothing(void **state)
{
	struct tt_bulletin *b = NULL;
	uint64_t symbols[2] = { 1, 2 };
	struct buf out;

	(void)state;
	assert_int_equal(TT_OK, parse(&b, (const char *[PARTS]){
		"{{a|b}}", "{{c|d}}" }));
	buf_init(&out, 100);
	assert_int_equal(TT_ERANGE, tt_bulletin_render(b, 1, symbols, &out));
	assert_int_equal(TT_ERANGE, tt_bulletin_render(b, 2, symbols, &out));
	assert_int_equal(0, out.n);
	/* of another part: not looked at */
	assert_int_equal(TT_OK, tt_bulletin_render(b, 0, symbols, &out));
	assert_string_equal("b", out.p);
	out.max = 1;
	symbols[1] = 0;
	assert_int_equal(TT_ELIMIT, tt_bulletin_render(b, 1, symbols, &out));
	buf_done(&out);
	tt_bulletin_free(b);
}

static void
the_longest_rendering_is_known(void **state)
{
	struct tt_bulletin *b = NULL;

	(void)state;
	assert_int_equal(TT_OK, parse(&b, (const char *[PARTS]){
		"ab{{a|bcd|}}{{@n name}}{{@n}}{{int 9..10}}{{hex 20}}\\{{",
		"" }));
	assert_int_equal(2 + 3 + 8 + 8 + 2 + 20 + 2, b->parts[0].longest);
	assert_int_equal(0, b->parts[1].longest);
	tt_bulletin_free(b);
}

/* The one error of a part of text and n times more. */
static const char *
refused_for(const char *text, const char *more, size_t n)
{
	struct tt_bulletin *b = NULL;
	struct buf part;

	buf_init(&part, TT_PART_MAX + 10);
	buf_str(&part, text);
	for (size_t i = 0; i < n; i++)
		buf_str(&part, more);
	assert_int_equal(TT_OK, buf_err(&part));
	if (parse(&b, (const char *[PARTS]){ part.p }) == TT_OK) {
		tt_bulletin_free(b);
		buf_done(&part);
		return "";
	}
	buf_done(&part);
	assert_int_equal(1, diags.n_errors);
	return diags.row[0].text;
}

static void
limits_hold(void **state)
{
	static struct tt_part_text parts[TT_PARTS_MAX + 1];
	struct tt_bulletin *b = NULL;

	(void)state;
	assert_string_equal("", refused_for("{{a|b}}", "{{a|b}}",
	    TT_SITES_MAX - 1));
	assert_non_null(strstr(refused_for("{{a|b}}", "{{a|b}}",
	    TT_SITES_MAX), "65536 sites"));
	assert_non_null(strstr(refused_for("{{@x a|b}}", "{{@x}}",
	    TT_PLACES_MAX), "1048576 places"));
	assert_string_equal("", refused_for("", "x", TT_PART_MAX));
	assert_non_null(strstr(refused_for("x", "x", TT_PART_MAX),
	    "16777217 bytes"));
	tt_diags_init(&diags);
	assert_int_equal(TT_ELIMIT, tt_bulletin_parse(&b, parts,
	    TT_PARTS_MAX + 1, &diags));
	assert_int_equal(TT_OK, tt_bulletin_parse(&b, parts, TT_PARTS_MAX,
	    &diags));
	tt_bulletin_free(b);
}

static void
an_alternative_has_4096_bytes_at_most(void **state)
{
	char text[TT_ALTERNATIVE_MAX + 20];

	(void)state;
	memset(text, 'x', sizeof(text));
	memcpy(text, "{{a|", 4);
	memcpy(text + 4 + TT_ALTERNATIVE_MAX, "}}", 3);
	assert_string_equal("", refused_for(text, "", 0));
	memset(text + 4, 'x', TT_ALTERNATIVE_MAX + 1);
	memcpy(text + 5 + TT_ALTERNATIVE_MAX, "}}", 3);
	assert_non_null(strstr(refused_for(text, "", 0),
	    "alternative 2 has 4097 bytes"));
	/* that often, it is over what a rendering may have */
	memcpy(text, "{{@x a|", 7);
	memset(text + 7, 'x', 1000);
	memcpy(text + 1007, "}}", 3);
	assert_non_null(strstr(refused_for(text, "{{@x}}", 67109),
	    "may have 67110000 bytes"));
}

TEST_MAIN(cmocka_unit_test(renders),
    cmocka_unit_test(faults_have_their_place),
    cmocka_unit_test(oddities_are_taken_with_a_warning),
    cmocka_unit_test(sites_are_numbered_where_they_are_defined),
    cmocka_unit_test(classes_are_inferred),
    cmocka_unit_test(levels_are_those_of_seal),
    cmocka_unit_test(a_flat_site_may_be_declared),
    cmocka_unit_test(binary_parts_pass_as_they_are),
    cmocka_unit_test(a_wrong_symbol_renders_nothing),
    cmocka_unit_test(the_longest_rendering_is_known),
    cmocka_unit_test(limits_hold),
    cmocka_unit_test(an_alternative_has_4096_bytes_at_most))
