/* SPDX-License-Identifier: ISC */
/*
 * tell - what a file is, by its bytes alone.
 *
 * libmagic says; where it is known to be vague (mail, HTML, office documents
 * that are archives) a look at the first lines or names decides.  Names of
 * files are not believed.
 */
#ifndef EXTRACT_TELL_H
#define EXTRACT_TELL_H

#include "base/span.h"
#include "extract/format.h"

struct told {
	enum format format;
	char media[128];	/* "application/pdf" */
};

/* Never fails: what cannot be told is FORMAT_TEXT or FORMAT_BYTES. */
void tell(struct told *out, struct span file);

#endif
