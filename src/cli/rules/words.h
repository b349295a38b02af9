/* SPDX-License-Identifier: ISC */
/* words - rules and caps as words that a person reads aloud. */
#ifndef CLI_RULES_WORDS_H
#define CLI_RULES_WORDS_H

#include "base/json_out.h"
#include "programme/policy.h"

#define RULES_WORDS_LEN	1024	/* bytes, with NUL; longer ones end in ... */

/* "partner.state is not approved" */
void rules_when_words(const struct policy_rule *r,
    char out[RULES_WORDS_LEN]);

/* "last wave, brief at most", "nothing", "no cap" */
void rules_cap_words(const struct policy_cap *c, char out[RULES_WORDS_LEN]);

/* "for a bulletin"; NULL: it takes none */
const char *rules_scope_words(enum policy_scope s);

/* Members "policy", "tiers" and "embargo_max_s" of an open object. */
void rules_policy_json(struct json_out *j, const struct policy *p,
    const char *name);

/* Members of a cap of an open object. */
void rules_cap_json(struct json_out *j, const struct policy_cap *c);

#endif
