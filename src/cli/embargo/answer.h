/* SPDX-License-Identifier: ISC */
/*
 * answer - what a terms party said to a proposal: by a letter that their key
 * signed (`report accept`), or as an officer states it (`embargo answer`).
 *
 * Only the key that speaks for the party counts, only while it is in force,
 * and only for what is proposed now.  A refusal drops the proposal; what was
 * agreed stands.  Functions that return int give CLI_DONE, or an exit code
 * after saying why.
 */
#ifndef CLI_EMBARGO_ANSWER_H
#define CLI_EMBARGO_ANSWER_H

#include <stdbool.h>

#include "base/attr.h"
#include "cli/embargo/standing.h"
#include "store/vault_letter.h"
#include "store/vault_partner.h"
#include "telltale/letter.h"

/* The terms that parties are asked about now; 0: none are. */
unsigned answer_asked(const struct standing *s, int64_t *public_s);

/* p's revision, accepts and what follows it, of the terms that are asked
 * about. */
int answer_keep(struct standing *s, const struct vault_party *p) MUST_USE;

/* "accepts", "refuses; the old terms stay in force" */
const char *answer_words(const struct standing *s, bool accepts);

/*
 * A letter whose signature by r's key was checked, kept as row.  *why is set
 * if it changes nothing; CLI_DONE then too.
 */
int answer_by_key(struct vault *v, const struct tt_letter *l,
    const struct vault_letter *row, const struct vault_reader *r,
    const char **why) MUST_USE;

/*
 * Takes in the letters that wait at the hub, if any party has a key and
 * nobody has to type a passphrase for it.  What cannot be taken in waits:
 * CLI_DONE but for CLI_ALARM.
 */
int answer_hear(struct vault *v) MUST_USE;

#endif
