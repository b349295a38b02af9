/* SPDX-License-Identifier: ISC */
/* epsilon - the promise as an option: an innocent is named at most so often. */
#ifndef CLI_EPSILON_H
#define CLI_EPSILON_H

#include "base/attr.h"

/*
 * --epsilon of a verb, or TT_EPSILON where s is NULL.  CLI_DONE, or CLI_USAGE
 * after saying why.
 */
int epsilon_read(const char *verb, const char *s, double *out) MUST_USE;

#endif
