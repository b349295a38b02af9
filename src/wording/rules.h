/* SPDX-License-Identifier: ISC */
/*
 * rules - what no list of wordings holds: dates, the comma before the last of
 * a list, and lists in free order.
 *
 * Their tokens are no longer free once they are found, so that no group
 * reaches into them.
 */
#ifndef WORDING_RULES_H
#define WORDING_RULES_H

#include "wording/candidate.h"

struct rules {
	struct tt_proposal *at;
	size_t n, cap;
};

/* TT_ENOMEM; then r is as it was. */
enum tt_err rules_find(struct rules *r, const struct matching *m,
    struct page *pg) MUST_USE;

enum tt_err rules_add(struct rules *r, const struct tt_proposal *p) MUST_USE;

/* Is a token one of these words, in capitals or not? */
bool rules_is_word(const struct token *t, const char *const *words, size_t n);

/* The rules one by one. */
enum tt_err rule_date(struct rules *r, const struct matching *m,
    struct page *pg) MUST_USE;
enum tt_err rule_order(struct rules *r, const struct matching *m,
    struct page *pg) MUST_USE;
enum tt_err rule_serial(struct rules *r, const struct matching *m,
    struct page *pg) MUST_USE;

#endif
