/* SPDX-License-Identifier: ISC */
/*
 * planes_vector - planes of WIDTH bytes at a time; planes.c includes this
 * once for each width, with the instructions under names without a width.
 */

/* Bytes of c from lo on, at most span behind it. */
static inline TARGET VECTOR
NAME(within)(VECTOR c, char lo, char span)
{
	VECTOR d = SUB(c, SET(lo));

	return SAME(MIN(d, SET(span)), d);
}

static inline TARGET void
NAME(put)(uint64_t word[PLANE_COUNT], enum plane which, unsigned at,
    VECTOR mask)
{
	word[which] |= (uint64_t)(uint32_t)BITS(mask) << at;
}

/* WIDTH bytes from s on, the bits from at on of all words. */
static inline TARGET void
NAME(make)(uint64_t word[PLANE_COUNT], unsigned at, const char *s)
{
	const VECTOR c = LOAD(s);
	const VECTOR low = OR(c, SET(0x20));
	const VECTOR digit = NAME(within)(c, '0', 9);
	const VECTOR alpha = NAME(within)(low, 'a', 25);
	const VECTOR vowel = OR(OR(SAME(low, SET('a')), SAME(low, SET('i'))),
	    OR(SAME(low, SET('o')), SAME(low, SET('u'))));
	const VECTOR neither = OR(OR(SAME(low, SET('c')), SAME(low, SET('e'))),
	    OR(SAME(low, SET('q')), NAME(within)(low, 'w', 2)));

	NAME(put)(word, PLANE_HEX, at,
	    OR(digit, NAME(within)(low, 'a', 5)));
	NAME(put)(word, PLANE_DIGIT, at, digit);
	NAME(put)(word, PLANE_BASE64, at, OR(OR(digit, alpha),
	    OR(OR(SAME(c, SET('+')), SAME(c, SET('/'))),
	    OR(SAME(c, SET('-')), SAME(c, SET('_'))))));
	NAME(put)(word, PLANE_VOWEL, at, vowel);
	NAME(put)(word, PLANE_CONSONANT, at,
	    ANDNOT(OR(vowel, neither), alpha));
	NAME(put)(word, PLANE_SOLID, at, ANDNOT(OR(SAME(c, SET('"')),
	    OR(SAME(c, SET('<')), SAME(c, SET('>')))),
	    NAME(within)(c, '!', '~' - '!')));
	NAME(put)(word, PLANE_ESCAPE, at,
	    OR(SAME(c, SET('%')), SAME(c, SET('\\'))));
	NAME(put)(word, PLANE_X, at, SAME(low, SET('x')));
	NAME(put)(word, PLANE_CAPITAL, at, NAME(within)(c, 'A', 25));
	NAME(put)(word, PLANE_SMALL, at, NAME(within)(c, 'a', 25));
	NAME(put)(word, PLANE_PAD, at, SAME(c, SET('=')));
	NAME(put)(word, PLANE_ZERO, at, SAME(c, SET(0)));
}

/* All whole words of s. */
static TARGET void
NAME(make_all)(struct planes *p, struct span s)
{
	for (size_t w = 0; w < s.n / 64; w++) {
		uint64_t word[PLANE_COUNT] = { 0 };

#pragma GCC unroll 4
		for (unsigned at = 0; at < 64; at += WIDTH)
			NAME(make)(word, at, s.p + 64 * w + at);
		for (size_t k = 0; k < PLANE_COUNT; k++)
			p->bits[k][w] = word[k];
	}
}

#undef TARGET
#undef NAME
#undef WIDTH
#undef VECTOR
#undef LOAD
#undef SET
#undef SUB
#undef MIN
#undef SAME
#undef ANDNOT
#undef OR
#undef BITS
