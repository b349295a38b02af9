/* SPDX-License-Identifier: ISC */
/* judge - what one aligned window says about the sites of its core. */
#ifndef READING_JUDGE_H
#define READING_JUDGE_H

#include "base/attr.h"
#include "reading/align.h"
#include "reading/docket.h"
#include "telltale/err.h"

/*
 * Add a finding of stretch number, aligned as al to the window that begins at
 * byte from of the normal text.  TT_ENOMEM.
 */
enum tt_err judge(struct docket *d, uint32_t number, const struct window *w,
    size_t from, const struct alignment *al) MUST_USE;

#endif
