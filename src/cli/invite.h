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

/* What an invitation says; conf has hub, pin and log.  All is borrowed. */
struct invite_note {
	const struct conf *conf;	/* a vault's or a home's */
	const char *origin;
	const struct tt_vkey *officer;
	bool by_admin;			/* of the partner, who signs it */
	const char *partner, *name, *email;
	const uint8_t *token;		/* TT_TOKEN_LEN bytes */
	int64_t now_s, expires_s;
};

/* Appended, signed; out is a secret buf.  TT_ESYNTAX: conf has no good pin. */
enum tt_err invite_write(const struct invite_note *n,
    const struct tt_signer *by, struct buf *out) MUST_USE;

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
