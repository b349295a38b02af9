/* SPDX-License-Identifier: ISC */
/* rendering - check 12: the sealed copy has in it what its row says. */
#include <stdlib.h>
#include <string.h>

#include "audit/audit_own.h"
#include "audit/derive.h"
#include "base/hex.h"
#include "base/secret.h"
#include "base/sha256.h"
#include "telltale/age_key.h"
#include "telltale/copy.h"

static bool
read_file_key(struct audit *a, struct tt_age_file_key *out)
{
	struct span file = audit_file(a, "file.key");

	if (file.n != HEX_LEN(sizeof(out->b)) + 1 ||
	    file.p[file.n - 1] != '\n' ||
	    !hex_decode(out->b, sizeof(out->b), file.p, file.n - 1))
		return audit_refuse(a, "file.key: missing, or not a key");
	return true;
}

/* The wave's own key: its recipient is the wave statement's. */
static bool
read_wave_key(struct audit *a, struct tt_age_identities *ids)
{
	struct tt_age_recipient want;
	enum tt_err e;

	e = tt_age_identities_parse(ids, audit_file(a, "wave.key"), NULL);
	if (e != TT_OK)
		return audit_cannot(a, e, SPAN("wave.key"));
	if (!tt_statement_recipient(&a->accused->wave->s, "recipient",
	    &want) || ids->n != 1 || memcmp(want.u, ids->id[0].recipient.u,
	    sizeof(want.u)) != 0)
		return audit_refuse(a, "wave.key: not the wave's");
	return true;
}

/* One part as the row has it, and the member that should be the same. */
static bool
same_part(struct audit *a, const struct tt_bulletin *b, size_t part,
    const uint64_t *symbols, struct span member)
{
	struct span name = b->parts[part].name;
	struct buf text;
	enum tt_err e;
	bool same;

	buf_init(&text, TT_RENDERING_MAX);
	e = tt_bulletin_render(b, part, symbols, &text);
	same = e == TT_OK && span_eq(buf_view(&text), member);
	buf_done(&text);
	if (e == TT_ENOMEM)
		return audit_cannot(a, e, name);
	return same || audit_refuse(a, "%.*s: the copy has in it another text "
	    "than its row", (int)name.n, name.p);
}

static bool
same_parts(struct audit *a, const struct row_file *copy, size_t k,
    const uint64_t *symbols, const struct tt_archive *in)
{
	const struct tt_bulletin *b = a->text[k].bulletin;
	size_t carried = 0, i;

	for (size_t p = 0; p < b->n_parts; p++) {
		struct span name = b->parts[p].name;

		if (!derive_carries(a, copy->profiles, k, p))
			continue;
		carried++;
		for (i = 0; i < in->n && !span_eq(in->member[i].name,
		    name); i++)
			continue;
		if (i == in->n)
			return audit_refuse(a, "%.*s is not in the copy",
			    (int)name.n, name.p);
		if (!same_part(a, b, p, symbols, in->member[i].data))
			return false;
	}
	return carried == in->n || audit_refuse(a, "the copy has %zu files, "
	    "its profile %zu parts", in->n, carried);
}

static bool
open_copy(struct audit *a, const struct tt_age_file_key *key,
    const struct tt_age_identity *wave, struct tt_copy **out)
{
	uint8_t hash[SHA256_LEN];
	const struct tt_copy_opener by = { .outer_key = key, .wave = wave,
		.hash = hash };
	enum tt_err e;

	if (!tt_statement_bytes(&a->accused->receipt->s, "copy", hash,
	    sizeof(hash)))
		return audit_refuse(a, "the receipt names no copy");
	e = tt_copy_open(out, audit_file(a, "copy.age"), &by, NULL);
	return e == TT_OK || audit_cannot(a, e, SPAN("copy.age"));
}

static bool
compare(struct audit *a, const struct tt_copy *c)
{
	const struct tt_statement *leaf = &a->accused->leaf;
	const struct row_file *copy = audit_row(a, TT_SITE_COPY,
	    tt_statement_number(leaf, "number", 0));
	const struct row_file *holder = audit_row(a, TT_SITE_HOLDER,
	    tt_statement_number(leaf, "holder", 0));
	const struct audit_text *t = &a->text[a->accused_of];
	uint64_t *symbols = calloc(t->bulletin->n_sites + 1,
	    sizeof(*symbols));
	struct derived d = { .has = NULL };
	enum tt_err e = TT_ENOMEM;
	bool same = false;

	if (symbols != NULL)
		e = derive_copy(a, copy, holder, &d);
	for (size_t i = 0; e == TT_OK && i < t->bulletin->n_sites; i++)
		symbols[i] = d.symbols[t->slot_of[i]];
	same = e == TT_OK ? same_parts(a, copy, a->accused_of, symbols,
	    &c->archive) : audit_cannot(a, e, SPAN("the copy's row"));
	derived_done(&d);
	free(symbols);
	return same;
}

bool
audit_rendering(struct audit *a)
{
	struct tt_age_identities *ids;
	struct tt_age_file_key key;
	struct tt_copy *copy = NULL;
	bool good;

	if (!a->out->full)
		return audit_nothing(a, a->accused != NULL ? "the copy is not "
		    "shown: its row is proven, its rendering is the vendor's "
		    "word" : "no copy is shown");
	if (a->accused == NULL)
		return audit_refuse(a, "copy.age is shown, and nobody's "
		    "receipt");
	if (!audit_text(a))
		return false;
	if ((ids = tt_age_identities_new()) == NULL)
		return audit_cannot(a, TT_ENOMEM, SPAN("wave.key"));
	good = read_file_key(a, &key) && read_wave_key(a, ids) &&
	    open_copy(a, &key, &ids->id[0], &copy) && compare(a, copy);
	secret_wipe(&key, sizeof(key));
	tt_age_identities_free(ids);
	tt_copy_free(copy);
	return good && audit_hold(a, "the copy of the receipt opens, and has "
	    "in it at every site what its row says");
}
