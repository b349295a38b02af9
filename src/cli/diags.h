/* SPDX-License-Identifier: ISC */
/* diags - what is wrong with a file of the user's, printed line by line. */
#ifndef CLI_DIAGS_H
#define CLI_DIAGS_H

#include "base/attr.h"
#include "telltale/diag.h"

/* Aborts: no memory.  free() it. */
struct tt_diags *diags_new(void);

/* All rows, errors and warnings, in their order. */
void diags_print(const struct tt_diags *d);

/* CLI_USAGE, after saying that what cannot be used, and all rows. */
int diags_refuse(const struct tt_diags *d, const char *what);

#endif
