/* SPDX-License-Identifier: ISC */
/*
 * sealed - the folder of one sealing in the vault: what seal made, what
 * publish hands over, what trace needs.  S is the sealing, which for the
 * first one of a bulletin is the bulletin's id.
 *
 *	bulletins/S/codebook.age	codebook key, slots, seal run
 *	bulletins/S/text.age		bulletin.json and the marked parts
 *	bulletins/S/codebook		the statement, after its salt
 *	bulletins/S/wave-N		likewise; copies-N
 *	bulletins/S/terms-N		the file that receipts sign for
 *	bulletins/S/terms-SHA256	one that came after it, by a slip
 *	bulletins/S/set-N		leaves and padding key for the hub
 *	bulletins/S/share-N-K.age	sealed to keeper K
 *	bulletins/S/copies/SHA256	sealed copies, until they are published
 *	bulletins/S/sealing		an empty file, until the records know it
 *
 * Functions that return int give CLI_DONE, or an exit code after saying why.
 */
#ifndef CLI_SEALED_H
#define CLI_SEALED_H

#include "base/attr.h"
#include "base/buf.h"
#include "cli/draft.h"
#include "cli/vault.h"
#include "store/vault_bulletin.h"
#include "telltale/carry.h"
#include "telltale/codebook.h"
#include "telltale/copy.h"

/* What codebook.age holds; in secret memory. */
struct sealed_secrets {
	struct tt_codebook_key key;
	struct tt_seal_run run;
};

struct sealed {
	struct vault_bulletin record;
	struct sealed_secrets *secrets;
	struct tt_slot *slots;
	size_t n_slots;
	uint32_t *slot_of;		/* n_sites: of the draft's */
	size_t n_sites;
	struct tt_codebook *codebook;
	struct buf tar;			/* text.age, open; secret */
	struct span json;		/* bulletin.json, in tar */
	struct draft draft;		/* points into tar */
};

/* Written as an id of a sealing, so that it can be part of a path. */
bool sealed_is_name(const char *s);
/* "bulletins/SEALING/NAME". */
void sealed_rel(const char *sealing, const char *name, char out[FILE_PATH_MAX]);

/* The two secret files of a new folder (rel, "bulletins/ID.new"). */
int sealed_write(struct vault *v, const char *rel,
    const struct sealed_secrets *secrets, const struct tt_carry *slots,
    const struct draft *d) MUST_USE;

/*
 * All of a bulletin that was sealed: text and codebook, unlocked.
 * sealed_done also after a failure; it wipes.
 */
int sealed_open(struct sealed *s, struct vault *v,
    const struct vault_bulletin *record) MUST_USE;
void sealed_done(struct sealed *s);	/* safe on a zeroed one */

/*
 * The terms that a wave of a sealing is under now.  TT_ENOENT and so on of
 * file_read, TT_EINTEGRITY.
 */
enum tt_err sealed_terms(const struct vault *v, const char *sealing,
    const struct vault_wave *w, struct buf *out) MUST_USE;

/* Keeps a file of terms for a wave of a sealing: *hash is its name. */
enum tt_err sealed_terms_keep(const struct vault *v, const char *sealing,
    struct span file, struct hash *hash) MUST_USE;

/* The record of a bulletin by id or author's name; CLI_TROUBLE if none. */
int sealed_find(struct vault *v, const char *id, struct vault_bulletin *out)
    MUST_USE;

/*
 * The same for questions about what readers have: of several sealed under one
 * name, one that was published.
 */
int sealed_find_told(struct vault *v, const char *id,
    struct vault_bulletin *out) MUST_USE;

#endif
