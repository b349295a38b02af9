/* SPDX-License-Identifier: ISC */
/*
 * stix - a copy as a STIX 2.1 bundle.
 *
 * An identity, a vulnerability for each CVE number, an indicator for each
 * rule, with a relationship to each vulnerability, a note for each text, a
 * course of action if the advisory has such a section, and what holds them
 * together: a grouping before the public instant, a report after it.  All are
 * marked with a TLP 2.0 label and the words of what binds.
 *
 * Ids: STIX 2.1 section 2.9 says SHOULD of UUIDv4 and allows another in a
 * namespace that guarantees uniqueness, but for that of observables.  Ours are
 * UUIDv5 in our own, so that a second conversion is no second object.  Pure.
 */
#ifndef EXCHANGE_STIX_H
#define EXCHANGE_STIX_H

#include "base/attr.h"
#include "exchange/exchange.h"

/* Appends to out.  TT_ELIMIT, TT_ENOMEM, TT_ESYNTAX (not UTF-8). */
enum tt_err stix_write(struct buf *out, const struct exchange *x) MUST_USE;

#endif
