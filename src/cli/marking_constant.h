/* SPDX-License-Identifier: ISC */
/*
 * marking_constant - constants that the author points at become data sites.
 *
 * TEXT, or TEXT=BODY where BODY is what a data site says.  Without BODY its
 * form decides: a decimal becomes an int of as many digits (a port one from
 * 20000 to 60000), digits of lower-case hex a hex of as many, 0x and the like
 * before them staying, an identifier a name.  With - in it each part has its
 * own form; of a UUID version and variant stay.
 */
#ifndef CLI_MARKING_CONSTANT_H
#define CLI_MARKING_CONSTANT_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "cli/marking.h"
#include "telltale/err.h"

/*
 * Every place of it in all parts, outside of sites, between what is neither
 * letter nor digit; under one label if there are several.  CLI_USAGE if there
 * is none or if it has no form.
 */
int marking_constant(struct marking *m, const char *constant) MUST_USE;

#define CONSTANT_PIECES_MAX	16

/* Bytes from..to of a constant, and the body of the data site there. */
struct constant_piece {
	size_t from, to;
	char body[64];
};

/*
 * What sites a text becomes, *n of them.  TT_ESYNTAX if it is of none of the
 * forms; then *why says.
 */
enum tt_err constant_pieces(struct span text,
    struct constant_piece out[CONSTANT_PIECES_MAX], size_t *n,
    const char **why) MUST_USE;

#endif
