/* SPDX-License-Identifier: ISC */
#include <string.h>
#include <strings.h>

#include "bulletin/grow.h"
#include "wording/rules.h"

#define RULED_MAX	(1u << 20)

enum tt_err
rules_add(struct rules *r, const struct tt_proposal *p)
{
	enum tt_err e = grow((void **)&r->at, &r->cap, r->n, sizeof(*r->at),
	    RULED_MAX);

	if (e == TT_OK)
		r->at[r->n++] = *p;
	return e;
}

bool
rules_is_word(const struct token *t, const char *const *words, size_t n)
{
	struct span w = t->s.text;

	for (size_t i = 0; i < n; i++)
		if (w.n == strlen(words[i]) &&
		    strncasecmp(w.p, words[i], w.n) == 0)
			return true;
	return false;
}

enum tt_err
rules_find(struct rules *r, const struct matching *m, struct page *pg)
{
	enum tt_err e;

	if ((e = rule_order(r, m, pg)) == TT_OK &&
	    (e = rule_date(r, m, pg)) == TT_OK)
		e = rule_serial(r, m, pg);
	return e;
}
