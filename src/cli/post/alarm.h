/* SPDX-License-Identifier: ISC */
/*
 * alarm - a machine of the programme is late, or its ledger is not what was
 * seen: mail to officers and operators, with what is safe to do and what not.
 *
 * Once for each such event: it is told anew only after it was over.  Nothing
 * is queued where telltale.conf has no address, the vault is not open for
 * VAULT_WRITE, or the officer's key would have to be asked for; what cannot
 * be queued is said, and holds up nothing.
 */
#ifndef CLI_POST_ALARM_H
#define CLI_POST_ALARM_H

#include <stdint.h>

#include "cli/vault.h"

enum alarm {
	ALARM_SILENT,		/* a keeper does not answer */
	ALARM_HOLDS,		/* a keeper holds a wave that is due */
	ALARM_CLOCK,		/* a keeper's clock is off */
	ALARM_LATE,		/* a wave is due, and not released */
	ALARM_LEDGER,		/* a fork, or a rollback */
	ALARMS
};

/* which: "keeper-1", "wave-ID-0", "log".  what: one line, without a title
 * or a name of a bulletin. */
void alarm_tell(struct vault *v, enum alarm a, const char *which,
    const char *what, int64_t since_s);

/* All of which is over. */
void alarm_over(struct vault *v, const char *which);

/* The hub's ledger, by how asking it went: CLI_ALARM, or CLI_DONE. */
void alarm_ledger(struct vault *v, int code);

#endif
