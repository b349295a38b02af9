/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/utf8.h"
#include "bulletin/encoding.h"
#include "bulletin/lex.h"

static const char say_utf8[] = "parts with sites must be UTF-8: convert it";

/* UTF-16 with a byte order mark, and {{ in it. */
static bool
is_marked_utf16(struct span s)
{
	return (span_starts(s, "\xff\xfe") && memmem(s.p, s.n, "{\0{", 4)) ||
	    (span_starts(s, "\xfe\xff") && memmem(s.p, s.n, "\0{\0{", 4));
}

/* What would be a site, and the first byte that is no text. */
struct survey {
	size_t sites;
	struct spot bad;
	bool found_bad;
	unsigned char byte;
};

static void
find_bad(struct survey *v, struct span part, struct token t)
{
	size_t len;

	for (size_t i = 0; i < t.text.n; i += len) {
		int32_t c = utf8_next(t.text.p + i, t.text.n - i, &len);

		if (c > 0)
			continue;
		v->found_bad = true;
		v->bad = t.at;
		spot_move(&v->bad, part, (size_t)(t.text.p - part.p) + i);
		v->byte = (unsigned char)t.text.p[i];
		return;
	}
}

static struct survey
look(struct span part)
{
	struct survey v = { .sites = 0 };
	struct lexer l;
	struct token t;

	lexer_init(&l, part);
	while ((t = lexer_next(&l)).kind != TOKEN_END) {
		if (t.kind != TOKEN_PLAIN)
			v.sites++;
		if (!v.found_bad)
			find_bad(&v, part, t);
	}
	return v;
}

bool
encoding_is_text(struct span part, struct tt_where at, struct tt_diags *diags)
{
	bool nul = part.n > 0 && memchr(part.p, '\0', part.n) != NULL;
	bool utf8 = utf8_valid(part.p, part.n);
	struct survey v;

	if (utf8 && !nul)
		return true;
	v = look(part);
	if (is_marked_utf16(part)) {
		tt_diags_add(diags, TT_ERROR, at, say_utf8, "this is UTF-16");
	} else if (v.sites > 0 && (utf8 || !nul)) {
		at.line = v.bad.line;
		at.column = v.bad.column;
		tt_diags_add(diags, TT_ERROR, at, say_utf8,
		    "%zu sites, and a byte 0x%02x that is no text", v.sites,
		    v.byte);
	} else if (v.sites > 0) {
		tt_diags_add(diags, TT_WARNING, at,
		    "sites in it are not replaced",
		    "binary, with {{ in %zu places", v.sites);
	}
	return false;
}
