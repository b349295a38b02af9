/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "bulletin/lex.h"
#include "telltale/marked.h"
#include "telltale/site.h"

/* Before a mark: the backslashes of s that end at at, once more. */
static void
double_slashes(struct span s, size_t at, struct buf *out)
{
	while (at > 0 && s.p[--at] == '\\')
		buf_char(out, '\\');
}

static size_t
mark_len(struct span s, size_t at, bool in_site)
{
	struct span rest = { s.p + at, s.n - at };

	if (span_starts(rest, "{{") || (in_site && span_starts(rest, "}}")))
		return 2;
	return in_site && span_starts(rest, "|") ? 1 : 0;
}

static void
escape(struct span s, bool in_site, bool mark_follows, struct buf *out)
{
	size_t len;

	for (size_t i = 0; i < s.n; i += len) {
		if ((len = mark_len(s, i, in_site)) > 0) {
			double_slashes(s, i, out);
			buf_char(out, '\\');
		} else {
			len = 1;
			/* a last { and the {{ of a site look like one */
			if (!in_site && mark_follows && i + 1 == s.n &&
			    s.p[i] == '{')
				double_slashes(s, i, out);
		}
		buf_add(out, s.p + i, len);
	}
	if (mark_follows)
		double_slashes(s, s.n, out);
}

/* How many of c stand at the beginning, or the end, is odd. */
static bool
is_odd(struct span s, char c, bool at_end)
{
	size_t n = 0;

	while (n < s.n && s.p[at_end ? s.n - 1 - n : n] == c)
		n++;
	return n % 2 == 1;
}

static bool
can_write(const struct span *a, size_t n)
{
	if (n < 2 || n > TT_Q_MAX || span_starts(a[0], "@") ||
	    is_odd(a[0], '{', false) || is_odd(a[n - 1], '}', true))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (a[i].n > TT_ALTERNATIVE_MAX)
			return false;
		for (size_t j = 0; j < i; j++)
			if (span_eq(a[i], a[j]))
				return false;
	}
	return true;
}

void
tt_marked_plain(struct span plain, bool site_follows, struct buf *out)
{
	escape(plain, false, site_follows, out);
}

enum tt_err
tt_marked_site(const struct span *alternatives, size_t n, struct buf *out)
{
	if (!can_write(alternatives, n))
		return TT_ESYNTAX;
	buf_str(out, "{{");
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_char(out, '|');
		escape(alternatives[i], true, true, out);
	}
	buf_str(out, "}}");
	return buf_err(out);
}
