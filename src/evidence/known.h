/* SPDX-License-Identifier: ISC */
/*
 * known - what everybody could have, set aside before anybody is judged.
 *
 * evidence.md section 16: the public rendering, and texts that were published
 * before the leak.  One that explains the specimen accuses nobody; sites that
 * agree with it are erased.
 */
#ifndef EVIDENCE_KNOWN_H
#define EVIDENCE_KNOWN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "evidence/docket.h"
#include "telltale/err.h"

/* Does the specimen say at this site what a row of this class says? */
bool known_agrees(const struct seen *s, uint8_t class);

/* What is known goes into *out.  TT_ENOMEM. */
enum tt_err known_set_aside(struct docket *d, struct tt_trace *out) MUST_USE;

#endif
