/* SPDX-License-Identifier: ISC */
#include "base/b64.h"
#include "seal/line.h"
#include "telltale/age_armor.h"

#define BEGIN		"-----BEGIN AGE ENCRYPTED FILE-----"
#define END		"-----END AGE ENCRYPTED FILE-----"
#define LINE_LEN	64	/* characters */
#define LINE_BYTES	48

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* TT_ESYNTAX if there is more of it than may be. */
static enum tt_err
skip_space(struct span *in)
{
	size_t n = 0;

	while (n < in->n && is_space(in->p[n]))
		n++;
	*in = span_of(in->p + n, in->n - n);
	return n <= TT_AGE_ARMOR_SPACE_MAX ? TT_OK : TT_ESYNTAX;
}

/* Lines up to END: all of 64 characters but perhaps the last. */
static enum tt_err
decode_lines(struct buf *out, struct span *in)
{
	uint8_t bytes[LINE_BYTES];
	struct span line = { "", 0 };
	bool last = false;
	size_t n;

	while (line_cut(in, &line) && !span_is(line, END)) {
		if (last || line.n < 1 || line.n > LINE_LEN ||
		    !b64_decode_any(bytes, sizeof(bytes), &n, line.p, line.n))
			return TT_ESYNTAX;
		last = line.n < LINE_LEN || n < LINE_BYTES;
		buf_add(out, bytes, n);
		if (buf_err(out) != TT_OK)
			return buf_err(out);
	}
	return span_is(line, END) ? TT_OK : TT_ESYNTAX;
}

static enum tt_err
decode(struct buf *out, struct span text)
{
	struct span line;
	enum tt_err e;

	if ((e = skip_space(&text)) != TT_OK)
		return e;
	if (!line_cut(&text, &line) || !span_is(line, BEGIN))
		return TT_ESYNTAX;
	if ((e = decode_lines(out, &text)) != TT_OK ||
	    (e = skip_space(&text)) != TT_OK)
		return e;
	return text.n == 0 ? TT_OK : TT_ESYNTAX;
}

bool
tt_age_is_armored(struct span text)
{
	struct span line;

	return skip_space(&text) == TT_OK && line_cut(&text, &line) &&
	    span_is(line, BEGIN);
}

void
tt_age_armor(struct buf *out, struct span file)
{
	char line[LINE_LEN + 1];
	size_t take;

	buf_span(out, SPAN(BEGIN "\n"));
	while (file.n > 0) {
		take = file.n < LINE_BYTES ? file.n : LINE_BYTES;
		b64_encode(line, file.p, take);
		buf_add(out, line, B64_LEN(take));
		buf_char(out, '\n');
		file = span_of(file.p + take, file.n - take);
	}
	buf_span(out, SPAN(END "\n"));
}

enum tt_err
tt_age_dearmor(struct buf *out, struct span text)
{
	size_t kept = out->n;
	enum tt_err e = decode(out, text);

	if (e != TT_OK)
		buf_cut(out, kept);
	return e;
}
