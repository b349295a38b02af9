/* SPDX-License-Identifier: ISC */
/*
 * rule - whether what is said of a line's site was said in its line.
 *
 * A detection rule is one line, and its options may stand in any order in it;
 * the rules of a file have options that are the same to the letter.  Which
 * rule an option is of, only the rest of its line tells.
 */
#ifndef READING_RULE_H
#define READING_RULE_H

#include "reading/search.h"

/*
 * Bytes of the line of the piece in which from..to of the normal text stands
 * that belong to elements of the marked line that element is in.
 */
size_t rule_support(const struct search *s, uint32_t element, uint32_t from,
    uint32_t to);

/* o is of a site in a rule, and its line is another rule's. */
bool rule_denies(const struct search *s, const struct opinion *o);

#endif
