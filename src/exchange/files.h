/* SPDX-License-Identifier: ISC */
/*
 * files - which files a copy becomes, in the formats that are asked for.
 *
 *	stix.json		a bundle
 *	misp/UUID.json		an event; with manifest.json and hashes.csv
 *				the folder is a feed
 *	csaf/ID.json		named by section 5.1
 *
 * What the author wrote in a format stands there as it is, and nothing is
 * made anew beside it.  Pure.
 */
#ifndef EXCHANGE_FILES_H
#define EXCHANGE_FILES_H

#include "base/attr.h"
#include "exchange/exchange.h"

#define FILES_NAME_MAX	160	/* bytes, with NUL; name_member_ok */

enum exchange_format { TO_STIX, TO_MISP, TO_CSAF, TO_FORMATS };

struct exchange_file {
	char name[FILES_NAME_MAX];
	struct buf data;	/* secret */
};

struct exchange_files {
	struct exchange_file *at;
	size_t n;
};

/* False: no format is called so. */
bool format_parse(struct span name, enum exchange_format *out);

/*
 * The files for each format whose bit is in formats (1u << TO_STIX).
 * TT_ESYNTAX if what the author wrote has no name that a file may have;
 * TT_EEXIST if two would have one name; TT_ELIMIT, TT_ENOMEM.
 * files_free after TT_OK.
 */
enum tt_err files_make(struct exchange_files *out, const struct exchange *x,
    unsigned formats) MUST_USE;
void files_free(struct exchange_files *f);	/* safe on a zeroed one */

#endif
