/* SPDX-License-Identifier: ISC */
/* vet - a partner's vetting record: what it lacks. */
#ifndef CLI_PEOPLE_VET_H
#define CLI_PEOPLE_VET_H

#include <stdint.h>

#include "base/attr.h"
#include "cli/people/change.h"
#include "cli/vault.h"
#include "programme/vetting.h"

/*
 * Whether c may be approved by its record.  CLI_DONE; CLI_REFUSED after
 * naming each field that is missing or stale; another exit code.
 */
int vet_check(struct vault *v, const struct people_change *c, int64_t now_s)
    MUST_USE;

#endif
