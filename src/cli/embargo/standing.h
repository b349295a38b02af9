/* SPDX-License-Identifier: ISC */
/*
 * standing - a published bulletin as its embargo stands: what was said, every
 * wave of every revision that is out, and who else agrees to the terms.
 */
#ifndef CLI_EMBARGO_STANDING_H
#define CLI_EMBARGO_STANDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "cli/vault.h"
#include "programme/schedule.h"
#include "store/vault_bulletin.h"
#include "store/vault_embargo.h"

#define STANDING_WAVES_MAX	64	/* of all revisions */

struct standing_wave {
	struct vault_wave wave;
	char sealing[VAULT_BULLETIN_LEN + 1];
	unsigned revision;	/* of the text */
	bool released;		/* its key is out, as the ledger says */
	int64_t released_s;
	int64_t opened_s;	/* by the hub's clock; 0: not known */
	int64_t published_s;	/* its text */
	int64_t before_s;	/* standing_schedule; -1: by opens_at */
	size_t copies;
	unsigned threshold, keepers;	/* k of n, by its statement */
};

struct standing {
	struct vault *v;
	struct vault_bulletin b;	/* the last one that is out */
	bool published;			/* any is */
	int64_t now_s;
	struct vault_embargo said[VAULT_EMBARGO_MAX];
	size_t n_said;
	struct embargo_now now;
	struct standing_wave wave[STANDING_WAVES_MAX];
	size_t n_waves;
	struct vault_party party[VAULT_PARTIES_MAX];
	size_t n_parties;
};

/*
 * By id or the author's name; with hub set, what the hub knows and parties
 * answered is asked for first, if it can be reached.  CLI_DONE, or an exit
 * code after saying why.  *out is the caller's to standing_free, after a
 * failure too.
 */
int standing_open(struct standing **out, struct vault *v, const char *name,
    bool hub) MUST_USE;
void standing_free(struct standing *s);	/* NULL is fine */

/* One line that the ledger takes as the reason of an embargo. */
bool standing_reason_ok(const char *reason);

/*
 * A verb about the bulletin that is its argument: opens the vault for writing
 * and the bulletin as standing_open does, and runs fn, whose exit code it
 * gives.  passphrase_file may be NULL.
 */
typedef int standing_fn(struct standing *s, const char *reason);
int standing_run(struct cli *c, const struct opt_values *o,
    const char *passphrase_file, bool hub, standing_fn *fn,
    const char *reason) MUST_USE;

/* Reads bulletin.json of what was sealed, for before_s of each wave. */
int standing_schedule(struct standing *s) MUST_USE;

bool standing_is_open(const struct standing *s,
    const struct standing_wave *w);

/* How a wave opened, of terms that were said: schedule_opened. */
enum schedule_opening standing_opened(const struct vault_embargo *said,
    size_t n_said, const struct schedule_opened *wave, int64_t *late_s);

/* CLI_REFUSED after saying why, unless an embargo is in force. */
int standing_in_force(const struct standing *s, const char *verb) MUST_USE;

#endif
