/* SPDX-License-Identifier: ISC */
/* census - who could have known what of a bulletin, at an instant. */
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "cli/clock.h"
#include "cli/known/census.h"
#include "cli/known/known.h"
#include "cli/out.h"
#include "cli/say.h"
#include "cli/sealed.h"
#include "cli/verbs.h"

static const struct opt opts[] = {
	{ "at", 0, OPT_VALUE, "INSTANT",
	    "as it was then, in UTC or with an offset; now unless given" },
	{ "from", 0, OPT_VALUE, "INSTANT",
	    "over an interval: who could by its end, and who only since" },
	{ "to", 0, OPT_VALUE, "INSTANT",
	    "the end of that interval; now unless given" },
	{ "part", 0, OPT_VALUE, "FILE", "of one part; all unless given" },
	{ "complement", 0, OPT_FLAG, NULL,
	    "also the readers who could not, and why" },
	{ "csv", 0, OPT_FLAG, NULL, "print CSV" },
	{ "svg", 0, OPT_VALUE, "FILE", "write a picture of it there" },
	{ "proof", 0, OPT_VALUE, "DIR",
	    "write there what proves it, for others to check" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "census",
	.args = "BULLETIN",
	.examples = {
		{ "census EX-2026-014 --at 2026-12-03T09:30:00Z",
		    "who could have read it by then" },
		{ "census EX-2026-014 --part poc.py --complement --svg "
		    "poc.svg", "of the proof of concept, who not, and a "
		    "picture" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "Asks the hub for receipts and releases first, if it can be "
	    "reached.\nExit 1: the bulletin did not exist then.",
};

/*
 * What the hub has and the vault has not.  A hub that is out of reach is
 * worth a note: the vault's own records are the census then.
 */
static int
ask_hub(struct census *c)
{
	const struct hubclient_call call = { .verb = HTTP_GET,
		.path = "/checkpoint", .plain = true };
	struct http_answer a;
	struct hubclient *h;
	int code;
	enum tt_err e;

	if ((code = vault_hub(c->v, &h)) != CLI_DONE)
		return code;
	e = hubclient_try(h, &call, &a);
	if (e == TT_OK)
		http_answer_done(&a);
	if (e == TT_ENET || e == TT_EAGAIN)
		say_note(c->cli, "the hub cannot be reached now: receipts and "
		    "releases after the last visit are missing");
	else if ((code = vault_fetch(c->v)) == CLI_ALARM)
		return code;
	c->size = hubclient_seen(h)->size;
	return CLI_DONE;
}

static int
read_instant(const struct census *c, const struct opt_values *o,
    const char *name, int64_t *out)
{
	const char *s = opt_value(opts, o, name);

	if (s == NULL)
		return CLI_DONE;
	if (instant_parse_human(span_str(s), out) != TT_OK)
		return say_fail(CLI_USAGE, "write it as 2026-12-03T09:30:00Z, "
		    "or with an offset such as +01:00",
		    "census: --%s is an instant, not '%s'", name, s);
	if (*out > c->now_s)
		return say_fail(CLI_USAGE, NULL, "census: %s is still to come",
		    s);
	return CLI_DONE;
}

static int
find_instants(struct census *c, const struct opt_values *o)
{
	int code;

	c->now_s = c->at_s = clock_now();
	c->interval = opt_set(opts, o, "from");
	if (opt_set(opts, o, "at") && (c->interval || opt_set(opts, o, "to")))
		return say_fail(CLI_USAGE, "--from and --to, or --at",
		    "census: an instant, or an interval");
	if (opt_set(opts, o, "to") && !c->interval)
		return say_fail(CLI_USAGE, "--from INSTANT --to INSTANT",
		    "census: an interval has a beginning");
	if ((code = read_instant(c, o, "at", &c->at_s)) != CLI_DONE ||
	    (code = read_instant(c, o, "to", &c->at_s)) != CLI_DONE ||
	    (code = read_instant(c, o, "from", &c->from_s)) != CLI_DONE)
		return code;
	if (c->interval && c->from_s > c->at_s)
		return say_fail(CLI_USAGE, NULL, "census: the interval ends "
		    "before it begins");
	return CLI_DONE;
}

/* It began when it was sealed, or when the first knower knew. */
static int
check_began(const struct census *c)
{
	int64_t began_s = c->lines.began_s;
	char began[OUT_MOMENT_LEN];

	for (size_t i = 0; i < c->lines.n_knowers; i++)
		if (c->lines.knower[i].since.from_s < began_s)
			began_s = c->lines.knower[i].since.from_s;
	if (c->at_s >= began_s)
		return CLI_DONE;
	out_moment(began, began_s, c->now_s);
	return say_fail(CLI_NO, NULL, "nobody could have read %s by then: it "
	    "began at %s", c->record.name, began);
}

struct opening {
	struct census *c;
	int code;
};

/* Its parts are in the vault, unlocked for this. */
static int
add_text(struct census *c, const struct vault_bulletin *b)
{
	struct sealed *s = calloc(1, sizeof(*s));
	struct census_text *text = reallocarray(c->text,
	    c->about.n_texts + 1, sizeof(*text));
	int code;

	if (text != NULL)
		c->about.text = c->text = text;
	if (s == NULL || text == NULL) {
		free(s);
		return say_err(TT_ENOMEM, NULL, "cannot take a census");
	}
	if ((code = sealed_open(s, c->v, b)) == CLI_DONE) {
		text += c->about.n_texts++;
		text->revision = b->revision;
		text->manifest = *s->draft.manifest;
	}
	sealed_done(s);
	free(s);
	return code;
}

static enum tt_err
open_revision(void *ctx, const struct vault_bulletin *b)
{
	struct opening *o = ctx;

	if (b->published_s == 0 &&
	    strcmp(b->sealing, o->c->record.sealing) != 0)
		return TT_OK;
	o->code = add_text(o->c, b);
	return o->code == CLI_DONE ? TT_OK : TT_EIO;
}

static int
read_manifests(struct census *c)
{
	struct opening o = { .c = c, .code = CLI_DONE };
	enum tt_err e = vault_bulletin_revisions(c->v->db, c->record.id,
	    open_revision, &o);

	if (o.code != CLI_DONE)
		return o.code;
	if (e != TT_OK)
		return say_err(e, NULL, "cannot read the revisions of %s",
		    c->record.name);
	c->has_poc = census_about_poc(&c->about);
	if (c->about.part != NULL && !census_about_part(&c->about))
		return say_fail(CLI_USAGE, "bulletin.json names its parts",
		    "census: %s has no part '%s'", c->record.name,
		    c->about.part);
	return CLI_DONE;
}

static int
tell(const struct census *c, const struct opt_values *o)
{
	const char *svg = opt_value(opts, o, "svg");
	const char *proof = opt_value(opts, o, "proof");
	int code;

	if (svg != NULL && (code = census_write_svg(c, svg)) != CLI_DONE)
		return code;
	if (proof != NULL &&
	    (code = census_write_proofs(c, proof)) != CLI_DONE)
		return code;
	if (opt_set(opts, o, "csv"))
		return census_print_csv(c);
	return c->cli->json ? census_print_json(c) : census_print_words(c);
}

static int
run(struct census *c, const struct opt_values *o)
{
	int code;
	enum tt_err e;

	c->about.part = opt_value(opts, o, "part");
	c->about.complement = opt_set(opts, o, "complement");
	if (c->cli->json && opt_set(opts, o, "csv"))
		return say_fail(CLI_USAGE, NULL, "census: --csv or --json");
	if ((code = vault_open(c->v, c->cli, VAULT_WRITE,
	    opt_value(opts, o, "passphrase-file"))) != CLI_DONE ||
	    (code = sealed_find_told(c->v, o->args[0], &c->record)) !=
	    CLI_DONE || (code = known_in_force(c->v, &c->record)) !=
	    CLI_DONE || (code = find_instants(c, o)) != CLI_DONE ||
	    (code = ask_hub(c)) != CLI_DONE ||
	    (code = read_manifests(c)) != CLI_DONE)
		return code;
	if ((e = census_lines_read(&c->lines, c->v->db, &c->record,
	    &c->about, c->now_s)) != TT_OK)
		return say_err(e, NULL, "cannot read who had %s",
		    c->record.name);
	if ((code = check_began(c)) != CLI_DONE ||
	    (code = census_read_own(c)) != CLI_DONE ||
	    (code = census_read_exceptions(c)) != CLI_DONE)
		return code;
	return tell(c, o);
}

int
verb_census(struct cli *cli, int argc, char **argv)
{
	static struct opt_values o;
	struct vault v = { .lock = -1 };
	struct census *c;
	int code;

	if ((code = cli_parse(cli, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	if ((c = calloc(1, sizeof(*c))) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot take a census");
	c->cli = cli;
	c->v = &v;
	code = run(c, &o);
	census_lines_done(&c->lines);
	free(c->exception);
	free(c->keepers);
	free(c->text);
	free(c);
	vault_close(&v);
	return code;
}
