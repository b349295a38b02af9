/* SPDX-License-Identifier: ISC */
/*
 * desk - what all pages of the desk share: which vault, who may look, what is
 * asked of the verbs.
 *
 * The desk decides nothing.  A page asks a verb, as a process of its own, and
 * draws its JSON; what a verb refuses is refused here in the same words.
 */
#ifndef CLI_DESK_DESK_H
#define CLI_DESK_DESK_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/json_in.h"
#include "base/span.h"
#include "cli/cli.h"
#include "cli/desk/guard.h"
#include "http/server.h"
#include "store/file.h"

#define DESK_IDLE_S	1800	/* then a passphrase that was typed is gone */
#define DESK_NEXT_LEN	256	/* of what happens next, with NUL */

struct desk {
	struct guard guard;
	char dir[FILE_PATH_MAX];	/* the vault's */
	const char *as;			/* --as, or NULL */
	const char *passphrase_file;	/* or NULL */
	char site[256];			/* "Example PSIRT, the desk" */
	bool sealed;			/* the officer's key is under one that
					 * is in no file */
	atomic_bool stopping;		/* ends the verb that runs */
	pthread_mutex_t asking;		/* one verb at a time */
	pthread_mutex_t lock;		/* of all below */
	struct buf passphrase;		/* secret; empty: not typed yet */
	int64_t used_ms;		/* when it was last needed */
	bool asked;			/* the status; what it said: */
	int64_t asked_s, next_s;
	unsigned alarms, unknown;
	char next[DESK_NEXT_LEN];	/* "": nothing */
};

/* The pages: what to answer.  d outlives the handler. */
struct http_handler desk_handler(struct desk *d);

/* Keeps it, or with .n 0 forgets it. */
void desk_keep(struct desk *d, struct span passphrase);
void desk_forget_idle(struct desk *d);
bool desk_is_shut(struct desk *d);	/* it is sealed, and none is kept */

/* What a verb said. */
struct ask {
	int code;		/* enum cli_exit, or over 127: it was ended */
	json_t *json;		/* NULL: none */
	struct buf out, err;	/* as printed */
};

#define ASK_WORDS_MAX	16

/*
 * Runs `telltale WORD...` in the desk's vault; NULL after the last word.  The
 * passphrase is given to it where it needs one: .p NULL: the one that is kept.
 * A vault that somebody else is at work in is tried again for a while.  False
 * if it could not even be started; ask_done in any case.
 */
bool ask_verb(struct desk *d, const char *const *words, struct span passphrase,
    struct ask *a);
bool ask_json(struct desk *d, const char *const *words, struct ask *a);
void ask_done(struct ask *a);

/* The same for people: "telltale seal 'my draft' --dry-run". */
void ask_command(struct buf *out, const char *const *words);

#endif
