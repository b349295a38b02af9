/* SPDX-License-Identifier: ISC */
/*
 * invite - an invitation: known to the hub, a file, and a record, in that
 * order, so that no file is good for nothing.  specs/hub.md section 2.
 */
#ifndef CLI_INVITE_H
#define CLI_INVITE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "cli/out.h"
#include "cli/vault.h"
#include "store/vault_partner.h"

/* One verb's work. */
struct inviting {
	struct vault *v;
	struct hubclient *hub;
	const struct tt_signer *officer;
	int64_t now_s, expires_s;
	struct out_table *t;
	size_t invited;
};

#define INVITE_GOOD_FOR_S	(14 * 86400)	/* unless asked for */

/* The first of "<partner>-<n>" that is free, as r->id. */
int invite_draw_id(struct vault *v, struct vault_reader *r) MUST_USE;

/*
 * Invite r, who is `new` or has a record, by the file path, which must not be
 * there; a row goes to in->t.  CLI_DONE, or an exit code after saying why.
 */
int invite(struct inviting *in, struct vault_reader *r, bool new,
    const char *path) MUST_USE;

#endif
