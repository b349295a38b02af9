/* SPDX-License-Identifier: ISC */
/*
 * declare - who a partner is and which duties bind it, in its own words: a
 * letter to the vendor's officers, signed by the key of a reader who speaks
 * for it.  specs/stories.md PA-3.
 */
#include <stdlib.h>

#include "cli/clock.h"
#include "cli/diags.h"
#include "cli/out.h"
#include "cli/post/letter_post.h"
#include "cli/say.h"
#include "cli/verbs.h"
#include "programme/profile.h"
#include "store/file.h"
#include "telltale/letter.h"

static const struct opt opts[] = {
	PASSPHRASE_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "declare",
	.args = "FILE",
	.examples = {
		{ "declare us.json",
		    "say which laws and undertakings bind us" },
		{ "declare us.json --json", "the same for a script" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "FILE is telltale-profile/1 (docs/policy.md): countries, "
	    "owners, roles, duties.\nIt is good for a year from now; the "
	    "partner's admin signs it.",
};

struct declaring {
	struct reader_home home;
	struct letter_to to;
	const struct tt_signer *me;
	struct buf text, letter;
	struct hash hash;
	int64_t now_s;
};

static int
read_text(struct declaring *d, const char *path)
{
	struct tt_diags *diags = diags_new();
	struct buf file = { .n = 0 };
	struct profile *p = NULL;
	enum tt_err e;
	int code = CLI_DONE;

	if ((e = file_read(path, PROFILE_MAX, &file)) == TT_OK)
		e = profile_parse(&p, buf_view(&file), span_str(path), diags);
	if (diags->n_errors > 0)
		code = diags_refuse(diags, path);
	else if (e != TT_OK || (e = profile_declare(buf_view(&file),
	    d->now_s, &d->text)) != TT_OK)
		code = say_err(e, NULL, "cannot read %s", path);
	else
		diags_print(diags);
	buf_char(&d->text, '\n');
	profile_free(p);
	buf_done(&file);
	free(diags);
	return code;
}

static enum tt_err
write_letter(struct declaring *d)
{
	struct tt_statement_out *o = calloc(1, sizeof(*o));
	struct tt_letter *l = calloc(1, sizeof(*l));
	enum tt_err e = TT_ENOMEM;

	if (o != NULL && l != NULL) {
		tt_statement_begin(o, TT_LETTER,
		    span_str(reader_home_origin(&d->home)), d->now_s);
		tt_statement_put_str(o, "about", "declaration");
		e = tt_letter_sign(o, buf_view(&d->text), d->me, &d->letter);
	}
	if (e == TT_OK && (e = tt_letter_parse(l, buf_view(&d->letter),
	    NULL)) == TT_OK)
		d->hash = l->hash;
	free(l);
	free(o);
	return e;
}

static int
print(const struct declaring *d)
{
	int64_t ends_s = d->now_s + PROFILE_GOOD_FOR_S;
	char until[OUT_MOMENT_LEN];
	struct out_json o;

	if (!d->home.cli->json) {
		out_moment(until, ends_s, d->now_s);
		out_line("declared; good until %s", until);
		return CLI_DONE;
	}
	out_json_begin(&o, "telltale-declare/1");
	json_out_key(o.j, "letter");
	json_out_hex(o.j, d->hash.b, sizeof(d->hash.b));
	json_out_at(o.j, "good_until", ends_s);
	return out_json_end(&o);
}

static int
declare(struct declaring *d, const char *path)
{
	enum tt_err e;
	int code;

	if ((code = read_text(d, path)) != CLI_DONE ||
	    (code = reader_home_signer(&d->home, &d->me)) != CLI_DONE ||
	    (code = letter_to(&d->to)) != CLI_DONE)
		return code;
	if ((e = write_letter(d)) != TT_OK)
		return say_err(e, NULL, "cannot sign %s", path);
	if ((code = letter_post(&d->to, buf_view(&d->letter))) != CLI_DONE)
		return code;
	return print(d);
}

int
verb_declare(struct cli *c, int argc, char **argv)
{
	struct opt_values o;
	struct declaring *d;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	if ((d = calloc(1, sizeof(*d))) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot declare");
	d->now_s = clock_now();
	d->to.home = &d->home;
	buf_init(&d->text, PROFILE_MAX);
	buf_init(&d->letter, TT_LETTER_MAX);
	if ((code = reader_home_open(&d->home, c,
	    opt_value(opts, &o, "passphrase-file"))) == CLI_DONE)
		code = declare(d, o.args[0]);
	buf_done(&d->text);
	buf_done(&d->letter);
	reader_home_close(&d->home);
	free(d);
	return code;
}
