/* SPDX-License-Identifier: ISC */
/*
 * audit_own - what the checks of a bundle hand on to each other.  Private to
 * src/audit.
 *
 * Each check says one line, and whether it holds; what it leaves in struct
 * audit is to be believed by those after it.
 */
#ifndef AUDIT_AUDIT_OWN_H
#define AUDIT_AUDIT_OWN_H

#include "audit/row_file.h"
#include "base/attr.h"
#include "base/merkle.h"
#include "telltale/archive.h"
#include "telltale/audit.h"
#include "telltale/bulletin.h"
#include "telltale/code.h"
#include "telltale/observation.h"
#include "telltale/outside.h"
#include "telltale/set_proof.h"
#include "telltale/statement.h"

#define AUDIT_ENTRIES_MAX	128	/* programme, keys, batches */
#define AUDIT_STATEMENTS_MAX	200
#define AUDIT_ROWS_MAX		32	/* opened holders and copies */
#define AUDIT_BEFORE		"before/"	/* texts of older revisions */

/* An entry of the log in the clear, or a batch. */
struct audit_entry {
	uint64_t index;
	struct tt_statement s;
	const struct audit_entry *keys;	/* of a batch: those that it names */
	uint64_t time;		/* by its checkpoint's witnesses, or 0 */
};

/* A statement of a batch. */
struct audit_statement {
	struct span name;	/* of its file */
	struct tt_statement s;
	struct hash leaf;
	const struct audit_entry *batch;
};

/* What one receipt leads to. */
struct audit_receipt {
	const struct audit_statement *receipt, *copies, *wave, *codebook,
	    *reader, *partner;
	struct tt_statement leaf;	/* of `copies` */
};

/* A finding, and what its line for the suspect says. */
struct audit_claim {
	const struct audit_statement *s;
	struct tt_audit_finding *told;
	bool has_suspect, has_out;
	uint64_t number;
	double log_e, log_e_comb, p, bound;	/* log_e_comb NAN: none */
	unsigned model, out_model, n_out;
	double log_e_out;
	uint64_t out[TT_TEAM_MAX];	/* D of the line `out` */
};

/* A revision's text; what the finding's codebook commits to is the last. */
struct audit_text {
	const struct audit_statement *codebook;
	struct tt_bulletin *bulletin;
	enum tt_part_kind *part_kind;	/* of each part */
	uint32_t *slot_of;		/* of each site */
	size_t n_slots;			/* of the table, so far */
};

struct audit {
	const struct tt_policy *policy;
	struct tt_audit *out;
	enum tt_audit_check at;		/* that is being made */
	enum tt_err err;		/* TT_ENOMEM: nothing is judged */

	struct tt_archive files;	/* FILES */
	struct tt_statement manifest;

	struct audit_entry *entry;	/* CHECKPOINTS, ENTRIES */
	size_t n_entries;
	const struct audit_entry *programme;

	struct audit_statement *st;	/* SETS, SIGNATURES */
	size_t n_st;

	struct audit_receipt *receipt;	/* LINKS, COPY */
	size_t n_receipts;
	struct audit_claim claim[TT_AUDIT_FINDINGS];
	size_t n_claims;
	const struct audit_statement *observed, *opened, *codebook, *rendered;
	const struct audit_receipt *accused;	/* the copy that is shown */
	size_t accused_of;		/* its revision, from 0 */

	struct row_file row[AUDIT_ROWS_MAX];	/* ROWS */
	size_t n_rows;
	struct tt_slot *slots;
	size_t n_slots;
	struct tt_code *code;		/* NULL: biases are not shown */
	struct tt_beacon beacon;
	struct tt_codebook *codebook_whole;	/* NULL: not shown */
	bool is_opened;
	struct tt_commitment_parts committed;	/* good if is_opened */

	struct audit_text *text;	/* by revision; NULL: not read */
	size_t n_texts;
	struct tt_observations *observations;
	struct tt_observations *first;	/* of the first table's slots */
};

/* The check's line; false, for `return refuse(a, ...)`. */
bool audit_refuse(struct audit *a, const char *fmt, ...) PRINTF(2, 3);
bool audit_hold(struct audit *a, const char *fmt, ...) PRINTF(2, 3);
bool audit_nothing(struct audit *a, const char *fmt, ...) PRINTF(2, 3);

/* If e is TT_ENOMEM nothing is judged; else as audit_refuse. */
bool audit_cannot(struct audit *a, enum tt_err e, struct span name);

/* A file of the bundle; p NULL: it has none of that name. */
struct span audit_file(const struct audit *a, const char *name);

/* "proofs/17.tlog-proof": 17.  False if the name is not of that form. */
bool audit_numbered(struct span name, const char *before, const char *after,
    uint64_t *n);

/* The i-th statement of that kind, from 0; or NULL. */
const struct audit_statement *audit_nth(const struct audit *a,
    enum tt_kind kind, size_t i);
const struct audit_statement *audit_by_leaf(const struct audit *a,
    enum tt_kind kind, const struct hash *leaf);

/* The opened row, or NULL. */
const struct row_file *audit_row(const struct audit *a,
    enum tt_site_level level, uint64_t number);

/* The k-th codebook that is given, from 0, by its file's number; or NULL. */
const struct audit_statement *audit_codebook(const struct audit *a, size_t k);

/* The place of a codebook among those, if it is of the finding's bulletin. */
bool audit_revision(const struct audit *a, const struct audit_statement *of,
    size_t *k);

/* What is read of the texts; slots.  Says what is wrong. */
bool audit_text(struct audit *a);
void audit_text_done(struct audit *a);

bool audit_files(struct audit *a);
bool audit_checkpoints(struct audit *a);
bool audit_entries(struct audit *a);
bool audit_sets(struct audit *a);
bool audit_signatures(struct audit *a);
bool audit_links(struct audit *a);
bool audit_order(struct audit *a);
bool audit_copy(struct audit *a);
bool audit_rows(struct audit *a);
bool audit_rendering(struct audit *a);
bool audit_score(struct audit *a);
bool audit_whole(struct audit *a);	/* of audit_score: all recomputed */

#endif
