/* SPDX-License-Identifier: ISC */
#include <stdbool.h>
#include <string.h>
#include <time.h>

#include "cli/post/message.h"

#define LINE_MAX_QP	75	/* characters before a soft line break */

bool
message_address_ok(const char *address)
{
	const char *at = strchr(address, '@');

	for (const char *p = address; *p != '\0'; p++)
		if (*p <= ' ' || *p > '~' || strchr("<>()[],;:\\\"", *p) !=
		    NULL)
			return false;
	return at != NULL && at > address && at[1] != '\0' &&
	    strchr(at + 1, '@') == NULL && address[0] != '-';
}

static bool
is_line(const char *s)
{
	for (; *s != '\0'; s++)
		if (*s < ' ' || *s > '~')
			return false;
	return true;
}

static void
add_date(struct buf *b, int64_t at_s)
{
	static const char *const days[] = { "Sun", "Mon", "Tue", "Wed", "Thu",
		"Fri", "Sat" }, *const months[] = { "Jan", "Feb", "Mar",
		"Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
		"Dec" };
	time_t t = (time_t)at_s;
	struct tm tm;

	if (gmtime_r(&t, &tm) == NULL) {
		b->err = TT_ERANGE;
		return;
	}
	buf_printf(b, "Date: %s, %d %s %d %02d:%02d:%02d +0000\r\n",
	    days[tm.tm_wday], tm.tm_mday, months[tm.tm_mon],
	    tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

/* One line of the text; a space at its end, and a dot alone, as escapes. */
static void
add_line(struct buf *b, struct span line)
{
	size_t width = 0;

	for (size_t i = 0; i < line.n; i++) {
		unsigned char c = (unsigned char)line.p[i];
		bool plain = c > ' ' && c <= '~' && c != '=' && !(c == '.' &&
		    i == 0);

		plain = plain || (c == ' ' && i + 1 < line.n);
		if (width + (plain ? 1 : 3) > LINE_MAX_QP) {
			buf_str(b, "=\r\n");
			width = 0;
		}
		if (plain)
			buf_char(b, (char)c);
		else
			buf_printf(b, "=%02X", c);
		width += plain ? 1 : 3;
	}
	buf_str(b, "\r\n");
}

enum tt_err
message_write(const struct message *m, struct buf *out)
{
	struct span text = m->text, line;
	const char *slash = strpbrk(m->origin, ":/");

	if (!message_address_ok(m->from) || !message_address_ok(m->to) ||
	    !is_line(m->subject) || !is_line(m->origin))
		return TT_ESYNTAX;
	add_date(out, m->date_s);
	buf_printf(out, "From: <%s>\r\nTo: <%s>\r\nSubject: %s\r\n"
	    "Message-ID: <%s@%.*s>\r\nAuto-Submitted: auto-generated\r\n"
	    "MIME-Version: 1.0\r\n"
	    "Content-Type: text/plain; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n\r\n", m->from,
	    m->to, m->subject, m->id, slash != NULL ?
	    (int)(slash - m->origin) : (int)strlen(m->origin), m->origin);
	while (span_line(&text, &line))
		add_line(out, line);
	return text.n == 0 ? buf_err(out) : TT_ESYNTAX;
}
