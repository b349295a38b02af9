/* SPDX-License-Identifier: ISC */
/* links - checks 8, 9 and 10: what names what, in which order. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit/audit_own.h"
#include "base/hex.h"
#include "base/sha256.h"
#include "telltale/opening.h"

static bool
same(const struct audit_statement *x, const char *f,
    const struct audit_statement *y, const char *g)
{
	return span_eq(tt_statement_get(&x->s, f), tt_statement_get(&y->s,
	    g));
}

/* The statement that a leaf hash of another one names. */
static const struct audit_statement *
named(const struct audit *a, const struct audit_statement *x,
    const char *field, enum tt_kind kind)
{
	struct hash leaf;

	return tt_statement_hash(&x->s, field, &leaf) ?
	    audit_by_leaf(a, kind, &leaf) : NULL;
}

/* The statement by which somebody is a reader, in force when they signed. */
static const struct audit_statement *
reader_of(const struct audit *a, const struct audit_statement *receipt)
{
	const struct audit_statement *r, *found = NULL;

	for (size_t i = 0; (r = audit_nth(a, TT_READER, i)) != NULL; i++)
		if (same(r, "reader", receipt, "reader") &&
		    r->batch->index < receipt->batch->index &&
		    (found == NULL || r->batch->index > found->batch->index))
			found = r;
	return found != NULL && tt_statement_is(&found->s, "state",
	    "active") ? found : NULL;
}

static const struct audit_statement *
partner_of(const struct audit *a, const struct audit_statement *reader,
    const struct audit_statement *receipt)
{
	const struct audit_statement *p, *found = NULL;

	for (size_t i = 0; (p = audit_nth(a, TT_PARTNER, i)) != NULL; i++)
		if (same(p, "partner", reader, "partner") &&
		    p->batch->index < receipt->batch->index &&
		    (found == NULL || p->batch->index > found->batch->index))
			found = p;
	return found != NULL && tt_statement_is(&found->s, "state",
	    "approved") ? found : NULL;
}

/* Of a finding one file terms; a reader shows as many as there are. */
static bool
has_terms(const struct audit *a, const struct audit_statement *receipt)
{
	uint8_t want[SHA256_LEN], sum[SHA256_LEN];

	if (!tt_statement_bytes(&receipt->s, "terms", want, sizeof(want)))
		return false;
	for (size_t i = 0; i < a->files.n; i++) {
		const struct tt_member *m = &a->files.member[i];

		if (!span_is(m->name, "terms") &&
		    !span_starts(m->name, "agreed/"))
			continue;
		sha256(sum, m->data.p, m->data.n);
		if (memcmp(sum, want, sizeof(sum)) == 0)
			return true;
	}
	return false;
}

static bool
follow(struct audit *a, const struct audit_statement *x)
{
	struct audit_receipt *r = &a->receipt[a->n_receipts];
	int len = (int)x->name.n;

	r->receipt = x;
	if ((r->copies = named(a, x, "copies", TT_COPIES)) == NULL)
		return audit_refuse(a, "%.*s: the copies that it names are "
		    "not given", len, x->name.p);
	r->codebook = named(a, r->copies, "codebook", TT_CODEBOOK);
	r->wave = named(a, r->copies, "wave", TT_WAVE);
	if (r->codebook == NULL || r->wave == NULL)
		return audit_refuse(a, "%.*s: its copies name a codebook or a "
		    "wave that is not given", len, x->name.p);
	if (!same(x, "bulletin", r->copies, "bulletin") ||
	    !same(x, "bulletin", r->codebook, "bulletin") ||
	    !same(x, "bulletin", r->wave, "bulletin"))
		return audit_refuse(a, "%.*s: what it leads to is of another "
		    "bulletin", len, x->name.p);
	if ((r->reader = reader_of(a, x)) == NULL)
		return audit_refuse(a, "%.*s: no active reader signed it",
		    len, x->name.p);
	if ((r->partner = partner_of(a, r->reader, x)) == NULL)
		return audit_refuse(a, "%.*s: its reader is of no partner "
		    "approved then", len, x->name.p);
	if (!has_terms(a, x))
		return audit_refuse(a, "%.*s: the terms that it signs for are "
		    "not given", len, x->name.p);
	a->n_receipts++;
	return true;
}

/* The next word of a finding's line as a number, "-" as NAN. */
static bool
take_real(struct span *line, double *out)
{
	char text[64], *end;
	struct span w;

	if (!span_word(line, ' ', &w) || w.n == 0 ||
	    span_copy(w, text, sizeof(text)) != TT_OK)
		return false;
	if (span_is(w, "-")) {
		*out = NAN;
		return true;
	}
	if (strspn(text, "0123456789.+-e") != w.n)
		return false;
	*out = strtod(text, &end);
	return *end == '\0' && isfinite(*out);
}

static bool
take_number(struct span *line, uint64_t max, uint64_t *out)
{
	struct span w;

	return span_word(line, ' ', &w) && span_u64(w, max, out) == TT_OK;
}

/* number log_e log_e_comb p bound model D... */
static bool
read_suspect(struct audit_claim *c, struct span line)
{
	uint64_t model = 0;

	if (!take_number(&line, UINT64_MAX, &c->number) ||
	    !take_real(&line, &c->log_e) || !take_real(&line,
	    &c->log_e_comb) || !take_real(&line, &c->p) ||
	    !take_real(&line, &c->bound) ||
	    !take_number(&line, TT_MODELS - 1, &model))
		return false;
	c->model = (unsigned)model;
	c->has_suspect = true;
	return isfinite(c->log_e) && c->p > 0 && c->p <= 1 && c->bound > 0 &&
	    c->bound <= 1;
}

/* number log_e_out model D... */
static bool
read_out(struct audit_claim *c, struct span line)
{
	uint64_t number, model;

	if (!take_number(&line, UINT64_MAX, &number) ||
	    number != c->number || !take_real(&line, &c->log_e_out) ||
	    !isfinite(c->log_e_out) ||
	    !take_number(&line, TT_MODELS - 1, &model))
		return false;
	c->out_model = (unsigned)model;
	for (c->n_out = 0; line.n > 0; c->n_out++) {
		if (c->n_out == TT_TEAM_MAX || !take_number(&line,
		    UINT64_MAX, &c->out[c->n_out]) ||
		    c->out[c->n_out] == c->number)
			return false;
		for (unsigned i = 0; i < c->n_out; i++)
			if (c->out[i] == c->out[c->n_out])
				return false;
	}
	c->has_out = true;
	return true;
}

/* The line of that suspect, and its `out`.  False: they cannot be read. */
static bool
read_claim(struct audit_claim *c, uint64_t suspect)
{
	const struct tt_statement *s = &c->s->s;
	struct span line, word;
	uint64_t number;

	for (size_t i = 0; i < tt_statement_count(s, "suspect"); i++) {
		line = word = tt_statement_nth(s, "suspect", i);
		if (take_number(&word, UINT64_MAX, &number) &&
		    number == suspect && (c->has_suspect ||
		    !read_suspect(c, line)))
			return false;
	}
	for (size_t k = 0; c->has_suspect && k < tt_statement_count(s,
	    "out"); k++) {
		line = word = tt_statement_nth(s, "out", k);
		if (take_number(&word, UINT64_MAX, &number) &&
		    number == suspect && (c->has_out || !read_out(c, line)))
			return false;
	}
	c->told->accuses = c->has_suspect;
	c->told->number = suspect;
	return true;
}

static bool
verdict_of(const struct tt_statement *s, enum tt_verdict *out)
{
	for (enum tt_verdict v = 0; v < TT_VERDICT_COUNT; v++)
		if (tt_statement_is(s, "verdict", tt_verdict_name(v))) {
			*out = v;
			return true;
		}
	return false;
}

static bool
read_finding(struct audit *a, const struct audit_statement *x)
{
	struct audit_claim *c = &a->claim[a->n_claims];
	struct tt_audit_finding *f = &a->out->finding[a->n_claims];
	struct span epsilon = tt_statement_get(&x->s, "epsilon");

	if (a->n_claims == TT_AUDIT_FINDINGS)
		return audit_refuse(a, "over %d findings", TT_AUDIT_FINDINGS);
	c->s = x;
	c->told = f;
	f->level = tt_statement_is(&x->s, "level", "copy") ? TT_SITE_COPY :
	    TT_SITE_HOLDER;
	f->n = tt_statement_number(&x->s, "n", 0);
	f->t = tt_statement_number(&x->s, "t", 0);
	f->log_e_out = f->log_e_left = NAN;
	if (!verdict_of(&x->s, &f->verdict) || f->n == 0 || f->t == 0 ||
	    !take_real(&epsilon, &f->epsilon) || epsilon.n != 0 ||
	    !(f->epsilon > 0 && f->epsilon < 1))
		return audit_refuse(a, "%.*s: its numbers cannot be read",
		    (int)x->name.n, x->name.p);
	a->n_claims++;
	a->out->n_findings++;
	return true;
}

/* What all findings of a bundle have in common. */
static bool
link_finding(struct audit *a, const struct audit_statement *f)
{
	const struct audit_statement *observed, *codebook;

	observed = named(a, f, "observed", TT_OBSERVED);
	codebook = named(a, f, "codebook", TT_CODEBOOK);
	if (observed == NULL || codebook == NULL)
		return audit_refuse(a, "%.*s: it rests on an observation or a "
		    "codebook that is not given", (int)f->name.n, f->name.p);
	if ((a->observed != NULL && a->observed != observed) ||
	    (a->codebook != NULL && a->codebook != codebook))
		return audit_refuse(a, "two findings, of different things");
	a->observed = observed;
	a->codebook = codebook;
	tt_statement_hash(&observed->s, "specimen", &a->out->specimen);
	if (!same(f, "bulletin", codebook, "bulletin") ||
	    !same(f, "case", observed, "case"))
		return audit_refuse(a, "%.*s: of another bulletin, or case",
		    (int)f->name.n, f->name.p);
	if (tt_statement_number(&observed->s, "number", 0) !=
	    tt_statement_number(&f->s, "t", 0))
		return audit_refuse(a, "%.*s: it is reading %" PRIu64 ", not "
		    "the finding's t", (int)observed->name.n,
		    observed->name.p, tt_statement_number(&observed->s,
		    "number", 0));
	return true;
}

static bool
has_value(const struct tt_statement *s, const char *field, struct span value)
{
	for (size_t i = 0; i < tt_statement_count(s, field); i++)
		if (span_eq(tt_statement_nth(s, field, i), value))
			return true;
	return false;
}

/* The opening of the finding's case, about the bulletin. */
static bool
link_case(struct audit *a)
{
	const struct audit_statement *f = a->claim[0].s, *c;

	for (size_t i = 0; (c = audit_nth(a, TT_CASE, i)) != NULL; i++)
		if (same(c, "case", f, "case") && tt_statement_is(&c->s,
		    "state", "opened") && has_value(&c->s, "bulletin",
		    tt_statement_get(&f->s, "bulletin")))
			a->opened = c;
	if (a->opened == NULL)
		return audit_refuse(a, "the opening of the finding's case, "
		    "about its bulletin, is not given");
	return true;
}

/*
 * The newest count of copies of the codebook that was said before the case
 * was opened, when nobody could make it fit; if one is given.
 */
static void
link_rendered(struct audit *a)
{
	const struct audit_statement *r;
	struct hash leaf = { .b = { 0 } };

	for (size_t i = 0; (r = audit_nth(a, TT_RENDERED, i)) != NULL; i++)
		if (tt_statement_hash(&r->s, "codebook", &leaf) &&
		    memcmp(leaf.b, a->codebook->leaf.b, sizeof(leaf.b)) ==
		    0 && r->batch->index < a->opened->batch->index &&
		    (a->rendered == NULL ||
		    r->batch->index >= a->rendered->batch->index))
			a->rendered = r;
}

static bool
link_findings(struct audit *a)
{
	const struct audit_statement *f;

	for (size_t i = 0; (f = audit_nth(a, TT_FINDING, i)) != NULL; i++)
		if (!read_finding(a, f) || !link_finding(a, f))
			return false;
	if (a->n_claims == 0)
		return true;
	if (a->n_claims == 2 && a->claim[0].told->level ==
	    a->claim[1].told->level)
		return audit_refuse(a, "two findings of one level");
	if (!link_case(a))
		return false;
	link_rendered(a);
	return true;
}

/* Whoever is named, or strong, is shown with a receipt of theirs. */
static bool
needs_receipt(struct audit *a)
{
	size_t of;

	for (size_t i = 0; i < a->n_claims; i++) {
		if (a->claim[i].told->verdict > TT_VERDICT_STRONG)
			continue;
		for (size_t k = 0; k < a->n_receipts; k++)
			if (audit_revision(a, a->receipt[k].codebook, &of))
				return true;
		return audit_refuse(a, "nobody's receipt of the finding's "
		    "codebook is given");
	}
	return true;
}

bool
audit_links(struct audit *a)
{
	const struct audit_statement *x;

	for (size_t i = 0; (x = audit_nth(a, TT_RECEIPT, i)) != NULL; i++)
		if (!follow(a, x))
			return false;
	if (!link_findings(a) || !needs_receipt(a))
		return false;
	a->out->receipts = a->n_receipts;
	return audit_hold(a, "%zu receipt%s and %zu finding%s lead by hash to "
	    "what they are about", a->n_receipts, a->n_receipts == 1 ? "" :
	    "s", a->n_claims, a->n_claims == 1 ? "" : "s");
}

/* x stands in an earlier batch than y; if is_same, or in the same. */
static bool
precedes(struct audit *a, const struct audit_statement *x,
    const struct audit_statement *y, bool is_same)
{
	if (x->batch->index < y->batch->index ||
	    (is_same && x->batch->index == y->batch->index))
		return true;
	return audit_refuse(a, "%s, in entry %" PRIu64 ", should stand before "
	    "%s, in entry %" PRIu64, tt_kind_name(x->s.kind),
	    x->batch->index, tt_kind_name(y->s.kind), y->batch->index);
}

/* Which slot a site has follows from the texts in their order. */
static bool
order_revisions(struct audit *a)
{
	const struct audit_statement *x, *next;

	for (size_t k = 0; (x = audit_codebook(a, k)) != NULL; k++) {
		if ((next = audit_codebook(a, k + 1)) == NULL)
			return x == a->codebook || audit_refuse(a, "the "
			    "finding's codebook is not the last that is "
			    "given");
		if (!same(x, "bulletin", next, "bulletin"))
			return audit_refuse(a, "two codebooks, of different "
			    "bulletins");
		if (!precedes(a, x, next, true))
			return false;
	}
	return audit_refuse(a, "no codebook is given");
}

bool
audit_order(struct audit *a)
{
	for (size_t i = 0; i < a->n_receipts; i++) {
		const struct audit_receipt *r = &a->receipt[i];

		if (!precedes(a, r->reader, r->receipt, false) ||
		    !precedes(a, r->codebook, r->copies, true) ||
		    !precedes(a, r->copies, r->receipt, false))
			return false;
	}
	if (a->n_claims > 0 && !order_revisions(a))
		return false;
	/* a finding names what was observed by its hash: that came first */
	for (size_t i = 0; i < a->n_claims; i++)
		if (!precedes(a, a->codebook, a->opened, false) ||
		    !precedes(a, a->opened, a->observed, false) ||
		    !precedes(a, a->observed, a->claim[i].s, true))
			return false;
	return audit_hold(a, "%s", a->n_claims > 0 ?
	    "codebook, case, observation and finding stand in this order; "
	    "copies before their receipts" :
	    "readers and copies stand before their receipts");
}

static bool
is_copy_file(struct span name)
{
	return span_is(name, "copy.set-proof") ||
	    span_starts(name, "copies/");
}

/* The leaf of the receipt's set that is its reader's, with its hash. */
static bool
find_leaf(struct audit *a, struct audit_receipt *r)
{
	struct span name = r->receipt->name;
	enum tt_err e, last = TT_ENOENT;

	for (size_t i = 0; i < a->files.n; i++) {
		const struct tt_member *m = &a->files.member[i];

		if (!is_copy_file(m->name))
			continue;
		e = tt_copy_leaf_check(m->data, &r->copies->s, &r->leaf);
		if (e != TT_OK) {
			last = e;
			continue;
		}
		last = TT_EREFUSED;
		if (span_eq(tt_statement_get(&r->leaf, "reader"),
		    tt_statement_get(&r->receipt->s, "reader")) &&
		    span_eq(tt_statement_get(&r->leaf, "copy"),
		    tt_statement_get(&r->receipt->s, "copy")))
			return true;
	}
	return audit_refuse(a, "%.*s: no leaf of its copies is its reader's, "
	    "with its hash: %s", (int)name.n, name.p, tt_err_text(last));
}

static bool
points(const struct audit *a)
{
	for (size_t i = 0; i < a->n_claims; i++)
		if (a->claim[i].told->verdict <= TT_VERDICT_STRONG)
			return true;
	return false;
}

/* The suspects are the copy that is shown, and its holder. */
static bool
find_suspects(struct audit *a, const struct audit_receipt *r)
{
	for (size_t i = 0; i < a->n_claims; i++) {
		struct audit_claim *c = &a->claim[i];
		uint64_t number = tt_statement_number(&r->leaf,
		    c->told->level == TT_SITE_HOLDER ? "holder" : "number", 0);

		if (c->told->verdict > TT_VERDICT_STRONG)
			continue;
		if (!read_claim(c, number))
			return audit_refuse(a, "%.*s: its numbers cannot be "
			    "read", (int)c->s->name.n, c->s->name.p);
		if (!c->has_suspect)
			return audit_refuse(a, "%.*s: it does not accuse %s %"
			    PRIu64 ", of whom a receipt is shown",
			    (int)c->s->name.n, c->s->name.p,
			    tt_level_name(c->told->level), number);
	}
	a->accused = r;
	return true;
}

/* The receipt that is shown for the suspects: the only one of the codebook. */
static bool
find_accused(struct audit *a)
{
	const struct audit_receipt *found = NULL;

	for (size_t i = 0; i < a->n_receipts; i++) {
		if (!audit_revision(a, a->receipt[i].codebook,
		    &a->accused_of))
			continue;
		if (found != NULL)
			return audit_refuse(a, "two receipts for the finding's "
			    "codebook: whose is accused is not said");
		found = &a->receipt[i];
	}
	return found == NULL ? audit_refuse(a, "nobody's receipt of the "
	    "finding's codebook is given") : find_suspects(a, found);
}

bool
audit_copy(struct audit *a)
{
	for (size_t i = 0; i < a->n_receipts; i++)
		if (!find_leaf(a, &a->receipt[i]))
			return false;
	if (points(a) && !find_accused(a))
		return false;
	if (a->n_receipts == 0)
		return audit_nothing(a, "no receipt is shown");
	return audit_hold(a, "each receipt's copy is the one made for its "
	    "reader");
}
