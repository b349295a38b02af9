/* SPDX-License-Identifier: ISC */
/*
 * age_header - the text before an age file's payload, as stanzas.
 *
 * age-encryption.org/v1, "Header".  The parser takes text as it arrives and
 * looks at whole lines only, so that pieces of any size give the same; what a
 * stanza's type means is age_wrap's business.  Formatting what was parsed
 * gives the same bytes.
 */
#ifndef SEAL_AGE_HEADER_H
#define SEAL_AGE_HEADER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "telltale/age_file.h"
#include "telltale/err.h"

#define AGE_MAC_LEN	32	/* bytes */

/* Places are offsets into the header's text, which may move as it grows. */
struct age_stanza {
	size_t args, args_len;	/* all arguments, one space between two */
	size_t n_args;		/* 1 or more, the first is the type */
	size_t body, body_lines_len;	/* lines, each with its LF */
	size_t body_len;	/* bytes, decoded */
};

struct age_header {
	size_t n;		/* 1 or more */
	struct age_stanza stanza[TT_AGE_STANZAS_MAX];
	uint8_t mac[AGE_MAC_LEN];
	size_t mac_over;	/* bytes of the text that the MAC is of */
	size_t len;		/* bytes, the last LF among them */
};

struct age_header_parser {
	enum age_header_state {
		AGE_VERSION, AGE_STANZA, AGE_BODY, AGE_DONE,
	} state;
	size_t at;		/* bytes of whole lines parsed */
	size_t searched;	/* bytes known to hold no LF after at */
	struct age_header h;	/* good once the state is AGE_DONE */
};

void age_header_start(struct age_header_parser *p);

/*
 * text: all that has arrived of the file, from its first byte.  TT_OK with
 * state AGE_DONE, or with another one if more is needed; TT_ESYNTAX,
 * TT_EVERSION, TT_ELIMIT.  No error takes back one given for less text.
 */
enum tt_err age_header_feed(struct age_header_parser *p, struct span text)
    MUST_USE;

/* The header that file begins with; TT_ESYNTAX also if it is cut short. */
enum tt_err age_header_parse(struct age_header_parser *p, struct span file)
    MUST_USE;

/* Argument i, which is below n_args. */
struct span age_stanza_arg(const struct age_stanza *s, struct span text,
    size_t i);

/* The body's body_len bytes; TT_ERANGE unless that is n. */
enum tt_err age_stanza_body(const struct age_stanza *s, struct span text,
    void *out, size_t n) MUST_USE;

/* Writing, in this order: version, stanzas, then the line of the MAC. */
void age_header_put_version(struct buf *out);
void age_header_put_stanza(struct buf *out, struct span args, const void *body,
    size_t n);
void age_header_put_mac_start(struct buf *out);	/* the MAC is up to here */
void age_header_put_mac(struct buf *out, const uint8_t mac[AGE_MAC_LEN]);

#endif
