/* SPDX-License-Identifier: ISC */
/*
 * record - a sighting kept: its statement for the ledger, its row, the clocks
 * of the vendor's own duties that it starts.
 *
 * The statement's `evidence` is the SHA-256 of one line of canonical JSON,
 * which has all that was said: both ends of the instant, the source, the
 * place, the hash of the file.  Its `seen` is the end: by then it had been
 * seen.  Names of victims are in an age file of the vault, and nowhere else.
 *
 * Functions that return int give CLI_DONE, or an exit code after saying why.
 */
#ifndef CLI_KNOWN_RECORD_H
#define CLI_KNOWN_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "cli/known/known.h"
#include "cli/known/rows.h"
#include "cli/vault.h"
#include "store/vault_bulletin.h"
#include "store/vault_sighting.h"

#define RECORD_EVIDENCE_MAX	((size_t)64 << 20)	/* bytes of a file */
#define RECORD_VICTIMS_MAX	64			/* of one sighting */

/* What was said once for all sightings of a verb. */
struct record_frame {
	const struct vault_bulletin *bulletin;	/* NULL: a case's only */
	struct vault_sighting s;		/* as far as it is the same */
	int64_t now_s, aware_s;
};

/*
 * --case, --source, --confidence, --aware, --received, and the evidence's
 * hash if there is a file.  CLI_USAGE if neither bulletin nor case is named.
 */
int record_frame_read(const struct known_opts *o, struct record_frame *f)
    MUST_USE;

/* Once the vault is open: the bulletin, the case, the partner who says so. */
int record_frame_find(struct vault *v, const char *bulletin,
    struct record_frame *f, struct vault_bulletin *store) MUST_USE;

/* A file's bytes, sealed in the vault under its hash. */
int record_evidence(struct vault *v, struct span bytes, const struct hash *h)
    MUST_USE;

/* Names, a line each, of one sighting: sealed; read again. */
int record_victims(struct vault *v, const struct hash *digest,
    struct buf *names) MUST_USE;

/*
 * One sighting, in the transaction that is open.  *fresh is false if the very
 * same was on record, whose number s->n is then.  victims: names, a line
 * each, s->victims of them.  vault_post is the caller's.
 */
int record_keep(struct vault *v, const struct record_frame *f,
    struct vault_sighting *s, struct span victims, bool *fresh) MUST_USE;

/* "bulletin id" or "case:ID": whose clocks these are. */
void record_subject(const struct vault_sighting *s,
    char out[VAULT_SUBJECT_MAX + 1]);

/*
 * What the officer is told at once: that exploitation was seen before the
 * public instant, what runs now, and the next command; mail of what runs is
 * queued.
 */
int record_alert(struct vault *v, const struct record_frame *f) MUST_USE;
bool record_is_early(const struct record_frame *f);

#endif
