/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "cli/census_gaps.h"
#include "cli/census_knowers.h"
#include "store/vault_partner.h"
#include "store/vault_preview.h"

struct knowing {
	const struct census_about *about;
	struct vault_knower *knower;
	size_t n, cap;
};

static enum tt_err
take_knower(void *ctx, const struct vault_knower *k)
{
	struct knowing *g = ctx;
	enum tt_err e;

	if ((e = census_grow(&g->knower, g->n, &g->cap, sizeof(*g->knower))) ==
	    TT_OK)
		g->knower[g->n++] = *k;
	return e;
}

/* The parts of that revision, a name a line, as a knower has them. */
static enum tt_err
parts_of(const struct census_about *a, unsigned revision,
    char out[VAULT_KNOWER_PARTS_MAX + 1])
{
	struct buf b;
	enum tt_err e;

	buf_init(&b, VAULT_KNOWER_PARTS_MAX);
	for (size_t t = 0; t < a->n_texts; t++)
		for (size_t i = 0; a->text[t].revision == revision &&
		    i < a->text[t].manifest.n_parts; i++)
			buf_printf(&b, "%s%s", b.n > 0 ? "\n" : "",
			    a->text[t].manifest.parts[i].file);
	if ((e = buf_err(&b)) == TT_OK)
		e = span_copy(buf_view(&b), out, VAULT_KNOWER_PARTS_MAX + 1);
	buf_done(&b);
	return e;
}

/* Who was shown a preview knew, whatever else they got: a line of staff. */
static enum tt_err
take_preview(void *ctx, const struct vault_preview *p)
{
	struct knowing *g = ctx;
	struct vault_knower k = { .n = 0, .role = "staff",
		.since = { p->at_s, p->at_s }, .added_s = p->at_s };
	enum tt_err e;

	if ((e = parts_of(g->about, p->revision, k.parts)) != TT_OK)
		return e;
	memcpy(k.bulletin, p->bulletin, sizeof(p->bulletin));
	memcpy(k.organisation, p->partner, sizeof(p->partner));
	memcpy(k.person, p->reader, sizeof(p->reader));
	memcpy(k.officer, p->officer, sizeof(p->officer));
	snprintf(k.source, sizeof(k.source), "a preview of revision %u, "
	    "logged in this vault", p->revision);
	return take_knower(g, &k);
}

/* An organisation that is a partner too is one, and is counted once. */
static enum tt_err
organisation_of(void *ctx, const struct vault_partner *p)
{
	struct knowing *g = ctx;

	for (size_t i = 0; i < g->n; i++) {
		struct vault_knower *k = &g->knower[i];

		if (strcmp(k->organisation, p->name) == 0)
			memcpy(k->organisation, p->id, sizeof(p->id));
	}
	return TT_OK;
}

enum tt_err
census_knowers_read(struct db *db, const char *bulletin,
    const struct census_about *about, struct vault_knower **out, size_t *n)
{
	struct knowing g = { .about = about };
	enum tt_err e;

	if ((e = vault_knower_each(db, bulletin, take_knower, &g)) == TT_OK)
		e = vault_preview_each(db, bulletin, take_preview, &g);
	if (e == TT_OK && g.n > 0)
		e = vault_partner_each(db, organisation_of, &g);
	*out = g.knower;
	*n = g.n;
	return e;
}

bool
census_knowers_has(const struct vault_knower *k, size_t n, const char *reader)
{
	for (size_t i = 0; i < n; i++)
		if (k[i].n == 0 && strcmp(k[i].person, reader) == 0)
			return true;
	return false;
}

bool
census_lists(const char *names, const char *name)
{
	struct span rest = span_str(names), one;

	if (names[0] == '\0')
		return true;
	while (span_word(&rest, '\n', &one))
		if (span_is(one, name))
			return true;
	return false;
}

bool
census_knower_poc(const struct census_about *a, const struct vault_knower *k)
{
	for (size_t t = 0; t < a->n_texts; t++) {
		const struct tt_manifest *m = &a->text[t].manifest;

		for (size_t i = 0; i < m->n_parts; i++)
			if (m->parts[i].kind == TT_PART_POC &&
			    census_lists(k->parts, m->parts[i].file))
				return true;
	}
	return false;
}
