/* SPDX-License-Identifier: ISC */
/*
 * exchange - one reader's copy, opened, as other tools would have it.
 *
 * From here csaf.h, misp.h and stix.h write their formats, and files.h says
 * which files they make.  Every text goes over as it stands in the copy,
 * marks and all.  What a copy does not say is left out, never guessed.  The
 * instants are those of the terms and the receipt, and the names follow from
 * bulletin and reader: converting twice gives the same bytes, and no two
 * readers' objects have a name in common.  Pure.
 */
#ifndef EXCHANGE_EXCHANGE_H
#define EXCHANGE_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/json_out.h"
#include "base/span.h"
#include "exchange/facts.h"
#include "exchange/part.h"
#include "exchange/tlp.h"
#include "exchange/uuid.h"
#include "telltale/copy.h"
#include "telltale/err.h"

#define EXCHANGE_PARTS_MAX	256	/* files of a copy */
#define EXCHANGE_RULES_MAX	10000	/* of all files */
#define EXCHANGE_FILE_MAX	((size_t)256 << 20)	/* bytes, written */

/* What is known of the copy beside its files; all borrowed. */
struct exchange_about {
	struct span id;		/* the bulletin's, 16 hex digits */
	struct span origin;	/* the programme's: host, perhaps :port */
	struct span publisher;	/* its name */
	uint8_t reader[TT_READER_ID_LEN];
	uint64_t revision;
	int64_t opened_s;	/* the wave's instant, or when it was opened
				   if that was before */
	int64_t sealed_s;	/* this revision */
	int64_t public_s;
	bool is_public;		/* that instant has come */
	enum tlp terms;		/* the label that the terms come to */
	struct span binds;	/* what binds whoever has it, in words */
};

struct exchange_part {
	struct span name, text;
	enum part_kind kind;
	json_t *json;		/* of PART_CSAF, _STIX, _MISP, else NULL */
};

struct exchange {
	struct exchange_about about;
	struct exchange_part part[EXCHANGE_PARTS_MAX];
	size_t n;
	const struct exchange_part *advisory;	/* NULL: there is none */
	struct span prose;	/* what people read of it; may be empty */
	struct span title;	/* the bulletin's id if there is no other */
	struct facts facts;
	enum tlp label;		/* the stricter one of terms and text */
	int64_t changed_s;	/* when what is written last changed */
	size_t n_left_out;	/* files that go into no format */
	struct buf made;	/* secret: prose of a CSAF document */
};

/*
 * Whose members name[i] and text[i] are borrowed, n of them.  TT_ELIMIT over a
 * limit above.  exchange_free after TT_OK.
 */
enum tt_err exchange_new(struct exchange **out,
    const struct exchange_about *about, const struct span *name,
    const struct span *text, size_t n) MUST_USE;
void exchange_free(struct exchange *x);		/* NULL is fine */

/* The name of a thing of this copy: kind, of which file, the how manieth. */
struct uuid exchange_uuid(const struct exchange *x, const char *kind,
    struct span file, size_t index);

/* The name of the publisher, the same for all of its readers. */
struct uuid exchange_publisher(const struct exchange *x);

/* A file that people read, of which more is told than rules. */
bool exchange_is_prose(const struct exchange *x,
    const struct exchange_part *p);

/* The words of such a file: the prose of the advisory, else its text. */
struct span exchange_words(const struct exchange *x,
    const struct exchange_part *p);

/* "https://" and the origin, then path if that is not NULL. */
void exchange_uri(const struct exchange *x, const char *path,
    struct buf *out);

#endif
