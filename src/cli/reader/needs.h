/* SPDX-License-Identifier: ISC */
/* needs - the hub's word that an agreement is to be signed first. */
#ifndef CLI_READER_NEEDS_H
#define CLI_READER_NEEDS_H

#include <stdbool.h>

#include "http/client.h"

/*
 * Whether it says so; then that was said, after "cannot WHAT ID": the verb is
 * CLI_REFUSED.
 */
bool needs_agreement(const struct http_answer *a, const char *what,
    const char *id);

#endif
