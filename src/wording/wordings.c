/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/utf8.h"
#include "wording/public.h"
#include "wording/reader.h"

typedef void pass(struct reader *r, struct span text);

static struct reader
reader_of(struct tt_wordings *w, struct lexicon *l, struct tt_diags *diags,
    const struct tt_wordings_text *t, size_t order)
{
	return (struct reader){ .w = w, .lexicon = l, .diags = diags,
		.table = t->name, .order = (uint32_t)order, .own = t->own };
}

static enum tt_err
read_all(pass *p, struct tt_wordings *w, struct lexicon *l,
    struct tt_diags *diags, const struct tt_wordings_text *tables, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct reader r = reader_of(w, l, diags, &tables[i], i);

		p(&r, tables[i].text);
		if (r.err != TT_OK)
			return r.err;
	}
	return TT_OK;
}

static enum tt_err
check_text(struct tt_wordings *w, struct tt_diags *diags,
    const struct tt_wordings_text *tables, size_t n)
{
	enum tt_err e = TT_OK;

	for (size_t i = 0; i < n && e != TT_ELIMIT; i++) {
		struct reader r = reader_of(w, NULL, diags, &tables[i], i);

		if (tables[i].text.n > TABLE_MAX) {
			reader_fault(&r, "split it", "a table is at most %u "
			    "bytes", TABLE_MAX);
			e = TT_ELIMIT;
		} else if (!utf8_valid(tables[i].text.p, tables[i].text.n)) {
			reader_fault(&r, "save it as UTF-8", "not UTF-8");
			e = TT_ESYNTAX;
		}
	}
	return e;
}

const struct tt_wordings_text *
tt_wordings_public(size_t *n)
{
	*n = wording_public_n;
	return wording_public;
}

enum tt_err
tt_wordings_parse(struct tt_wordings **out,
    const struct tt_wordings_text *tables, size_t n, struct tt_diags *diags)
{
	static pass *const passes[] = {
		read_irregulars, read_classes, read_groups,
	};
	struct tt_wordings *w = calloc(1, sizeof(*w));
	size_t errors = diags->n_errors;
	struct lexicon lexicon = { .n = 0 };
	enum tt_err e;

	if (w == NULL)
		return TT_ENOMEM;
	if ((e = vocab_init(&w->vocab)) != TT_OK)
		goto out;
	if ((e = check_text(w, diags, tables, n)) != TT_OK)
		goto out;
	for (size_t i = 0; i < N_ROWS(passes) && e == TT_OK; i++)
		e = read_all(passes[i], w, &lexicon, diags, tables, n);
	if (e == TT_OK && diags->n_errors > errors)
		e = TT_ESYNTAX;
	if (e == TT_OK) {
		*out = w;
		w = NULL;	/* transferred */
	}
out:
	free(lexicon.at);
	tt_wordings_free(w);
	return e;
}

void
tt_wordings_free(struct tt_wordings *w)
{
	if (w == NULL)
		return;
	vocab_done(&w->vocab);
	free(w->groups);
	free(w->rows);
	free(w->starts);
	free(w->keeps);
	free(w->gaps);
	arena_done(&w->arena);
	free(w);
}

size_t
tt_wordings_n(const struct tt_wordings *w)
{
	return w->n_groups;
}
