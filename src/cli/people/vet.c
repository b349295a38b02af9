/* SPDX-License-Identifier: ISC */
/* vet - partner vet: enters a vetting record, or says what it lacks. */
#include <stdio.h>
#include <string.h>

#include "base/instant.h"
#include "cli/clock.h"
#include "cli/out.h"
#include "cli/partner.h"
#include "cli/people/verbs.h"
#include "cli/people/vet.h"
#include "cli/say.h"
#include "cli/site/membership.h"
#include "store/file.h"

static const struct opt opts[] = {
	{ "check", 0, OPT_FLAG, NULL,
	    "say what is missing, and enter nothing" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "partner vet",
	.args = "PARTNER [FILE]",
	.examples = {
		{ "partner vet kiyokawa kiyokawa.json",
		    "enter its record; it is in vetting then" },
		{ "partner vet kiyokawa --check",
		    "which fields are missing, or over a year old" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 2,
	.notes = "FILE is {\"format\": \"telltale-vetting/1\", \"partner\": "
	    "\"kiyokawa\",\n\"answers\": {\"legal\": {\"answer\", "
	    "\"evidence\", \"on\": \"2026-11-20\"}, ...},\n\"review\": "
	    "\"2027-11-20\"}. The fields are those that --check names; it is "
	    "kept whole,\nand the newest one counts. Exit 1 of --check: "
	    "something is missing.",
};

static const struct out_column cols[] = {
	{ "field", "field", OUT_TEXT },
	{ "asks", "asks", OUT_TEXT },
	{ "yearly", "yearly", OUT_TEXT },
	{ "answered_on", "answered", OUT_TEXT },
	{ "state", "state", OUT_TEXT },
};

/* The newest record; without one a record without answers. */
static int
read_kept(struct vault *v, const char *partner, struct vetting *out)
{
	struct json_diag diag = { .text = "" };
	struct buf text;
	enum tt_err e;

	memset(out, 0, sizeof(*out));
	if ((e = vault_vetting_get(v->db, partner, &text)) == TT_ENOENT)
		return CLI_DONE;
	if (e == TT_OK) {
		e = vetting_parse(out, buf_view(&text), partner, &diag);
		buf_done(&text);
	}
	if (e != TT_OK)
		return partner_cannot(v, e, "read a vetting record");
	return CLI_DONE;
}

static int
read_file(const char *path, const char *partner, struct buf *text,
    struct vetting *out)
{
	struct json_diag diag = { .text = "" };
	enum tt_err e;

	if ((e = file_read(path, VETTING_TEXT_MAX, text)) != TT_OK)
		return say_err(e, NULL, "cannot read %s", path);
	if ((e = vetting_parse(out, buf_view(text), partner, &diag)) == TT_OK)
		return CLI_DONE;
	buf_done(text);
	if (e != TT_ESYNTAX)
		return say_err(e, NULL, "cannot read %s", path);
	say_fail(CLI_USAGE, "telltale partner vet --help says what the file "
	    "must be", "cannot use %s: %s", path, diag.text);
	if (diag.line > 0)
		say_place("%s:%d:%d: here", path, diag.line, diag.column);
	return CLI_USAGE;
}

int
vet_check(struct vault *v, const struct people_change *c, int64_t now_s)
{
	bool anew = c->s.removed_s != 0 || c->s.vetted_s != 0;
	struct vetting record = { .review_s = 0 };
	enum vetting_lack lack;
	int code;

	if (c->s.vetting == VAULT_VETTING_IMPORTED && c->s.removed_s == 0)
		return CLI_DONE;
	if (c->s.vetting == VAULT_VETTING_NONE && !anew &&
	    !people_vetting_required(v))
		return CLI_DONE;
	if (c->s.vetting == VAULT_VETTING_RECORD &&
	    (code = read_kept(v, c->p.id, &record)) != CLI_DONE)
		return code;
	if (vetting_complete(&record, c->s.removed_s, now_s))
		return CLI_DONE;
	say_fail(CLI_REFUSED, NULL, "cannot approve partner '%s': its vetting "
	    "record is not complete", c->p.id);
	for (enum vetting_field f = 0; f < VETTING_FIELDS; f++) {
		lack = vetting_lack(&record, f, c->s.removed_s, now_s);
		if (lack != VETTING_GOOD)
			say_place("%s: %s (%s)", vetting_question(f)->name,
			    vetting_lack_text(lack),
			    vetting_question(f)->asks);
	}
	say_hint("telltale partner vet %s FILE", c->p.id);
	return CLI_REFUSED;
}

static void
out_day(struct out_table *t, int64_t at_s)
{
	char at[32];

	if (at_s == 0) {
		out_none(t);
		return;
	}
	instant_format(at_s, at);
	at[10] = '\0';
	out_str(t, at);
}

static int
print_check(struct vault *v, const struct people_change *c,
    const struct vetting *r, int64_t now_s)
{
	struct out_table *t = out_table_new(v->cli, "telltale-vetting-check/1",
	    "fields", cols, N_ROWS(cols));
	struct json_out *j = out_table_head(t);
	bool complete = vetting_complete(r, c->s.removed_s, now_s);
	int code;

	if (j != NULL) {
		json_out_key(j, "partner");
		json_out_str(j, c->p.id);
		json_out_key(j, "vetting");
		json_out_str(j, vault_vetting_text(c->s.vetting));
		json_out_key(j, "required");
		json_out_bool(j, people_vetting_required(v));
		json_out_key(j, "complete");
		json_out_bool(j, complete);
		json_out_at_or(j, "review_at", r->review_s, 0);
	}
	for (enum vetting_field f = 0; f < VETTING_FIELDS; f++) {
		out_str(t, vetting_question(f)->name);
		out_str(t, vetting_question(f)->asks);
		out_bool(t, vetting_question(f)->yearly);
		out_day(t, r->on_s[f]);
		out_str(t, vetting_lack_text(vetting_lack(r, f,
		    c->s.removed_s, now_s)));
	}
	if ((code = out_table_end(t)) != CLI_DONE)
		return code;
	if (c->s.vetting == VAULT_VETTING_IMPORTED)
		say_note(v->cli, "it was imported as approved; a record is "
		    "asked for when it is vetted again");
	return complete ? CLI_DONE : CLI_NO;
}

/* applied and removed ones are in vetting from now on. */
static int
into_vetting(struct people_change *c, int64_t now_s)
{
	struct partner_facts f = { .officers = 1 };
	enum partner_state s = people_state(&c->p, &c->s, now_s);
	char until[OUT_MOMENT_LEN];
	const char *why = "";
	enum tt_err e;

	if (s == PARTNER_VETTING || s == PARTNER_APPROVED ||
	    s == PARTNER_EXPIRED || s == PARTNER_SUSPENDED)
		return CLI_DONE;	/* its record is renewed */
	if (c->s.removed_s != 0 && c->s.term_s <= now_s)
		f.has = PARTNER_NEEDS_TERM;
	if ((e = partner_move(s, PARTNER_VET, &f, &c->p.state, &why)) ==
	    TT_OK)
		return CLI_DONE;
	if (e == TT_ESTATE)
		return say_fail(CLI_REFUSED, "telltale partner apply", "cannot "
		    "vet partner '%s': it is %s", c->p.id,
		    partner_state_text(s));
	out_moment(until, c->s.term_s, now_s);
	return say_fail(CLI_REFUSED, NULL, "cannot vet partner '%s': it was "
	    "removed, and its term ends %s", c->p.id, until);
}

static int
enter(struct vault *v, struct people_change *c, struct span text,
    int64_t review_s, int64_t now_s)
{
	enum tt_err e;
	int code;

	if ((code = into_vetting(c, now_s)) != CLI_DONE)
		return code;
	c->s.vetting = VAULT_VETTING_RECORD;
	c->s.vetted_s = now_s;
	/* first the text: a record that is said to be there is */
	if ((e = vault_vetting_add(v->db, c->p.id, now_s, text,
	    review_s)) != TT_OK)
		return partner_cannot(v, e, "keep the record");
	if (c->p.state != c->was)
		return people_move(v, c, "vetting record entered");
	if ((e = vault_standing_set(v->db, c->p.id, &c->s)) != TT_OK)
		return partner_cannot(v, e, "keep the record");
	return CLI_DONE;
}

static int
vet(struct vault *v, const struct opt_values *o, struct buf *text)
{
	bool check = opt_set(opts, o, "check"), given = o->n_args > 1;
	int64_t now_s = clock_now();
	struct people_change c;
	struct vetting r;
	int code;

	if ((code = people_load(v, o->args[0], &c)) != CLI_DONE)
		return code;
	code = given ? read_file(o->args[1], c.p.id, text, &r) :
	    read_kept(v, c.p.id, &r);
	if (code != CLI_DONE)
		return code;
	if (check)
		return print_check(v, &c, &r, now_s);
	if ((code = vault_greet(v)) != CLI_DONE ||
	    (code = people_settle(v)) != CLI_DONE ||
	    (code = people_load(v, o->args[0], &c)) != CLI_DONE ||
	    (code = enter(v, &c, buf_view(text), r.review_s, now_s)) !=
	    CLI_DONE)
		return code;
	if ((code = print_check(v, &c, &r, now_s)) == CLI_NO)
		code = CLI_DONE;	/* it was entered, as far as it goes */
	return code == CLI_DONE ? membership_tell(v, false) : code;
}

int
verb_partner_vet(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct vault v = { .lock = -1 };
	struct buf text = { .p = NULL };
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	if (o.n_args < 2 && !opt_set(opts, &o, "check"))
		return say_fail(CLI_USAGE, "telltale partner vet --help",
		    "partner vet: a file, or --check");
	code = vault_open(&v, c, opt_set(opts, &o, "check") ? VAULT_READ :
	    VAULT_WRITE, opt_value(opts, &o, "passphrase-file"));
	if (code == CLI_DONE)
		code = vet(&v, &o, &text);
	buf_done(&text);
	vault_close(&v);
	return code;
}
