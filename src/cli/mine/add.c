/* SPDX-License-Identifier: ISC */
/*
 * people add - an invitation by the partner's own admin.
 *
 * It names the hub, its pin, the log's key and the officer that this home came
 * by, and is signed by the admin's key.  The hub gets the token's hash, the
 * vendor's officers the name, in a sealed letter; one of them confirms who
 * joins by it, as ever.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/instant.h"
#include "base/rng.h"
#include "base/secret.h"
#include "base/sha256.h"
#include "cli/clock.h"
#include "cli/import.h"
#include "cli/invite.h"
#include "cli/mine/person.h"
#include "cli/mine/circle.h"
#include "cli/mine/verbs.h"
#include "cli/out.h"
#include "cli/post/letter_post.h"
#include "cli/say.h"
#include "store/file.h"
#include "telltale/invitation.h"

#define EXPIRES_S	(14 * 86400)	/* unless asked for */
#define EXPIRES_MAX_S	(90 * 86400)

static const struct opt opts[] = {
	{ "name", 0, OPT_VALUE, "NAME", "of a new colleague, or of a machine" },
	{ "email", 0, OPT_VALUE, "ADDRESS", "where notices for them go" },
	{ "machine", 0, OPT_FLAG, NULL,
	    "a gateway or a shared desk, and no person" },
	{ "answers", 0, OPT_VALUE, "READER",
	    "the colleague who answers for the machine" },
	{ "expires", 0, OPT_VALUE, "LENGTH",
	    "how long it is good: 14d unless given, at most 90d" },
	{ "output", 'o', OPT_VALUE, "FILE", "the invitation" },
	PASSPHRASE_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "people add",
	.args = "",
	.examples = {
		{ "people add --name 'Mei Ito' --email mei@k.example "
		    "-o mei.invitation", "invite a colleague" },
		{ "people add --machine --answers kiyokawa-1 --name Gateway "
		    "--email soc@k.example -o gateway.invitation",
		    "a machine, for which a person answers" },
	},
	.opts = opts,
	.notes = "An invitation is a secret until it was used: send it by a "
	    "channel that you\ntrust. Who joins by it gets nothing before an "
	    "officer of the vendor has\ncompared the fingerprint.",
};

struct adding {
	struct reader_home *home;
	const char *output;
	const char *answers;		/* NULL: a person */
	const struct tt_signer *me;
	struct letter_to to;
	struct person p;
	uint8_t token[TT_TOKEN_LEN];	/* secret */
	int64_t now_s;
};

static int
usage_fault(const char *text)
{
	return say_fail(CLI_USAGE, "telltale people add --help",
	    "people add: %s", text);
}

static int
check(struct adding *a, const struct opt_values *o)
{
	const char *name = opt_value(opts, o, "name");
	const char *email = opt_value(opts, o, "email");
	const char *expires = opt_value(opts, o, "expires");
	int64_t length = EXPIRES_S;

	a->output = opt_value(opts, o, "output");
	a->answers = opt_value(opts, o, "answers");
	if (opt_set(opts, o, "machine") && a->answers == NULL)
		return say_fail(CLI_REFUSED, "--answers READER, a colleague",
		    "cannot invite a machine: nobody answers for it");
	if (a->answers != NULL && !opt_set(opts, o, "machine"))
		return usage_fault("--answers is of a --machine");
	if (name == NULL || !import_value_ok(span_str(name)))
		return usage_fault("--name is missing, or no name");
	if (email == NULL || !import_email_ok(span_str(email)))
		return usage_fault("--email is missing, or no address");
	if (expires != NULL && (length_parse(span_str(expires), &length) !=
	    TT_OK || length <= 0 || length > EXPIRES_MAX_S))
		return usage_fault("--expires is a length such as 14d, at "
		    "most 90d");
	if (a->output == NULL)
		return usage_fault("-o says where the invitation goes, and is "
		    "missing");
	if (file_exists(a->output))
		return say_fail(CLI_USAGE, NULL, "cannot write the "
		    "invitation: %s is there already", a->output);
	a->p.expires_s = a->now_s + length;
	if (span_copy(span_str(name), a->p.name, sizeof(a->p.name)) != TT_OK)
		return usage_fault("--name is too long");
	if (span_copy(span_str(email), a->p.email, sizeof(a->p.email)) !=
	    TT_OK)
		return usage_fault("--email is too long");
	return CLI_DONE;
}

/* An active colleague, and no machine. */
static int
find_answers(struct adding *a, const struct circle *r)
{
	const struct circle_person *who;
	int code;

	if (a->answers == NULL)
		return CLI_DONE;
	if ((code = circle_find(r, a->answers, &who)) != CLI_DONE)
		return code;
	if (who->answers[0] != '\0')
		return say_fail(CLI_REFUSED, "name a person", "'%s' cannot "
		    "answer for a machine: it is one", a->answers);
	if (!circle_is_active(who))
		return say_fail(CLI_REFUSED, "name another person", "'%s' "
		    "cannot answer for a machine: this reader is %s",
		    a->answers, who->state);
	a->p.machine = true;
	memcpy(a->p.answers, who->key, sizeof(a->p.answers));
	return CLI_DONE;
}

static enum tt_err
write_note(const struct adding *a, struct buf *out)
{
	const struct invite_note n = { .conf = &a->home->conf,
		.origin = reader_home_origin(a->home),
		.officer = &a->home->officer, .by_admin = true,
		.partner = conf_get(&a->home->conf, "partner"),
		.name = a->p.name, .email = a->p.email, .token = a->token,
		.now_s = a->now_s, .expires_s = a->p.expires_s };

	return invite_write(&n, a->me, out);
}

/* PUT /api/v1/people/invitation/<SHA-256 of the token>. */
static int
tell_hub(struct adding *a)
{
	char path[128], hex[HEX_LEN(SHA256_LEN) + 1], at[INSTANT_LEN + 1];
	struct hubclient_call call = { .verb = HTTP_PUT, .path = path };
	struct http_answer answer;
	char body[256];
	int code;

	hex_encode(hex, a->p.token, sizeof(a->p.token));
	instant_format(a->p.expires_s, at);
	snprintf(path, sizeof(path), "/api/v1/people/invitation/%s", hex);
	snprintf(body, sizeof(body),
	    "{\"partner\":\"%s\",\"expires\":\"%s\"}",
	    conf_get(&a->home->conf, "partner"), at);
	call.body = span_str(body);
	code = hubclient_do(a->to.hub, &call, "tell the hub of an invitation",
	    &answer);
	if (code == CLI_DONE)
		http_answer_done(&answer);
	return code;
}

static int
tell_vendor(struct adding *a)
{
	struct tt_statement_out *o = calloc(1, sizeof(*o));
	struct buf words, letter;
	enum tt_err e = TT_ENOMEM;
	int code;

	buf_init(&words, PERSON_MAX);
	buf_init(&letter, TT_LETTER_MAX);
	if (o != NULL && (e = person_format(&a->p, &words)) == TT_OK) {
		tt_statement_begin(o, TT_LETTER,
		    span_str(reader_home_origin(a->home)), a->now_s);
		tt_statement_put_str(o, "about", "reader");
		e = tt_letter_sign(o, buf_view(&words), a->me, &letter);
	}
	code = e != TT_OK ? say_err(e, NULL, "cannot tell the vendor whom you "
	    "invite") : letter_post(&a->to, buf_view(&letter));
	buf_done(&letter);
	buf_done(&words);
	free(o);
	return code;
}

/* The vendor and the hub know of it before there is a file. */
static int
make(struct adding *a)
{
	struct buf note;
	enum tt_err e;
	int code;

	rng_fill(rng_system(), a->token, sizeof(a->token));
	sha256(a->p.token, a->token, sizeof(a->token));
	buf_init_secret(&note, TT_STATEMENT_MAX);
	e = write_note(a, &note);
	secret_wipe(a->token, sizeof(a->token));
	if (e != TT_OK)
		code = say_err(e, NULL, "cannot write an invitation of '%s'",
		    a->p.name);
	else if ((code = tell_hub(a)) == CLI_DONE &&
	    (code = tell_vendor(a)) == CLI_DONE &&
	    (code = circle_invited(a->home, a->p.token, a->p.name)) ==
	    CLI_DONE && (e = file_create(a->output, note.p, note.n, 0600)) !=
	    TT_OK)
		code = say_err(e, NULL, "cannot write the invitation %s",
		    a->output);
	buf_done(&note);
	return code;
}

static int
print(const struct adding *a)
{
	char until[OUT_MOMENT_LEN];
	struct out_json o;

	if (!a->home->cli->json) {
		out_moment(until, a->p.expires_s, a->now_s);
		out_line("%s is the invitation of %s, good until %s",
		    a->output, a->p.name, until);
		say_note(a->home->cli, "it is a secret until it was used. "
		    "next: telltale join, at theirs; then an officer of the "
		    "vendor compares the fingerprint and confirms");
		return CLI_DONE;
	}
	out_json_begin(&o, "telltale-people-add/1");
	json_out_key(o.j, "name");
	json_out_str(o.j, a->p.name);
	json_out_key(o.j, "file");
	json_out_str(o.j, a->output);
	json_out_at(o.j, "expires_at", a->p.expires_s);
	return out_json_end(&o);
}

static int
add(struct adding *a)
{
	struct circle r;
	int code;

	if ((code = reader_home_signer(a->home, &a->me)) != CLI_DONE ||
	    (code = circle_read(&r, a->home)) != CLI_DONE)
		return code;
	code = find_answers(a, &r);
	circle_done(&r);
	if (code != CLI_DONE || (code = letter_to(&a->to)) != CLI_DONE ||
	    (code = make(a)) != CLI_DONE)
		return code;
	return print(a);
}

int
verb_people_add(struct cli *c, int argc, char **argv)
{
	struct reader_home home;
	struct opt_values o;
	struct adding *a;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	if ((a = calloc(1, sizeof(*a))) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot invite");
	a->home = a->to.home = &home;
	a->now_s = clock_now();
	if ((code = check(a, &o)) == CLI_DONE) {
		if ((code = reader_home_open(&home, c, opt_value(opts, &o,
		    "passphrase-file"))) == CLI_DONE)
			code = add(a);
		reader_home_close(&home);
	}
	free(a);
	return code;
}
