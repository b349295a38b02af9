/* SPDX-License-Identifier: ISC */
/* letter_post - a reader's signed letter, to those who read for the vendor. */
#ifndef CLI_POST_LETTER_POST_H
#define CLI_POST_LETTER_POST_H

#include "base/attr.h"
#include "base/span.h"
#include "cli/reader_home.h"
#include "cli/vault.h"
#include "telltale/age_key.h"

struct letter_to {
	struct reader_home *home;	/* set by the caller */
	struct hubclient *hub;
	struct tt_age_recipient to[VAULT_OFFICERS_MAX];
	size_t n;
};

/* Asks the hub whom letters are for.  CLI_DONE, or an exit code. */
int letter_to(struct letter_to *t) MUST_USE;

/* Sealed to them, and handed to the hub. */
int letter_post(struct letter_to *t, struct span letter) MUST_USE;

#endif
