/* SPDX-License-Identifier: ISC */
/*
 * parse - the readers of formats: what runs in the confined child.
 *
 * Each has the whole file in memory and gives what it finds through the
 * hatch: an item before each step that may fail, pieces, and a note for
 * whatever it leaves.  None returns an error: what is wrong with a specimen
 * is said in notes, and a reader that cannot go on returns.
 */
#ifndef EXTRACT_PARSE_H
#define EXTRACT_PARSE_H

#include "base/span.h"
#include "extract/format.h"
#include "extract/hatch.h"

struct parse {
	struct span file;
	struct span tls_keys;	/* NSS key log, or empty */
	const char *media;	/* what libmagic says it is */
};

typedef void parse_fn(struct hatch *h, const struct parse *in);

parse_fn parse_bytes;		/* of no known kind */
parse_fn parse_text;
parse_fn parse_archive;
parse_fn parse_html;
parse_fn parse_mail;
parse_fn parse_pdf;
parse_fn parse_picture;
parse_fn parse_office;
parse_fn parse_rtf;
parse_fn parse_capture;

/* By format: what reads it. */
void parse_as(enum format f, struct hatch *h, const struct parse *in);

/*
 * A file found within another one: as text at once where it is plain text,
 * else as a FILE, for a child of its own.
 */
void parse_inner(struct hatch *h, struct span name, struct span bytes);

#endif
