/* SPDX-License-Identifier: ISC */
/*
 * vault_preview - the vault's log of previews: who of the vendor's staff was
 * shown a rendering of what was sealed, which one, when.
 *
 * A preview is a copy like any other, of no wave: it has a holder's and a
 * copy's number, and whoever lines up those that may have leaked has it
 * there.  Errors are those of store/db.h.
 */
#ifndef STORE_VAULT_PREVIEW_H
#define STORE_VAULT_PREVIEW_H

#include <limits.h>
#include <stdint.h>

#include "base/attr.h"
#include "store/vault_bulletin.h"

#define VAULT_WAVE_NONE	UINT_MAX	/* `wave` of a copy that is a preview */

struct vault_preview {
	char bulletin[VAULT_BULLETIN_LEN + 1];	/* id in the ledger */
	unsigned revision;
	struct hash text;		/* of the marked parts */
	char partner[VAULT_ID_MAX + 1];	/* the holder among the staff */
	char reader[VAULT_ID_MAX + 1];
	uint64_t holder, number;
	char officer[VAULT_ID_MAX + 1];	/* whose vault made it */
	int64_t at_s;
};

enum tt_err vault_preview_add(struct db *db, const struct vault_preview *p)
    MUST_USE;

/* Of one bulletin, the first one first. */
typedef enum tt_err vault_preview_fn(void *ctx,
    const struct vault_preview *p);
enum tt_err vault_preview_each(struct db *db, const char *bulletin,
    vault_preview_fn *fn, void *ctx) MUST_USE;

/*
 * vault_copy_ever with the previews among them; these have the wave
 * VAULT_WAVE_NONE, the revision that was shown, and no key or hash.
 */
enum tt_err vault_copy_known(struct db *db, const char *id,
    vault_copy_fn *fn, void *ctx) MUST_USE;

#endif
