/* SPDX-License-Identifier: ISC */
/* verbs - those about partners, readers and agreements, a file each. */
#ifndef CLI_PEOPLE_VERBS_H
#define CLI_PEOPLE_VERBS_H

#include "cli/cli.h"

cli_run verb_partner_approve, verb_partner_renew, verb_partner_reinstate,
    verb_partner_suspend, verb_partner_remove, verb_partner_refuse,
    verb_partner_withdraw, verb_partner_apply, verb_partner_changed,
    verb_partner_settle, verb_partner_vet, verb_partner_holds,
    verb_partner_states, verb_partner_marks, verb_partner_due,
    verb_partner_destroyed;

cli_run verb_reader_revoke, verb_reader_lost, verb_reader_role;

cli_run verb_agreement_add, verb_agreement_sign;

#endif
