/* SPDX-License-Identifier: ISC */
/*
 * officers - who shares the vault: they come and go by the list of keys that
 * two of those before them have signed.
 *
 * Functions that return int give CLI_DONE, or an exit code after saying why.
 */
#ifndef CLI_TEAM_OFFICERS_H
#define CLI_TEAM_OFFICERS_H

#include "base/attr.h"
#include "cli/cli.h"
#include "cli/team/lineup_file.h"
#include "cli/team/roll.h"
#include "cli/team/request.h"
#include "telltale/reader_id.h"

/*
 * The act `keys`, in each vault: its effect is
 *	{ "officers": LINES of keys/officers, "publisher": AGE FILE or absent,
 *	  "keepers": [ROW of telltale.conf, ...] or absent, "threshold": K }
 * and its one statement the new list.  Files first, in an order that can be
 * begun again, so that a vault that was stopped is brought to the end by the
 * next run.
 */
request_apply_fn officers_apply;

/*
 * The new list takes the old one's place once the transaction that it was
 * made in is kept: after that commit, and whenever a vault is opened to be
 * written to.
 */
int officers_finish(struct vault *v) MUST_USE;

/* What is compared by another channel: of both of an officer's keys. */
void officers_fingerprint(const struct lineup_officer *o,
    char out[TT_FINGERPRINT_LEN + 1]);

/* What changes; out is what the list says then. */
struct officers_change {
	const struct lineup_officer *add;
	bool counsel;			/* add's role; else an officer */
	bool end_small_team;
	const struct lineup_officer *drop;
	const struct tt_vkey *publisher;	/* with drop: the new one */
	const struct tt_vkey *keeper;	/* one more ... */
	const struct tt_vkey *keeper_was;	/* ... or in its place */
};
enum tt_err officers_state(const struct vault *v, const struct roll *p,
    const struct officers_change *c, int64_t now_s, struct buf *text)
    MUST_USE;

cli_run verb_vault_officers, verb_vault_officer_key, verb_vault_hand_over,
    verb_vault_add_officer, verb_vault_remove_officer;

#endif
