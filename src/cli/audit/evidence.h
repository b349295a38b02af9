/* SPDX-License-Identifier: ISC */
/*
 * evidence - a finding as a bundle that anybody can judge (docs/bundle.md).
 *
 * case export --evidence: opening rows of a codebook takes a second person;
 * what was allowed once stands in the case's log, and may be written again.
 * Functions that return int give CLI_DONE, or an exit code after saying why.
 */
#ifndef CLI_AUDIT_EVIDENCE_H
#define CLI_AUDIT_EVIDENCE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "cli/audit/bundle.h"
#include "cli/case/case.h"
#include "cli/sealed.h"
#include "store/vault_preview.h"
#include "telltale/observation.h"

struct evidence_ask {
	const char *in_case, *path;	/* -o; NULL with dry_run */
	const char *bulletin, *partner;	/* NULL: the first of the finding */
	const char *reason, *yes;	/* or NULL */
	bool whole, full, dry_run;
};

int evidence_export(struct vault *v, const struct evidence_ask *ask)
    MUST_USE;

/* What follows is private to evidence*.c. */

#define EVIDENCE_LEVELS	TT_SITE_LEVEL_COUNT

/* One finding's statement. */
struct evidence_finding {
	struct buf text;
	struct tt_statement *s;		/* in text; NULL: there is none */
	struct hash leaf;
	bool accuses;
	uint64_t number;		/* of the suspect's row */
};

/* One revision of the bulletin, up to the finding's. */
struct evidence_revision {
	struct sealed s;
	struct vault_wave wave[TT_WAVES_MAX];
	size_t n_waves;
};

struct evidence {
	struct vault *v;
	const struct evidence_ask *ask;
	struct dossier d;
	struct bundle b;
	const struct case_item *found, *trace, *opened;
	const json_t *reading;		/* of the trace */
	char partner[VAULT_ID_MAX + 1];	/* "": nobody is accused */
	struct evidence_finding finding[EVIDENCE_LEVELS];

	struct evidence_revision *revision;	/* by number, from 1 */
	size_t n_revisions;
	const struct sealed *s;		/* the last of them: the finding's */
	struct vault_copy *copy;	/* previews, too */
	size_t n_copies, n_holders;
	const struct vault_copy *accused;	/* NULL: nobody */

	struct tt_observations *observations;	/* as they were weighed */
	bool is_public;		/* the bulletin was, when it was traced */
};

/* The ledger's statements, and the terms and leaf of the accused's copy. */
int evidence_ledger(struct evidence *x) MUST_USE;

/* Sites, text, what was read; rows, and all of the codebook if asked for. */
int evidence_rows(struct evidence *x) MUST_USE;

/* copy.age, file.key, wave.key. */
int evidence_copy(struct evidence *x) MUST_USE;

/* The hash at a field of a JSON text of ours. */
bool evidence_hash(const json_t *o, const char *key, struct hash *out);

/* A copy whose receipt the vault has seen in the ledger. */
bool evidence_has_receipt(struct evidence *x, const struct vault_copy *c);

/* The sealing that made a copy, and its wave, unless it is a preview. */
static inline const struct sealed *
evidence_sealed(const struct evidence *x, const struct vault_copy *c)
{
	return &x->revision[c->revision - 1].s;
}

static inline const struct vault_wave *
evidence_wave(const struct evidence *x, const struct vault_copy *c)
{
	return &x->revision[c->revision - 1].wave[c->wave];
}

#endif
