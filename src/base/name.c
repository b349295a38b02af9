/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/attr.h"
#include "base/name.h"

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool
is_name_char(char c)
{
	return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') ||
	    (c != '\0' && strchr("._+@-", c) != NULL);
}

static bool
starts_nocase(struct span s, struct span prefix)
{
	if (s.n < prefix.n)
		return false;
	for (size_t i = 0; i < prefix.n; i++)
		if (lower(s.p[i]) != lower(prefix.p[i]))
			return false;
	return true;
}

static bool
is_device(struct span component)
{
	static const struct {
		const char name[4];
		bool numbered;	/* a digit 1 to 9 follows */
	} devices[] = {
		{ "con", false }, { "prn", false }, { "aux", false },
		{ "nul", false }, { "com", true }, { "lpt", true },
	};
	const char *dot = memchr(component.p, '.', component.n);
	size_t n = dot == NULL ? component.n : (size_t)(dot - component.p);

	for (size_t i = 0; i < N_ROWS(devices); i++) {
		if (!starts_nocase(component,
		    (struct span){ devices[i].name, 3 }))
			continue;
		if (devices[i].numbered ? n == 4 && component.p[3] >= '1' &&
		    component.p[3] <= '9' : n == 3)
			return true;
	}
	return false;
}

static bool
is_component(struct span s)
{
	if (s.n < 1 || s.n > NAME_COMPONENT_MAX || s.p[0] == '.' ||
	    s.p[0] == '-' || s.p[s.n - 1] == '.')
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!is_name_char(s.p[i]))
			return false;
	return !is_device(s);
}

size_t
name_member_split(struct span s)
{
	if (s.n <= NAME_COMPONENT_MAX)
		return 0;
	for (size_t i = NAME_PREFIX_MAX < s.n ? NAME_PREFIX_MAX : s.n - 1;
	    i > 0 && s.n - i - 1 <= NAME_COMPONENT_MAX; i--)
		if (s.p[i] == '/')
			return i;
	return 0;
}

bool
name_member_ok(struct span s)
{
	size_t from = 0, components = 0;

	if (s.n < 1 || s.n > NAME_MAX_LEN)
		return false;
	for (size_t i = 0; i <= s.n; i++) {
		if (i < s.n && s.p[i] != '/')
			continue;
		if (++components > NAME_COMPONENTS ||
		    !is_component((struct span){ s.p + from, i - from }))
			return false;
		from = i + 1;
	}
	return s.n <= NAME_COMPONENT_MAX || name_member_split(s) > 0;
}

bool
name_member_clash(struct span a, struct span b)
{
	struct span folder = a.n < b.n ? a : b, other = a.n < b.n ? b : a;

	return starts_nocase(other, folder) &&
	    (other.n == folder.n || other.p[folder.n] == '/');
}
