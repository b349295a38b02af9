/* SPDX-License-Identifier: ISC */
/*
 * census_about - what a census is about: a bulletin, or one part of it, as
 * each of its revisions has it.  Pure.
 */
#ifndef CLI_CENSUS_ABOUT_H
#define CLI_CENSUS_ABOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "telltale/err.h"
#include "telltale/manifest.h"

/* The parts of one revision. */
struct census_text {
	unsigned revision;
	struct tt_manifest manifest;
};

/* What a census is about: a bulletin, or one part of it. */
struct census_about {
	const struct census_text *text;	/* of all that were published */
	size_t n_texts;		/* 0: parts do not matter */
	const char *part;	/* its file; NULL: all */
	bool complement;	/* outsiders are wanted */
};

/* Has any revision a proof of concept, the part that is asked about? */
bool census_about_poc(const struct census_about *a);
bool census_about_part(const struct census_about *a);

/*
 * Has a copy of that revision and profile what is asked about, and a proof of
 * concept?  TT_EINTEGRITY: there are texts, and none of that revision.
 */
enum tt_err census_about_copy(const struct census_about *a,
    unsigned revision, enum tt_profile profile, bool *part, bool *poc)
    MUST_USE;

#endif
