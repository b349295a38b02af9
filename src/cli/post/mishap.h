/* SPDX-License-Identifier: ISC */
/*
 * mishap - how soon a reader said that something went wrong (specs/stories.md
 * PR-6): from when it happened, by the letter's word, to when the hub had the
 * letter.  It counts for who wrote, so of several instants all are kept.
 */
#ifndef CLI_POST_MISHAP_H
#define CLI_POST_MISHAP_H

#include <stdbool.h>
#include <stdint.h>

#include "telltale/letter.h"

#define MISHAP_SOON_MAX	192	/* bytes, with NUL */

struct mishap_soon {
	bool known;			/* the letter says when it happened */
	int64_t least_s, most_s;	/* between the two */
};

struct mishap_soon mishap_soon(const struct tt_letter *l, int64_t received_s);

/* "reported 3 h after it happened, by their word"; a clause. */
void mishap_soon_text(const struct mishap_soon *s, char out[MISHAP_SOON_MAX]);

#endif
