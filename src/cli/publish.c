/* SPDX-License-Identifier: ISC */
/*
 * publish - hand a sealed bulletin to the hub: everything stands in the
 * ledger and with the keepers before a reader can see that it exists.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_out.h"
#include "cli/clock.h"
#include "cli/confirm.h"
#include "cli/delivery.h"
#include "cli/draft.h"
#include "cli/embargo/begin.h"
#include "cli/embargo/due.h"
#include "cli/embargo/early.h"
#include "cli/embargo/urgent.h"
#include "cli/out.h"
#include "cli/people/change.h"
#include "cli/post/letter.h"
#include "cli/post/notice.h"
#include "cli/say.h"
#include "cli/sealed.h"
#include "cli/verbs.h"
#include "programme/schedule.h"

static const struct opt opts[] = {
	{ "short-notice", 0, OPT_FLAG, NULL,
	    "also where a wave opens in under five minutes" },
	{ "urgent", 0, OPT_FLAG, NULL,
	    "at once, with a second person; every finding will say so" },
	{ "due", 0, OPT_FLAG, NULL,
	    "make public what is due to be; for a timer" },
	{ "reason", 0, OPT_VALUE, "TEXT",
	    "why it is shared although attacks are known" },
	{ "yes", 0, OPT_VALUE, "ID",
	    "the bulletin's id, instead of typing it" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "publish",
	.args = "[BULLETIN]",
	.examples = {
		{ "publish EX-2026-014",
		    "hand the copies that were sealed last to the hub" },
		{ "publish 6f1d0c92b4e87a35 --yes=6f1d0c92b4e87a35",
		    "the same from a script" },
	},
	.opts = opts,
	.args_max = 1,
	.notes = "Can be repeated: it goes on where it stopped, and sends "
	    "nothing twice. With\n--due, no bulletin: those whose embargo is "
	    "over go public, as they do with any\nverb that meets the hub.",
};

static int
changed(const struct vault_bulletin *b, const char *what)
{
	return say_fail(CLI_REFUSED, "telltale seal it again, or put it back "
	    "as it was", "cannot publish %s: its %s in %s changed after it was "
	    "sealed", b->name, what, b->folder);
}

/* What stands in its folder now, against what was sealed. */
static int
compare(struct vault *v, const struct vault_bulletin *b,
    const struct draft *d)
{
	struct sealed s;
	struct hash now;
	int code;

	draft_text_hash(d, now.b);
	if (memcmp(now.b, b->text.b, sizeof(now.b)) != 0)
		return changed(b, "text");
	if ((code = sealed_open(&s, v, b)) == CLI_DONE &&
	    !span_eq(s.json, buf_view(&d->json)))
		code = changed(b, "bulletin.json");
	sealed_done(&s);
	return code;
}

/* The draft is what was sealed, or is no longer there to be asked. */
static int
check_draft(struct vault *v, const struct vault_bulletin *b)
{
	struct draft *d;
	int code;

	if (!file_exists(b->folder)) {
		say_warn("%s is gone; what was sealed is published",
		    b->folder);
		return CLI_DONE;
	}
	if ((d = calloc(1, sizeof(*d))) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot publish");
	if ((code = draft_read(d, b->folder, TT_MANIFEST_ANY_TIME)) ==
	    CLI_DONE)
		code = compare(v, b, d);
	draft_done(d);
	free(d);
	return code;
}

static int
check_instants(const struct delivery *d, bool short_notice, int64_t now_s)
{
	int64_t opens[TT_WAVES_MAX];
	size_t n = 0;
	unsigned found;

	/* a wave that a revision finds open stays open: seal saw to that */
	for (size_t i = 0; i < d->n_waves; i++)
		if (d->record->revision == 1 || d->wave[i].opens_s > now_s)
			opens[n++] = d->wave[i].opens_s;
	found = schedule_check(d->record->public_s, opens, n, now_s);
	if (found & (1u << SCHEDULE_PUBLIC_PAST | 1u << SCHEDULE_WAVE_PAST))
		return say_fail(CLI_REFUSED, "set new instants in bulletin.json"
		    " and telltale seal it again", "cannot publish %s: an "
		    "instant of it has passed", d->record->name);
	if ((found & 1u << SCHEDULE_SHORT_NOTICE) && !short_notice)
		return say_fail(CLI_REFUSED, "telltale publish --short-notice, "
		    "if that is meant", "cannot publish %s: a wave opens in "
		    "under five minutes", d->record->name);
	return CLI_DONE;
}

static int
ask(const struct delivery *d, const char *yes)
{
	char about[80];

	snprintf(about, sizeof(about), "%zu copies at %zu holders",
	    d->copies - 1, d->holders - 1);
	return confirm_bulletin(d->v->cli, d->record, "publish", about, yes);
}

static int
report(const struct delivery *d, const struct cli *c, int64_t now_s)
{
	const struct vault_wave *first = &d->wave[0];
	char opens[OUT_MOMENT_LEN];
	struct out_json o;
	struct json_out *j;

	for (size_t i = 1; i < d->n_waves; i++)
		if (d->wave[i].opens_s < first->opens_s)
			first = &d->wave[i];
	out_moment(opens, first->opens_s, now_s);
	if (!c->json) {
		out_line("published %s to %zu readers; first wave opens %s",
		    d->record->id, d->copies - 1, opens);
		say_note(c, "next: telltale census %s", d->record->id);
		return CLI_DONE;
	}
	j = out_json_begin(&o, "telltale-publish/1");
	json_out_key(j, "id");
	json_out_str(j, d->record->id);
	json_out_key(j, "readers");
	json_out_u64(j, d->copies - 1);
	json_out_key(j, "waves");
	json_out_u64(j, d->n_waves);
	return out_json_end(&o);
}

static int
hand_over(struct delivery *d, bool urgent)
{
	int code;

	if (!tt_policy_needs_witnesses(hubclient_policy(d->hub)))
		say_note(d->v->cli, "no witness is named: the log's own "
		    "checkpoint counts as witnessed");
	if ((code = delivery_upload(d)) != CLI_DONE ||
	    (code = delivery_state(d)) != CLI_DONE ||
	    (urgent && (code = urgent_cut(d)) != CLI_DONE) ||
	    (code = delivery_shares(d)) != CLI_DONE)
		return code;
	return delivery_show(d);
}

/* Everything that has to be so before something leaves. */
static int
prepare(struct delivery *d, struct vault *v, const struct opt_values *o,
    bool *shown)
{
	const struct vault_bulletin *b = d->record;
	int code;

	if ((code = check_draft(v, b)) != CLI_DONE ||
	    (code = delivery_open(d, v, b)) != CLI_DONE ||
	    (code = begin_check(d, clock_now())) != CLI_DONE ||
	    (code = delivery_shown(d, shown)) != CLI_DONE)
		return code;
	/* what was stopped after its last step has no instants to keep */
	if (!*shown && (code = check_instants(d,
	    opt_set(opts, o, "short-notice") || opt_set(opts, o, "urgent"),
	    clock_now())) != CLI_DONE)
		return code;
	return ask(d, opt_value(opts, o, "yes"));
}

static int
publish(struct vault *v, const struct opt_values *o,
    struct vault_bulletin *b, struct delivery *d)
{
	bool urgent = opt_set(opts, o, "urgent"), shown = false;
	int64_t now_s;
	int code;
	enum tt_err e;

	d->record = b;
	if ((code = sealed_find(v, o->args[0], b)) != CLI_DONE ||
	    (code = people_settle(v)) != CLI_DONE ||
	    (code = prepare(d, v, o, &shown)) != CLI_DONE ||
	    (!shown && (code = urgent ? urgent_ask(d) : early_ask(d,
	    opt_value(opts, o, "reason"))) != CLI_DONE) ||
	    (!shown && (code = hand_over(d, urgent)) != CLI_DONE))
		return code;
	now_s = clock_now();
	if (b->published_s == 0 && (e = begin_record(d, now_s)) != TT_OK)
		return say_err(e, "telltale publish again: it goes on where "
		    "it stopped", "cannot note that %s is published", b->id);
	if ((code = letter_desk(v)) != CLI_DONE ||
	    (code = notice_published(v, b)) != CLI_DONE)
		return code;
	return report(d, v->cli, now_s);
}

static int
publish_one(struct cli *c, const struct opt_values *o)
{
	struct vault v = { .lock = -1 };
	struct vault_bulletin *b = calloc(1, sizeof(*b));
	struct delivery *d = calloc(1, sizeof(*d));
	int code;

	if (b == NULL || d == NULL)
		code = say_err(TT_ENOMEM, NULL, "cannot publish");
	else {
		if ((code = vault_open(&v, c, VAULT_WRITE,
		    opt_value(opts, o, "passphrase-file"))) == CLI_DONE)
			code = publish(&v, o, b, d);
		delivery_done(d);
		vault_close(&v);
	}
	free(d);
	free(b);
	return code;
}

int
verb_publish(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	bool due;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	due = opt_set(opts, &o, "due");
	if (due == (o.n_args > 0))
		return say_fail(CLI_USAGE, "telltale publish --help",
		    "publish: %s", due ? "--due is of all that is due" :
		    "of which bulletin?");
	return due ? due_verb(c, opt_value(opts, &o, "passphrase-file")) :
	    publish_one(c, &o);
}
