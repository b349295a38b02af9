/* SPDX-License-Identifier: ISC */
/* grow - the best team that one model makes of the candidates. */
#ifndef EVIDENCE_GROW_H
#define EVIDENCE_GROW_H

#include "base/attr.h"
#include "evidence/decoder.h"

/* Of the candidates that d->may lets in.  TT_ENOMEM. */
enum tt_err grow_team(struct decoder *d, unsigned model, struct team *out)
    MUST_USE;

#endif
