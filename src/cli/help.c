/* SPDX-License-Identifier: ISC */
/* help - the list of verbs, help on one of them, and topics. */
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/paragraph.h"
#include "cli/say.h"
#include "cli/verbs.h"
#include "telltale/attack.h"

/* text NULL: print_attacks */
static const struct {
	const char *name, *text;
} topics[] = {
	{ "attacks", NULL },
	{ "environment",
	  "TELLTALE_HOME  the folder to work in, where -C is not given;\n"
	  "               without either, the nearest one from here upwards\n"
	  "HOME           has .telltale: a reader's home if none is above\n"
	  "TZ             the zone in which local times are shown\n" },
	{ "exit-codes",
	  "0   done, or found\n"
	  "1   the answer is no: nobody is named, it does not verify\n"
	  "2   usage: the command line, or a file of yours, is wrong\n"
	  "3   trouble: cannot reach, cannot read\n"
	  "4   refused by policy: embargo, role, second person\n"
	  "5   integrity alarm: fork or rollback of the log, bad signature\n"
	  "75  not now: try again later\n" },
	{ "formats",
	  "on a terminal  aligned tables and sentences\n"
	  "in a pipe      tab separated, a row a line, no heading\n"
	  "--json         one object; \"format\" names it and counts versions\n"
	  "copies         age files (age-encryption.org/v1) of ustar archives\n"
	  "statements     lines of text, signed as C2SP signed notes\n" },
};

/* The catalogue, for `lab --attack`. */
static void
print_attacks(void)
{
	for (size_t i = 0; tt_attacks[i] != NULL; i++) {
		const struct tt_attack *a = tt_attacks[i];

		if (a->parameter == NULL)
			printf("%s\n", a->name);
		else
			printf("%s:N    %s, from %g to %g; %g unless given\n",
			    a->name, a->parameter, a->least, a->most,
			    a->absent);
		paragraph(4, "%s", a->what);
	}
	printf("all\n");
	paragraph(4, "Each of these.");
}

static const struct opt opts[] = { CLI_OPTS };

static const struct usage usage = {
	.verb = "help",
	.args = "[VERB [VERB] | TOPIC]",
	.examples = {
		{ "help", "all verbs and topics" },
		{ "help exit-codes", "what each exit code means" },
	},
	.opts = opts,
	.args_max = 2,
};

static void
print_all(void)
{
	printf("usage: telltale VERB [options]\n\n");
	for (const struct verb *v = cli_verbs; v->name != NULL; v++)
		printf("  %-10s %s\n", v->name, v->brief);
	printf("\ntopics:");
	for (size_t i = 0; i < N_ROWS(topics); i++)
		printf(" %s", topics[i].name);
	printf("\ntelltale VERB --help says more of each\n");
}

int
verb_help(struct cli *c, int argc, char **argv)
{
	struct opt_values v;
	char ask[] = "--help", first[64], second[64];
	char *args[] = { argv[0], first, second, ask };
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &v)) != CLI_GO)
		return code;
	if (v.n_args == 0) {
		print_all();
		return CLI_DONE;
	}
	for (size_t i = 0; i < N_ROWS(topics); i++)
		if (strcmp(topics[i].name, v.args[0]) == 0) {
			if (topics[i].text == NULL)
				print_attacks();
			else
				fputs(topics[i].text, stdout);
			return CLI_DONE;
		}
	snprintf(first, sizeof(first), "%s", v.args[0]);
	if (v.n_args == 1) {
		args[2] = ask;
		return cli_dispatch(c, "", cli_verbs, 3, args);
	}
	snprintf(second, sizeof(second), "%s", v.args[1]);
	return cli_dispatch(c, "", cli_verbs, 4, args);
}
