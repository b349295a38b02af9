/* SPDX-License-Identifier: ISC */
/* release - end an embargo now, for everybody, and make it public. */
#include "cli/confirm.h"
#include "cli/embargo/end.h"
#include "cli/embargo/public.h"
#include "cli/embargo/verbs.h"
#include "cli/import.h"
#include "cli/out.h"
#include "cli/say.h"

#define ABOUT_MAX	32768	/* bytes */

static const struct opt opts[] = {
	{ "reason", 0, OPT_VALUE, "REASON",
	    "leak, exploited, public-elsewhere, finder, mistake, other:TEXT" },
	{ "dry-run", 'n', OPT_FLAG, NULL, "say what would happen" },
	{ "yes", 0, OPT_VALUE, "ID",
	    "the bulletin's id, instead of typing it" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "release",
	.args = "BULLETIN",
	.examples = {
		{ "release EX-2026-014 --reason exploited --dry-run",
		    "which waves would open, what would be public" },
		{ "release EX-2026-014 --reason leak",
		    "end it now; with a second officer" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "The end is one entry in the ledger and holds for all at "
	    "once. Every wave opens\nwith its own profile, and the public "
	    "rendering goes out. Again, without --reason:\ngoes on where it "
	    "stopped, also after the public instant.",
};

struct releasing {
	struct vault *v;
	const struct opt_values *o;
	struct standing *s;
	const char *reason;
};

static int
read_reason(struct releasing *k)
{
	enum embargo_reason r;

	k->reason = opt_value(opts, k->o, "reason");
	if (k->reason == NULL)
		return CLI_DONE;
	if (!embargo_reason_parse(span_str(k->reason), &r) ||
	    !import_value_ok(span_str(k->reason)))
		return say_fail(CLI_USAGE, "leak, exploited, public-elsewhere, "
		    "finder, mistake, or other:TEXT", "release: '%s' is no "
		    "reason to end an embargo", k->reason);
	return CLI_DONE;
}

/* What happens, for the officer, the second one, and the dry run. */
static int
tell(const struct releasing *k, struct buf *out)
{
	const struct standing *s = k->s;
	char at[OUT_MOMENT_LEN];

	out_moment(at, s->now.public_s, s->now_s);
	buf_printf(out, "%s, %s: the embargo ends now (%s), not at %s\n",
	    s->b.id, s->b.name, k->reason, at);
	for (size_t i = 0; i < s->n_waves; i++)
		buf_printf(out, "wave %s, %s, text %u, %zu readers: %s\n",
		    s->wave[i].wave.name,
		    tt_profile_name(s->wave[i].wave.profile),
		    s->wave[i].revision, s->wave[i].copies,
		    standing_is_open(s, &s->wave[i]) ? "open already" :
		    "opens at once");
	if (s->now.state == EMBARGO_REVISING)
		buf_printf(out, "the open proposal of terms %u dies\n",
		    s->now.proposed);
	return public_list(k->s, out);
}

static int
print(struct span text)
{
	struct span line;

	while (span_line(&text, &line))
		out_line("%.*s", (int)line.n, line.p);
	return CLI_DONE;
}

static int
print_json(const struct releasing *k)
{
	struct out_json o;
	struct json_out *j = out_json_begin(&o, "telltale-release-plan/1");

	json_out_key(j, "id");
	json_out_str(j, k->s->b.id);
	json_out_key(j, "reason");
	json_out_str(j, k->reason);
	json_out_key(j, "waves");
	json_out_array(j);
	for (size_t i = 0; i < k->s->n_waves; i++) {
		const struct standing_wave *w = &k->s->wave[i];

		json_out_object(j);
		json_out_key(j, "wave");
		json_out_str(j, w->wave.name);
		json_out_key(j, "profile");
		json_out_str(j, tt_profile_name(w->wave.profile));
		json_out_key(j, "open");
		json_out_bool(j, standing_is_open(k->s, w));
		json_out_object_end(j);
	}
	json_out_array_end(j);
	return out_json_end(&o);
}

static int
end_now(struct releasing *k, struct span about)
{
	struct request_new n = { .act = APPROVAL_END, .subject = k->s->b.id };
	struct request_made made;
	int code;

	if ((code = confirm_bulletin(k->v->cli, &k->s->b, "release",
	    k->reason, opt_value(opts, k->o, "yes"))) != CLI_DONE ||
	    (code = end_ask(k->s, APPROVAL_END, k->reason, about, &made)) !=
	    CLI_DONE ||
	    (code = request_said(k->v, &n, &made)) != CLI_DONE)
		return code;
	return end_finish(k->s);
}

static int
release(struct releasing *k)
{
	bool dry = opt_set(opts, k->o, "dry-run");
	struct buf about;
	int code;

	if (k->s->now.state == EMBARGO_ENDED && !dry &&
	    k->s->now.end != EMBARGO_RETRACTED)
		return end_finish(k->s);
	if ((code = standing_in_force(k->s, "release")) != CLI_DONE)
		return code;
	if (k->reason == NULL)
		return say_fail(CLI_USAGE, "leak, exploited, public-elsewhere, "
		    "finder, mistake, or other:TEXT", "release: --reason is "
		    "needed");
	buf_init(&about, ABOUT_MAX);
	if ((code = tell(k, &about)) != CLI_DONE)
		;
	else if (dry && k->v->cli->json)
		code = print_json(k);
	else if (dry)
		code = print(buf_view(&about));
	else
		code = end_now(k, buf_view(&about));
	buf_done(&about);
	return code;
}

int
verb_release(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct vault v = { .lock = -1 };
	struct releasing k = { .v = &v, .o = &o };
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO ||
	    (code = read_reason(&k)) != CLI_DONE)
		return code;
	if ((code = vault_open(&v, c, VAULT_WRITE,
	    opt_value(opts, &o, "passphrase-file"))) == CLI_DONE &&
	    (code = standing_open(&k.s, &v, o.args[0], true)) == CLI_DONE)
		code = release(&k);
	standing_free(k.s);
	vault_close(&v);
	return code;
}
