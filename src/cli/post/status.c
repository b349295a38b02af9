/* SPDX-License-Identifier: ISC */
/* status - what is due, missing, late, suspicious; what to do next. */
#include <stdio.h>

#include "cli/clock.h"
#include "cli/out.h"
#include "cli/post/outlook.h"
#include "cli/say.h"
#include "cli/verbs.h"

static const struct opt opts[] = {
	{ "fetch", 0, OPT_FLAG, NULL,
	    "ask the hub even if that takes the officer's passphrase" },
	{ "offline", 0, OPT_FLAG, NULL, "do not ask the hub" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "status",
	.args = "",
	.examples = {
		{ "status", "is it working, and what is to be done?" },
		{ "status --json", "the same for a monitor" },
	},
	.opts = opts,
	.notes = "Exit 0: nothing waits for anybody. 1: something does. 5: an "
	    "alarm about the\nledger. What could not be asked is unknown, "
	    "never well.",
};

/* The hub first: the others use what it told. */
static looking_source *const sources[] = {
	look_at_hub,
	look_at_witnesses,
	look_at_keepers,
	look_at_records,
	look_at_bulletins,
	look_at_joins,
	look_at_partners,
	look_at_admins,
	look_at_known,
	look_at_team,
	look_at_mail,
};

static const struct out_column cols[] = {
	{ "kind", "", OUT_TEXT },
	{ "what", "what", OUT_TEXT },
	{ "at", "when", OUT_TEXT },
	{ "next", "to do", OUT_TEXT },
};

static void
put_moment(struct out_table *t, const struct cli *c, int64_t at_s,
    int64_t now_s)
{
	char at[OUT_MOMENT_LEN];

	if (at_s == OUTLOOK_NO_TIME)
		out_none(t);
	else if (c->json || !c->tty_out)
		out_instant(t, at_s);
	else {
		out_moment(at, at_s, now_s);
		out_str(t, at);
	}
}

static void
put_next(struct out_table *t, const char *next)
{
	char command[OUTLOOK_TEXT_MAX + 16];

	if (next[0] == '\0') {
		out_none(t);
		return;
	}
	snprintf(command, sizeof(command), "telltale %s", next);
	out_str(t, command);
}

static int
print(const struct cli *c, const struct outlook *o, int64_t now_s)
{
	struct out_table *t = out_table_new(c, "telltale-status/1", "items",
	    cols, N_ROWS(cols));
	struct json_out *j = out_table_head(t);

	if (j != NULL) {
		json_out_key(j, "well");
		json_out_bool(j, outlook_well(o));
	}
	for (size_t i = 0; i < o->n; i++) {
		out_str(t, outlook_kind_text(o->item[i].kind));
		out_str(t, o->item[i].what);
		put_moment(t, c, o->item[i].at_s, now_s);
		put_next(t, o->item[i].next);
	}
	return out_table_end(t);
}

/* One line, when it is well. */
static int
say_well(const struct outlook *o, int64_t now_s)
{
	char at[OUT_MOMENT_LEN];

	if (o->n == 0) {
		out_line("all is well, and nothing is planned");
		return CLI_DONE;
	}
	out_moment(at, o->item[0].at_s, now_s);
	out_line("all is well; next: %s, %s", o->item[0].what, at);
	return CLI_DONE;
}

static int
answer(const struct cli *c, const struct outlook *o, int64_t now_s)
{
	int code;

	if (o->err != TT_OK)
		return say_err(o->err, NULL, "cannot put the status together");
	if (outlook_well(o) && c->tty_out && !c->json)
		return say_well(o, now_s);
	if ((code = print(c, o, now_s)) != CLI_DONE)
		return code;
	if (outlook_count(o, OUTLOOK_ALARM) > 0)
		return CLI_ALARM;
	return outlook_well(o) ? CLI_DONE : CLI_NO;
}

static void
look(struct looking *l, const struct opt_values *o)
{
	const struct tt_signer *officer;
	size_t first = 0;

	if (opt_set(opts, o, "offline")) {
		outlook_add(l->out, OUTLOOK_UNKNOWN, OUTLOOK_NO_TIME,
		    "status", "the hub was not asked");
		first = 1;
	} else if (opt_set(opts, o, "fetch") &&
	    vault_officer(l->v, &officer) != CLI_DONE)
		first = 1;
	for (size_t i = first; i < N_ROWS(sources); i++)
		sources[i](l);
	outlook_sort(l->out);
}

int
verb_status(struct cli *c, int argc, char **argv)
{
	struct outlook out = { .n = 0 };
	struct looking l = { .out = &out };
	struct opt_values o;
	struct vault v;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	code = vault_open(&v, c, VAULT_READ,
	    opt_value(opts, &o, "passphrase-file"));
	if (code == CLI_DONE) {
		l.v = &v;
		l.now_s = clock_now();
		look(&l, &o);
		code = answer(c, &out, l.now_s);
	}
	outlook_done(&out);
	vault_close(&v);
	return code;
}
