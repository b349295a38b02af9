/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "reading/trail.h"

const struct element *
trail_element(const struct trail *t, uint32_t i)
{
	return &t->d->l->elements.at[t->s->first + i];
}

struct chain
trail_chain(const struct trail *t, uint32_t i)
{
	const struct element *e = trail_element(t, i);
	const struct chain *c = &t->d->l->chains.at[e->first];

	if (!element_is_site(e))
		return c[0];
	if (t->al->sites[i].taken < e->n)
		return c[t->al->sites[i].taken];
	return (struct chain){ c[0].first, 0, 0 };
}

bool
trail_is_any(const struct trail *t, const struct step *s)
{
	return t->d->l->nodes.at[s->node].byte == NODE_ANY;
}

int32_t
trail_end(const struct trail *t, size_t k)
{
	const struct step *s = &t->steps[k];

	return trail_is_any(t, s) ?
	    (int32_t)t->al->cross[s->element + 1].at : s->byte + 1;
}

bool
trail_lay(struct trail *t)
{
	uint32_t n = t->s->end - t->s->first;
	size_t last = 0, most = 0;
	struct chain c;
	struct step s;

	for (uint32_t i = 0; i < n; i++)
		most += trail_chain(t, i).n;
	if ((t->steps = calloc(most + 1, sizeof(*t->steps))) == NULL)
		return false;
	for (uint32_t i = 0; i < n; i++) {
		c = trail_chain(t, i);
		for (uint32_t k = c.first; k < c.first + c.n; k++) {
			s = (struct step){ k,
				t->al->byte[k - t->al->first_node], i };
			if (trail_is_any(t, &s))
				s.byte = (int32_t)t->al->cross[i].at;
			if (t->n == 0 && s.byte < 0)
				continue;
			t->steps[t->n++] = s;
			if (s.byte >= 0)
				last = t->n;
		}
	}
	t->n = last;
	return true;
}

size_t
trail_first(const struct trail *t, uint32_t i)
{
	size_t k = 0;

	while (k < t->n && t->steps[k].element < i)
		k++;
	return k;
}

unsigned
trail_beside(const struct trail *t, size_t k, int direction, int32_t byte,
    unsigned most)
{
	unsigned n = 0, hole = 0;
	int32_t first;

	/* k runs below 0 as it runs above n: it is unsigned */
	for (; k < t->n && n < most && hole <= HOLE; k += (size_t)direction) {
		if (t->steps[k].byte < 0) {
			hole++;
			continue;
		}
		first = direction < 0 ? trail_end(t, k) - 1 : t->steps[k].byte;
		if (abs(first - byte) > HOLE)
			break;
		byte = direction < 0 ? t->steps[k].byte - 1 : trail_end(t, k);
		hole = 0;
		n++;
	}
	return n;
}
