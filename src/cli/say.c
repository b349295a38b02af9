/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "cli/say.h"

#define LINE_MAX_BYTES	65536
#define FULL_HINT	"make room on that disk, or lift the limit on files; " \
			"then the same command again"

static const int exits[] = {
	[TT_OK] = CLI_DONE,
	[TT_ESYNTAX] = CLI_TROUBLE,
	[TT_ERANGE] = CLI_TROUBLE,
	[TT_ELIMIT] = CLI_TROUBLE,
	[TT_EVERSION] = CLI_TROUBLE,
	[TT_ENOSPC] = CLI_TROUBLE,
	[TT_ENOMATCH] = CLI_TROUBLE,
	[TT_EMAC] = CLI_TROUBLE,
	[TT_EPAYLOAD] = CLI_TROUBLE,
	[TT_ETAR_NAME] = CLI_TROUBLE,
	[TT_ETAR_TYPE] = CLI_TROUBLE,
	[TT_ETAR_HEADER] = CLI_TROUBLE,
	[TT_ETAR_ORDER] = CLI_TROUBLE,
	[TT_ETAR_DUPLICATE] = CLI_TROUBLE,
	[TT_ETAR_PADDING] = CLI_TROUBLE,
	[TT_ETAR_TRUNCATED] = CLI_TROUBLE,
	[TT_ETAR_TRAILING] = CLI_TROUBLE,
	[TT_ESIG] = CLI_ALARM,
	[TT_EUNSIGNED] = CLI_ALARM,
	[TT_EPROOF] = CLI_ALARM,
	[TT_EROLLBACK] = CLI_ALARM,
	[TT_EFORK] = CLI_ALARM,
	[TT_EINTEGRITY] = CLI_ALARM,
	[TT_EKEY] = CLI_TROUBLE,
	[TT_ESHARE] = CLI_ALARM,
	[TT_ENOENT] = CLI_TROUBLE,
	[TT_EEXIST] = CLI_USAGE,
	[TT_ESTATE] = CLI_REFUSED,
	[TT_EREFUSED] = CLI_REFUSED,
	[TT_EEARLY] = CLI_REFUSED,
	[TT_EAGAIN] = CLI_LATER,
	[TT_ENOMEM] = CLI_TROUBLE,
	[TT_EIO] = CLI_TROUBLE,
	[TT_EFULL] = CLI_TROUBLE,
	[TT_ENET] = CLI_TROUBLE,
	[TT_EDB] = CLI_TROUBLE,
};

_Static_assert(N_ROWS(exits) == TT_ERR_COUNT, "an exit code for each error");

int
say_exit(enum tt_err e)
{
	return exits[e];
}

/* Controls, and the marks that reorder what stands after them (UAX #9). */
static bool
harmful(int32_t cp)
{
	return cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || cp == 0x61c ||
	    cp == 0x200e || cp == 0x200f || (cp >= 0x2028 && cp <= 0x202e) ||
	    (cp >= 0x2066 && cp <= 0x2069) || cp == 0xfeff;
}

void
say_escape(struct buf *out, struct span s)
{
	int32_t cp;
	size_t len;

	while (s.n > 0) {
		cp = utf8_next(s.p, s.n, &len);
		if (cp < 0 || (cp < 0x100 && harmful(cp)))
			buf_printf(out, "\\x%02x",
			    cp < 0 ? (unsigned char)s.p[0] : (unsigned)cp);
		else if (harmful(cp))
			buf_printf(out, "\\u{%x}", (unsigned)cp);
		else
			buf_add(out, s.p, len);
		s.p += len;
		s.n -= len;
	}
}

/* head, what fmt gives, tail: one escaped line. */
static void PRINTF(3, 0)
line(const char *head, const char *tail, const char *fmt, va_list ap)
{
	struct buf b;
	char *text;

	if (vasprintf(&text, fmt, ap) < 0)
		return;
	buf_init(&b, LINE_MAX_BYTES);
	say_escape(&b, span_str(text));
	if (tail != NULL) {
		buf_str(&b, ": ");
		say_escape(&b, span_str(tail));
	}
	buf_char(&b, '\n');
	if (buf_err(&b) == TT_OK)
		fprintf(stderr, "%s%s", head, b.p);
	buf_done(&b);
	free(text);
}

void
say_hint(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	line("hint: ", NULL, fmt, ap);
	va_end(ap);
}

int
say_fail(int code, const char *hint, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	line("telltale: ", NULL, fmt, ap);
	va_end(ap);
	if (hint != NULL)
		say_hint("%s", hint);
	return code;
}

/* Of a full disk errno tells which kind, unless it was lost on the way. */
static const char *
cause_of(enum tt_err e)
{
	if ((e == TT_EIO && errno != 0) || (e == TT_EFULL && (errno ==
	    ENOSPC || errno == EDQUOT || errno == EFBIG)))
		return strerror(errno);
	return tt_err_text(e);
}

int
say_err(enum tt_err e, const char *hint, const char *fmt, ...)
{
	const char *cause = cause_of(e);
	va_list ap;

	if (e == TT_EFULL)
		hint = FULL_HINT;
	va_start(ap, fmt);
	line("telltale: ", cause, fmt, ap);
	va_end(ap);
	if (hint != NULL)
		say_hint("%s", hint);
	return say_exit(e);
}

void
say_warn(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	line("telltale: warning: ", NULL, fmt, ap);
	va_end(ap);
}

void
say_place(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	line("", NULL, fmt, ap);
	va_end(ap);
}

void
say_note(const struct cli *c, const char *fmt, ...)
{
	va_list ap;

	if (c->quiet)
		return;
	va_start(ap, fmt);
	line("", NULL, fmt, ap);
	va_end(ap);
}
