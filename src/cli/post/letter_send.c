/* SPDX-License-Identifier: ISC */
/*
 * letter send - a question, a mishap, a duty that was used, a sighting: the
 * reader's signed word, sealed to the vendor's officers.
 *
 * A sighting also goes into the ledger, as a hash of the letter: when it was
 * made stands then beyond doubt, what it says nobody sees.
 */
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "cli/clock.h"
#include "cli/known/reported.h"
#include "cli/out.h"
#include "cli/post/letter.h"
#include "cli/post/letter_post.h"
#include "cli/post/words.h"
#include "cli/reader_home.h"
#include "cli/say.h"
#include "telltale/letter.h"

#define FUTURE_S	300	/* that clocks may differ */

static const struct opt opts[] = {
	{ "since", 0, OPT_VALUE, "INSTANT",
	    "when it was seen, or happened, at the earliest" },
	{ "until", 0, OPT_VALUE, "INSTANT",
	    "at the latest; else the same" },
	{ "place", 0, OPT_VALUE, "PLACE",
	    "sighting: network, country, product" },
	{ "confidence", 0, OPT_VALUE, "WORD", "sighting: low, medium, high" },
	{ "stix", 0, OPT_FLAG, NULL,
	    "sighting: FILE is a STIX 2.1 bundle, and says when" },
	{ "to", 0, OPT_VALUE, "WHOM",
	    "mishap, duty: to whom it was passed; a duty may not say" },
	PASSPHRASE_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "letter send",
	.args = "ABOUT BULLETIN FILE",
	.examples = {
		{ "letter send question 6f1d0c92b4e87a35 question.txt",
		    "ask whether something is permitted" },
		{ "letter send sighting 6f1d0c92b4e87a35 - --since "
		    "2026-12-03T09:30:00Z --confidence high",
		    "an attack that was seen; the words from standard input" },
	},
	.opts = opts,
	.args_min = 3,
	.args_max = 3,
	.notes = "ABOUT is question, mishap (it went to somebody by mistake), "
	    "duty (it was\npassed to an authority) or sighting. The words come "
	    "from FILE, or - for standard\ninput; who writes early of a mishap "
	    "has that on record:\nsay --since when it happened.",
};

static const char *const abouts[] = { "question", "mishap", "duty",
	"sighting", NULL };

struct sending {
	struct reader_home *home;
	const struct opt_values *o;
	const char *about, *bulletin;
	int64_t since_s, until_s;	/* since_s 0: not given */
	const struct tt_signer *me;
	struct letter_to to;
	struct buf words, letter;
	struct hash hash;
};

static int
read_instant(const struct sending *s, const char *name, int64_t *out)
{
	const char *v = opt_value(opts, s->o, name);

	if (v == NULL)
		return CLI_DONE;
	if (instant_parse_human(span_str(v), out) != TT_OK)
		return say_fail(CLI_USAGE, "write it as 2026-12-03T09:30:00Z, "
		    "or with an offset such as +01:00; a day is --since its "
		    "first second --until its last", "letter send: --%s is an "
		    "instant with its zone, not '%s'", name, v);
	if (*out > clock_now() + FUTURE_S)
		return say_fail(CLI_USAGE, NULL, "letter send: --%s %s is "
		    "still to come", name, v);
	return CLI_DONE;
}

/* Words and instants from the file; nothing of it may be said twice. */
static int
take_stix(struct sending *s, const char *file)
{
	struct moment seen = { .from_s = 0 };
	int code;

	if (strcmp(s->about, "sighting") != 0 || s->since_s != 0 ||
	    opt_value(opts, s->o, "until") != NULL)
		return say_fail(CLI_USAGE, "telltale letter send --help",
		    "letter send: --stix is for a sighting, and the bundle "
		    "says when it was");
	if ((code = reported_stix(file, clock_now(), &s->words, &seen)) !=
	    CLI_DONE)
		return code;
	s->since_s = seen.from_s;
	s->until_s = seen.until_s;
	return CLI_DONE;
}

static int
check(struct sending *s, const char *file)
{
	bool sighting = strcmp(s->about, "sighting") == 0;
	const char *near;
	int code;

	for (size_t i = 0; abouts[i] == NULL ||
	    strcmp(abouts[i], s->about) != 0; i++)
		if (abouts[i] == NULL) {
			say_fail(CLI_USAGE, NULL, "letter send: a letter is "
			    "no '%s'", s->about);
			near = opt_nearest(s->about, abouts);
			say_hint("%s", near != NULL ? near :
			    "question, mishap, duty or sighting");
			return CLI_USAGE;
		}
	if ((code = bulletin_id_check(s->bulletin)) != CLI_DONE ||
	    (code = read_instant(s, "since", &s->since_s)) != CLI_DONE)
		return code;
	if (opt_set(opts, s->o, "stix"))
		return take_stix(s, file);
	s->until_s = s->since_s;
	if ((code = read_instant(s, "until", &s->until_s)) != CLI_DONE)
		return code;
	if (sighting && s->since_s == 0)
		return say_fail(CLI_USAGE, "telltale letter send --help",
		    "letter send: a sighting says --since when it was seen");
	if (s->since_s != 0 && strcmp(s->about, "question") == 0)
		return say_fail(CLI_USAGE, "telltale letter send --help",
		    "letter send: a question has no --since");
	if (s->since_s == 0 && s->until_s != 0)
		return say_fail(CLI_USAGE, "telltale letter send --help",
		    "letter send: --until is with --since");
	if (s->until_s < s->since_s)
		return say_fail(CLI_USAGE, NULL, "letter send: --until is "
		    "before --since");
	return CLI_DONE;
}

static void
put_instant(struct tt_statement_out *o, const char *name, int64_t at_s)
{
	if (at_s != 0)
		tt_statement_put_instant(o, name, at_s);
}

static enum tt_err
write_letter(struct sending *s)
{
	struct tt_statement_out *o = calloc(1, sizeof(*o));
	struct tt_letter *l = calloc(1, sizeof(*l));
	enum tt_err e = TT_ENOMEM;

	buf_init_secret(&s->letter, TT_LETTER_MAX);
	if (o != NULL && l != NULL) {
		tt_statement_begin(o, TT_LETTER,
		    span_str(reader_home_origin(s->home)), clock_now());
		tt_statement_put_str(o, "about", s->about);
		tt_statement_put_str(o, "bulletin", s->bulletin);
		put_instant(o, "since", s->since_s);
		put_instant(o, "until", s->until_s);
		tt_statement_put_str(o, "place",
		    opt_value(opts, s->o, "place"));
		tt_statement_put_str(o, "confidence",
		    opt_value(opts, s->o, "confidence"));
		tt_statement_put_str(o, "to", opt_value(opts, s->o, "to"));
		e = tt_letter_sign(o, buf_view(&s->words), s->me,
		    &s->letter);
	}
	if (e == TT_OK &&
	    (e = tt_letter_parse(l, buf_view(&s->letter), NULL)) == TT_OK)
		s->hash = l->hash;
	free(l);
	free(o);
	return e;
}

static int
post_sighting(struct sending *s)
{
	struct tt_statement_out *o = calloc(1, sizeof(*o));
	struct hubclient_call call = { .verb = HTTP_POST,
		.path = "/api/v1/sighting",
		.content_type = "text/plain; charset=utf-8" };
	struct http_answer a;
	struct buf text;
	enum tt_err e = TT_ENOMEM;
	int code;

	buf_init(&text, TT_STATEMENT_MAX);
	if (o != NULL) {
		tt_statement_begin(o, TT_SIGHTING,
		    span_str(reader_home_origin(s->home)), clock_now());
		tt_statement_put_instant(o, "seen", s->since_s);
		tt_statement_put_str(o, "source", "reader");
		tt_statement_put_hash(o, "evidence", &s->hash);
		tt_statement_put_str(o, "bulletin", s->bulletin);
		e = tt_statement_sign(o, &s->me, 1, &text);
	}
	free(o);
	if (e == TT_OK) {
		call.body = buf_view(&text);
		code = hubclient_do(s->to.hub, &call, "put the sighting on "
		    "record", &a);
		if (code == CLI_DONE)
			http_answer_done(&a);
	} else
		code = say_err(e, NULL, "cannot put the sighting on record");
	buf_done(&text);
	return code;
}

static int
print(const struct sending *s)
{
	struct out_json o;

	if (!s->home->cli->json) {
		say_note(s->home->cli, "sent, and nobody but the vendor's %zu "
		    "officer%s can open it. next: telltale letter read",
		    s->to.n, s->to.n == 1 ? "" : "s");
		return CLI_DONE;
	}
	out_json_begin(&o, "telltale-letter-send/1");
	json_out_key(o.j, "letter");
	json_out_hex(o.j, s->hash.b, sizeof(s->hash.b));
	json_out_key(o.j, "officers");
	json_out_u64(o.j, s->to.n);
	return out_json_end(&o);
}

static int
send_it(struct sending *s, const char *file)
{
	enum tt_err e;
	int code;

	if ((code = check(s, file)) != CLI_DONE ||
	    (s->words.n == 0 &&
	    (code = words_read(file, &s->words)) != CLI_DONE) ||
	    (code = reader_home_signer(s->home, &s->me)) != CLI_DONE ||
	    (code = letter_to(&s->to)) != CLI_DONE)
		return code;
	if ((e = write_letter(s)) != TT_OK)
		return words_refused(e);
	if (strcmp(s->about, "sighting") == 0 &&
	    (code = post_sighting(s)) != CLI_DONE)
		return code;
	if ((code = letter_post(&s->to, buf_view(&s->letter))) !=
	    CLI_DONE)
		return code;
	return print(s);
}

int
verb_letter_send(struct cli *c, int argc, char **argv)
{
	struct opt_values o;
	struct reader_home home;
	struct sending *s;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	if ((s = calloc(1, sizeof(*s))) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot send a letter");
	s->home = s->to.home = &home;
	s->o = &o;
	s->about = o.args[0];
	s->bulletin = o.args[1];
	if ((code = reader_home_open(&home, c,
	    opt_value(opts, &o, "passphrase-file"))) == CLI_DONE)
		code = send_it(s, o.args[2]);
	buf_done(&s->words);
	buf_done(&s->letter);
	free(s);
	reader_home_close(&home);
	return code;
}
