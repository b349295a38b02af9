/* SPDX-License-Identifier: ISC */
/*
 * form - what a browser sends from a form or in a query, and in a cookie.
 *
 * application/x-www-form-urlencoded, as the URL standard has it, less what no
 * browser of today sends: a name twice, a percent without two digits, text
 * that is not UTF-8, a NUL are errors.  Names are ours, a-z and hyphens, and
 * are never encoded.  A cookie is RFC 6265, section 4.2.
 */
#ifndef HTTP_FORM_H
#define HTTP_FORM_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "telltale/err.h"

#define FORM_TYPE	"application/x-www-form-urlencoded"

/*
 * The value of that name, appended to out up to its maximum.  TT_ENOENT if it
 * is not there, TT_ESYNTAX, TT_ELIMIT; then out is as it was.
 */
enum tt_err form_get(struct span form, const char *name, struct buf *out)
    MUST_USE;

/* s as a value may stand in a form or in a query. */
void form_put(struct buf *out, struct span s);

/* header: of a request, NULL is none.  False if it is not there, or twice. */
bool form_cookie(const char *header, const char *name, struct span *out);

#endif
