/* SPDX-License-Identifier: ISC */
/* verbs - one function each, in a file of the same name. */
#ifndef CLI_VERBS_H
#define CLI_VERBS_H

#include "cli/cli.h"

cli_run verb_agreement, verb_approve, verb_case, verb_census, verb_clocks,
    verb_combine, verb_consent, verb_declare, verb_duties, verb_emission,
    verb_exception, verb_finder, verb_help, verb_inbox, verb_init, verb_join,
    verb_knower, verb_lab, verb_letter, verb_log, verb_mark, verb_notices,
    verb_open, verb_partner, verb_policy, verb_power, verb_publish,
    verb_reader, verb_receipts, verb_report, verb_seal, verb_sighting,
    verb_status, verb_trace, verb_vault;

extern const struct verb cli_verbs[];	/* all of them; main.c */

#endif
