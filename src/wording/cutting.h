/* SPDX-License-Identifier: ISC */
/*
 * cutting - what the cutters of all formats write their blocks into.
 *
 * A cutter reads `masked`, in which the sites that stand already are x's, and
 * says piece by piece what is text.  Here is done what all formats share:
 * sites, escapes of marked text, URLs, paths, addresses, `code`, quotations
 * and forbidden bytes are taken out of the pieces, and what is left are the
 * runs.  Errors stick, as in a buf.
 */
#ifndef WORDING_CUTTING_H
#define WORDING_CUTTING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/span.h"
#include "telltale/prose.h"

#define CUTTING_LIST_MAX	8	/* items; more are no short list */
#define CUTTING_LIST_BYTES	1024	/* of all of them */

struct cutting_piece {
	size_t from, to;
	enum tt_prose_gap gap;
};

struct cutting {
	struct span text;	/* the draft */
	struct span masked;	/* as long; each byte of a site an x */
	struct tt_prose *out;
	char *mask;		/* what masked shows */
	bool *opaque;		/* of each byte: not of any run */
	enum tt_err err;

	struct tt_prose_block block;	/* the one that is open */
	struct cutting_piece *pieces;	/* of it */
	size_t n_pieces, cap_pieces;

	struct tt_prose_block *blocks;
	size_t n_blocks, cap_blocks;
	struct tt_prose_run *runs;
	size_t n_runs, cap_runs;
	struct tt_prose_list *lists;
	size_t n_lists, cap_lists;
	struct span *items;
	size_t n_items, cap_items;
	size_t list_end;	/* where the last list ends */
};

enum tt_err cutting_init(struct cutting *c, struct span text) MUST_USE;
void cutting_done(struct cutting *c);

/* A block; its pieces come after all that were there before. */
void cutting_open(struct cutting *c, enum tt_prose_block_kind kind,
    const char *forbidden, bool wrapped);

/* Bytes of it, and what stands before them; nothing if from >= to. */
void cutting_add(struct cutting *c, size_t from, size_t to,
    enum tt_prose_gap gap);

/* Something that reads as a word, or a space, stands here and is no text. */
void cutting_gap(struct cutting *c, size_t at, enum tt_prose_gap gap);

/* The stronger of two gaps with nothing between them. */
enum tt_prose_gap cutting_stronger(enum tt_prose_gap a, enum tt_prose_gap b);

/* Its kind turned out to be another. */
void cutting_is(struct cutting *c, enum tt_prose_block_kind kind);

void cutting_close(struct cutting *c);	/* no block: nothing */
void cutting_drop(struct cutting *c);	/* close it, but it is no text */

/* The three of them for one piece. */
void cutting_block(struct cutting *c, enum tt_prose_block_kind kind,
    const char *forbidden, bool wrapped, size_t from, size_t to);

/*
 * A list in free order of n items, each from..to of the draft.  Left out if
 * it is not short, stands in the one before, or holds a site.
 */
void cutting_list(struct cutting *c, const struct cutting_piece *items,
    size_t n);

/* Hands over what was cut; c is as after done. */
enum tt_err cutting_take(struct cutting *c, enum tt_prose_format format,
    struct tt_prose **out) MUST_USE;

/* One for each format, in prose_FORMAT.c; errors are in c->err. */
void cut_text(struct cutting *c);
void cut_markdown(struct cutting *c);
void cut_rst(struct cutting *c);
void cut_html(struct cutting *c);
void cut_json(struct cutting *c);
void cut_yaml(struct cutting *c);
void cut_c(struct cutting *c);
void cut_hash(struct cutting *c);
void cut_snort(struct cutting *c);
void cut_yara(struct cutting *c);

#endif
