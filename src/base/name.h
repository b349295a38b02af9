/* SPDX-License-Identifier: ISC */
/*
 * name - what a part, and so a member of an archive, may be called.
 *
 * 1 to 255 bytes; 1 to 8 components of 1 to 100 bytes of A-Z a-z 0-9 . _ + @
 * and -, joined by /.  No component begins with . or -, ends in ., or is, up
 * to its first dot and in any case, a name that some systems give to devices
 * (con, prn, aux, nul, com1 to com9, lpt1 to lpt9).  And a header of ustar
 * can hold it: a rule of its own, for of three components of 90, 70 and 90
 * bytes neither slash leaves two parts that fit.
 */
#ifndef BASE_NAME_H
#define BASE_NAME_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"

#define NAME_MAX_LEN		255	/* bytes */
#define NAME_COMPONENTS		8
#define NAME_COMPONENT_MAX	100	/* bytes; also ustar's name field */
#define NAME_PREFIX_MAX		155	/* bytes; ustar's prefix field */

/* s is such a name. */
bool name_member_ok(struct span s);

/*
 * Two names that one folder cannot hold on every system: equal but for case,
 * or one the folder of the other, case aside too.
 */
bool name_member_clash(struct span a, struct span b);

/*
 * Where ustar cuts s, which is name_member_ok: the bytes before the last slash
 * that lets both parts fit, or 0 if s fits whole.
 */
size_t name_member_split(struct span s);

#endif
