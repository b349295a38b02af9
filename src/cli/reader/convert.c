/* SPDX-License-Identifier: ISC */
/*
 * convert - a bulletin for the tools: STIX, MISP, CSAF, in the wording of this
 * reader's own copy.
 *
 * It takes the bulletin's id and not a folder that `open` wrote: the copy is
 * opened again from the home, so that what is converted is what was signed
 * for.  Before the instant it is refused as `open` is.
 */
#include <stdio.h>
#include <stdlib.h>

#include "cli/clock.h"
#include "cli/out.h"
#include "cli/reader/converted.h"
#include "cli/reader/opened.h"
#include "cli/reader/unseal.h"
#include "cli/reader/verbs.h"
#include "cli/say.h"

static const struct opt opts[] = {
	{ "to", 0, OPT_LIST, "FORMAT",
	    "stix, misp or csaf; again, or with commas, for several" },
	{ "output", 'o', OPT_VALUE, "DIR",
	    "the new folder for the files; ./ID-exchange unless given" },
	{ "no-report", 0, OPT_FLAG, NULL,
	    "do not tell the vendor that it was opened" },
	PASSPHRASE_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "convert",
	.args = "ID",
	.examples = {
		{ "convert 6f1d0c92b4e87a35 --to stix -o for-siem",
		    "for-siem/stix.json: a bundle with the rules in it" },
		{ "convert 6f1d0c92b4e87a35 --to misp,csaf",
		    "a folder that MISP reads as a feed, and a CSAF "
		    "document" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "All texts stay as they are in your copy, so what is made is "
	    "marked as it is, and\nyours alone. A bulletin that was not "
	    "opened yet is signed for first, as by\ntelltale open. What goes "
	    "where: docs/exchange.md.",
};

static int
write_files(const struct parcel *p, const struct exchange_files *f,
    const char *dir)
{
	struct file_member *m = calloc(f->n + 1, sizeof(*m));
	int code;

	if (m == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot write %s", dir);
	for (size_t i = 0; i < f->n; i++)
		m[i] = (struct file_member){ span_str(f->at[i].name),
			buf_view(&f->at[i].data) };
	if ((code = unseal_write(p, dir, m, f->n)) == CLI_DONE) {
		code = unseal_print(p, "telltale-convert/1", dir, m, f->n,
		    NULL);
		say_note(p->home->cli, "converted %s into %s; it is marked "
		    "as your copy is", p->id, dir);
	}
	free(m);
	return code;
}

static int
convert(const struct parcel *p, unsigned formats, const char *dir)
{
	struct exchange_files files = { .n = 0 };
	struct tt_copy *copy = NULL;
	int code;

	if ((code = unseal_copy(p, &copy)) != CLI_DONE)
		return code;
	if ((code = converted_make(p, copy, formats, &files)) == CLI_DONE)
		code = write_files(p, &files, dir);
	files_free(&files);
	tt_copy_free(copy);
	return code;
}

static int
convert_bulletin(struct reader_home *r, const char *id, unsigned formats,
    const char *dir, bool silent)
{
	struct parcel p;
	int code;

	parcel_init(&p, r, id, clock_now());
	if ((code = parcel_receive(&p)) == CLI_DONE &&
	    (code = parcel_wave_key(&p)) == CLI_DONE)
		code = convert(&p, formats, dir);
	if (code == CLI_DONE && !silent)
		opened_note(&p);
	if (code == CLI_DONE && p.standing.known)
		opened_say(r);
	parcel_done(&p);
	return code;
}

static int
choose(const struct opt_values *v, char dir[FILE_PATH_MAX], unsigned *formats)
{
	const char *output = opt_value(opts, v, "output");
	char other[BULLETIN_ID_LEN + sizeof("-exchange")];
	int code;

	if ((code = bulletin_id_check(v->args[0])) != CLI_DONE ||
	    (code = converted_formats("convert", opts, v, "to", formats)) !=
	    CLI_DONE)
		return code;
	if (*formats == 0)
		return say_fail(CLI_USAGE, "telltale convert --help",
		    "convert: --to says into what: stix, misp or csaf");
	snprintf(other, sizeof(other), "%s-exchange", v->args[0]);
	return unseal_target(output != NULL ? output : other, dir);
}

int
verb_convert(struct cli *c, int argc, char **argv)
{
	char dir[FILE_PATH_MAX];
	struct reader_home r;
	struct opt_values v;
	unsigned formats;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &v)) != CLI_GO)
		return code;
	if ((code = choose(&v, dir, &formats)) != CLI_DONE)
		return code;
	if ((code = reader_home_open(&r, c,
	    opt_value(opts, &v, "passphrase-file"))) == CLI_DONE)
		code = convert_bulletin(&r, v.args[0], formats, dir,
		    opt_set(opts, &v, "no-report"));
	reader_home_close(&r);
	return code;
}
