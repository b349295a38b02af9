/* SPDX-License-Identifier: ISC */
/* confirm - what cannot be undone is done by typing the bulletin's id. */
#ifndef CLI_EMBARGO_CONFIRM_H
#define CLI_EMBARGO_CONFIRM_H

#include "base/attr.h"
#include "cli/cli.h"
#include "store/vault_bulletin.h"

/*
 * Not y: the id or the author's name of it, by hand or with --yes (NULL: it
 * was not said).  what: "publish"; about: what is told before asking, or "".
 * CLI_DONE, or CLI_USAGE after saying why.
 */
int confirm(const struct cli *c, const struct vault_bulletin *b,
    const char *what, const char *about, const char *yes) MUST_USE;

#endif
