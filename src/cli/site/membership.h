/* SPDX-License-Identifier: ISC */
/*
 * membership - the list of the programme's members as it is now, and the hub's
 * knowledge of it.
 *
 * Functions that return int give CLI_DONE, or an exit code after saying why.
 */
#ifndef CLI_SITE_MEMBERSHIP_H
#define CLI_SITE_MEMBERSHIP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "cli/vault.h"
#include "programme/membership.h"

struct membership_list {
	enum membership setting;
	char (*name)[TT_VALUE_MAX + 1];	/* rising, each once */
	size_t n;
};

/* Who would be in the list under that setting, now. */
int membership_read(struct vault *v, enum membership setting,
    struct membership_list *out) MUST_USE;
void membership_done(struct membership_list *l);	/* zeroed is fine */

/*
 * The hub hears of the list where it has changed since it last did; while it
 * is hidden and always was there is none.  Where the hub is away, or the
 * officer's key not at hand, the next act of an officer tells it.  anew: it
 * hears in any case, for it may have been restored to what it was before.
 */
int membership_tell(struct vault *v, bool anew) MUST_USE;

#endif
