/* SPDX-License-Identifier: ISC */
/* find_own - what the index is made of.  Private to find*.c. */
#ifndef READING_FIND_OWN_H
#define READING_FIND_OWN_H

#include "reading/gram.h"
#include "telltale/find.h"

struct find_entry {
	enum tt_find_kind kind;
	uint8_t id_len;
	char id[TT_FIND_ID_MAX];
	uint32_t *key;		/* n of them, rising */
	uint32_t n;
};

/* By rising id, no two alike. */
struct tt_find {
	struct find_entry *at;
	size_t n, cap;
};

static inline struct span
find_entry_id(const struct find_entry *e)
{
	return (struct span){ e->id, e->id_len };
}

#endif
