/* SPDX-License-Identifier: ISC */
/* partner import - many partners and readers at once, all of them or none. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/clock.h"
#include "cli/import.h"
#include "cli/out.h"
#include "cli/partner.h"
#include "cli/people/change.h"
#include "cli/progress.h"
#include "cli/say.h"
#include "store/file.h"
#include "store/vault_standing.h"

static const struct opt opts[] = {
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "partner import",
	.args = "FILE",
	.examples = {
		{ "partner import partners.json",
		    "enter all partners and readers of a file" },
		{ "partner import partners.json --json",
		    "the same, with an answer for a script" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "FILE is {\"partners\": [{\"id\", \"name\", \"tier\", "
	    "\"state\",\n\"agreement\": {\"version\", \"signed\", "
	    "\"expires\"}, \"duties\": [],\n\"readers\": [{\"id\", "
	    "\"name\", \"email\", \"state\"}]}]}; other members are\n"
	    "reported and ignored. Readers get keys by joining: telltale "
	    "reader add --all.",
};

static void
note(void *ctx, bool fault, const char *text)
{
	const struct cli *c = ctx;

	if (fault)
		say_fail(CLI_USAGE, NULL, "%s", text);
	else
		say_note(c, "%s", text);
}

static int
read_file(const struct cli *c, const char *path, struct import **out)
{
	struct cli say = *c;
	struct import_notes notes = { note, &say };
	struct buf text;
	enum tt_err e;

	if ((e = file_read(path, IMPORT_TEXT_MAX, &text)) != TT_OK)
		return say_err(e, NULL, "cannot read %s", path);
	e = import_parse(out, buf_view(&text), &notes);
	buf_done(&text);
	if (e == TT_ESYNTAX)
		return say_fail(CLI_USAGE, "telltale partner import --help "
		    "says what the file must be", "nothing was imported from "
		    "%s", path);
	if (e != TT_OK)
		return say_err(e, NULL, "cannot import %s", path);
	return CLI_DONE;
}

/*
 * Two people approve, and here is one: outside small teams what the file
 * calls approved is in vetting, and asked for, until they have.
 */
static void
lower(struct vault *v, struct import_partner *p)
{
	p->lowered = p->p.state == PARTNER_APPROVED && !vault_small_team(v);
	if (p->lowered)
		p->p.state = PARTNER_VETTING;
}

/* Those whose agreement has not ended; the others wait for another one. */
static int
ask_lowered(struct vault *v, const struct import *im, bool *waits)
{
	struct people_change *c = calloc(im->n + 1, sizeof(*c));
	int64_t now = clock_now();
	size_t n = 0;
	int code = CLI_DONE;

	*waits = false;
	if (c == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot ask for approval");
	for (size_t i = 0; i < im->n && code == CLI_DONE; i++) {
		const struct vault_partner *p = &im->partners[i].p;

		if (!im->partners[i].lowered)
			continue;
		if (p->agreement[0] == '\0' || p->ends_s <= now) {
			say_note(v->cli, "partner '%s' stays in vetting: it "
			    "has no agreement that has not ended", p->id);
			continue;
		}
		if ((code = people_load(v, p->id, &c[n])) == CLI_DONE)
			c[n++].p.state = PARTNER_APPROVED;
	}
	if (code == CLI_DONE)
		code = people_admit(v, c, n, NULL, waits);
	free(c);
	return code;
}

static int
enter_readers(struct vault *v, struct import_partner *p, int64_t now)
{
	enum tt_err e;

	for (size_t i = 0; i < p->n_readers; i++) {
		p->readers[i].since_s = now;
		if (p->readers[i].state == READER_REVOKED)
			p->readers[i].revoked_s = now;
		e = vault_reader_add(v->db, &p->readers[i]);
		if (e == TT_EEXIST)
			return say_fail(CLI_USAGE, "telltale reader list",
			    "partner '%s', reader '%s': there is a reader of "
			    "that id already", p->p.id, p->readers[i].id);
		if (e != TT_OK)
			return partner_cannot(v, e, "enter a reader");
	}
	return CLI_DONE;
}

/*
 * Who was in the programme before its records were here is not asked for a
 * vetting record until it is vetted again.
 */
static enum tt_err
mark_imported(struct vault *v, const struct vault_partner *p, int64_t now)
{
	const struct vault_standing s = { .vetting = VAULT_VETTING_IMPORTED,
		.vetted_s = now };

	return vault_standing_set(v->db, p->id, &s);
}

/* The statement needs the duties, and the record needs the statement. */
static int
enter_partner(struct vault *v, struct import_partner *p, int64_t now)
{
	bool known = p->p.state == PARTNER_APPROVED ||
	    p->p.state == PARTNER_SUSPENDED;
	enum tt_err e;
	int code;

	lower(v, p);
	partner_draw_ref(&p->p);
	p->p.since_s = now;
	if ((e = vault_partner_add(v->db, &p->p)) == TT_EEXIST)
		return say_fail(CLI_USAGE, "telltale partner list", "partner "
		    "'%s': there is one of that id already", p->p.id);
	if (e == TT_OK && known)
		e = mark_imported(v, &p->p, now);
	for (size_t i = 0; i < p->n_duties && e == TT_OK; i++)
		e = vault_duty_add(v->db, p->p.id, i, span_str(p->duties[i]));
	if (e != TT_OK)
		return partner_cannot(v, e, "enter a partner");
	if ((code = partner_state_statement(v, &p->p, NULL, now)) != CLI_DONE)
		return code;
	if (p->p.stated && (e = vault_partner_set(v->db, &p->p)) != TT_OK)
		return partner_cannot(v, e, "enter a partner");
	return enter_readers(v, p, now);
}

static int
enter_all(struct vault *v, struct import *im)
{
	struct progress bar;
	int code = CLI_DONE;
	enum tt_err e;

	if ((e = db_begin(v->db)) != TT_OK)
		return partner_cannot(v, e, "change the vault");
	progress_start(&bar, v->cli, "importing", im->n);
	for (size_t i = 0; i < im->n && code == CLI_DONE; i++) {
		code = enter_partner(v, &im->partners[i], clock_now());
		progress_at(&bar, i + 1);
	}
	progress_end(&bar);
	if (code != CLI_DONE) {
		db_rollback(v->db);
		say_hint("nothing was imported");
		return code;
	}
	if ((e = db_commit(v->db)) != TT_OK)
		return partner_cannot(v, e, "keep what was imported");
	return CLI_DONE;
}

static int
say_imported(const struct cli *c, const struct import *im)
{
	size_t readers = 0, by_state[PARTNER_STATES] = { 0 };
	struct out_json o;

	for (size_t i = 0; i < im->n; i++) {
		readers += im->partners[i].n_readers;
		by_state[partner_state_now(&im->partners[i].p)]++;
	}
	if (c->json) {
		out_json_begin(&o, "telltale-partner-import/1");
		json_out_key(o.j, "partners");
		json_out_u64(o.j, im->n);
		json_out_key(o.j, "readers");
		json_out_u64(o.j, readers);
		json_out_key(o.j, "states");
		json_out_object(o.j);
		for (enum partner_state s = 0; s < PARTNER_STATES; s++) {
			json_out_key(o.j, partner_state_text(s));
			json_out_u64(o.j, by_state[s]);
		}
		json_out_object_end(o.j);
		return out_json_end(&o);
	}
	out_line("imported %zu partners and %zu readers", im->n, readers);
	for (enum partner_state s = 0; s < PARTNER_STATES; s++)
		if (by_state[s] > 0)
			out_line("  %zu %s", by_state[s],
			    partner_state_text(s));
	say_note(c, "next: telltale reader add --all -o DIR");
	return CLI_DONE;
}

int
verb_partner_import(struct cli *c, int argc, char **argv)
{
	struct import *im = NULL;
	struct opt_values o;
	int code, posted;
	bool waits = false;
	struct vault v;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	code = vault_open(&v, c, VAULT_WRITE,
	    opt_value(opts, &o, "passphrase-file"));
	if (code == CLI_DONE &&
	    (code = read_file(c, o.args[0], &im)) == CLI_DONE &&
	    (code = vault_greet(&v)) == CLI_DONE &&
	    (code = enter_all(&v, im)) == CLI_DONE &&
	    (code = ask_lowered(&v, im, &waits)) == CLI_DONE) {
		posted = vault_post(&v);
		code = say_imported(c, im);
		if (posted != CLI_DONE)
			code = posted;
		else if (code == CLI_DONE && waits)
			code = CLI_LATER;
	}
	import_free(im);
	vault_close(&v);
	return code;
}
