/* SPDX-License-Identifier: ISC */
/*
 * kin - findings in a text of the bulletin's kind that is not its copy.
 *
 * Advisories of one vendor share sentences, and rules their form.  What was
 * found within KIN_NEAR bytes of each other is judged together: if other
 * names and numbers stand there than the bulletin's (names.h), more than half
 * as many as are its own, none of it was copied from the bulletin.
 */
#ifndef READING_KIN_H
#define READING_KIN_H

#include "base/attr.h"
#include "reading/docket.h"
#include "telltale/err.h"

#define KIN_NEAR	1000	/* bytes of normal text */

/* Findings of d that are accepted, and should not have been, no longer are.
 * TT_ENOMEM. */
enum tt_err kin_reject(struct docket *d) MUST_USE;

#endif
