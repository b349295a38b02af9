/* SPDX-License-Identifier: ISC */
#include "reading/runs.h"

#define SOLID	RUN_SOLID
#define OTHER	(RUN_BASE64 | RUN_BASE64URL | RUN_WORD | RUN_SOLID)
#define DIGIT	(OTHER | RUN_DIGIT | RUN_HEX)
#define LETTER	(OTHER | RUN_LETTER)
#define HEX	(OTHER | RUN_HEX)
#define BOTH	(OTHER | RUN_HEX | RUN_LETTER)

const uint8_t run_kind[256] = {
	['!'] = SOLID, ['#'] = SOLID, ['$'] = SOLID, ['%'] = SOLID,
	['&'] = SOLID, ['\''] = SOLID, ['('] = SOLID, [')'] = SOLID,
	['*'] = SOLID, ['+'] = SOLID | RUN_BASE64, [','] = SOLID,
	['-'] = SOLID | RUN_BASE64URL, ['.'] = SOLID,
	['/'] = SOLID | RUN_BASE64, ['0'] = DIGIT, ['1'] = DIGIT,
	['2'] = DIGIT, ['3'] = DIGIT, ['4'] = DIGIT, ['5'] = DIGIT,
	['6'] = DIGIT, ['7'] = DIGIT, ['8'] = DIGIT, ['9'] = DIGIT,
	[':'] = SOLID, [';'] = SOLID, ['='] = SOLID, ['?'] = SOLID,
	['@'] = SOLID, ['A'] = BOTH, ['B'] = BOTH, ['C'] = HEX, ['D'] = BOTH,
	['E'] = HEX, ['F'] = BOTH, ['G'] = LETTER, ['H'] = LETTER,
	['I'] = LETTER, ['J'] = LETTER, ['K'] = LETTER, ['L'] = LETTER,
	['M'] = LETTER, ['N'] = LETTER, ['O'] = LETTER, ['P'] = LETTER,
	['Q'] = OTHER, ['R'] = LETTER, ['S'] = LETTER, ['T'] = LETTER,
	['U'] = LETTER, ['V'] = LETTER, ['W'] = OTHER, ['X'] = OTHER,
	['Y'] = OTHER, ['Z'] = LETTER, ['['] = SOLID, ['\\'] = SOLID,
	[']'] = SOLID, ['^'] = SOLID, ['_'] = OTHER & ~RUN_BASE64,
	['`'] = SOLID, ['a'] = BOTH, ['b'] = BOTH, ['c'] = HEX, ['d'] = BOTH,
	['e'] = HEX, ['f'] = BOTH, ['g'] = LETTER, ['h'] = LETTER,
	['i'] = LETTER, ['j'] = LETTER, ['k'] = LETTER, ['l'] = LETTER,
	['m'] = LETTER, ['n'] = LETTER, ['o'] = LETTER, ['p'] = LETTER,
	['q'] = OTHER, ['r'] = LETTER, ['s'] = LETTER, ['t'] = LETTER,
	['u'] = LETTER, ['v'] = LETTER, ['w'] = OTHER, ['x'] = OTHER,
	['y'] = OTHER, ['z'] = LETTER, ['{'] = SOLID, ['|'] = SOLID,
	['}'] = SOLID, ['~'] = SOLID,
};

bool
run_next(struct span s, unsigned kind, size_t min, size_t *at, size_t *n)
{
	const uint8_t *p = (const uint8_t *)s.p;
	size_t i = *at + *n, b, e;

	/* Here and below p[i - 1], if there is one, or p[i] is of no run. */
	while (s.n - i >= min) {
		if ((run_kind[p[i + min - 1]] & kind) == 0) {
			i += min;
			continue;
		}
		for (b = i + min - 1; b > i &&
		    (run_kind[p[b - 1]] & kind) != 0; b--)
			;
		for (e = i + min; e < s.n && (run_kind[p[e]] & kind) != 0; e++)
			;
		if (e - b >= min) {
			*at = b;
			*n = e - b;
			return true;
		}
		i = e;
	}
	return false;
}
