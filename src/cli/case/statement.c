/* SPDX-License-Identifier: ISC */
/*
 * case statement - what an outsider may be told of a case, by its setting
 * and never more than the evidence carries.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "base/secret.h"
#include "cli/case/case.h"
#include "cli/case/words.h"
#include "cli/clock.h"
#include "cli/confirm.h"
#include "cli/members.h"
#include "cli/out.h"
#include "cli/say.h"

#define BULLETINS_MAX	64
#define NAMED_MAX	64

static const struct opt opts[] = {
	{ "dry-run", 'n', OPT_FLAG, NULL, "only show what it would say" },
	{ "yes", 0, OPT_VALUE, "CASE", "the case's id, instead of typing it" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "case statement",
	.args = "CASE",
	.examples = {
		{ "case statement 3f9c --dry-run", "what may be said by now" },
		{ "case statement 3f9c0a4477d1e2b5 --yes=3f9c0a4477d1e2b5",
		    "the text, and a line in the case's log" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "case tell says how much. What the evidence says takes two "
	    "officers and counsel;\na name, besides, a finding that is named "
	    "and a partner that was heard.",
};

struct saying {
	struct vault *v;
	struct dossier d;
	enum case_tell tell;
	struct case_evidence evidence;
	char bulletin[BULLETINS_MAX][VAULT_BULLETIN_LEN + 1];
	const char *bulletins[BULLETINS_MAX];
	size_t n_bulletins;
	struct vault_partner partner;		/* scratch */
	char *name[NAMED_MAX];
	struct words_named named[NAMED_MAX];
	size_t n_named;
	double epsilon_t;
	struct buf text;
};

static enum tt_err
add_bulletin(void *ctx, struct span b)
{
	struct saying *s = ctx;
	size_t i = s->n_bulletins;

	if (i == BULLETINS_MAX || span_copy(b, s->bulletin[i],
	    sizeof(s->bulletin[i])) != TT_OK)
		return TT_ELIMIT;
	s->bulletins[i] = s->bulletin[i];
	s->n_bulletins++;
	return TT_OK;
}

static int
add_named(struct saying *s, const json_t *place)
{
	const char *id = text_str(place, "partner");
	const struct case_item *reply = dossier_reply(&s->d, id);
	enum tt_err e;

	if (text_verdict(place, "verdict") != TT_VERDICT_NAMED)
		return CLI_DONE;
	s->epsilon_t = json_real_value(json_object_get(place, "epsilon_t"));
	if (s->tell < CASE_TELL_PARTNER || s->n_named == NAMED_MAX)
		return CLI_DONE;
	if ((e = vault_partner_get(s->v->db, span_str(id), &s->partner)) !=
	    TT_OK)
		return case_cannot(s->v, e, "read the partner");
	for (size_t i = 0; i < s->n_named; i++)
		if (strcmp(s->name[i], s->partner.name) == 0)
			return CLI_DONE;
	if ((s->name[s->n_named] = strdup(s->partner.name)) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot write a statement");
	s->named[s->n_named] = (struct words_named){ s->name[s->n_named],
		reply != NULL ? text_str(reply->text, "sha256") : NULL };
	s->n_named++;
	return CLI_DONE;
}

static int
gather(struct saying *s)
{
	const json_t *list, *place;
	enum tt_err e;
	size_t k;
	int code;

	if ((e = vault_case_bulletins(s->v->db, s->d.c.id, add_bulletin,
	    s)) != TT_OK)
		return case_cannot(s->v, e, "read the case");
	for (size_t i = 0; i < s->d.n; i++) {
		if (s->d.item[i].e.act != CASE_FINDING)
			continue;
		list = json_object_get(s->d.item[i].text, "partners");
		json_array_foreach(list, k, place)
			if ((code = add_named(s, place)) != CLI_DONE)
				return code;
	}
	return CLI_DONE;
}

static void
write_statement(struct saying *s)
{
	char date[INSTANT_LEN + 1];
	struct words_statement w = {
		.origin = conf_get(&s->v->conf, "name"), .date = date,
		.bulletin = s->bulletins, .n_bulletins = s->n_bulletins,
		.tell = s->tell, .verdict = s->evidence.set_aside ?
		TT_VERDICT_INCONCLUSIVE : s->evidence.found_best,
		.found = s->evidence.found, .named = s->named,
		.n_named = s->n_named };
	struct buf one_in;

	if (w.origin == NULL)
		w.origin = vault_origin(s->v);
	instant_format(clock_now(), date);
	buf_init(&one_in, 64);
	tt_verdict_one_in(log(s->epsilon_t > 0 ? s->epsilon_t / 2 : 1),
	    &one_in);
	w.one_in = one_in.p != NULL ? one_in.p : "";
	words_statement(&w, &s->text);
	buf_done(&one_in);
}

static int
prepare(struct saying *s, const char *id)
{
	int code;

	if ((code = dossier_open(&s->d, s->v, id)) != CLI_DONE)
		return code;
	s->evidence = dossier_evidence(&s->d, clock_now());
	s->tell = case_tell_limit(s->d.c.tell, &s->evidence);
	if (s->tell == CASE_TELL_NOTHING)
		return say_fail(CLI_REFUSED, "telltale case tell CASE "
		    "existence, if that is meant", "cannot make a statement: "
		    "nothing may be told outside of case %s", s->d.c.id);
	if (s->tell != s->d.c.tell)
		say_warn("no name is told: no finding that stands names a "
		    "partner that was heard");
	if ((code = gather(s)) != CLI_DONE)
		return code;
	write_statement(s);
	return buf_err(&s->text) == TT_OK ? CLI_DONE :
	    say_err(buf_err(&s->text), NULL, "cannot write a statement");
}

static int
print_text(const struct saying *s)
{
	struct out_json o;

	if (!s->v->cli->json)
		return fputs(s->text.p, stdout) < 0 ? CLI_TROUBLE : CLI_DONE;
	out_json_begin(&o, "telltale-case-statement/1");
	put_str(o.j, "case", s->d.c.id);
	put_str(o.j, "tell", case_tell_text(s->tell));
	put_buf(o.j, "text", &s->text);
	return out_json_end(&o);
}

static int
write_effect(const struct saying *s, struct case_text *t, struct span *text)
{
	struct json_out *j = case_text_begin(t);

	put_str(j, "case", s->d.c.id);
	put_str(j, "tell", case_tell_text(s->tell));
	put_buf(j, "text", &s->text);
	return case_text_end(t, text);
}

/* That there is a case one officer says; what it found takes more. */
static int
make(struct saying *s, struct span effect)
{
	const struct request_new ask = { .act = APPROVAL_FINDING_OUT,
		.subject = s->d.c.id, .effect = effect,
		.shown = buf_view(&s->text) };
	const struct case_new n = { .act = CASE_STATEMENT, .text = effect,
		.subject = case_tell_text(s->tell) };
	struct request_made made;
	int code;

	if (s->tell == CASE_TELL_EXISTENCE)
		return case_log(s->v, &s->d.c, &n, NULL);
	if ((code = vault_greet(s->v)) != CLI_DONE ||
	    (code = request_ask(s->v, &ask, &made)) != CLI_DONE)
		return code;
	return request_said(s->v, &ask, &made);
}

static int
run(struct saying *s, const struct opt_values *o)
{
	struct case_text t;
	struct span effect;
	int code;

	if ((code = prepare(s, o->args[0])) != CLI_DONE)
		return code;
	if (opt_set(opts, o, "dry-run"))
		return print_text(s);
	if ((code = confirm_id(s->v->cli, "make a statement in case",
	    s->d.c.id, opt_value(opts, o, "yes"))) != CLI_DONE)
		return code;
	if ((code = write_effect(s, &t, &effect)) == CLI_DONE)
		code = make(s, effect);
	case_text_done(&t);
	return code == CLI_DONE ? print_text(s) : code;
}

int
case_apply_statement(struct vault *v, const struct request_done *r)
{
	struct case_new n = { .act = CASE_STATEMENT, .officer = r->officers,
		.at_s = r->at_s, .subject = text_str(r->effect, "tell") };
	char *dumped = json_dumps(r->effect, JSON_COMPACT | JSON_SORT_KEYS);
	struct vault_case c;
	int code;

	if (dumped == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot enter the statement");
	n.text = span_str(dumped);
	if ((code = case_find(v, text_str(r->effect, "case"), &c)) ==
	    CLI_DONE)
		code = case_enter(v, &c, &n, NULL);
	secret_wipe(dumped, strlen(dumped));
	free(dumped);
	return code;
}

int
verb_case_statement(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct saying *s = calloc(1, sizeof(*s));
	struct vault v = { .lock = -1 };
	int code;

	if (s == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot make a statement");
	s->v = &v;
	buf_init(&s->text, CASE_TEXT_MAX / 2);
	if ((code = cli_parse(c, &usage, argc, argv, &o)) == CLI_GO) {
		if ((code = vault_open(&v, c, VAULT_WRITE,
		    opt_value(opts, &o, "passphrase-file"))) == CLI_DONE)
			code = run(s, &o);
		for (size_t i = 0; i < s->n_named; i++)
			free(s->name[i]);
		dossier_done(&s->d);
		vault_close(&v);
	}
	buf_done(&s->text);
	free(s);
	return code;
}
