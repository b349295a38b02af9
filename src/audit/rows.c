/* SPDX-License-Identifier: ISC */
/* rows - check 11: what was opened of the codebook is what was committed to. */
#include <inttypes.h>
#include <string.h>

#include "audit/audit_own.h"
#include "audit/roster_file.h"
#include "base/hex.h"
#include "base/secret.h"

#define KEY_LINE	(HEX_LEN(TT_KEY_LEN) + 1)	/* hex and LF */

static bool
accuses(const struct audit *a)
{
	for (size_t i = 0; i < a->n_claims; i++)
		if (a->claim[i].has_suspect)
			return true;
	return false;
}

/* A file of one key in hex. */
static bool
read_key(struct audit *a, const char *name, uint8_t out[TT_KEY_LEN])
{
	struct span file = audit_file(a, name);

	if (file.p == NULL)
		return audit_refuse(a, "%s is missing", name);
	if (file.n != KEY_LINE || file.p[file.n - 1] != '\n' ||
	    !hex_decode(out, TT_KEY_LEN, file.p, file.n - 1))
		return audit_refuse(a, "%s: not a key", name);
	return true;
}

static bool
add_row(struct audit *a, const struct tt_member *m, const char *folder,
    enum tt_site_level level)
{
	struct row_file *r = &a->row[a->n_rows];
	uint64_t number;
	enum tt_err e;

	if (!span_starts(m->name, folder))
		return true;
	if (a->n_rows == AUDIT_ROWS_MAX)
		return audit_refuse(a, "over %d rows", AUDIT_ROWS_MAX);
	if ((e = row_file_parse(r, m->data)) != TT_OK)
		return audit_cannot(a, e, m->name);
	if (!audit_numbered(m->name, folder, "", &number) ||
	    r->opening.number != number || r->opening.level != level)
		return audit_refuse(a, "%.*s: it opens %s %" PRIu64,
		    (int)m->name.n, m->name.p,
		    tt_level_name(r->opening.level), r->opening.number);
	a->n_rows++;
	return true;
}

static bool
read_rows(struct audit *a)
{
	for (size_t i = 0; i < a->files.n; i++)
		if (!add_row(a, &a->files.member[i], "holder-key/",
		    TT_SITE_HOLDER) || !add_row(a, &a->files.member[i],
		    "copy-key/", TT_SITE_COPY))
			return false;
	return true;
}

/* No beacon, so far: of others nothing here knows whether they were drawn. */
static bool
read_beacon(struct audit *a, struct span *out)
{
	struct span file = audit_file(a, "beacon"), line;

	if (file.p == NULL || !span_line(&file, &line) || file.n != 0)
		return audit_refuse(a, "beacon is missing, or not a line");
	if (!span_is(line, TT_BEACON_NONE) || (a->accused != NULL &&
	    tt_statement_has(&a->accused->copies->s, "beacon")))
		return audit_refuse(a, "beacon: only `none` can be judged "
		    "here");
	*out = line;
	return true;
}

/* Every opened row leads to the part of its level, one each. */
static bool
add_parts(struct audit *a, struct tt_commitment_parts *p,
    bool has[TT_SITE_LEVEL_COUNT])
{
	struct hash part, *of;
	enum tt_err e;

	for (size_t i = 0; i < a->n_rows; i++) {
		const struct tt_row_opening *o = &a->row[i].opening;

		of = o->level == TT_SITE_HOLDER ? &p->holders : &p->copies;
		if ((e = tt_row_opening_part(o, &part)) != TT_OK)
			return audit_cannot(a, e, SPAN("a row's path"));
		if (has[o->level] && memcmp(part.b, of->b,
		    sizeof(part.b)) != 0)
			return audit_refuse(a, "%s-key/%" PRIu64 ": it leads "
			    "to another root than the others",
			    tt_level_name(o->level), o->number);
		*of = part;
		has[o->level] = true;
	}
	return true;
}

/* They are the codebook's; kept, for the texts of older revisions. */
static bool
check_commitment(struct audit *a, const struct tt_commitment_parts *p)
{
	struct hash want, got;

	tt_commitment_hash(p, &got);
	if (!tt_statement_hash(&a->codebook->s, "commitment", &want) ||
	    memcmp(want.b, got.b, sizeof(want.b)) != 0)
		return audit_refuse(a, "keys, biases, sites and beacon do not "
		    "give the codebook's commitment");
	a->committed = *p;
	a->is_opened = true;
	return true;
}

static bool
check_opened(struct audit *a, struct span beacon)
{
	struct tt_revealed r = { .slots = a->slots, .n_slots = a->n_slots,
		.beacon = beacon };
	struct tt_commitment_parts parts;
	bool has[TT_SITE_LEVEL_COUNT] = { false };
	enum tt_err e;

	if (!read_key(a, "bias-key", r.bias_key.b))
		return false;
	if ((e = tt_revealed_parts(&r, &parts)) != TT_OK ||
	    (e = tt_code_new(&a->code, &r.bias_key, a->slots,
	    a->n_slots)) != TT_OK)
		return audit_cannot(a, e, SPAN("sites"));
	if (!add_parts(a, &parts, has))
		return false;
	if (!has[TT_SITE_HOLDER] || !has[TT_SITE_COPY])
		return audit_refuse(a, "a holder's and a copy's key have to "
		    "be opened");
	return check_commitment(a, &parts);
}

/* All of it, for an expert under seal. */
static bool
check_whole(struct audit *a, struct span beacon)
{
	struct tt_commitment_parts parts;
	struct tt_codebook_key key;
	struct roster_head head;
	enum tt_err e;
	bool good;

	if (!read_key(a, "codebook-key", key.b))
		return false;
	e = tt_codebook_new(&a->codebook_whole, &key, a->slots, a->n_slots,
	    NULL);
	secret_wipe(&key, sizeof(key));
	if (e == TT_OK && (e = roster_head(&head, audit_file(a,
	    "roster"))) == TT_OK)
		e = tt_codebook_commit(a->codebook_whole, head.depth_holders,
		    head.depth_copies, beacon, &parts);
	good = e == TT_OK ? check_commitment(a, &parts) :
	    audit_cannot(a, e, SPAN("codebook-key or roster"));
	return good;
}

/* The copy that is shown is the leaf's, in number and holder. */
static bool
is_the_leafs(struct audit *a)
{
	const struct tt_statement *leaf = &a->accused->leaf;
	uint64_t number = tt_statement_number(leaf, "number", 0);
	uint64_t holder = tt_statement_number(leaf, "holder", 0);
	const struct row_file *copy = audit_row(a, TT_SITE_COPY, number);
	const struct row_file *of = audit_row(a, TT_SITE_HOLDER, holder);
	enum tt_profile p;

	if (copy == NULL || of == NULL)
		return audit_refuse(a, "the rows of copy %" PRIu64 " and "
		    "holder %" PRIu64 ", which the receipt leads to, are not "
		    "opened", number, holder);
	if (copy->holder != holder || (of->has_only && of->only != number))
		return audit_refuse(a, "copy-key/%" PRIu64 ": the copy's leaf "
		    "says another holder", number);
	if (!row_profile(tt_statement_get(&a->accused->wave->s, "profile"),
	    &p) || (copy->profiles & of->profiles & row_bit(a->accused_of,
	    p)) == 0)
		return audit_refuse(a, "copy-key/%" PRIu64 ": its wave says "
		    "another profile", number);
	return true;
}

bool
audit_rows(struct audit *a)
{
	struct span beacon, sites = audit_file(a, "sites");
	enum tt_err e;

	if (!accuses(a) && !a->out->whole)
		return audit_nothing(a, a->n_claims > 0 ? "no row is opened: "
		    "the finding accuses nobody" : "no row is opened");
	if (!read_rows(a) || !read_beacon(a, &beacon))
		return false;
	e = sites.p == NULL ? TT_ENOENT : tt_slots_parse(&a->slots,
	    &a->n_slots, sites);
	if (e != TT_OK)
		return audit_cannot(a, e, SPAN("sites"));
	if (accuses(a) && (!check_opened(a, beacon) || !is_the_leafs(a)))
		return false;
	if (a->out->whole && !check_whole(a, beacon))
		return false;
	return audit_hold(a, "%zu rows and %zu sites were fixed by the "
	    "codebook's commitment%s; no beacon: that nobody ground the keys "
	    "is the vendor's word", a->n_rows, a->n_slots,
	    a->out->whole ? ", and all of its keys" : "");
}
