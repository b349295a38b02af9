/* SPDX-License-Identifier: ISC */
/* view_make - what the vault has for the view of one finder, or party. */
#ifndef CLI_KNOWN_VIEW_MAKE_H
#define CLI_KNOWN_VIEW_MAKE_H

#include "base/attr.h"
#include "cli/vault.h"
#include "programme/view.h"
#include "store/vault_bulletin.h"

/*
 * Of that name, as of now_s.  b as sealed, or as told.  A source that has a
 * partner's name or id in it stays here.  TT_ENOENT: neither a finder nor a
 * terms party of it has that name; errors of store/db.h.
 */
enum tt_err view_make(struct vault *v, const struct vault_bulletin *b,
    const char *name, int64_t now_s, struct view *out) MUST_USE;

#endif
