/* SPDX-License-Identifier: ISC */
/*
 * open - a bulletin's files in a fresh folder, after a receipt was signed for
 * them; or, with --sealed, what stock age needs to open them.
 *
 * All checks come before the signature, the signature before the copy, the
 * copy's hash before any key is used.  No plaintext is written anywhere but
 * to the folder, and to where that is built, which is on record (unpacking.h).
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/name.h"
#include "cli/changes.h"
#include "cli/clock.h"
#include "cli/out.h"
#include "cli/reader/converted.h"
#include "cli/reader/opened.h"
#include "cli/reader/unseal.h"
#include "cli/say.h"
#include "cli/verbs.h"

#define FORMAT	"telltale-open/1"
#define ALSO	"exchange/"	/* where what was made stands */

static const struct opt opts[] = {
	{ "output", 'o', OPT_VALUE, "DIR",
	    "the new folder for the files; ./ID unless given" },
	{ "sealed", 0, OPT_VALUE, "DIR",
	    "write copy.age and wave.key there, to open with age itself" },
	{ "also", 0, OPT_LIST, "FORMAT",
	    "convert as well, into DIR/exchange: stix, misp, csaf" },
	{ "no-report", 0, OPT_FLAG, NULL,
	    "do not tell the vendor that it was opened" },
	PASSPHRASE_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "open",
	.args = "ID",
	.examples = {
		{ "open 6f1d0c92b4e87a35 -o bulletin",
		    "sign the receipt, open the copy, write its files" },
		{ "open 6f1d0c92b4e87a35 --sealed parcel",
		    "then: age -d -i me.key parcel/copy.age | "
		    "age -d -i parcel/wave.key | tar x" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "Opening signs that you received this copy under its terms; "
	    "telltale inbox ID\nshows them before. What was opened once "
	    "opens again without the hub.\nThe vendor is told, signed, that "
	    "it was opened and when, unless --no-report.",
};

struct target {
	char dir[FILE_PATH_MAX];
	bool sealed;
	bool silent;		/* the hub is not told */
	unsigned formats;	/* to write beside the parts */
};

/* With --sealed: nothing is opened, and me.key may be on another machine. */
static int
write_sealed(const struct parcel *p, const char *dir)
{
	const struct cli *c = p->home->cli;
	const struct file_member file[] = {
		{ SPAN("copy.age"), buf_view(&p->copy) },
		{ SPAN("wave.key"), buf_view(&p->wave_file) },
	};
	int code;

	if ((code = unseal_write(p, dir, file, N_ROWS(file))) != CLI_DONE)
		return code;
	code = unseal_print(p, FORMAT, dir, file, N_ROWS(file), NULL);
	say_note(c, "next: age -d -i %s/me.key %s/copy.age | age -d -i "
	    "%s/wave.key | tar x", p->home->dir, dir, dir);
	return code;
}

static void
say_opened(const struct parcel *p, const char *dir)
{
	const struct cli *c = p->home->cli;
	char until[OUT_MOMENT_LEN];

	out_moment(until, p->envelope->until_s, p->now_s);
	say_note(c, "opened %s into %s; silent until %s", p->id, dir, until);
	say_note(c, "this copy is marked: its wording is yours alone");
	say_note(c, "next: telltale receipts");
}

/* The copy's files, and what was made of them in a folder beside. */
struct listing {
	struct file_member *at;
	size_t n;
	char (*name)[sizeof(ALSO) + FILES_NAME_MAX];
};

static int
add_made(const struct parcel *p, struct listing *l,
    const struct exchange_files *made)
{
	size_t parts = l->n;

	for (size_t i = 0; i < made->n; i++) {
		snprintf(l->name[i], sizeof(l->name[i]), ALSO "%s",
		    made->at[i].name);
		for (size_t k = 0; k < parts; k++)
			if (name_member_clash(l->at[k].name,
			    span_str(l->name[i])))
				return say_fail(CLI_TROUBLE, "telltale convert "
				    "ID -o DIR writes it elsewhere",
				    "cannot write %s of %s: the bulletin has "
				    "a file of that name", l->name[i], p->id);
		l->at[l->n++] = (struct file_member){ span_str(l->name[i]),
			buf_view(&made->at[i].data) };
	}
	return CLI_DONE;
}

static int
write_listing(const struct parcel *p, const char *dir,
    const struct tt_archive *a, const struct exchange_files *made)
{
	struct listing l = { .at = calloc(a->n + made->n + 1, sizeof(*l.at)),
		.name = calloc(made->n + 1, sizeof(*l.name)) };
	struct changes *changes;
	int code;

	if (l.at == NULL || l.name == NULL)
		code = say_err(TT_ENOMEM, NULL, "cannot write %s", dir);
	else {
		for (; l.n < a->n; l.n++)
			l.at[l.n] = (struct file_member){
				a->member[l.n].name, a->member[l.n].data };
		if ((code = add_made(p, &l, made)) == CLI_DONE &&
		    (code = unseal_write(p, dir, l.at, l.n)) == CLI_DONE) {
			changes = changes_find(p, a);
			code = unseal_print(p, FORMAT, dir, l.at, l.n,
			    changes);
			changes_free(changes);
			say_opened(p, dir);
		}
	}
	free(l.name);
	free(l.at);
	return code;
}

static int
write_opened(const struct parcel *p, const struct target *to)
{
	struct exchange_files made = { .n = 0 };
	struct tt_copy *copy = NULL;
	int code;

	if ((code = unseal_copy(p, &copy)) != CLI_DONE)
		return code;
	if (to->formats != 0)
		code = converted_make(p, copy, to->formats, &made);
	if (code == CLI_DONE)
		code = write_listing(p, to->dir, &copy->archive, &made);
	files_free(&made);
	tt_copy_free(copy);
	if (code == CLI_DONE && !to->silent)
		opened_note(p);
	return code;
}

static int
open_bulletin(struct reader_home *r, const char *id, const struct target *to)
{
	struct parcel p;
	int code;

	parcel_init(&p, r, id, clock_now());
	if ((code = parcel_receive(&p)) == CLI_DONE &&
	    (code = parcel_wave_key(&p)) == CLI_DONE)
		code = to->sealed ? write_sealed(&p, to->dir) :
		    write_opened(&p, to);
	if (code == CLI_DONE && p.standing.known)
		opened_say(r);
	parcel_done(&p);
	return code;
}

static int
choose(const struct opt_values *v, const char *id, struct target *to)
{
	const char *output = opt_value(opts, v, "output");
	const char *sealed = opt_value(opts, v, "sealed");
	int code;

	if (output != NULL && sealed != NULL)
		return say_fail(CLI_USAGE, NULL,
		    "open: -o and --sealed are two ways; name one");
	if ((code = converted_formats("open", opts, v, "also",
	    &to->formats)) != CLI_DONE)
		return code;
	to->sealed = sealed != NULL;
	to->silent = opt_set(opts, v, "no-report");
	if (to->sealed && to->formats != 0)
		return say_fail(CLI_USAGE, NULL, "open: --sealed opens "
		    "nothing that --also could convert");
	return unseal_target(to->sealed ? sealed : output != NULL ? output :
	    id, to->dir);
}

int
verb_open(struct cli *c, int argc, char **argv)
{
	struct opt_values v;
	struct reader_home r;
	struct target to = { .sealed = false };
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &v)) != CLI_GO)
		return code;
	if ((code = bulletin_id_check(v.args[0])) != CLI_DONE ||
	    (code = choose(&v, v.args[0], &to)) != CLI_DONE)
		return code;
	if ((code = reader_home_open(&r, c,
	    opt_value(opts, &v, "passphrase-file"))) == CLI_DONE)
		code = open_bulletin(&r, v.args[0], &to);
	reader_home_close(&r);
	return code;
}
