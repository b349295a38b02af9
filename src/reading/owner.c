/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "reading/costs.h"
#include "reading/owner.h"

#define PAGE		4096		/* bytes of the specimen */
#define CLEARLY		(6 * NAT)	/* by how much the better one is that */

struct owner {
	uint32_t element;	/* plus 1; 0: nobody's */
	int32_t score;
	bool doubt;
};

struct owners {
	struct owner **page;
	size_t n;		/* pages */
};

struct owners *
owners_new(size_t n)
{
	struct owners *o = calloc(1, sizeof(*o));

	if (o == NULL)
		return NULL;
	o->n = n / PAGE + 1;
	if ((o->page = calloc(o->n, sizeof(*o->page))) == NULL) {
		free(o);
		return NULL;
	}
	return o;
}

void
owners_free(struct owners *o)
{
	if (o == NULL)
		return;
	for (size_t i = 0; i < o->n; i++)
		free(o->page[i]);
	free(o->page);
	free(o);
}

static void
claim(struct owner *w, uint32_t element, int32_t score)
{
	if (w->element == 0) {
		w->element = element + 1;
		w->score = score;
	} else if (w->element != element + 1 && w->score - score < CLEARLY) {
		w->doubt = true;
	}
}

enum tt_err
owners_claim(struct owners *o, uint32_t from, uint32_t to, uint32_t element,
    int32_t score)
{
	struct owner **page;

	for (uint32_t i = from; i < to; i++) {
		page = &o->page[i / PAGE];
		if (*page == NULL &&
		    (*page = calloc(PAGE, sizeof(**page))) == NULL)
			return TT_ENOMEM;
		claim(&(*page)[i % PAGE], element, score);
	}
	return TT_OK;
}

static const struct owner *
find(const struct owners *o, size_t byte)
{
	const struct owner *page;

	if (byte / PAGE >= o->n || (page = o->page[byte / PAGE]) == NULL)
		return NULL;
	return &page[byte % PAGE];
}

uint32_t
owners_at(const struct owners *o, size_t byte)
{
	const struct owner *w = find(o, byte);

	return w == NULL || w->element == 0 ? OWNER_NONE : w->element - 1;
}

bool
owners_doubt(const struct owners *o, size_t byte)
{
	const struct owner *w = find(o, byte);

	return w != NULL && w->doubt;
}
