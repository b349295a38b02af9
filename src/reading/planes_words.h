/* SPDX-License-Identifier: ISC */
/*
 * planes_words - what planes are asked, of WORDS words at a time; planes.c
 * includes this for one word and for eight, with the instructions under names
 * without a number.  Zeros are on both sides of a plane, so that neighbours
 * of every word may be read.
 */

/* The bits k, 1 to 63, behind each, and k before. */
static inline TARGET WORD
NAME(behind)(const uint64_t *bits, unsigned k)
{
	return OR(RIGHT(LOAD(bits), k), LEFT(LOAD(bits + 1), 64 - k));
}

static inline TARGET WORD
NAME(before)(const uint64_t *bits, unsigned k)
{
	return OR(LEFT(LOAD(bits), k), RIGHT(LOAD(bits - 1), 64 - k));
}

/* Bits from which on n, at most 64, are set: by doubling. */
static inline TARGET WORD
NAME(rows)(const uint64_t *bits, size_t n)
{
	WORD m = LOAD(bits), next = LOAD(bits + 1);

	for (size_t have = 1, k; have < n; have += k) {
		k = n - have < have ? n - have : have;
		m = AND(m, OR(RIGHT(m, (unsigned)k),
		    LEFT(next, (unsigned)(64 - k))));
		next = AND(next, RIGHT(next, (unsigned)k));
	}
	return m;
}

/* Bits right before which n are set. */
static inline TARGET WORD
NAME(after_rows)(const uint64_t *bits, size_t n)
{
	WORD m = NAME(before)(bits, 1), last = NAME(before)(bits - 1, 1);

	for (size_t have = 1, k; have < n; have += k) {
		k = n - have < have ? n - have : have;
		m = AND(m, OR(LEFT(m, (unsigned)k),
		    RIGHT(last, (unsigned)(64 - k))));
		last = AND(last, LEFT(last, (unsigned)k));
	}
	return m;
}

/* Four pairs of a consonant and a vowel, one behind the other. */
static inline TARGET WORD
NAME(names)(const uint64_t *c, const uint64_t *v)
{
	WORD m = AND(LOAD(c), NAME(behind)(v, 1));

	for (unsigned k = 2; k < 8; k += 2)
		m = AND(m, AND(NAME(behind)(c, k), NAME(behind)(v, k + 1)));
	return m;
}

static inline TARGET WORD
NAME(ask)(const struct question *q, size_t w)
{
	const uint64_t *a = q->a + w, *b = q->b + w;

	switch (q->kind) {
	case ASK_BEGINS:
		return ANDNOT(NAME(before)(a, 1), NAME(rows)(a, q->n));
	case ASK_AHEAD:
		return AND(LOAD(a), NAME(behind)(b, 1));
	case ASK_BEHIND:
		return AND(LOAD(a), NAME(after_rows)(b, q->n));
	case ASK_NAMES:
		return NAME(names)(a, b);
	case ASK_ZEROS:
		return AND(LOAD(a), AND(NAME(behind)(a, 2),
		    NAME(behind)(a, 4)));
	case ASK_ROWS:
		break;
	}
	return NAME(rows)(a, q->n);
}

/*
 * The next words, from a->w on, that answer with a bit; of the first only
 * those set in from.
 */
static TARGET bool
NAME(next)(const struct question *q, size_t words, uint64_t from,
    struct answer *a)
{
	for (; a->w < words; a->w += WORDS, from = UINT64_MAX) {
		const WORD m = FIRST_AND(NAME(ask)(q, a->w), from);

		if (ANY(m)) {
			STORE(a->at, m);
			a->k = FIRST(m);
			return true;
		}
	}
	return false;
}

#undef TARGET
#undef NAME
#undef WORDS
#undef WORD
#undef LOAD
#undef STORE
#undef AND
#undef ANDNOT
#undef OR
#undef LEFT
#undef RIGHT
#undef ANY
#undef FIRST
#undef FIRST_AND
