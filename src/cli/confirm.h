/* SPDX-License-Identifier: ISC */
/*
 * confirm - an act that cannot be undone: its id typed, not y; by hand, or
 * with --yes.
 */
#ifndef CLI_CONFIRM_H
#define CLI_CONFIRM_H

#include "base/attr.h"
#include "cli/cli.h"
#include "store/vault_bulletin.h"

/*
 * what: "sign request".  yes: what --yes gave, or NULL.  CLI_DONE, or
 * CLI_USAGE after saying why.
 */
int confirm_id(const struct cli *c, const char *what, const char *id,
    const char *yes) MUST_USE;

/* The same; the author's name of it is good, too.  about: what is told before
 * it is asked for, or "". */
int confirm_bulletin(const struct cli *c, const struct vault_bulletin *b,
    const char *what, const char *about, const char *yes) MUST_USE;

#endif
