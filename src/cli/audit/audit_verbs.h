/* SPDX-License-Identifier: ISC */
/* audit_verbs - what a bundle is made and judged with. */
#ifndef CLI_AUDIT_AUDIT_VERBS_H
#define CLI_AUDIT_AUDIT_VERBS_H

#include "cli/cli.h"
#include "cli/team/request.h"

cli_run verb_verify, verb_export;

/* The act APPROVAL_BUNDLE: an entry of the case says what may be opened. */
request_apply_fn evidence_apply;

#endif
