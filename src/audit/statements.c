/* SPDX-License-Identifier: ISC */
/* statements - checks 6 and 7: what stands in batches, and who signed it. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "audit/audit_own.h"
#include "telltale/authority.h"

#define FIRST_KEYS	1	/* entry of the first list of keys */

/* The batch of which the proof leads to the root. */
static const struct audit_entry *
batch_of(const struct audit *a, const struct tt_set_proof *p,
    struct hash *leaf)
{
	struct hash root;

	for (size_t i = 0; i < a->n_entries; i++) {
		const struct tt_statement *s = &a->entry[i].s;

		if (s->kind == TT_BATCH && tt_statement_hash(s, "set",
		    &root) && tt_set_proof_check(p, tt_statement_number(s,
		    "depth", 0), &root, leaf) == TT_OK)
			return &a->entry[i];
	}
	return NULL;
}

/* statements/KIND-N.set-proof */
static bool
is_named(struct span name, enum tt_kind kind)
{
	uint64_t n;
	char before[TT_KIND_NAME_MAX + 16];

	snprintf(before, sizeof(before), "statements/%s-",
	    tt_kind_name(kind));
	return audit_numbered(name, before, ".set-proof", &n);
}

static bool
add_statement(struct audit *a, const struct tt_member *m)
{
	struct audit_statement *x = &a->st[a->n_st];
	struct tt_set_proof p;
	enum tt_err e;

	if (a->n_st == AUDIT_STATEMENTS_MAX)
		return audit_refuse(a, "over %d statements",
		    AUDIT_STATEMENTS_MAX);
	if ((e = tt_set_proof_parse(&p, m->data)) != TT_OK ||
	    (e = tt_statement_parse(&x->s, p.statement, NULL)) != TT_OK)
		return audit_cannot(a, e, m->name);
	if ((x->batch = batch_of(a, &p, &x->leaf)) == NULL)
		return audit_refuse(a, "%.*s: it leads to the root of no "
		    "batch that is given", (int)m->name.n, m->name.p);
	if (!is_named(m->name, x->s.kind) ||
	    tt_kind_place(x->s.kind) != TT_PLACE_BATCH)
		return audit_refuse(a, "%.*s: a statement of kind %s is in it",
		    (int)m->name.n, m->name.p, tt_kind_name(x->s.kind));
	x->name = m->name;
	a->n_st++;
	return true;
}

bool
audit_sets(struct audit *a)
{
	for (size_t i = 0; i < a->files.n; i++)
		if (span_starts(a->files.member[i].name, "statements/") &&
		    !add_statement(a, &a->files.member[i]))
			return false;
	if (a->n_st == 0)
		return audit_refuse(a, "there is no statement");
	return audit_hold(a, "%zu statements, each in its batch", a->n_st);
}

/* The key that reader has by the statement that made them one. */
static bool
reader_key(const struct audit *a, struct span reader, struct tt_vkey *out)
{
	const struct audit_statement *r;

	for (size_t i = 0; (r = audit_nth(a, TT_READER, i)) != NULL; i++)
		if (span_eq(tt_statement_get(&r->s, "reader"), reader))
			return tt_statement_vkey(&r->s, "sign", out);
	return false;
}

/* Whose signature it has to be: p NULL, no reader's. */
static struct span
signing_reader(const struct tt_statement *s)
{
	struct span name, id;

	if (s->kind == TT_RECEIPT || s->kind == TT_CONSENT)
		return tt_statement_get(s, "reader");
	if (s->kind != TT_SIGHTING || s->note.n != 1)
		return (struct span){ NULL, 0 };
	name = s->note.line[0].name;	/* ORIGIN/r/ID, or an officer's */
	if (name.n <= s->origin.n || memcmp(name.p, s->origin.p,
	    s->origin.n) != 0)
		return (struct span){ NULL, 0 };
	id = span_of(name.p + s->origin.n, name.n - s->origin.n);
	return span_skip(&id, "/r/") ? id : (struct span){ NULL, 0 };
}

/* How many keepers sign the release of a wave: its own statement says it. */
static unsigned
threshold(const struct audit *a, const struct tt_statement *release)
{
	const struct audit_statement *w;
	struct hash leaf;

	if (!tt_statement_hash(release, "wave", &leaf) ||
	    (w = audit_by_leaf(a, TT_WAVE, &leaf)) == NULL)
		return UINT32_MAX;
	return (unsigned)tt_statement_number(&w->s, "threshold", UINT32_MAX);
}

static bool
check_signed(struct audit *a, const struct audit_statement *x)
{
	struct tt_authority auth = { .keys = &x->batch->keys->s };
	struct span reader = signing_reader(&x->s);
	struct tt_vkey key;
	enum tt_err e;

	if (!span_is(x->s.origin, a->out->origin))
		return audit_refuse(a, "%.*s: of another log",
		    (int)x->name.n, x->name.p);
	if (reader.p != NULL) {
		if (!reader_key(a, reader, &key))
			return audit_refuse(a, "%.*s: the statement that made "
			    "its reader one is missing", (int)x->name.n,
			    x->name.p);
		auth.reader = &key;
	}
	if (x->s.kind == TT_RELEASE)
		auth.keepers = threshold(a, &x->s);
	e = tt_authority_check(&x->s, &auth);
	return e == TT_OK || audit_cannot(a, e, x->name);
}

/* The list of that number, or NULL. */
static const struct audit_entry *
keys_number(const struct audit *a, uint64_t number)
{
	for (size_t i = 0; i < a->n_entries; i++)
		if (a->entry[i].s.kind == TT_KEYS && tt_statement_number(
		    &a->entry[i].s, "number", 0) == number)
			return &a->entry[i];
	return NULL;
}

/*
 * Whom a list, or programme, is judged by.  The first list judges itself, and
 * only at its place: whoever holds the log could write another one later.
 */
static bool
judged_by(struct audit *a, const struct audit_entry *x,
    const struct audit_entry **by)
{
	uint64_t number = x->s.kind == TT_KEYS ?
	    tt_statement_number(&x->s, "number", 0) : 2;

	*by = NULL;
	if (x->s.kind == TT_KEYS && (number == 1) != (x->index == FIRST_KEYS))
		return audit_refuse(a, "entry %" PRIu64 ": list of keys %"
		    PRIu64 " does not stand there", x->index, number);
	if (number == 1)
		return true;
	*by = keys_number(a, number - 1);
	if (*by == NULL || (x->s.kind == TT_KEYS && (*by)->index >= x->index))
		return audit_refuse(a, "entry %" PRIu64 ": the list of keys "
		    "before it is missing", x->index);
	return true;
}

static bool
check_entry(struct audit *a, const struct audit_entry *x)
{
	struct tt_authority auth = { .keys = NULL };
	const struct audit_entry *by;
	enum tt_err e;

	if (!span_is(x->s.origin, a->out->origin))
		return audit_refuse(a, "entry %" PRIu64 ": of another log",
		    x->index);
	if (x->s.kind == TT_BATCH)
		return true;	/* nobody signs it but the log */
	if (!judged_by(a, x, &by))
		return false;
	if (by != NULL)
		auth.keys = &by->s;
	if ((e = tt_authority_check(&x->s, &auth)) != TT_OK)
		return audit_cannot(a, e, span_str(tt_kind_name(x->s.kind)));
	if (x->s.kind == TT_KEYS && tt_keys_small_team(&x->s))
		a->out->small_team = true;
	return true;
}

bool
audit_signatures(struct audit *a)
{
	for (size_t i = 0; i < a->n_entries; i++)
		if (!check_entry(a, &a->entry[i]))
			return false;
	for (size_t i = 0; i < a->n_st; i++)
		if (!check_signed(a, &a->st[i]))
			return false;
	return audit_hold(a, "each is signed by whom it must be%s",
	    a->out->small_team ? "; a small team: one officer stands where "
	    "two are asked" : "");
}
