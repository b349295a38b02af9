/* SPDX-License-Identifier: ISC */
/*
 * prose - which bytes of a draft are free text, and which are left alone.
 *
 * A draft is cut into blocks: a paragraph, a heading, an item of a list, a
 * cell of a table, a comment, a value of JSON or YAML that people read.  A
 * block is a row of runs: bytes that stand for themselves and mean what they
 * say.  What lies between two runs of one block (inline code, a link's
 * target, markup, an escape, the start of the next line of a comment) is
 * opaque: it is never touched, and whoever reads the block takes it as the
 * run says.  Everything else of the draft is in no block: listings, quotes,
 * names of fields, front matter, URLs, and whatever a rule's match or a
 * program's run depends on.
 *
 * In formats with escapes a run holds none, and lists what may not be put
 * into it.  Sites that stand already ({{...}}, marked.h) are opaque.  Pure;
 * linear time.
 */
#ifndef TT_PROSE_H
#define TT_PROSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/span.h"
#include "telltale/err.h"

enum tt_prose_format {
	TT_PROSE_NONE,		/* nothing in it is free text */
	TT_PROSE_TEXT,
	TT_PROSE_MARKDOWN,	/* CommonMark, tables; TOML or YAML ahead */
	TT_PROSE_RST,
	TT_PROSE_HTML,
	TT_PROSE_JSON,		/* CSAF and CVE records: what people read */
	TT_PROSE_YAML,		/* likewise; Sigma among them */
	TT_PROSE_C,		/* comments only, as in all code */
	TT_PROSE_HASH,		/* Python, shell, Ruby: from # on */
	TT_PROSE_SNORT,		/* Snort, Suricata: comments, msg */
	TT_PROSE_YARA,		/* comments, meta's descriptions */
	TT_PROSE_FORMAT_COUNT
};

/* What stands between a run and the one before it in its block. */
enum tt_prose_gap {
	TT_GAP_SPACE,		/* only white space and markup of lines: text
				 * goes on as after a space */
	TT_GAP_NOTHING,		/* markup that shows nothing: ** or <b> */
	TT_GAP_WORD,		/* something that reads as a word: code, a
				 * link's target, a site */
	TT_PROSE_GAP_COUNT
};

struct tt_prose_run {
	size_t offset, length;	/* bytes of the draft; never 0 long */
	enum tt_prose_gap gap;	/* before it; of a block's first: WORD if
				 * the block begins with such, else SPACE */
};

enum tt_prose_block_kind {
	TT_BLOCK_PARAGRAPH,
	TT_BLOCK_HEADING,
	TT_BLOCK_ITEM,
	TT_BLOCK_CELL,
	TT_BLOCK_COMMENT,
	TT_BLOCK_FIELD,		/* of JSON, YAML, a rule */
	TT_PROSE_BLOCK_COUNT
};

struct tt_prose_block {
	enum tt_prose_block_kind kind;
	size_t first, n;	/* its runs */
	const char *forbidden;	/* bytes that may not be put in: "\"\\" in
				 * JSON; "" none; a constant */
	bool wrapped;		/* lines may be broken anew within it */
	bool goes_on;		/* something that reads as a word stands after
				 * its last run */
};

/* What need not be prose for ever: lists whose order does not matter. */
struct tt_prose_list {
	size_t offset, length;	/* of all items, with what is between them */
	size_t first, n;	/* its items, among items */
};

struct tt_prose {
	enum tt_prose_format format;
	const struct tt_prose_block *blocks;	/* as they stand */
	size_t n_blocks;
	const struct tt_prose_run *runs;	/* of all blocks */
	size_t n_runs;
	const struct tt_prose_list *lists;	/* short ones in free order:
				 * references, tags, headers of YAML */
	size_t n_lists;
	const struct span *items;	/* of all lists; into the draft */
	size_t n_items;
};

/*
 * The format by the file's name: .md, .txt, .rst, .html, .json, .yml, .yaml,
 * .c .h .go .rs .java .js .ts, .py .sh .rb .pl, .rules, .yar .yara.  Else
 * TEXT if text has no NUL and is UTF-8, or NONE.
 */
enum tt_prose_format tt_prose_format_of(struct span name, struct span text);

const char *tt_prose_format_name(enum tt_prose_format f);	/* "markdown" */

/*
 * Cut text, which must outlive *out.  A draft that is broken in its format
 * gives what can be told before the fault: no error.  TT_ELIMIT if text is
 * over TT_PART_MAX, TT_ENOMEM.
 */
enum tt_err tt_prose_cut(struct tt_prose **out, enum tt_prose_format format,
    struct span text) MUST_USE;
void tt_prose_free(struct tt_prose *p);	/* NULL is fine */

#endif
