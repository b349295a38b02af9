/* SPDX-License-Identifier: ISC */
/* class - what a site survives, from its alternatives alone. */
#ifndef BULLETIN_CLASS_H
#define BULLETIN_CLASS_H

#include <stddef.h>

#include "base/span.h"
#include "telltale/site.h"

/*
 * LAYOUT: equal but for white space and quotes.  ORDER: the same words, small
 * and capital letters being different, no two in the same order.  Else
 * WORDING.  Alternatives of at most TT_ALTERNATIVE_MAX bytes, valid UTF-8.
 */
enum tt_site_class class_of(const struct span *alternatives, size_t n);

#endif
