/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "reading/owner.h"

#define PAGE	4096	/* bytes of the specimen */

struct owners {
	uint32_t **page;	/* NULL or PAGE elements, plus 1; 0: nobody's */
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

enum tt_err
owners_claim(struct owners *o, uint32_t from, uint32_t to, uint32_t element)
{
	uint32_t **page;

	for (uint32_t i = from; i < to; i++) {
		page = &o->page[i / PAGE];
		if (*page == NULL &&
		    (*page = calloc(PAGE, sizeof(**page))) == NULL)
			return TT_ENOMEM;
		if ((*page)[i % PAGE] == 0)
			(*page)[i % PAGE] = element + 1;
	}
	return TT_OK;
}

uint32_t
owners_at(const struct owners *o, size_t byte)
{
	const uint32_t *page;

	if (byte / PAGE >= o->n || (page = o->page[byte / PAGE]) == NULL ||
	    page[byte % PAGE] == 0)
		return OWNER_NONE;
	return page[byte % PAGE] - 1;
}
