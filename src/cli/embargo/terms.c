/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "cli/embargo/terms.h"
#include "cli/sealed.h"
#include "telltale/terms.h"

static enum tt_err
write_next(const struct tt_terms *was, const struct terms_next *n,
    struct buf *out)
{
	struct tt_statement_out *o = calloc(1, sizeof(*o));
	const struct tt_statement *head = &was->head;
	struct span name, value;
	enum tt_err e;

	if (o == NULL)
		return TT_ENOMEM;
	tt_statement_begin(o, TT_TERMS, head->origin, 0);
	tt_statement_put(o, "bulletin", tt_statement_get(head, "bulletin"));
	tt_statement_put_number(o, "revision", n->revision);
	tt_statement_put_instant(o, "public", n->public_s);
	tt_statement_put_instant(o, "opens", n->opens_s);
	tt_statement_put(o, "wave", tt_statement_get(head, "wave"));
	tt_statement_put(o, "agreement", tt_statement_get(head, "agreement"));
	tt_statement_put_instant(o, "respond-by", n->public_s);
	for (size_t i = 0; i < tt_statement_count(head, "use"); i++) {
		tt_statement_pair(head, "use", i, &name, &value);
		tt_statement_put_pair(o, "use", name, value);
	}
	e = tt_terms_write(o, was->text, out);
	free(o);
	return e;
}

enum tt_err
terms_next(const struct standing *s, const struct standing_wave *w,
    const struct terms_next *n, struct buf *out)
{
	struct tt_terms *was = malloc(sizeof(*was));
	struct buf file;
	enum tt_err e;

	if (was == NULL)
		return TT_ENOMEM;
	if ((e = sealed_terms(s->v, w->sealing, &w->wave, &file)) == TT_OK) {
		buf_init(out, TT_TERMS_MAX);
		if ((e = tt_terms_parse(was, buf_view(&file), NULL)) ==
		    TT_OK)
			e = write_next(was, n, out);
		if (e != TT_OK)
			buf_done(out);
		buf_done(&file);
	}
	free(was);
	return e;
}

static bool
had(const struct hash *terms, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (memcmp(terms[k].b, terms[i].b, sizeof(terms[i].b)) == 0)
			return true;
	return false;
}

void
terms_put(struct tt_statement_out *o, const struct hash *terms, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!had(terms, i))
			tt_statement_put_hash(o, "terms", &terms[i]);
}
