/* SPDX-License-Identifier: ISC */
/* power_own - what `power` measured, for people and for programs. */
#ifndef CLI_POWER_OWN_H
#define CLI_POWER_OWN_H

#include <stddef.h>

#include "base/attr.h"
#include "cli/lab.h"
#include "cli/power_cases.h"

/* Sites by enum tt_site_class; n is TT_SITE_CLASS_COUNT long, and zeroed. */
void power_count_sites(const struct tt_bulletin *b, size_t *n);

/* Tables, bars and advice; CLI_DONE, or an exit code after saying why. */
int power_print(const struct lab *lab, const struct power_cases *p) MUST_USE;

/* "telltale-power/1"; likewise. */
int power_print_json(const struct lab *lab, const struct power_cases *p)
    MUST_USE;

#endif
