/* SPDX-License-Identifier: ISC */
/*
 * lab - a throw-away codebook in a folder, to try marks on.
 *
 *	OUT/codebook.json	key, sites, and all rows: DESIGN section 5
 *	OUT/marked/PART		the marked parts, and bulletin.json if any
 *	OUT/READER/PART		a reader's copy, in the clear
 *
 * Nothing in it is secret, so it is only for texts that are not sealed.
 * Functions that return int give CLI_DONE, or an exit code after saying why.
 */
#ifndef CLI_LAB_H
#define CLI_LAB_H

#include <stddef.h>

#include "base/attr.h"
#include "base/buf.h"
#include "cli/cli.h"
#include "cli/draft.h"
#include "cli/lineup.h"
#include "telltale/codebook.h"
#include "telltale/err.h"

#define LAB_TEXT_MAX	((size_t)1 << 30)	/* bytes of codebook.json, and
						 * of all renderings together */
#define LAB_READERS_MAX	100000

struct lab {
	struct draft draft;
	struct lineup lineup;
	struct tt_codebook_key *key;	/* in secret memory */
	struct tt_beacon beacon;
	struct tt_codebook *codebook;
	double epsilon;
};

/* The codebook of a draft's sites under lab->key and lab->beacon. */
enum tt_err lab_codebook(struct lab *lab) MUST_USE;

/* Append OUT/codebook.json. */
enum tt_err lab_dump(const struct lab *lab, struct buf *out) MUST_USE;

/*
 * The inverse, for a lab that has a draft and nothing else: its key, line-up
 * and codebook.  Of symbols only which are null is taken.  TT_ESYNTAX,
 * TT_ERANGE, TT_EVERSION; TT_EINTEGRITY if the sites are not the draft's.
 */
enum tt_err lab_parse(struct lab *lab, struct span text) MUST_USE;

/* Make the folder out, with the copies of the first n readers; all or none. */
int lab_write(const struct lab *lab, size_t n, const char *out) MUST_USE;

/*
 * The same, and say so.  Not for a text that the vault, if one is found, has
 * sealed, nor where a reader's folder would stand in the way of another.
 */
int lab_make(const struct cli *c, const struct lab *lab, size_t n,
    const char *folder) MUST_USE;

/* What lab_write made.  lab_done also after a failure. */
int lab_read(struct lab *lab, const char *dir) MUST_USE;

void lab_done(struct lab *lab);	/* safe on a zeroed one; wipes */

#endif
