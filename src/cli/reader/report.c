/* SPDX-License-Identifier: ISC */
/*
 * report - a finder's side, or a coordinator's: where their report stands, as
 * an officer signed it last, and their answer to terms that are proposed,
 * signed by their key.  specs/stories.md RF-1, RF-2.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "cli/clock.h"
#include "cli/known/view_words.h"
#include "cli/members.h"
#include "cli/out.h"
#include "cli/post/letter_answers.h"
#include "cli/post/letter_post.h"
#include "cli/post/words.h"
#include "cli/reader_home.h"
#include "cli/say.h"
#include "cli/verbs.h"

#define REPORTS_MAX	64	/* of one home */
#define TERMS_MAX	1000000	/* revisions of them */

static const struct opt opts[] = {
	{ "bulletin", 0, OPT_VALUE, "ID",
	    "which one, where there are several" },
	{ "signed", 0, OPT_FLAG, NULL,
	    "the newest state as an officer signed it, byte for byte" },
	{ "reason", 0, OPT_VALUE, "FILE",
	    "words to the vendor with the answer; - is standard input" },
	{ "dry-run", 'n', OPT_FLAG, NULL, "only show what would be signed" },
	PASSPHRASE_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "report",
	.args = "[accept|reject N]",
	.examples = {
		{ "report", "where it stands: dates, the embargo, your line" },
		{ "report accept 2", "agree to the date of terms 2" },
	},
	.opts = opts,
	.args_max = 2,
	.notes = "For whoever found a flaw, or coordinates it, and was given "
	    "a key. What is shown\nis what an officer of the vendor signed "
	    "last; an answer is signed by your key and\nsealed to the "
	    "officers. Without your yes, terms that are proposed are not "
	    "adopted.",
};

struct row {
	struct view view;
	int64_t at_s;		/* signed */
	struct buf note;	/* secret: as it was */
};

struct reading {
	struct reader_home home;
	const struct opt_values *o;
	const char *bulletin;		/* that is asked for, or NULL */
	struct row *row;		/* REPORTS_MAX */
	size_t n, unclear;
	struct view scratch;
	struct letter_to to;
	struct buf text, letter;	/* of an answer */
	struct hash hash;
	int64_t now_s;
};

static struct row *
row_of(struct reading *r, const char *bulletin)
{
	for (size_t i = 0; i < r->n; i++)
		if (strcmp(r->row[i].view.bulletin, bulletin) == 0)
			return &r->row[i];
	return r->n < REPORTS_MAX ? &r->row[r->n++] : NULL;
}

/* The newest one of each bulletin. */
static void
take(void *ctx, const struct tt_letter *l, struct span whole)
{
	struct reading *r = ctx;
	struct view *v = &r->scratch;
	struct row *row;

	if (!tt_statement_is(&l->head, "about", "report"))
		return;
	if (view_parse(v, l->text) != TT_OK ||
	    !tt_statement_is(&l->head, "bulletin", v->bulletin)) {
		r->unclear++;
		return;
	}
	if (r->bulletin != NULL && strcmp(r->bulletin, v->bulletin) != 0)
		return;
	if ((row = row_of(r, v->bulletin)) == NULL ||
	    row->at_s > l->head.time)
		return;
	row->view = *v;
	row->at_s = l->head.time;
	buf_done(&row->note);
	buf_init_secret(&row->note, TT_LETTER_MAX);
	buf_span(&row->note, whole);
}

/* A hub that shows less than it showed before is found out. */
static int
check_newest(struct reading *r, const struct row *row)
{
	char path[FILE_PATH_MAX], name[64], at[INSTANT_LEN + 1];
	struct buf had;
	int64_t had_s = 0;
	enum tt_err e;

	snprintf(name, sizeof(name), "report.%s", row->view.bulletin);
	reader_home_path(&r->home, name, path);
	if (file_read(path, sizeof(at), &had) == TT_OK) {
		if (instant_parse(buf_view(&had), &had_s) != TT_OK)
			had_s = 0;
		buf_done(&had);
	}
	if (had_s > row->at_s)
		return say_fail(CLI_ALARM, "ask the vendor by another "
		    "channel", "alarm: the hub shows an older state of %s "
		    "than it showed before", row->view.bulletin);
	instant_format(row->at_s, at);
	if ((e = file_write(path, at, INSTANT_LEN, 0600)) != TT_OK)
		return say_err(e, NULL, "cannot keep %s", path);
	return CLI_DONE;
}

static int
fetch(struct reading *r)
{
	int code = letter_answers(&r->home, take, r);

	for (size_t i = 0; i < r->n && code == CLI_DONE; i++)
		code = check_newest(r, &r->row[i]);
	if (r->unclear > 0)
		say_warn("%zu letter%s about a report cannot be read: it may "
		    "take a newer telltale", r->unclear, r->unclear == 1 ?
		    "" : "s");
	if (code == CLI_DONE && r->n == 0)
		return say_fail(CLI_NO, "it comes by itself once the vendor "
		    "has your key, and anything to say", "nothing is here of "
		    "a report%s%s", r->bulletin != NULL ? " about " : "",
		    r->bulletin != NULL ? r->bulletin : "");
	return code;
}

static int
show_json(const struct reading *r)
{
	struct out_json o;

	out_json_begin(&o, "telltale-report/1");
	json_out_key(o.j, "reports");
	json_out_array(o.j);
	for (size_t i = 0; i < r->n; i++) {
		json_out_object(o.j);
		json_out_at(o.j, "written", r->row[i].at_s);
		view_put(&r->row[i].view, o.j);
		json_out_object_end(o.j);
	}
	json_out_array_end(o.j);
	return out_json_end(&o);
}

/* For whoever is to believe what was promised. */
static int
show_signed(const struct reading *r)
{
	const struct buf *note = &r->row[0].note;

	if (r->n > 1)
		return say_fail(CLI_USAGE, "which one: --bulletin ID",
		    "there are several reports");
	return buf_err(note) == TT_OK && fwrite(note->p, 1, note->n,
	    stdout) == note->n ? CLI_DONE : CLI_TROUBLE;
}

static int
show(const struct reading *r)
{
	char at[OUT_MOMENT_LEN];

	if (opt_set(opts, r->o, "signed"))
		return show_signed(r);
	if (r->home.cli->json)
		return show_json(r);
	for (size_t i = 0; i < r->n; i++) {
		if (i > 0)
			out_line(" ");
		out_moment(at, r->row[i].at_s, r->now_s);
		out_line("bulletin %s, as signed at %s",
		    r->row[i].view.bulletin, at);
		view_words(&r->row[i].view, r->now_s);
	}
	return CLI_DONE;
}

/* The one that is asked about these terms. */
static int
find_asked(const struct reading *r, unsigned terms, const struct view **out)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++) {
		const struct view *v = &r->row[i].view;

		if (v->asked && v->proposed == terms) {
			*out = v;
			n++;
		}
	}
	if (n == 0)
		return say_fail(CLI_REFUSED, "telltale report says what is "
		    "asked of you", "cannot answer: terms %u are not proposed "
		    "to you now", terms);
	if (n > 1)
		return say_fail(CLI_USAGE, "which one: --bulletin ID",
		    "terms %u are proposed of several bulletins", terms);
	return CLI_DONE;
}

static int
write_words(struct reading *r, const struct view *v, bool accepts)
{
	const char *reason = opt_value(opts, r->o, "reason");
	char at[INSTANT_LEN + 1];
	struct buf more = { .n = 0 };
	int code;

	instant_format(v->proposed_s, at);
	buf_printf(&r->text, "I %s terms %u of bulletin %s: public at %s.\n",
	    accepts ? "accept" : "reject", v->proposed, v->bulletin, at);
	if (reason == NULL)
		return CLI_DONE;
	if ((code = words_read(reason, &more)) != CLI_DONE)
		return code;
	buf_char(&r->text, '\n');
	buf_span(&r->text, buf_view(&more));
	buf_done(&more);
	return CLI_DONE;
}

static enum tt_err
write_letter(struct reading *r, const struct view *v, bool accepts,
    const struct tt_signer *me)
{
	struct tt_statement_out *o = calloc(1, sizeof(*o));
	struct tt_letter *l = calloc(1, sizeof(*l));
	enum tt_err e = TT_ENOMEM;

	if (o != NULL && l != NULL) {
		tt_statement_begin(o, TT_LETTER,
		    span_str(reader_home_origin(&r->home)), r->now_s);
		tt_statement_put_str(o, "about", "terms");
		tt_statement_put_str(o, "bulletin", v->bulletin);
		tt_statement_put_number(o, "revision", v->proposed);
		tt_statement_put_instant(o, "public", v->proposed_s);
		tt_statement_put_str(o, "said", accepts ? "accept" :
		    "reject");
		e = tt_letter_sign(o, buf_view(&r->text), me, &r->letter);
	}
	if (e == TT_OK && (e = tt_letter_parse(l, buf_view(&r->letter),
	    NULL)) == TT_OK)
		r->hash = l->hash;
	free(l);
	free(o);
	return e;
}

static int
print_answer(const struct reading *r, const struct view *v, bool accepts)
{
	struct span text = buf_view(&r->text), line;
	bool dry = opt_set(opts, r->o, "dry-run");
	struct out_json o;

	if (r->home.cli->json) {
		out_json_begin(&o, "telltale-report-answer/1");
		put_str(o.j, "bulletin", v->bulletin);
		put_u64(o.j, "terms", v->proposed);
		json_out_at(o.j, "public", v->proposed_s);
		put_str(o.j, "answer", accepts ? "accept" : "reject");
		put_bool(o.j, "sent", !dry);
		json_out_key(o.j, "letter");
		if (dry)
			json_out_null(o.j);
		else
			json_out_hex(o.j, r->hash.b, sizeof(r->hash.b));
		return out_json_end(&o);
	}
	while (span_line(&text, &line))
		out_line("%.*s", (int)line.n, line.p);
	say_note(r->home.cli, dry ? "nothing was signed" : "signed and sent; "
	    "telltale report shows when the vendor has it");
	return CLI_DONE;
}

static int
answer(struct reading *r, unsigned terms, bool accepts)
{
	const struct view *v = NULL;
	const struct tt_signer *me;
	enum tt_err e;
	int code;

	if ((code = find_asked(r, terms, &v)) != CLI_DONE ||
	    (code = write_words(r, v, accepts)) != CLI_DONE)
		return code;
	if (opt_set(opts, r->o, "dry-run"))
		return print_answer(r, v, accepts);
	if ((code = reader_home_signer(&r->home, &me)) != CLI_DONE ||
	    (code = letter_to(&r->to)) != CLI_DONE)
		return code;
	if ((e = write_letter(r, v, accepts, me)) != TT_OK)
		return words_refused(e);
	if ((code = letter_post(&r->to, buf_view(&r->letter))) != CLI_DONE)
		return code;
	return print_answer(r, v, accepts);
}

struct asked {
	bool answers, accepts;
	uint64_t terms;
};

static int
read_args(const struct opt_values *o, struct asked *a)
{
	*a = (struct asked){ .answers = o->n_args > 0 };
	if (a->answers) {
		a->accepts = strcmp(o->args[0], "accept") == 0;
		if ((!a->accepts && strcmp(o->args[0], "reject") != 0) ||
		    o->n_args != 2 || span_u64(span_str(o->args[1]),
		    TERMS_MAX, &a->terms) != TT_OK || a->terms == 0)
			return say_fail(CLI_USAGE, "telltale report --help",
			    "report: accept or reject, and the number of the "
			    "terms");
	} else if (opt_set(opts, o, "reason") || opt_set(opts, o, "dry-run"))
		return say_fail(CLI_USAGE, "telltale report --help",
		    "report: --reason and --dry-run are of an answer");
	if (a->answers && opt_set(opts, o, "signed"))
		return say_fail(CLI_USAGE, "telltale report --help",
		    "report: --signed is of no answer");
	return opt_set(opts, o, "bulletin") ?
	    bulletin_id_check(opt_value(opts, o, "bulletin")) : CLI_DONE;
}

int
verb_report(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct reading *r;
	struct asked a;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO ||
	    (code = read_args(&o, &a)) != CLI_DONE)
		return code;
	if ((r = calloc(1, sizeof(*r))) == NULL ||
	    (r->row = calloc(REPORTS_MAX, sizeof(*r->row))) == NULL) {
		free(r);
		return say_err(TT_ENOMEM, NULL, "cannot read a report");
	}
	r->o = &o;
	r->bulletin = opt_value(opts, &o, "bulletin");
	r->now_s = clock_now();
	r->to.home = &r->home;
	buf_init_secret(&r->text, TT_LETTER_MAX);
	buf_init_secret(&r->letter, TT_LETTER_MAX);
	if ((code = reader_home_open(&r->home, c,
	    opt_value(opts, &o, "passphrase-file"))) == CLI_DONE &&
	    (code = fetch(r)) == CLI_DONE)
		code = a.answers ? answer(r, (unsigned)a.terms, a.accepts) :
		    show(r);
	for (size_t i = 0; i < r->n; i++)
		buf_done(&r->row[i].note);
	buf_done(&r->text);
	buf_done(&r->letter);
	reader_home_close(&r->home);
	free(r->row);
	free(r);
	return code;
}
