/* SPDX-License-Identifier: ISC */
/*
 * extract - from a file that was found to pieces that can be read.
 *
 * A specimen is hostile.  What it is, libmagic says; what parses it runs in
 * a child of its own (worker.h): no network, no program, no file but its
 * input, limits on time and memory (confine.h).  A child that dies or is
 * ended costs the item that it worked at, a page or a member, and a note says
 * which and why; another one goes on after it.  Containers (mail, archives)
 * are opened to a depth of EXTRACT_DEPTH_MAX.
 *
 * Pieces of one file are in its order, pages of a PDF among them: a sentence
 * may go on in the next one.  Plain text, HTML and RTF are a TEXT and, for
 * their constants in other spellings, the BYTES as they were found; of a mail
 * each message is a TEXT.  A picture that is a page of a PDF or lies in a
 * document comes after all pieces of that file.
 */
#ifndef EXTRACT_EXTRACT_H
#define EXTRACT_EXTRACT_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/span.h"
#include "telltale/err.h"
#include "telltale/piece.h"

#define EXTRACT_DEPTH_MAX	4
#define EXTRACT_FILE_MAX	((size_t)1 << 30)	/* bytes, as found */
#define EXTRACT_TEXT_MAX	((size_t)64 << 20)	/* of all TEXT, SEEN */
#define EXTRACT_BYTES_MAX	((size_t)1 << 30)	/* of all BYTES */
#define EXTRACT_SECONDS_MAX	3600	/* then what is left is left */

/* What could not be read, for people: "page 7: took longer than 20 s". */
struct extract_note {
	char *piece;	/* "" is the file itself */
	char *cause;
};

struct extract {
	char type[128];		/* "application/pdf": what libmagic says */
	const struct tt_piece *pieces;
	size_t n_pieces;
	const struct extract_note *notes;
	size_t n_notes;
};

/*
 * All pieces of file.  tls_keys is an NSS key log for captures, or empty.
 * A file of no known kind is one piece of BYTES, and TEXT too if it is text.
 * It may take EXTRACT_SECONDS_MAX; the caller's death is that of the child.
 * TT_ELIMIT if it is over EXTRACT_FILE_MAX, TT_ENOMEM, TT_EIO if no child
 * can be started at all.
 */
enum tt_err extract_run(struct extract **out, struct span file,
    struct span tls_keys) MUST_USE;
void extract_free(struct extract *x);	/* NULL is fine */

#endif
