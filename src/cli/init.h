/* SPDX-License-Identifier: ISC */
/*
 * init - a programme: vault, hub, keeper and the first three entries of its
 * ledger, made together or not at all.  specs/hub.md section 1.
 */
#ifndef CLI_INIT_H
#define CLI_INIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/span.h"
#include "cli/cli.h"
#include "telltale/origin.h"

#define INIT_OFFICERS_MAX	16
#define INIT_KEEPERS_MAX	16

struct init_officer {
	const char *name;
	struct span passphrase;		/* p NULL: none */
};

/* All of it has been checked by the verb. */
struct init_plan {
	const char *dir;		/* must not be there */
	const char *name;
	const char *url;		/* no last slash */
	const char *origin;		/* url without its scheme */
	const char *db;			/* or NULL */
	uint64_t interval_s;
	unsigned depth;
	bool small_team;
	struct init_officer officer[INIT_OFFICERS_MAX];
	size_t n_officers;
	unsigned keepers, threshold;	/* so many of them open a wave */
	struct span agreement;		/* text of version 1 */
	int64_t now_s;
};

struct init_made {
	char pin[64];
	char log[TT_KEY_NAME_MAX + 64];	/* vkey */
};

/* "keeper", "keeper-02": below the programme's folder, by number from 1. */
void init_keeper_name(unsigned number, char out[16]);

/* CLI_DONE, or an exit code after saying why; then nothing is left. */
int init_make(const struct init_plan *plan, struct init_made *out) MUST_USE;

/* What an agreement and embargo.txt say unless the vendor says it. */
struct span init_agreement_text(void);
struct span init_embargo_text(void);

#endif
