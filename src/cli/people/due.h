/* SPDX-License-Identifier: ISC */
/*
 * due - what of partners and readers waits for somebody, or soon will: for
 * partner due, and for whoever shows the state of the whole.
 */
#ifndef CLI_PEOPLE_DUE_H
#define CLI_PEOPLE_DUE_H

#include <stdint.h>

#include "base/attr.h"
#include "cli/vault.h"
#include "store/vault_partner.h"
#include "telltale/err.h"

struct people_due {
	char partner[VAULT_ID_MAX + 1];
	char reader[VAULT_ID_MAX + 1];	/* "": the partner as a whole */
	const char *what;		/* "its agreement ends within 7 days" */
	int64_t at_s;			/* when; 0: it is so now */
	const char *remedy;		/* the verb, without ids */
};

/* All, by partner; stops when fn does not return TT_OK, and returns that. */
typedef enum tt_err people_due_fn(void *ctx, const struct people_due *d);
enum tt_err people_due_each(struct vault *v, int64_t now_s,
    people_due_fn *fn, void *ctx) MUST_USE;

#endif
