/* SPDX-License-Identifier: ISC */
/* finding - what a trail is worth, what it claims, and what it gets wrong. */
#ifndef READING_FINDING_H
#define READING_FINDING_H

#include "base/attr.h"
#include "reading/docket.h"
#include "reading/trail.h"

/*
 * Fill in f but for its opinions; stretch and score are set.  The trail is
 * not empty.  False without memory.
 */
bool finding_weigh(struct docket *d, const struct trail *t, struct finding *f)
    MUST_USE;

#endif
