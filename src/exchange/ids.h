/* SPDX-License-Identifier: ISC */
/*
 * ids - numbers of CVE and CWE and CVSS vectors where they stand in a text.
 *
 * Each stands alone: no letter, digit or hyphen touches it.  Pure.
 */
#ifndef EXCHANGE_IDS_H
#define EXCHANGE_IDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"

#define IDS_MAX	64	/* further ones are passed over */

struct ids {
	struct span id[IDS_MAX];	/* none twice */
	size_t n;
};

/* How long the one that s begins with is, in bytes; 0: there is none. */
typedef size_t ids_form(struct span s);

ids_form ids_cve;	/* CVE-2026-0001, four digits at least */
ids_form ids_cwe;	/* CWE-79 */
ids_form ids_cvss;	/* CVSS:3.0, 3.1 or 4.0 with a / and its metrics */

/* The next one in *rest, which goes behind it. */
bool ids_next(struct span *rest, ids_form *form, struct span *id);

void ids_add(struct ids *ids, struct span id);
void ids_add_all(struct ids *ids, struct span text, ids_form *form);

bool ids_alnum(char c);		/* an ASCII letter or digit */

#endif
