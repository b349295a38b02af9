/* SPDX-License-Identifier: ISC */
/* begin - publishing a bulletin puts its terms in force. */
#ifndef CLI_EMBARGO_BEGIN_H
#define CLI_EMBARGO_BEGIN_H

#include <stdint.h>

#include "base/attr.h"
#include "cli/delivery.h"
#include "telltale/err.h"

/*
 * Its terms may come into force: the embargo has not ended, and they are the
 * next ones, or those in force for an editorial revision.  CLI_DONE, or an
 * exit code after saying why.
 */
int begin_check(const struct delivery *d, int64_t now_s) MUST_USE;

/* It is published, under these terms: all of it on record, or nothing. */
enum tt_err begin_record(const struct delivery *d, int64_t now_s) MUST_USE;

#endif
