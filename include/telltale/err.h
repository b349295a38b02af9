/* SPDX-License-Identifier: ISC */
/*
 * err - the closed list of what can go wrong, with a text each.
 *
 * Every function that can fail returns enum tt_err; 0 is success.  On an
 * error the outputs are as they were.  Pure.
 */
#ifndef TT_ERR_H
#define TT_ERR_H

enum tt_err {
	TT_OK = 0,

	/* the form of an input */
	TT_ESYNTAX,	/* not written as its format says */
	TT_ERANGE,	/* a number or a size that its type cannot hold */
	TT_ELIMIT,	/* over a limit of ours */
	TT_EVERSION,	/* a version that we do not know */
	TT_ENOSPC,	/* the caller's buffer is too small */

	/* age files: specs/sealing.md section 4 */
	TT_ENOMATCH,	/* header good, no stanza for any identity */
	TT_EMAC,	/* file key found, header MAC differs */
	TT_EPAYLOAD,	/* a chunk does not verify, is missing, or too many */

	/* archives: the same, section 5 */
	TT_ETAR_NAME,
	TT_ETAR_TYPE,
	TT_ETAR_HEADER,
	TT_ETAR_ORDER,
	TT_ETAR_DUPLICATE,
	TT_ETAR_PADDING,
	TT_ETAR_TRUNCATED,
	TT_ETAR_TRAILING,

	/* signatures and proofs */
	TT_ESIG,	/* a known key's signature does not verify */
	TT_EUNSIGNED,	/* a signature that is asked for is not there */
	TT_EPROOF,	/* a Merkle proof does not hold */
	TT_EROLLBACK,	/* a log smaller than one seen before */
	TT_EFORK,	/* a log that does not extend one seen before */
	TT_EINTEGRITY,	/* bytes are not those that were promised */

	/* keys and shares */
	TT_EKEY,	/* not a key, or of low order, or of another kind */
	TT_ESHARE,	/* a share that is off the committed polynomial */

	/* state and policy */
	TT_ENOENT,	/* not there */
	TT_EEXIST,	/* there already, and other than this */
	TT_ESTATE,	/* not possible in the state that it is in */
	TT_EREFUSED,	/* refused by policy */
	TT_EEARLY,	/* before the instant */
	TT_EAGAIN,	/* not now; try again later */

	/* the machine */
	TT_ENOMEM,
	TT_EIO,
	TT_EFULL,	/* disk full */
	TT_ENET,	/* cannot be reached, or broke off */
	TT_EDB,		/* the database said no */

	TT_ERR_COUNT
};

/* A short text, lower case, no full stop; never NULL, also for a bad e. */
const char *tt_err_text(enum tt_err e);

#endif
