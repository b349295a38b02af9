/* SPDX-License-Identifier: ISC */
/*
 * keyfile - the private keys of a home: an age identity, or a signing key.
 *
 * NAME is plain, NAME.age the same under a passphrase (armored, as stock age
 * opens it).  specs/sealing.md section 8.  Files are 0600; one that others
 * can read is refused.  All return CLI_DONE, or an exit code after saying
 * why.
 */
#ifndef CLI_KEYFILE_H
#define CLI_KEYFILE_H

#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "cli/passphrase.h"
#include "telltale/age_key.h"
#include "telltale/vkey.h"

/*
 * Makes dir/name, or dir/name.age if passphrase.p is not NULL.  Neither may
 * be there.
 */
int keyfile_write_identity(const char *dir, const char *name,
    const struct tt_age_identity *id, int64_t now_s, struct span passphrase)
    MUST_USE;
int keyfile_write_signer(const char *dir, const char *name,
    const struct tt_signer *s, struct span passphrase) MUST_USE;

/* *out is secret: tt_age_identities_free, secret_free. */
int keyfile_read_identity(const char *dir, const char *name,
    struct passphrase *p, struct tt_age_identities **out) MUST_USE;
int keyfile_read_signer(const char *dir, const char *name,
    struct passphrase *p, struct tt_signer **out) MUST_USE;

#endif
