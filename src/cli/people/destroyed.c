/* SPDX-License-Identifier: ISC */
/*
 * destroyed - partner destroyed: what a removed partner says became of its
 * copies.  Entered by an officer; it is the partner's word, and no proof.
 */
#include <string.h>

#include "base/instant.h"
#include "cli/clock.h"
#include "cli/import.h"
#include "cli/members.h"
#include "cli/out.h"
#include "cli/partner.h"
#include "cli/people/destroyed.h"
#include "cli/people/signed.h"
#include "cli/people/verbs.h"
#include "cli/say.h"

static const struct opt opts[] = {
	{ "note", 0, OPT_VALUE, "TEXT",
	    "how and by whom it was said; what remains, or why not" },
	{ "at", 0, OPT_VALUE, "INSTANT",
	    "when they said it; now if not given" },
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "partner destroyed",
	.args = "PARTNER all|part|refused",
	.examples = {
		{ "partner destroyed kiyokawa all --note 'letter of 3 "
		    "December, signed by their counsel'",
		    "it confirms that its copies are destroyed" },
		{ "partner destroyed kiyokawa part --note 'backups until "
		    "March'", "something remains" },
	},
	.opts = opts,
	.args_min = 2,
	.args_max = 2,
	.notes = "Of a partner that was removed. Until something is entered "
	    "here, silence is what is on\nrecord: after 14 days status says "
	    "so. Never changed; a later word counts.",
};

enum tt_err
destroyed_read(struct destroyed *d, struct db *db, const char *partner,
    int64_t now_s)
{
	struct destroyed tmp = { .state = DESTRUCTION_NOT_ASKED };
	struct destruction_facts f = { .answered = true };
	struct vault_standing s;
	enum tt_err e;

	if ((e = vault_standing_get(db, partner, &s)) != TT_OK)
		return e;
	e = vault_destruction_last(db, partner, &tmp.last);
	if (e == TT_ENOENT)
		f.answered = false;
	else if (e != TT_OK)
		return e;
	f.removed_s = tmp.removed_s = s.removed_s;
	f.said = tmp.last.said;
	f.said_s = tmp.last.at_s;
	tmp.state = destruction_at(&f, now_s);
	*d = tmp;
	return TT_OK;
}

void
destroyed_line(const struct destroyed *d, const char *label, int64_t now_s)
{
	char at[OUT_MOMENT_LEN];

	if (d->state == DESTRUCTION_NOT_ASKED)
		return;
	if (d->state == DESTRUCTION_ASKED ||
	    d->state == DESTRUCTION_OVERDUE) {
		out_moment(at, d->removed_s + DESTRUCTION_TERM_S, now_s);
		out_line("%s%s, due %s", label, destruction_text(d->state),
		    at);
		return;
	}
	out_moment(at, d->last.at_s, now_s);
	out_line("%s%s, %s, entered by %s: %s", label,
	    destruction_text(d->state), at, d->last.officer, d->last.note);
}

void
destroyed_put(const struct destroyed *d, struct json_out *j)
{
	bool said = d->state >= DESTRUCTION_CONFIRMED;

	json_out_key(j, "destruction");
	if (d->state == DESTRUCTION_NOT_ASKED) {
		json_out_null(j);
		return;
	}
	json_out_object(j);
	put_str(j, "state", destruction_text(d->state));
	put_bool(j, "overdue", d->state == DESTRUCTION_OVERDUE);
	json_out_at(j, "due", d->removed_s + DESTRUCTION_TERM_S);
	put_str(j, "said", said ? destruction_said_text(d->last.said) : NULL);
	json_out_at_or(j, "at", said ? d->last.at_s : 0, 0);
	put_str(j, "officer", said ? d->last.officer : NULL);
	put_str(j, "note", said ? d->last.note : NULL);
	json_out_object_end(j);
}

static int
read_options(const struct opt_values *o, struct vault_destruction *d)
{
	const char *note = opt_value(opts, o, "note");
	const char *at = opt_value(opts, o, "at");

	d->at_s = d->entered_s = clock_now();
	if (!destruction_said_parse(span_str(o->args[1]), &d->said))
		return say_fail(CLI_USAGE, "all, part or refused",
		    "partner destroyed: '%s' is no answer", o->args[1]);
	if (note == NULL || !import_value_ok(span_str(note)) ||
	    span_copy(span_str(note), d->note, sizeof(d->note)) != TT_OK)
		return signed_wrong("partner destroyed", "note", "a text of 1 "
		    "to 1024 bytes without control characters");
	if (at != NULL && (instant_parse_human(span_str(at), &d->at_s) !=
	    TT_OK || d->at_s > d->entered_s))
		return signed_wrong("partner destroyed", "at", "an instant "
		    "with its zone, not to come");
	return CLI_DONE;
}

static int
enter(struct vault *v, const char *id, struct vault_destruction *d)
{
	const char *officer = conf_get(&v->conf, "officer");
	struct vault_standing s;
	struct destroyed now;
	struct out_json o;
	struct vault_partner p;
	enum tt_err e;
	int code;

	if ((code = partner_get(v, id, &p)) != CLI_DONE)
		return code;
	if ((e = vault_standing_get(v->db, id, &s)) != TT_OK)
		return partner_cannot(v, e, "read what is known of a partner");
	if (s.removed_s == 0 || d->at_s < s.removed_s)
		return say_fail(CLI_REFUSED, "telltale partner holds says what "
		    "it has", "cannot enter that for '%s': it was not removed "
		    "before then, and so was not asked", id);
	if ((e = span_copy(span_str(officer != NULL ? officer : "officer"),
	    d->officer, sizeof(d->officer))) != TT_OK ||
	    (e = vault_destruction_add(v->db, id, d)) != TT_OK ||
	    (e = destroyed_read(&now, v->db, id, d->entered_s)) != TT_OK)
		return partner_cannot(v, e, "keep what it said");
	if (!v->cli->json) {
		destroyed_line(&now, "destruction ", d->entered_s);
		return CLI_DONE;
	}
	out_json_begin(&o, "telltale-partner-destroyed/1");
	put_str(o.j, "partner", id);
	destroyed_put(&now, o.j);
	return out_json_end(&o);
}

int
verb_partner_destroyed(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct vault v = { .lock = -1 };
	struct vault_destruction d;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO ||
	    (code = read_options(&o, &d)) != CLI_DONE)
		return code;
	if ((code = vault_open(&v, c, VAULT_WRITE, NULL)) == CLI_DONE)
		code = enter(&v, o.args[0], &d);
	vault_close(&v);
	return code;
}
