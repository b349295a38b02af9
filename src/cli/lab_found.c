/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "cli/lab_found.h"
#include "telltale/diag.h"
#include "telltale/prose.h"
#include "telltale/wording.h"

static enum tt_err
read_tables(struct tt_wordings **out)
{
	size_t n;
	const struct tt_wordings_text *tables = tt_wordings_public(&n);
	struct tt_diags *diags = calloc(1, sizeof(*diags));
	enum tt_err e;

	if (diags == NULL)
		return TT_ENOMEM;
	tt_diags_init(diags);
	e = tt_wordings_parse(out, tables, n, diags);
	free(diags);
	return e;
}

/* Do n bytes from there on share one with a proposal, or touch an empty one? */
static bool
meets(const struct tt_proposals *p, size_t from, size_t n)
{
	for (size_t i = 0; i < p->n; i++) {
		size_t at = p->at[i].offset, end = at + p->at[i].length;

		if (n == 0 || p->at[i].length == 0 ?
		    from <= end && at <= from + n :
		    from < end && at < from + n)
			return true;
	}
	return false;
}

/* Where the sites of a part came to stand, and whether they are met there. */
static enum tt_err
compare(const struct tt_bulletin *b, size_t part, const struct tt_proposals *p,
    bool *found)
{
	const struct tt_part *of = &b->parts[part];
	size_t added = 0;
	struct buf text;
	enum tt_err e = TT_OK;

	buf_init(&text, TT_RENDERING_MAX);
	for (size_t i = 0; i < of->n_places && e == TT_OK; i++) {
		const struct tt_place *place = &b->places[of->first_place + i];

		buf_clear(&text);
		if ((e = tt_site_text(&b->sites[place->site], 0, &text)) !=
		    TT_OK || (e = buf_err(&text)) != TT_OK)
			break;
		found[place->site] = found[place->site] ||
		    meets(p, place->offset + added, text.n);
		added += text.n;
	}
	buf_done(&text);
	return e;
}

static enum tt_err
propose(const struct draft *d, size_t part, const struct tt_wordings *w,
    const uint64_t *symbols, bool *found)
{
	const struct tt_bulletin *b = d->bulletin;
	struct tt_proposals *proposals = NULL;
	struct tt_prose *prose = NULL;
	struct buf text;
	enum tt_err e;

	buf_init(&text, TT_RENDERING_MAX);
	if ((e = tt_bulletin_render(b, part, symbols, &text)) == TT_OK &&
	    (e = tt_prose_cut(&prose, tt_prose_format_of(b->parts[part].name,
	    buf_view(&text)), buf_view(&text))) == TT_OK &&
	    (e = tt_wording_propose(&proposals, w, buf_view(&text), prose)) ==
	    TT_OK)
		e = compare(b, part, proposals, found);
	tt_proposals_free(proposals);
	tt_prose_free(prose);
	buf_done(&text);
	return e;
}

enum tt_err
lab_found(const struct draft *d, bool *found)
{
	const struct tt_bulletin *b = d->bulletin;
	uint64_t *own = calloc(b->n_sites + 1, sizeof(*own));
	struct tt_wordings *w = NULL;
	enum tt_err e;

	if (own == NULL)
		return TT_ENOMEM;
	memset(found, 0, b->n_sites * sizeof(*found));
	e = read_tables(&w);
	for (size_t i = 0; i < b->n_parts && e == TT_OK; i++)
		if (!b->parts[i].binary)
			e = propose(d, i, w, own, found);
	tt_wordings_free(w);
	free(own);
	return e;
}
