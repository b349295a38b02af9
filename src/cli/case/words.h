/* SPDX-License-Identifier: ISC */
/*
 * words - the texts of a case that may leave the house, each in one place.
 *
 * specs/stories.md LC-4: every one has the sentence of what the bound is; no
 * name stands in one below *named*; a letter speaks of nobody but whom it is
 * for.  Counsel reads these and nothing else.  Pure.
 */
#ifndef CLI_CASE_WORDS_H
#define CLI_CASE_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "programme/case.h"
#include "telltale/verdict.h"

/* The one fixed sentence. */
extern const char words_bound[];

/* Whose it was: a copy names a copy. */
extern const char words_keys[];

/* One receipt of the partner that a letter is for. */
struct words_receipt {
	const char *reader;	/* id in the ledger, hex */
	const char *signed_at;	/* an instant */
	const char *copy;	/* SHA-256 of the sealed copy, hex */
	const char *opened_at;	/* an instant, as they say; "": no word */
};

struct words_letter {
	const char *origin;	/* the programme's log */
	const char *in_case, *bulletin;	/* ids */
	const char *partner;	/* its name; not shown below named */
	const char *date, *term;	/* instants */
	enum tt_verdict verdict;	/* named or strong */
	uint64_t sites, read;
	const char *one_in;	/* of the procedure's error, not of a score */
	const struct words_receipt *receipt;
	size_t n;
};

void words_letter(const struct words_letter *l, struct buf *out);

/* Whom a finding names, and the SHA-256 of what they answered, or NULL. */
struct words_named {
	const char *name, *reply;
};

struct words_statement {
	const char *origin, *date;
	const char *const *bulletin;	/* ids */
	size_t n_bulletins;
	enum case_tell tell;	/* as case_tell_limit lets it */
	enum tt_verdict verdict;	/* of the findings; none: not found */
	bool found;
	const char *one_in;
	const struct words_named *named; /* shown with CASE_TELL_PARTNER */
	size_t n_named;
};

/* Nothing with CASE_TELL_NOTHING. */
void words_statement(const struct words_statement *s, struct buf *out);

#endif
