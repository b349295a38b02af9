/* SPDX-License-Identifier: ISC */
/*
 * join - an invitation becomes a reader's home: keys are made here, the hub
 * gets their public halves and the invitation's token.  specs/hub.md section
 * 2.
 *
 * Whatever is wrong with an invitation, its holder gets one answer.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/secret.h"
#include "cli/clock.h"
#include "cli/enrol.h"
#include "cli/hubclient.h"
#include "cli/out.h"
#include "cli/passphrase.h"
#include "cli/say.h"
#include "cli/verbs.h"
#include "telltale/invitation.h"

#define BODY_MAX	32768	/* bytes, as the hub takes */

static const struct opt opts[] = {
	PASSPHRASE_NEW_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "join",
	.args = "INVITATION",
	.examples = {
		{ "join mei.invitation",
		    "make keys and a home in ~/.telltale" },
		{ "-C desk join desk.invitation --no-passphrase",
		    "a home elsewhere, its keys without a passphrase" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "Prints the fingerprint of the new keys: read it to whoever "
	    "invited you, by\nanother channel than the invitation came by. "
	    "An invitation is good once.",
};

struct joining {
	struct cli *cli;
	struct buf text;			/* of the invitation, secret */
	struct tt_statement invitation;
	struct passphrase passphrase;
	bool plain;				/* --no-passphrase */
	struct enrol enrol;
};

static int
no_good(void)
{
	return say_fail(CLI_TROUBLE, "ask whoever sent it for a new one",
	    "cannot join with this invitation: it was used, has expired, or "
	    "was altered");
}

/* Whether it has expired is for the hub to say: so its officers hear of it. */
static int
read_invitation(struct joining *j, const char *path)
{
	enum tt_err e;

	if ((e = file_read(path, TT_STATEMENT_MAX, &j->text)) == TT_ELIMIT)
		return no_good();
	if (e != TT_OK)
		return say_err(e, NULL, "cannot read the invitation %s", path);
	j->text.secret = true;	/* its token is: wiped when it is done */
	if (tt_invitation_open(&j->invitation, buf_view(&j->text), 0,
	    NULL) != TT_OK)
		return no_good();
	return CLI_DONE;
}

/* -C, TELLTALE_HOME, ~/.telltale: nothing is searched for here. */
static int
choose_home(const struct cli *c, char out[FILE_PATH_MAX])
{
	const char *env = getenv("TELLTALE_HOME"), *user = getenv("HOME");
	enum tt_err e = TT_ENOENT;

	if (c->dir != NULL)
		e = span_copy(span_str(c->dir), out, FILE_PATH_MAX);
	else if (env != NULL && env[0] != '\0')
		e = span_copy(span_str(env), out, FILE_PATH_MAX);
	else if (user != NULL && user[0] != '\0')
		e = file_path(out, user, ".telltale");
	if (e != TT_OK)
		return say_fail(CLI_USAGE, "-C DIR",
		    "cannot tell where the home shall be");
	return CLI_DONE;
}

static int
make(struct joining *j)
{
	struct span passphrase = { NULL, 0 };
	int code;

	if (!j->plain && (code = passphrase_new(&j->passphrase,
	    "the new home", &passphrase)) != CLI_DONE)
		return code;
	if ((code = enrol_check_log(&j->enrol)) != CLI_DONE)
		return code;
	return enrol_make_keys(&j->enrol, passphrase);
}

static enum tt_err
write_body(const struct joining *j, struct buf *out)
{
	struct json_out *w = json_out_new(out, JSON_CANONICAL);

	if (w == NULL)
		return TT_ENOMEM;
	json_out_object(w);
	json_out_key(w, "token");
	json_out_span(w, tt_statement_get(&j->invitation, "token"));
	json_out_key(w, "reader");
	json_out_span(w, buf_view(&j->enrol.statement));
	json_out_object_end(w);
	return json_out_end(w);
}

/* The hub's word on it, *gone if the folder is of no more use. */
static int
judge(struct hubclient *hub, enum tt_err e, const struct http_answer *a,
    bool *gone)
{
	*gone = e == TT_OK && a->status / 100 != 2 && a->status < 500 &&
	    a->status != 429;
	if (e == TT_OK && a->status / 100 == 2)
		return CLI_DONE;
	if (*gone && a->status == 404)
		return no_good();
	return hubclient_say(hub, e, a, "join");
}

static int
post(struct joining *j, bool *gone)
{
	struct enrol *n = &j->enrol;
	char origin[TT_ORIGIN_MAX + 1];
	const struct hubclient_conf conf = { .url = n->url,
		.pin = n->pin[0] != '\0' ? n->pin : NULL, .origin = origin,
		.home = n->dir };
	struct hubclient_call call = { .verb = HTTP_POST,
		.path = "/api/v1/join", .plain = true };
	struct http_answer a = { .status = 0 };
	struct hubclient *hub = NULL;
	struct buf body;
	enum tt_err e;
	int code;

	buf_init_secret(&body, BODY_MAX);
	if ((e = span_copy(j->invitation.origin, origin, sizeof(origin))) !=
	    TT_OK || (e = write_body(j, &body)) != TT_OK)
		code = say_err(e, NULL, "cannot join");
	else if ((code = hubclient_new(&hub, &conf)) == CLI_DONE) {
		call.body = buf_view(&body);
		e = hubclient_try(hub, &call, &a);
		code = judge(hub, e, &a, gone);
	}
	http_answer_done(&a);
	hubclient_free(hub);
	buf_done(&body);
	return code;
}

/*
 * From here on the token may be used up, so the keys stay unless the hub has
 * refused them.
 */
static int
register_keys(struct joining *j)
{
	bool gone = false;
	int code;

	if ((code = post(j, &gone)) == CLI_DONE)
		return enrol_finish(&j->enrol);
	if (gone)
		enrol_remove(&j->enrol);
	else
		say_hint("the new keys wait in %s; the same command again "
		    "goes on with them", j->enrol.dir);
	return code;
}

static int
print(const struct joining *j)
{
	const struct tt_statement *inv = &j->invitation;
	char fingerprint[TT_FINGERPRINT_LEN + 1];
	struct out_json o;
	struct json_out *w;

	tt_fingerprint(fingerprint, j->enrol.id);
	if (!j->cli->json) {
		out_line("%s", fingerprint);
		say_note(j->cli, "copies are marked, per organisation and per "
		    "person; what for, and for how long, is in the agreement");
		say_note(j->cli, "the hub keeps for 90 days from which "
		    "networks your key is used, against its theft");
		say_note(j->cli, "joined as %.*s; the home is %s",
		    (int)tt_statement_get(inv, "name").n,
		    tt_statement_get(inv, "name").p, j->enrol.home);
		say_note(j->cli, "next: read this fingerprint to whoever "
		    "invited you, by another channel; once they have "
		    "confirmed it, telltale inbox");
		return CLI_DONE;
	}
	w = out_json_begin(&o, "telltale-join/1");
	json_out_key(w, "reader");
	json_out_hex(w, j->enrol.id, sizeof(j->enrol.id));
	json_out_key(w, "fingerprint");
	json_out_str(w, fingerprint);
	json_out_key(w, "name");
	json_out_span(w, tt_statement_get(inv, "name"));
	json_out_key(w, "partner");
	json_out_span(w, tt_statement_get(inv, "partner"));
	json_out_key(w, "origin");
	json_out_span(w, inv->origin);
	json_out_key(w, "home");
	json_out_str(w, j->enrol.home);
	return out_json_end(&o);
}

static int
join(struct joining *j, const char *path)
{
	char home[FILE_PATH_MAX];
	int64_t now = clock_now();
	int code;

	if ((code = choose_home(j->cli, home)) != CLI_DONE ||
	    (code = read_invitation(j, path)) != CLI_DONE)
		return code;
	code = enrol_init(&j->enrol, &j->invitation, home, now);
	if (code == CLI_NO)
		return no_good();
	if (code != CLI_DONE)
		return code;
	if (!enrol_resumes(&j->enrol) && (code = make(j)) != CLI_DONE) {
		if (file_exists(j->enrol.dir))
			enrol_remove(&j->enrol);
		return code;
	}
	if ((code = register_keys(j)) != CLI_DONE)
		return code;
	return print(j);
}

int
verb_join(struct cli *c, int argc, char **argv)
{
	struct opt_values v;
	struct joining *j;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &v)) != CLI_GO)
		return code;
	if (opt_set(opts, &v, "no-passphrase") &&
	    opt_value(opts, &v, "passphrase-file") != NULL)
		return say_fail(CLI_USAGE, NULL, "join: --no-passphrase and "
		    "--passphrase-file contradict each other");
	if ((j = calloc(1, sizeof(*j))) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot join");
	j->cli = c;
	j->plain = opt_set(opts, &v, "no-passphrase");
	passphrase_init(&j->passphrase,
	    opt_value(opts, &v, "passphrase-file"));
	code = join(j, v.args[0]);
	enrol_done(&j->enrol);
	passphrase_done(&j->passphrase);
	buf_done(&j->text);
	free(j);
	return code;
}
