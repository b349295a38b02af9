/* SPDX-License-Identifier: ISC */
/* encoding - whether a part is text, in which sites are looked for. */
#ifndef BULLETIN_ENCODING_H
#define BULLETIN_ENCODING_H

#include <stdbool.h>

#include "base/span.h"
#include "telltale/diag.h"

/*
 * False: binary, to be passed on as it is.  An error, if an author will have
 * meant it as text with sites; a warning, if what looks like sites stays.
 */
bool encoding_is_text(struct span part, struct tt_where at,
    struct tt_diags *diags);

#endif
