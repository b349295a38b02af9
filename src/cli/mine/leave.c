/* SPDX-License-Identifier: ISC */
/*
 * people leave - the end of the partner's part in the programme, by its own
 * admin: the hub lets none of its readers in any more, the vendor withdraws it,
 * and what stays owed is said in one paragraph.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/clock.h"
#include "cli/confirm.h"
#include "cli/mine/circle.h"
#include "cli/mine/verbs.h"
#include "cli/out.h"
#include "cli/paragraph.h"
#include "cli/people/held.h"
#include "cli/say.h"

#define OWED_MAX	4096	/* bytes */

static const struct opt opts[] = {
	{ "yes", 0, OPT_VALUE, "PARTNER",
	    "the partner's id, as --dry-run shows it, instead of typing it" },
	{ "dry-run", 'n', OPT_FLAG, NULL,
	    "say what stays owed, and do nothing" },
	PASSPHRASE_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "people leave",
	.args = "",
	.examples = {
		{ "people leave --dry-run", "what would stay owed" },
		{ "people leave", "end it, for all readers of the partner" },
	},
	.opts = opts,
	.notes = "At once, and for good: who comes back joins anew. To end one "
	    "reader's keys:\ntelltale people revoke.",
};

struct leaving {
	struct reader_home *home;
	const char *yes;
	bool dry;
	struct circle circle;
	struct buf owed;
	size_t readers;			/* that are stopped by it */
};

/* All that its readers signed for, as the vendor would count it. */
static int
say_owed(struct leaving *k)
{
	struct vault_partner p = { .state = PARTNER_APPROVED };
	struct held h = { .n = 0 };

	for (size_t i = 0; i < k->circle.n; i++)
		h.kept += k->circle.person[i].n;
	if ((h.row = calloc(h.kept + 1, sizeof(*h.row))) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot say what stays owed");
	for (size_t i = 0; i < k->circle.n; i++) {
		const struct circle_person *who = &k->circle.person[i];

		k->readers += circle_is_active(who) ||
		    strcmp(who->state, "pending") == 0;
		for (size_t n = 0; n < who->n; n++)
			h.row[h.n++] = (struct held_row){
				.public_s = who->receipt[n].public_s,
				.fetched_s = who->receipt[n].at_s,
				.state = HELD_KEPT };
	}
	memcpy(p.agreement, k->circle.agreement, sizeof(p.agreement));
	held_owed(&h, &p, clock_now(), &k->owed);
	free(h.row);
	if (buf_err(&k->owed) != TT_OK)
		return say_err(buf_err(&k->owed), NULL, "cannot say what "
		    "stays owed");
	return CLI_DONE;
}

static int
leave(struct leaving *k)
{
	struct hubclient_call call = { .verb = HTTP_POST,
		.path = "/api/v1/people/leave",
		.content_type = "text/plain; charset=utf-8" };
	struct http_answer a;
	struct hubclient *hub;
	struct buf letter;
	enum tt_err e;
	int code;

	if ((code = reader_home_hub(k->home, &hub)) != CLI_DONE)
		return code;
	if ((e = circle_letter(k->home, "leave", NULL, NULL, &letter)) != TT_OK)
		code = say_err(e, NULL, "cannot say that the partner leaves");
	else {
		call.body = buf_view(&letter);
		if ((code = hubclient_do(hub, &call, "leave", &a)) == CLI_DONE)
			http_answer_done(&a);
	}
	buf_done(&letter);
	return code;
}

static int
print(const struct leaving *k, const char *partner)
{
	struct out_json o;

	if (!k->home->cli->json) {
		out_line("partner %s %s: %zu reader%s stopped", partner,
		    k->dry ? "would leave" : "has left", k->readers,
		    k->readers == 1 ? "" : "s");
		paragraph(0, "%s", k->owed.p);
		return CLI_DONE;
	}
	out_json_begin(&o, "telltale-people-leave/1");
	json_out_key(o.j, "partner");
	json_out_str(o.j, partner);
	json_out_key(o.j, "left");
	json_out_bool(o.j, !k->dry);
	json_out_key(o.j, "readers");
	json_out_u64(o.j, k->readers);
	json_out_key(o.j, "owed");
	json_out_span(o.j, buf_view(&k->owed));
	return out_json_end(&o);
}

static int
run(struct leaving *k)
{
	const char *partner = conf_get(&k->home->conf, "partner");
	const struct tt_signer *me;
	int code;

	if ((code = reader_home_signer(k->home, &me)) != CLI_DONE ||
	    (code = circle_read(&k->circle, k->home)) != CLI_DONE ||
	    (code = say_owed(k)) != CLI_DONE)
		return code;
	if (!k->dry && ((code = confirm_id(k->home->cli, "leave as", partner,
	    k->yes)) != CLI_DONE || (code = leave(k)) != CLI_DONE))
		return code;
	return print(k, partner);
}

int
verb_people_leave(struct cli *c, int argc, char **argv)
{
	struct reader_home home;
	struct leaving k = { .home = &home };
	struct opt_values o;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	k.yes = opt_value(opts, &o, "yes");
	k.dry = opt_set(opts, &o, "dry-run");
	buf_init(&k.owed, OWED_MAX);
	if ((code = reader_home_open(&home, c,
	    opt_value(opts, &o, "passphrase-file"))) == CLI_DONE)
		code = run(&k);
	circle_done(&k.circle);
	buf_done(&k.owed);
	reader_home_close(&home);
	return code;
}
