/* SPDX-License-Identifier: ISC */
#include <stdbool.h>
#include <string.h>

#include "wording/code.h"

static bool
stands(struct span s, size_t at, const char *what)
{
	size_t n = strlen(what);

	return at + n <= s.n && memcmp(s.p + at, what, n) == 0;
}

size_t
code_behind(struct span s, size_t at, const char *end)
{
	const char *p = at < s.n ? memmem(s.p + at, s.n - at, end,
	    strlen(end)) : NULL;

	return p == NULL ? s.n : (size_t)(p - s.p) + strlen(end);
}

size_t
code_comment(struct span s, size_t at)
{
	size_t end;

	if (stands(s, at, "//")) {
		end = code_behind(s, at, "\n");
		while (end > at && (s.p[end - 1] == '\n' ||
		    s.p[end - 1] == '\r'))
			end--;
		return end;
	}
	if (!stands(s, at, "/*"))
		return at;
	end = code_behind(s, at + 2, "*/");
	return end >= at + 4 && stands(s, end - 2, "*/") ? end : at;
}

size_t
code_string(struct span s, size_t at)
{
	size_t i = at + 1;

	for (; i < s.n && s.p[i] != s.p[at] && s.p[i] != '\n'; i++)
		if (s.p[i] == '\\')
			i++;
	return i < s.n ? i + 1 : s.n;
}

size_t
code_token(struct span s, size_t at)
{
	if (stands(s, at, "\"\"\""))
		return code_behind(s, at + 3, "\"\"\"");
	if (stands(s, at, "r#\""))
		return code_behind(s, at + 3, "\"#");
	switch (s.p[at]) {
	case '"':
	case '\'':
		return code_string(s, at);
	case '`':
		return code_behind(s, at + 1, "`");
	case '\\':
		return at + 2 < s.n ? at + 2 : s.n;
	default:
		return at + 1;
	}
}
