/* SPDX-License-Identifier: ISC */
/*
 * witness - a folder with a key and, for each log, the head cosigned last.
 *
 * What was cosigned is on disk before anybody has the cosignature, so the
 * state never rolls back by a crash.  Two heads of one log that cannot both
 * be true are kept as evidence in alarms/, a file `stopped` says why, and
 * nothing is signed until somebody has taken that file away
 * (specs/stories.md, WO-1).  The clock is a parameter.  One call at a time.
 */
#ifndef WITNESS_WITNESS_H
#define WITNESS_WITNESS_H

#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/rng.h"
#include "base/span.h"
#include "store/file.h"
#include "store/home.h"
#include "telltale/err.h"
#include "telltale/vkey.h"
#include "witness/submit.h"

#define WITNESS_LOGS_MAX	64

struct witness_made {
	struct tt_vkey vkey;
	char pin[64];		/* of its TLS key */
};

/*
 * A folder that must not be there: key, TLS key, telltale.conf.  listen is
 * HOST:PORT, host also the certificate's name.  TT_EEXIST, TT_ESYNTAX (name),
 * TT_EIO; then nothing is left.
 */
enum tt_err witness_create(const char *dir, const char *name,
    const char *listen, int64_t now_s, struct rng rng,
    struct witness_made *out) MUST_USE;

/* One more log, by its vkey.  TT_EEXIST: of that origin there is one. */
enum tt_err witness_trust(const char *dir, struct span vkey) MUST_USE;

/* Takes `stopped` away.  TT_ENOENT: it was not stopped. */
enum tt_err witness_resume(const char *dir) MUST_USE;

struct witness;

/*
 * TT_EINTEGRITY: a head in it is not one that this witness cosigned, or it
 * has been stopped: *why says which, a constant.  TT_ENOENT, TT_EREFUSED,
 * TT_ESYNTAX, TT_EKEY, TT_EAGAIN (another one is at work there).
 */
enum tt_err witness_open(struct witness **out, const char *dir,
    const char **why) MUST_USE;
void witness_close(struct witness *w);		/* NULL is fine */

const struct conf *witness_conf(const struct witness *w);

/*
 * Judge a request and, if it is to be cosigned, do it: *body gets the lines,
 * or the size of a 409.  TT_EFULL, TT_EIO: nothing was cosigned.  After
 * SUBMIT_FORK and SUBMIT_FORGOTTEN it is stopped, durably, and every further
 * request gets SUBMIT_FORGOTTEN.
 */
enum tt_err witness_take(struct witness *w, const struct submit *s,
    int64_t now_s, enum submit_word *word, struct buf *body) MUST_USE;

bool witness_is_stopped(const struct witness *w);

/* The newest cosigned head of the origin with that SHA-256, in hex. */
enum tt_err witness_head(struct witness *w, struct span hex, struct buf *note)
    MUST_USE;

#endif
