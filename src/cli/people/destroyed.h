/* SPDX-License-Identifier: ISC */
/* destroyed - whether a partner's copies are destroyed, as it says: shown
 * wherever what it holds is shown. */
#ifndef CLI_PEOPLE_DESTROYED_H
#define CLI_PEOPLE_DESTROYED_H

#include "base/attr.h"
#include "cli/vault.h"
#include "store/vault_destruction.h"

struct destroyed {
	enum destruction state;
	int64_t removed_s;		/* the removal that asks */
	struct vault_destruction last;	/* good from CONFIRMED on */
};

enum tt_err destroyed_read(struct destroyed *d, struct db *db,
    const char *partner, int64_t now_s) MUST_USE;

/* A line "LABEL asked for, ..."; or a member "destruction", null if it was
 * never asked for. */
void destroyed_line(const struct destroyed *d, const char *label,
    int64_t now_s);
void destroyed_put(const struct destroyed *d, struct json_out *j);

#endif
