/* SPDX-License-Identifier: ISC */
/* entries - checks 4 and 5: what stands in the log in the clear. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "audit/audit_own.h"
#include "base/sha256.h"
#include "telltale/tlog_proof.h"

#define PROGRAMME_AT	0
#define KEYS_AT		1

struct heads {
	struct tt_checkpoint at[AUDIT_ENTRIES_MAX];
	size_t n;
};

/* One size has one root, and all are of one log. */
static bool
agrees(struct audit *a, struct heads *h, const struct tt_checkpoint *cp)
{
	for (size_t i = 0; i < h->n; i++) {
		if (strcmp(h->at[i].origin, cp->origin) != 0)
			return audit_refuse(a, "checkpoints of two logs, %s "
			    "and %s", h->at[i].origin, cp->origin);
		if (h->at[i].size == cp->size && memcmp(&h->at[i].root,
		    &cp->root, sizeof(cp->root)) != 0)
			return audit_refuse(a, "two roots for size %" PRIu64,
			    cp->size);
		if (h->at[i].size == cp->size)
			return true;
	}
	h->at[h->n++] = *cp;
	return true;
}

static bool
check_head(struct audit *a, struct heads *h, const struct tt_member *m)
{
	struct tt_tlog_proof p;
	struct tt_policy_verdict v;
	uint64_t index;
	enum tt_err e;

	if (!audit_numbered(m->name, "proofs/", ".tlog-proof", &index))
		return true;
	if (h->n == AUDIT_ENTRIES_MAX)
		return audit_refuse(a, "over %d proofs", AUDIT_ENTRIES_MAX);
	if ((e = tt_tlog_proof_parse(&p, m->data)) != TT_OK ||
	    (e = tt_policy_open(a->policy, p.checkpoint, &v)) != TT_OK)
		return audit_cannot(a, e, m->name);
	if (!v.quorum)
		return audit_refuse(a, "%.*s: cosigned by fewer witnesses "
		    "than the policy asks", (int)m->name.n, m->name.p);
	if (p.index != index)
		return audit_refuse(a, "%.*s: it proves entry %" PRIu64,
		    (int)m->name.n, m->name.p, p.index);
	return agrees(a, h, &v.checkpoint);
}

bool
audit_checkpoints(struct audit *a)
{
	struct heads h = { .n = 0 };

	for (size_t i = 0; i < a->files.n; i++)
		if (!check_head(a, &h, &a->files.member[i]))
			return false;
	if (h.n == 0)
		return audit_refuse(a, "there is no proof of any entry");
	memcpy(a->out->origin, h.at[0].origin, sizeof(a->out->origin));
	return audit_hold(a, "%zu checkpoint%s of %s, signed and cosigned as "
	    "the policy asks%s", h.n, h.n == 1 ? "" : "s", a->out->origin,
	    tt_policy_needs_witnesses(a->policy) ? "" :
	    " (it asks for no witness)");
}

static bool
add_entry(struct audit *a, const struct tt_member *m, uint64_t index,
    enum tt_kind kind)
{
	struct audit_entry *x = &a->entry[a->n_entries];
	struct tt_policy_verdict v;
	struct tt_tlog_proof p;
	char name[64];
	struct span file;
	enum tt_err e;

	if (a->n_entries == AUDIT_ENTRIES_MAX)
		return audit_refuse(a, "over %d entries", AUDIT_ENTRIES_MAX);
	snprintf(name, sizeof(name), "proofs/%" PRIu64 ".tlog-proof", index);
	if ((file = audit_file(a, name)).p == NULL)
		return audit_refuse(a, "%.*s: %s is missing",
		    (int)m->name.n, m->name.p, name);
	if ((e = tt_tlog_proof_parse(&p, file)) != TT_OK ||
	    (e = tt_tlog_proof_check(&p, m->data, a->policy, &v)) != TT_OK ||
	    (e = tt_statement_parse(&x->s, m->data, NULL)) != TT_OK)
		return audit_cannot(a, e, m->name);
	if (x->s.kind != kind)
		return audit_refuse(a, "%.*s: it is a statement of kind %s",
		    (int)m->name.n, m->name.p, tt_kind_name(x->s.kind));
	x->index = index;
	x->time = v.time;
	a->n_entries++;
	return true;
}

static bool
add_if_entry(struct audit *a, const struct tt_member *m)
{
	uint64_t index;

	if (span_is(m->name, "programme"))
		return add_entry(a, m, PROGRAMME_AT, TT_PROGRAMME);
	if (span_is(m->name, "keys"))
		return add_entry(a, m, KEYS_AT, TT_KEYS);
	if (audit_numbered(m->name, "keys-", "", &index))
		return add_entry(a, m, index, TT_KEYS);
	if (audit_numbered(m->name, "batch/", "", &index))
		return add_entry(a, m, index, TT_BATCH);
	return true;
}

/* The newest list before it, of those given, is the one that it names. */
static bool
find_keys(struct audit *a, struct audit_entry *batch)
{
	const struct audit_entry *newest = NULL;
	uint8_t sum[SHA256_LEN], want[SHA256_LEN];

	for (size_t i = 0; i < a->n_entries; i++)
		if (a->entry[i].s.kind == TT_KEYS &&
		    a->entry[i].index < batch->index && (newest == NULL ||
		    a->entry[i].index > newest->index))
			newest = &a->entry[i];
	if (newest == NULL)
		return audit_refuse(a, "batch/%" PRIu64 ": no list of keys "
		    "before it is given", batch->index);
	sha256(sum, newest->s.bytes.p, newest->s.bytes.n);
	if (!tt_statement_bytes(&batch->s, "keys", want, sizeof(want)) ||
	    memcmp(sum, want, sizeof(sum)) != 0)
		return audit_refuse(a, "batch/%" PRIu64 ": it names other "
		    "keys than those given", batch->index);
	batch->keys = newest;
	return true;
}

bool
audit_entries(struct audit *a)
{
	size_t batches = 0;

	for (size_t i = 0; i < a->files.n; i++)
		if (!add_if_entry(a, &a->files.member[i]))
			return false;
	for (size_t i = 0; i < a->n_entries; i++) {
		if (a->entry[i].s.kind == TT_PROGRAMME)
			a->programme = &a->entry[i];
		if (a->entry[i].s.kind != TT_BATCH)
			continue;
		if (!find_keys(a, &a->entry[i]))
			return false;
		batches++;
	}
	return audit_hold(a, "programme, keys and %zu batch%s stand in the "
	    "log", batches, batches == 1 ? "" : "es");
}
