/* SPDX-License-Identifier: ISC */
/*
 * machine - readers that are machines, and who answers for them; the checks
 * that sealing asks for.  A machine is a reader of a partner like a person,
 * with keys and a copy of its own; a named person of the same partner answers
 * for it.
 */
#ifndef CLI_PEOPLE_MACHINE_H
#define CLI_PEOPLE_MACHINE_H

#include "base/attr.h"
#include "cli/vault.h"

/*
 * Whether `person` can answer for a machine of a partner: a person there who
 * is not revoked.  CLI_DONE, CLI_REFUSED after saying why, other exit codes.
 */
int machine_person(struct vault *v, const char *partner, const char *person)
    MUST_USE;

#endif
