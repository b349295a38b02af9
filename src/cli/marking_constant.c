/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "bulletin/lex.h"
#include "cli/marking_constant.h"
#include "cli/say.h"
#include "telltale/marked.h"

#define PORT_LO		20000
#define PORT_HI		60000
#define HEX_MIN		4	/* digits; fewer are a word or a number */
#define DIGITS_MAX	18	/* of an int of as many */

static bool
is_digit(char ch)
{
	return ch >= '0' && ch <= '9';
}

static bool
is_letter(char ch)
{
	return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z');
}

static bool
is_name(char ch)
{
	return is_digit(ch) || is_letter(ch) || ch == '_';
}

static bool
decimal_body(struct span s, char body[64], const char **why)
{
	uint64_t v, lo = 1, hi;

	if (span_u64(s, UINT64_MAX, &v) != TT_OK || s.n > DIGITS_MAX) {
		*why = "a number has no zero before it, and at most 18 digits";
		return false;
	}
	for (size_t i = 1; i < s.n; i++)
		lo *= 10;
	hi = lo * 10 - 1;
	if (s.n == 1)
		lo = v == 0 ? 0 : 1;
	if (v >= PORT_LO && v <= PORT_HI) {
		lo = PORT_LO;
		hi = PORT_HI;
	} else if (s.n == 5 && v <= UINT16_MAX) {
		hi = UINT16_MAX;	/* it may be a port, or of 16 bits */
	}
	snprintf(body, 64, "int %" PRIu64 "..%" PRIu64, lo, hi);
	return true;
}

/* Digits and letters a to f, and both of them unless 0x says it. */
static bool
is_hex(struct span s, bool said)
{
	size_t digits = 0, letters = 0;

	for (size_t i = 0; i < s.n; i++) {
		digits += is_digit(s.p[i]);
		letters += s.p[i] >= 'a' && s.p[i] <= 'f';
	}
	return digits + letters == s.n && s.n > 0 && s.n <= TT_HEX_MAX &&
	    (said || (digits > 0 && letters > 0 && s.n >= HEX_MIN));
}

static bool
is_identifier(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!is_name(s.p[i]))
			return false;
	return s.n > 0 && !is_digit(s.p[0]);
}

/* One piece, all of it but 0x. */
static bool
whole(struct span text, struct constant_piece *out, const char **why)
{
	struct span s = text;
	bool said = span_skip(&s, "0x") || span_skip(&s, "\\x");
	bool decimal = s.n > 0 && !said;

	out->from = text.n - s.n;
	out->to = text.n;
	for (size_t i = 0; i < s.n; i++)
		decimal = decimal && is_digit(s.p[i]);
	if (decimal)
		return decimal_body(s, out->body, why);
	if (is_hex(s, said))
		snprintf(out->body, sizeof(out->body), "hex %zu", s.n);
	else if (is_identifier(s) && !said)
		snprintf(out->body, sizeof(out->body), "name");
	else {
		*why = said ? "hex is lower case here, 64 digits at most" :
		    "it is no number, no lower-case hex and no identifier";
		return false;
	}
	return true;
}

/* 8-4-4-4-12 digits, of which version and variant stay. */
static bool
is_uuid(struct span s)
{
	static const char form[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

	for (size_t i = 0; i < s.n && i < sizeof(form) - 1; i++)
		if (form[i] == '-' ? s.p[i] != '-' : !is_digit(s.p[i]) &&
		    !(s.p[i] >= 'a' && s.p[i] <= 'f'))
			return false;
	return s.n == sizeof(form) - 1;
}

static size_t
uuid_pieces(struct constant_piece out[CONSTANT_PIECES_MAX])
{
	static const struct constant_piece pieces[] = {
		{ 0, 8, "hex 8" }, { 9, 13, "hex 4" }, { 15, 18, "hex 3" },
		{ 20, 23, "hex 3" }, { 24, 36, "hex 12" },
	};

	memcpy(out, pieces, sizeof(pieces));
	return N_ROWS(pieces);
}

enum tt_err
constant_pieces(struct span text,
    struct constant_piece out[CONSTANT_PIECES_MAX], size_t *n,
    const char **why)
{
	struct span rest = text, word;
	size_t at = 0, found = 0;

	if (is_uuid(text)) {
		*n = uuid_pieces(out);
		return TT_OK;
	}
	for (; span_word(&rest, '-', &word); at += word.n + 1) {
		if (found == CONSTANT_PIECES_MAX) {
			*why = "it has too many parts between -";
			return TT_ESYNTAX;
		}
		if (!whole(word, &out[found], why))
			return TT_ESYNTAX;
		out[found].from += at;
		out[found++].to += at;
	}
	if (found == 0)
		return TT_ESYNTAX;
	*n = found;
	return TT_OK;
}

/* What of TEXT=BODY is which; body.n 0: none was given. */
static void
split(struct span constant, struct span *text, struct span *body)
{
	*text = constant;
	*body = (struct span){ "", 0 };
	for (size_t i = constant.n; i-- > 1;) {
		struct span rest = { constant.p + i + 1, constant.n - i - 1 };

		if (constant.p[i] != '=' || (!span_starts(rest, "int ") &&
		    !span_starts(rest, "hex ") && !span_is(rest, "name")))
			continue;
		*text = (struct span){ constant.p, i };
		*body = rest;
		return;
	}
}

struct found {
	struct marking *m;
	struct span text;
	struct constant_piece piece;
	char label[TT_LABEL_MAX + 1];	/* "": one place only */
	size_t n;
	bool adds;		/* false: only counts */
};

static bool
stands_apart(struct span all, size_t at, size_t n)
{
	return (at == 0 || !is_name(all.p[at - 1])) &&
	    (at + n == all.n || !is_name(all.p[at + n]));
}

static enum tt_err
add_place(struct found *f, uint32_t part, size_t at)
{
	struct choice c = { .kind = CHOICE_CONSTANT, .state = CHOICE_YES,
		.part = part, .offset = at + f->piece.from,
		.length = f->piece.to - f->piece.from,
		.class = TT_CLASS_DATA,
		.group = "constant", .why = "pointed at on the command line" };
	struct buf site;
	enum tt_err e;
	size_t n;

	if (f->n++, !f->adds)
		return TT_OK;
	buf_init(&site, 1024);
	if (f->label[0] == '\0')
		buf_printf(&site, "{{%s}}", f->piece.body);
	else if (f->n == 1)
		buf_printf(&site, "{{@%s %s}}", f->label, f->piece.body);
	else
		buf_printf(&site, "{{@%s}}", f->label);
	if ((e = buf_take(&site, &c.site, &n)) == TT_OK)
		e = marking_add(f->m, c);
	buf_done(&site);
	return e;
}

static enum tt_err
find_in(struct found *f, uint32_t part)
{
	struct span all = f->m->draft.part[part].text;
	struct lexer l;
	struct token t;
	enum tt_err e = TT_OK;

	lexer_init(&l, all);
	while (e == TT_OK && (t = lexer_next(&l)).kind != TOKEN_END) {
		size_t at = (size_t)(t.text.p - all.p), end = at + t.text.n;
		const char *p;

		if (t.kind != TOKEN_PLAIN)
			continue;
		while (e == TT_OK && at < end && (p = memmem(all.p + at,
		    end - at, f->text.p, f->text.n)) != NULL) {
			at = (size_t)(p - all.p);
			if (stands_apart(all, at, f->text.n))
				e = add_place(f, part, at);
			at += f->text.n;
		}
	}
	return e;
}

static enum tt_err
find_all(struct found *f, bool adds)
{
	enum tt_err e = TT_OK;

	f->adds = adds;
	f->n = 0;
	for (uint32_t i = 0; i < f->m->draft.n_parts && e == TT_OK; i++)
		if (!f->m->draft.bulletin->parts[i].binary)
			e = find_in(f, i);
	return e;
}

static bool
is_taken(const struct marking *m, const char *label)
{
	const struct tt_bulletin *b = m->draft.bulletin;
	size_t n = strlen(label);

	for (size_t i = 0; i < b->n_sites; i++)
		if (span_is(b->sites[i].label, label))
			return true;
	for (size_t i = 0; i < m->n; i++)
		if (m->choice[i].site != NULL &&
		    strncmp(m->choice[i].site, "{{@", 3) == 0 &&
		    strncmp(m->choice[i].site + 3, label, n) == 0 &&
		    strchr(" }", m->choice[i].site[3 + n]) != NULL)
			return true;
	return false;
}

static void
find_label(const struct marking *m, char label[TT_LABEL_MAX + 1])
{
	unsigned i = 1;

	do
		snprintf(label, TT_LABEL_MAX + 1, "constant-%u", i++);
	while (is_taken(m, label));
}

static int
refuse(enum tt_err e, struct span text)
{
	if (e == TT_EEXIST)
		return say_fail(CLI_USAGE, "name each constant once",
		    "cannot mark '%.*s': another constant stands there",
		    (int)text.n, text.p);
	return say_err(e, e == TT_ESYNTAX ? "a site cannot follow \\ or {" :
	    NULL, "cannot mark '%.*s'", (int)text.n, text.p);
}

static enum tt_err
add_piece(struct found *f, struct constant_piece piece)
{
	f->piece = piece;
	f->label[0] = '\0';
	if (f->n > 1)
		find_label(f->m, f->label);
	return find_all(f, true);
}

/* Of a data site. */
static bool
is_body(struct span body)
{
	struct tt_diags *diags = calloc(1, sizeof(*diags));
	struct tt_part_text part = { .name = SPAN("constant") };
	struct tt_bulletin *b = NULL;
	struct buf site;
	bool is = false;

	buf_init(&site, 256);
	buf_printf(&site, "{{%.*s}}", (int)body.n, body.p);
	part.text = buf_view(&site);
	if (diags != NULL) {
		tt_diags_init(diags);
		is = tt_bulletin_parse(&b, &part, 1, diags) == TT_OK &&
		    b->n_sites == 1 && b->sites[0].kind != TT_SITE_CHOICE;
	}
	tt_bulletin_free(b);
	free(diags);
	buf_done(&site);
	return is;
}

/* What it becomes, as its form or its author says. */
static int
pieces_of(struct span text, struct span body,
    struct constant_piece out[CONSTANT_PIECES_MAX], size_t *n)
{
	const char *why = body.n > 0 ? "no data site is written like that" :
	    "it is empty";

	if (text.n > 0 && body.n > 0 && body.n < sizeof(out->body) &&
	    is_body(body)) {
		*n = 1;
		out[0] = (struct constant_piece){ 0, text.n, "" };
		memcpy(out[0].body, body.p, body.n);
		return CLI_DONE;
	}
	if (text.n > 0 && body.n == 0 &&
	    constant_pieces(text, out, n, &why) == TT_OK)
		return CLI_DONE;
	return say_fail(CLI_USAGE, "say what it is: --constant "
	    "'TEXT=int 1..99', 'TEXT=hex 8' or 'TEXT=name'",
	    "cannot mark '%.*s': %s", (int)text.n, text.p, why);
}

int
marking_constant(struct marking *m, const char *constant)
{
	struct constant_piece pieces[CONSTANT_PIECES_MAX];
	struct found f = { .m = m };
	struct span body;
	size_t n = 0;
	enum tt_err e;
	int code;

	split(span_str(constant), &f.text, &body);
	if ((code = pieces_of(f.text, body, pieces, &n)) != CLI_DONE)
		return code;
	if ((e = find_all(&f, false)) == TT_OK && f.n == 0)
		return say_fail(CLI_USAGE, "it must stand there as it is, not "
		    "within a word", "'%.*s' is in no part of the draft",
		    (int)f.text.n, f.text.p);
	for (size_t i = 0; i < n && e == TT_OK; i++)
		e = add_piece(&f, pieces[i]);
	return e == TT_OK ? CLI_DONE : refuse(e, f.text);
}
