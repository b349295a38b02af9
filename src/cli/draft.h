/* SPDX-License-Identifier: ISC */
/*
 * draft - a bulletin's folder as its author left it, read and checked.
 *
 * bulletin.json, the parts that it names, and their sites, all of them read
 * together.  Everything that is wrong is said in one run, each with file,
 * line and column.  Functions that return int give CLI_DONE, or an exit code
 * after saying why.
 */
#ifndef CLI_DRAFT_H
#define CLI_DRAFT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "cli/cli.h"
#include "telltale/bulletin.h"
#include "telltale/err.h"
#include "telltale/manifest.h"

struct draft {
	struct buf json;			/* bulletin.json as it stands */
	struct tt_manifest *manifest;		/* NULL: none was asked for */
	struct tt_part_text part[TT_PARTS_MAX];	/* marked */
	struct buf text[TT_PARTS_MAX];		/* what part points into */
	size_t n_parts;
	bool plain;				/* draft_read_plain read it */
	struct tt_bulletin *bulletin;
};

/*
 * With bulletin.json, whose instants are judged at now_s.  draft_done also
 * after a failure.
 */
int draft_read(struct draft *d, const char *dir, int64_t now_s) MUST_USE;

/*
 * Without one: a single file, or every file of a folder, sorted by name in
 * bytes.  bulletin.json, if there is one, is read as above.
 */
int draft_read_loose(struct draft *d, const char *path, int64_t now_s)
    MUST_USE;

/* The same, but no site is in it: what looks like one is text, escaped. */
int draft_read_plain(struct draft *d, const char *path, int64_t now_s)
    MUST_USE;

/*
 * From texts in memory: n parts and, unless json.n is 0, their bulletin.json,
 * of which no instant is judged.  Names and texts are borrowed as long as d
 * lives.  TT_ESYNTAX if they cannot be read.
 */
enum tt_err draft_from(struct draft *d, struct span json,
    const struct tt_part_text *parts, size_t n) MUST_USE;

/*
 * The id in the folder's bulletin.json, so that what was sealed under it can
 * be looked up before the draft is judged.  False, and nothing is said, if
 * there is none that can be read.
 */
bool draft_name(const char *dir, char out[TT_ID_MAX + 1]) MUST_USE;

void draft_done(struct draft *d);	/* safe on a zeroed draft */

/*
 * SHA-256 over the marked parts in order, each as name LF, length in decimal
 * LF, bytes: the `text` of a codebook statement (specs/ledger.md section 7).
 */
void draft_text_hash(const struct draft *d, uint8_t out[32]);

#endif
