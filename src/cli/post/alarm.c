/* SPDX-License-Identifier: ISC */
#include <stdio.h>

#include "cli/clock.h"
#include "cli/out.h"
#include "cli/post/alarm.h"
#include "cli/post/notice.h"
#include "cli/say.h"

#define ABOUT_LEN	128

static const struct kind {
	const char *word, *safe, *unsafe;
} kinds[] = {
	[ALARM_SILENT] = { "silent",
	    "  Start it again, on its own machine: it goes on where it "
	    "stopped.",
	    "  Making it anew, or copying its folder to a second machine: its "
	    "waves\n  open at their instants only while it, or enough others, "
	    "has its shares." },
	[ALARM_HOLDS] = { "hold",
	    "  Look at its clock and at the hub's newest checkpoint; once time "
	    "is\n  proven it releases by itself.",
	    "  Setting its clock forward, or telling it to go on before you "
	    "know why\n  time is not proven." },
	[ALARM_CLOCK] = { "clock",
	    "  Compare its clock with a second source, and put right the one "
	    "that is\n  wrong.",
	    "  Telling it to go on while you do not know which clock is "
	    "wrong." },
	[ALARM_LATE] = { "late",
	    "  Ask each keeper how it is: telltale status.  Readers are told "
	    "to come\n  again, and lose nothing.",
	    "  Sending copies, keys or parts by another way." },
	[ALARM_LEDGER] = { "ledger",
	    "  Keep the folder 'alarms' of the vault as it is, compare the "
	    "newest\n  checkpoint with a witness's, and look which of vault "
	    "and hub was restored\n  from an older copy: telltale vault check.",
	    "  Publishing, releasing or admitting anybody before that is "
	    "known;\n  removing the checkpoint that this vault has seen." },
};

_Static_assert(N_ROWS(kinds) == ALARMS, "a text for each alarm");

static bool
can_tell(const struct vault *v)
{
	return v->use == VAULT_WRITE && v->lock >= 0 &&
	    notice_own_address(v) && vault_officer_at_hand(v);
}

void
alarm_tell(struct vault *v, enum alarm a, const char *which,
    const char *what, int64_t since_s)
{
	char about[ABOUT_LEN], when[OUT_MOMENT_LEN];
	struct notice_new n = { .event = NOTICE_KEEPER, .about = about };

	if (!can_tell(v))
		return;
	snprintf(about, sizeof(about), "%s %s", which, kinds[a].word);
	out_moment(when, since_s, clock_now());
	n.facts[NOTICE_WHAT_LINE] = span_str(what);
	n.facts[NOTICE_WHEN] = span_str(when);
	n.facts[NOTICE_SAFE] = span_str(kinds[a].safe);
	n.facts[NOTICE_UNSAFE] = span_str(kinds[a].unsafe);
	if (notice_own(v, &n) != CLI_DONE)
		say_warn("not everybody is told of it by mail");
}

void
alarm_over(struct vault *v, const char *which)
{
	if (can_tell(v) && vault_notice_over(v->db, NOTICE_KEEPER, which) !=
	    TT_OK)
		say_warn("if it happens again, nobody is told of it by mail");
}

void
alarm_ledger(struct vault *v, int code)
{
	if (code == CLI_ALARM)
		alarm_tell(v, ALARM_LEDGER, "log", "the hub's ledger is not "
		    "what this vault has seen: a fork, or one of the two is "
		    "an old copy", clock_now());
	else if (code == CLI_DONE)
		alarm_over(v, "log");
}
