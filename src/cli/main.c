/* SPDX-License-Identifier: ISC */
/* telltale - the vendor's and the reader's program: a table and a loop. */
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#include "base/json_in.h"
#include "cli/audit/audit_verbs.h"
#include "cli/author/verbs.h"
#include "cli/cli.h"
#include "cli/desk/verbs.h"
#include "cli/embargo/verbs.h"
#include "cli/line/verbs.h"
#include "cli/mine/verbs.h"
#include "cli/reader/verbs.h"
#include "cli/say.h"
#include "cli/site/verbs.h"
#include "cli/verbs.h"
#include "store/harden.h"

const struct verb cli_verbs[] = {
	{ "init", "make a programme: vault, hub, keeper", verb_init },
	{ "partner", "who is in the programme: add, vet, approve, suspend",
	    verb_partner },
	{ "reader", "who at partners has keys: add, confirm, revoke",
	    verb_reader },
	{ "policy", "who may get what: check, show, explain, adopt",
	    verb_policy },
	{ "duties", "laws that make partners report: check, show, adopt",
	    verb_duties },
	{ "exception", "one rule lifted for one partner: add, list",
	    verb_exception },
	{ "agreement", "what partners sign: add, list, show, sign",
	    verb_agreement },
	{ "mark", "propose where copies of a draft may differ", verb_mark },
	{ "power", "before sending: what the marks of a bulletin can prove",
	    verb_power },
	{ "approve", "what waits for a second person, and their yes",
	    verb_approve },
	{ "seal", "render and seal every copy of a bulletin", verb_seal },
	{ "preview", "look at what was sealed, as one of the staff",
	    verb_preview },
	{ "publish", "hand a sealed bulletin to the hub", verb_publish },
	{ "status", "what is due, late, suspicious; what to do next",
	    verb_status },
	{ "desk", "all of this as a page on loopback", verb_desk },
	{ "slip", "another public instant for a bulletin", verb_slip },
	{ "release", "end an embargo now, and make it public", verb_release },
	{ "retract", "take a bulletin back, as far as that goes",
	    verb_retract },
	{ "embargo", "where an embargo stands: show, decide, party",
	    verb_embargo },
	{ "trace", "whose copy a text that was found is from", verb_trace },
	{ "combine", "what the traces of several bulletins say together",
	    verb_combine },
	{ "case", "an investigation: open, add, trace, finding, letter, "
	    "close", verb_case },
	{ "census", "who could have known what, at an instant", verb_census },
	{ "knower", "who knew without being a reader: add, list",
	    verb_knower },
	{ "finder", "who reported the flaw, and the state of their report",
	    verb_finder },
	{ "sighting", "exploitation seen: add, import, list",
	    verb_sighting },
	{ "clocks", "our own deadlines once exploitation is known",
	    verb_clocks },
	{ "emission", "what partners send as permitted: add, list",
	    verb_emission },
	{ "event", "what others could see of it: add, list", verb_event },
	{ "timeline", "what happened around a bulletin, and what that leaves",
	    verb_timeline },
	{ "replay", "a recorded story again, with and without telltale",
	    verb_replay },
	{ "lab", "invented readers and attacks, to try your own text",
	    verb_lab },
	{ "vault", "the vendor's folder: officers, backup, sync, check",
	    verb_vault },
	{ "join", "a reader's side: make keys, register", verb_join },
	{ "inbox", "what waits for this reader, and when it opens",
	    verb_inbox },
	{ "consent", "say yes or no to the terms of a bulletin",
	    verb_consent },
	{ "declare", "which duties bind this reader's partner, signed",
	    verb_declare },
	{ "people", "this reader's colleagues: list, add, revoke, leave",
	    verb_people },
	{ "open", "sign for a bulletin and open its files", verb_open },
	{ "convert", "a bulletin as STIX, MISP or CSAF files", verb_convert },
	{ "report", "a finder's side: where it stands, and yes or no to dates",
	    verb_report },
	{ "letter", "between readers and the vendor, sealed", verb_letter },
	{ "members", "who else is in the programme, where it is shown",
	    verb_members },
	{ "receipts", "what was signed for, and what proves it",
	    verb_receipts },
	{ "export", "what the ledger has of you, with proofs", verb_export },
	{ "notices", "what is told by mail: list, send, show, check",
	    verb_notices },
	{ "verify", "check an evidence bundle, offline", verb_verify },
	{ "hub", "about the hub itself: pin, lost, breach, members",
	    verb_hub },
	{ "keeper", "who holds shares of wave keys: add, list", verb_keeper },
	{ "log", "look at a ledger, and check it: show, verify", verb_log },
	{ "help", "what there is, and help on one verb or topic", verb_help },
	{ NULL, NULL, NULL },
};

/* -C DIR, -CDIR, --dir DIR or --dir=DIR at argv[i]: DIR, and *i its place. */
static const char *
folder(int argc, char **argv, int *i)
{
	const char *a = argv[*i];

	if (strncmp(a, "--dir=", 6) == 0)
		return a + 6;
	if (strncmp(a, "-C", 2) == 0 && a[2] != '\0')
		return a + 2;
	if ((strcmp(a, "-C") == 0 || strcmp(a, "--dir") == 0) && *i + 1 < argc)
		return argv[++*i];
	return NULL;
}

/* Options before the verb; the index of the verb in argv. */
static int
leading(struct cli *c, int argc, char **argv)
{
	const char *dir;
	int i = 1;

	for (; i < argc && argv[i][0] == '-'; i++) {
		if ((dir = folder(argc, argv, &i)) != NULL)
			c->dir = dir;
		else if (strcmp(argv[i], "--json") == 0)
			c->json = true;
		else if (strcmp(argv[i], "--quiet") == 0 ||
		    strcmp(argv[i], "-q") == 0)
			c->quiet = true;
		else
			break;
	}
	return i;
}

int
main(int argc, char **argv)
{
	struct cli c = { .tty_out = isatty(STDOUT_FILENO) == 1,
		.tty_err = isatty(STDERR_FILENO) == 1 };
	char *help[] = { argv[0], (char[]){ "help" }, NULL };
	int at, code;

	json_in_wipe();
	if (harden() != TT_OK)
		return say_fail(CLI_TROUBLE, NULL, "cannot start: the kernel "
		    "does not keep memory out of core files");
	setlocale(LC_CTYPE, "C.UTF-8");
	if (sodium_init() < 0)
		return say_fail(CLI_TROUBLE, NULL, "cannot start libsodium");
	at = leading(&c, argc, argv);
	if (at < argc && strcmp(argv[at], "--version") == 0) {
		printf("telltale %s\n", TELLTALE_VERSION);
		code = CLI_DONE;
	} else if (at >= argc || strcmp(argv[at], "--help") == 0 ||
	    strcmp(argv[at], "-h") == 0)
		code = cli_dispatch(&c, "", cli_verbs, 2, help);
	else
		code = cli_dispatch(&c, "", cli_verbs, argc - at + 1,
		    argv + at - 1);
	if (fflush(stdout) != 0 && code == CLI_DONE)
		code = CLI_TROUBLE;
	return code;
}
