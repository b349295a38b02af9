/* SPDX-License-Identifier: ISC */
/*
 * reader_home - a reader's folder: found, unlocked, and where things are.
 *
 * specs/hub.md section 1.  telltale.conf has origin, hub, pin (unless the
 * hub's certificate is a public one), log, officer, interval, partner, name,
 * reader and invitation; beside it me.key and me.sign, the log policy, the
 * newest checkpoint, `keys` (the newest list of keys that was believed),
 * `reader` (the statement that was signed when joining), and a folder
 * receipts/ID for each bulletin.  What a stopped `open` left is removed when
 * the home is opened (unpacking.h).  Functions that return int give CLI_DONE,
 * or an exit code after saying why.
 */
#ifndef CLI_READER_HOME_H
#define CLI_READER_HOME_H

#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "cli/cli.h"
#include "cli/hubclient.h"
#include "cli/passphrase.h"
#include "store/home.h"
#include "telltale/age_key.h"
#include "telltale/policy.h"
#include "telltale/reader_id.h"
#include "telltale/vkey.h"

/* An id as the hub knows bulletins: 16 hex digits. */
#define BULLETIN_ID_LEN	16
#define KEPT_ID_LEN	20	/* with ".1" to ".999" of earlier revisions */

struct reader_home {
	const struct cli *cli;
	char dir[FILE_PATH_MAX];
	struct conf conf;
	struct passphrase passphrase;
	struct tt_signer *signer;		/* once asked for */
	struct tt_age_identities *identities;	/* once asked for */
	struct hubclient *hub;			/* once asked for */
	uint8_t id[TT_READER_ID_LEN];
	struct tt_vkey log, officer;
	uint64_t interval_s;	/* of batches, when joining */
	int lock;		/* fd: this process works in it; 0: none */
};

/*
 * The home that -C, TELLTALE_HOME, the folders from here upwards or
 * ~/.telltale give.  passphrase_file may be NULL.  Whoever is alone in it
 * clears away what a killed process was writing.  reader_home_close also
 * after a failure.
 */
int reader_home_open(struct reader_home *r, const struct cli *c,
    const char *passphrase_file) MUST_USE;
void reader_home_close(struct reader_home *r);	/* safe on a zeroed one */

const char *reader_home_origin(const struct reader_home *r);

/* dir and rel.  Always fits: rel is short and ours. */
void reader_home_path(const struct reader_home *r, const char *rel,
    char out[FILE_PATH_MAX]);

/* receipts/ID/name; name "" is the folder.  id is at most KEPT_ID_LEN long. */
void reader_home_kept(const struct reader_home *r, const char *id,
    const char *name, char out[FILE_PATH_MAX]);

/* Is it the name of such a folder: of a bulletin, or an earlier revision? */
bool reader_home_is_kept(const char *name);

/* Unlocks me.sign. */
int reader_home_signer(struct reader_home *r, const struct tt_signer **out)
    MUST_USE;

/* Unlocks me.key. */
int reader_home_identities(struct reader_home *r,
    const struct tt_age_identities **out) MUST_USE;

/* Signed requests: unlocks me.sign.  Not connected yet. */
int reader_home_hub(struct reader_home *r, struct hubclient **out) MUST_USE;

/* The log policy; the caller's, tt_policy_free. */
int reader_home_policy(const struct reader_home *r, struct tt_policy **out)
    MUST_USE;

/* CLI_USAGE, and what is wrong, unless it is 16 lower-case hex digits. */
int bulletin_id_check(const char *id) MUST_USE;

#endif
