/* SPDX-License-Identifier: ISC */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "extract/decode.h"
#include "extract/extract.h"
#include "extract/parse.h"
#include "extract/rtf.h"

#define WORD_MAX	32	/* letters of a control word: the format's */

/* What is inherited by inner groups. */
struct group {
	bool skipped, hidden, picture;
	unsigned uc;		/* letters that follow \u for others */
};

struct rtf {
	struct span in;
	struct buf *out;
	struct buf run;		/* bytes of the code page, not decoded yet */
	struct buf hex;		/* of the picture at hand */
	bool half;		/* hex holds a lone digit in the last byte */
	struct group stack[RTF_DEPTH_MAX];
	size_t depth;
	unsigned skip;		/* letters to leave after \u */
	uint32_t high;		/* first half of a pair of surrogates */
	char charset[16];
	void (*picture)(void *arg, struct span bytes);
	void *arg;
};

struct control {
	char word[WORD_MAX + 1];
	bool has_number;
	long number;
};

static struct group *
top(struct rtf *r)
{
	return &r->stack[r->depth];
}

static bool
is_shown(struct rtf *r)
{
	return !top(r)->skipped && !top(r)->hidden && !top(r)->picture;
}

/* Letters of the code page become text as soon as something else comes. */
static void
flush(struct rtf *r)
{
	if (r->run.n > 0 && decode_text(buf_view(&r->run), r->charset,
	    r->out) != TT_OK)
		r->run.err = buf_err(r->out);
	if (buf_err(&r->run) == TT_OK)
		buf_clear(&r->run);
}

static void
add_str(struct rtf *r, const char *s)
{
	if (!is_shown(r))
		return;
	flush(r);
	buf_str(r->out, s);
}

static int
digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' :
	    c >= 'a' && c <= 'f' ? c - 'a' + 10 :
	    c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static void
add_hex(struct rtf *r, char c)
{
	int d = digit(c);

	if (d < 0)
		return;
	if (r->half && r->hex.n > 0)
		r->hex.p[r->hex.n - 1] |= (char)d;
	else
		buf_char(&r->hex, (char)(d << 4));
	r->half = !r->half;
}

/* One letter of the document's code page. */
static void
add_letter(struct rtf *r, char c)
{
	if (r->skip > 0)
		r->skip--;
	else if (top(r)->picture)
		add_hex(r, c);
	else if (is_shown(r))
		buf_char(&r->run, c);
}

/* \uN: signed 16 bits; beyond the first plane there are two of them. */
static void
add_unicode(struct rtf *r, long n)
{
	uint32_t cp = (uint32_t)(n & 0xffff);
	char s[4];

	r->skip = top(r)->uc;
	if (!is_shown(r))
		return;
	flush(r);
	if (cp >= 0xd800 && cp <= 0xdbff) {
		r->high = cp;
		return;
	}
	if (r->high != 0 && cp >= 0xdc00 && cp <= 0xdfff)
		cp = 0x10000 + ((r->high - 0xd800) << 10) + cp - 0xdc00;
	r->high = 0;
	if (cp != 0)
		buf_add(r->out, s, utf8_put(s, cp));
}

static const struct {
	const char *word, *text;
} letters[] = {
	{ "par", "\n" }, { "line", "\n" }, { "sect", "\n" }, { "page", "\n" },
	{ "row", "\n" }, { "tab", "\t" }, { "cell", "\t" },
	{ "emdash", "\xe2\x80\x94" }, { "endash", "\xe2\x80\x93" },
	{ "lquote", "\xe2\x80\x98" }, { "rquote", "\xe2\x80\x99" },
	{ "ldblquote", "\xe2\x80\x9c" }, { "rdblquote", "\xe2\x80\x9d" },
	{ "bullet", "\xe2\x80\xa2" }, { "emspace", " " }, { "enspace", " " },
};

static const char *const destinations[] = { "fonttbl", "colortbl",
	"stylesheet", "info", "generator", "listtable", "listoverridetable",
	"rsidtbl", "themedata", "datastore", "latentstyles", "xmlnstbl",
	"fldinst", "object", "objdata", "filetbl", "revtbl", "pntext",
	"bkmkstart", "bkmkend", "nonshppict" };

static void
set_charset(struct rtf *r, long page)
{
	flush(r);
	if (page > 0 && page < 65536 && page != 1252)
		snprintf(r->charset, sizeof(r->charset), "CP%ld", page);
}

static void
obey(struct rtf *r, const struct control *c)
{
	bool on = !c->has_number || c->number != 0;

	for (size_t i = 0; i < N_ROWS(letters); i++)
		if (strcmp(letters[i].word, c->word) == 0)
			add_str(r, letters[i].text);
	for (size_t i = 0; i < N_ROWS(destinations); i++)
		if (strcmp(destinations[i], c->word) == 0)
			top(r)->skipped = true;
	if (strcmp(c->word, "u") == 0 && c->has_number)
		add_unicode(r, c->number);
	else if (strcmp(c->word, "uc") == 0)
		top(r)->uc = c->number >= 0 && c->number < 16 ?
		    (unsigned)c->number : 1;
	else if (strcmp(c->word, "ansicpg") == 0)
		set_charset(r, c->number);
	else if (strcmp(c->word, "v") == 0 || strcmp(c->word, "deleted") == 0)
		top(r)->hidden = on;
	else if (strcmp(c->word, "plain") == 0)
		top(r)->hidden = false;
	else if (strcmp(c->word, "pict") == 0)
		top(r)->picture = !top(r)->skipped;
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static char
next(struct rtf *r)
{
	r->in.n--;
	return *r->in.p++;
}

/* After the backslash, at a letter: word, number, one space. */
static void
read_control(struct rtf *r, struct control *c)
{
	size_t n = 0;
	bool minus = false;

	*c = (struct control){ .number = 0 };
	while (r->in.n > 0 && is_letter(r->in.p[0])) {
		char letter = next(r);

		if (n < WORD_MAX)
			c->word[n++] = letter;
	}
	if (r->in.n > 1 && r->in.p[0] == '-' && digit(r->in.p[1]) >= 0 &&
	    digit(r->in.p[1]) < 10) {
		minus = true;
		(void)next(r);
	}
	while (r->in.n > 0 && r->in.p[0] >= '0' && r->in.p[0] <= '9') {
		c->has_number = true;
		c->number = c->number * 10 + (next(r) - '0');
		if (c->number > 1000000000)
			c->number = 1000000000;
	}
	if (minus)
		c->number = -c->number;
	if (r->in.n > 0 && r->in.p[0] == ' ')
		(void)next(r);
}

/* \binN: N bytes as they are, of a picture or of nothing. */
static void
skip_binary(struct rtf *r, long n)
{
	size_t most = n < 0 ? 0 : (size_t)n;

	if (most > r->in.n)
		most = r->in.n;
	if (top(r)->picture)
		buf_add(&r->hex, r->in.p, most);
	r->in.p += most;
	r->in.n -= most;
}

static void
backslash(struct rtf *r)
{
	struct control c;
	char sign;

	if (r->in.n > 0 && is_letter(r->in.p[0])) {
		read_control(r, &c);
		if (strcmp(c.word, "bin") == 0)
			skip_binary(r, c.number);
		else
			obey(r, &c);
		return;
	}
	if (r->in.n == 0)
		return;
	sign = next(r);
	if (sign == '\'' && r->in.n >= 2) {
		int a = digit(next(r)), b = digit(next(r));

		if (a >= 0 && b >= 0)
			add_letter(r, (char)(a << 4 | b));
	} else if (sign == '*') {
		top(r)->skipped = true;
	} else if (sign == '~') {
		add_str(r, "\xc2\xa0");
	} else if (sign == '_') {
		add_str(r, "-");
	} else if (sign == '\n' || sign == '\r') {
		add_str(r, "\n");
	} else if (sign == '\\' || sign == '{' || sign == '}') {
		add_letter(r, sign);
	}
}

static void
close_group(struct rtf *r)
{
	bool picture = top(r)->picture;

	flush(r);
	if (r->depth > 0)
		r->depth--;
	r->skip = 0;
	if (!picture || top(r)->picture)
		return;
	if (r->picture != NULL && r->hex.n > 8 && buf_err(&r->hex) == TT_OK &&
	    (memcmp(r->hex.p, "\x89PNG", 4) == 0 ||
	    memcmp(r->hex.p, "\xff\xd8\xff", 3) == 0))
		r->picture(r->arg, buf_view(&r->hex));
	buf_clear(&r->hex);
	r->half = false;
}

static enum tt_err
read_all(struct rtf *r)
{
	char c;

	while (r->in.n > 0) {
		if (buf_err(r->out) != TT_OK)
			return buf_err(r->out);
		c = next(r);
		if (c == '{') {
			flush(r);
			if (r->depth + 1 >= RTF_DEPTH_MAX)
				return TT_ELIMIT;
			r->stack[r->depth + 1] = *top(r);
			r->depth++;
		} else if (c == '}') {
			close_group(r);
			if (r->depth == 0)
				return buf_err(r->out);
		} else if (c == '\\') {
			backslash(r);
		} else if (c != '\r' && c != '\n') {
			add_letter(r, c);
		}
	}
	return TT_ESYNTAX;	/* groups are open */
}

enum tt_err
rtf_text(struct span in, struct buf *out,
    void (*picture)(void *arg, struct span bytes), void *arg)
{
	struct rtf r = { .in = in, .out = out, .picture = picture,
		.arg = arg };
	enum tt_err e;

	if (!span_starts(in, "{\\rtf"))
		return TT_ESYNTAX;
	r.stack[0].uc = 1;
	buf_init(&r.run, EXTRACT_TEXT_MAX);
	buf_init(&r.hex, EXTRACT_TEXT_MAX);
	e = read_all(&r);
	flush(&r);
	buf_done(&r.run);
	buf_done(&r.hex);
	return e;
}

struct shown {
	struct hatch *h;
	unsigned n;
};

static void
give_picture(void *arg, struct span bytes)
{
	struct shown *s = arg;
	char name[32];

	snprintf(name, sizeof(name), "picture %u", ++s->n);
	hatch_whole(s->h, HATCH_FILE, span_str(name), bytes);
}

void
parse_rtf(struct hatch *h, const struct parse *in)
{
	struct shown s = { h, 0 };
	struct buf out;
	enum tt_err e;

	buf_init(&out, EXTRACT_TEXT_MAX);
	e = rtf_text(in->file, &out, give_picture, &s);
	if (e != TT_OK)
		hatch_note(h, SPAN(""), e == TT_ESYNTAX ?
		    "it is cut off; what is there was read" : e == TT_ELIMIT ?
		    "its groups are nested deeper, or it is longer, than is "
		    "read; what came before was read" :
		    "there is not enough memory to read it");
	if (out.n > 0)
		hatch_whole(h, HATCH_TEXT, SPAN(""), buf_view(&out));
	buf_done(&out);
	hatch_whole(h, HATCH_BYTES, SPAN(""), in->file);
}
