/* SPDX-License-Identifier: ISC */
/* terms_page - the terms of one bulletin, as a reader should see them. */
#ifndef CLI_TERMS_PAGE_H
#define CLI_TERMS_PAGE_H

#include <stdint.h>

#include "base/attr.h"
#include "cli/inbox.h"
#include "cli/reader_home.h"

/*
 * row: of the inbox, or NULL if it lists no such id.  Fetches and checks, and
 * prints.  CLI_DONE, or an exit code after saying why.
 */
int terms_page(struct reader_home *r, const struct inbox_row *row,
    const char *id, int64_t now_s) MUST_USE;

#endif
