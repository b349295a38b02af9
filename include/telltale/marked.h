/* SPDX-License-Identifier: ISC */
/*
 * marked - how an author writes sites into a text (DESIGN.md 4.3).
 *
 *	text	= what stands there, with \{{ for a plain {{
 *	site	= {{ [head] body }}
 *	head	= @ [label] [: attribute , ...] SPACE
 *	body	= alternative | alternative ...	2 to 16, one may be empty
 *		| int A..B | hex D | name		a data site
 *	again	= {{@label}}				a site of a label, again
 *	label	= [a-z][a-z0-9-]*
 *	attribute = fact data layout order wording, holder copy, flat
 *
 * Within a site \| and \}} are plain too, and {{ may only stand as \{{.  Of
 * the backslashes right before one of these each pair is one backslash, and
 * an odd last one escapes; elsewhere a backslash is itself, and outside
 * sites so are | and }}.  Of three opening braces the first is text, so that
 * {{{hex 8}}} is a value in braces; four are refused.  The first }} closes.
 * A body that begins with @ has a head: an alternative that begins with @
 * cannot be the first.  A label may be used in all parts, also before it is
 * defined, and is defined once.  A value site cannot be declared flat.
 *
 * A part that holds a NUL or is not UTF-8 is binary: it has no sites and
 * passes as it is.  What in it would be a site is refused or warned about.
 *
 * Here: the limits, and writing.  Reading is bulletin.h's.
 */
#ifndef TT_MARKED_H
#define TT_MARKED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "telltale/err.h"

#define TT_PARTS_MAX		256	/* of a bulletin */
#define TT_PART_MAX		(16u << 20)	/* bytes, marked */
#define TT_RENDERING_MAX	(64u << 20)	/* bytes, of a part */
#define TT_SITES_MAX		65536	/* of a bulletin */
#define TT_PLACES_MAX		(1u << 20)	/* of a bulletin */
#define TT_ALTERNATIVE_MAX	4096	/* bytes */
#define TT_LABEL_MAX		64	/* bytes */

/*
 * Append plain so that, read outside sites, it is itself again; site_follows
 * says that a site is written right after it.
 */
void tt_marked_plain(struct span plain, bool site_follows, struct buf *out);

/*
 * Append a site of these alternatives, which reads as them.  TT_ESYNTAX, and
 * nothing appended, if they are none: fewer than 2, more than 16, two equal,
 * one too long, or such as cannot be written in this order (the first begins
 * with @ or a lone {, the last ends with a lone }).
 */
enum tt_err tt_marked_site(const struct span *alternatives, size_t n,
    struct buf *out) MUST_USE;

#endif
