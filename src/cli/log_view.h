/* SPDX-License-Identifier: ISC */
/*
 * log_view - a log whose head was verified: by whose key, against what was
 * seen before, ready to be read.
 *
 * What `log show` and `log verify` have in common.  The log is a folder, a
 * URL, or the hub of the vault or reader's home that -C and the rest give;
 * the keys that are believed come from --log, --policy, or that home.
 * Functions that return int give CLI_DONE, or an exit code after saying why.
 */
#ifndef CLI_LOG_VIEW_H
#define CLI_LOG_VIEW_H

#include <stdbool.h>

#include "base/attr.h"
#include "cli/cli.h"
#include "cli/log_source.h"
#include "store/home.h"
#include "telltale/log_reader.h"
#include "telltale/policy.h"

struct log_view_conf {
	const char *where;	/* folder or URL; NULL: the hub of the home */
	const char *log;	/* --log VKEY, or NULL */
	const char *policy;	/* --policy FILE, or NULL */
	const char *old;	/* --old FILE, a checkpoint, or NULL */
	const char *pin;	/* --pin PIN, or NULL */
};

/* The options that fill it. */
#define LOG_VIEW_OPTS							\
	{ "log", 0, OPT_VALUE, "VKEY",					\
	    "the key of the log that is believed" },			\
	{ "policy", 0, OPT_VALUE, "FILE",				\
	    "logs and witnesses that are believed, C2SP tlog-policy" },	\
	{ "old", 0, OPT_VALUE, "FILE",					\
	    "an older checkpoint, which the log must continue" },	\
	{ "pin", 0, OPT_VALUE, "PIN",					\
	    "of a URL: base64 SHA-256 of its server's public key" }

struct log_view {
	const struct cli *cli;
	char home[FILE_PATH_MAX];	/* "" if there is none */
	struct conf conf;		/* of home */
	struct hubclient *hub;		/* of home */
	struct log_source source;
	bool folder;
	struct tt_policy *policy;
	struct tt_policy_verdict head;
	struct tt_log_reader *reader;
};

/* log_view_close also after a failure. */
int log_view_open(struct log_view *v, const struct cli *c,
    const struct log_view_conf *conf) MUST_USE;
void log_view_close(struct log_view *v);	/* safe on a zeroed one */

/* Says what reading gave, for entry or tile `what`; the exit code. */
int log_view_say(const struct log_view *v, enum tt_err e, const char *what);

#endif
