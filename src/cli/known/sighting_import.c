/* SPDX-License-Identifier: ISC */
/*
 * sighting import - many at once, as others write them: CSV, JSON lines,
 * STIX 2.1; and what an access log or a capture shows of a bulletin.
 */
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "cli/clock.h"
#include "cli/known/packet_time.h"
#include "cli/known/record.h"
#include "cli/known/sighting.h"
#include "cli/known/spotted.h"
#include "cli/members.h"
#include "cli/partner.h"
#include "cli/say.h"
#include "cli/sealed.h"
#include "cli/specimen.h"
#include "store/file.h"

#define CAPTURE_MAX	((size_t)256 << 20)	/* bytes; VAULT_SECRET_MAX */

static const struct opt opts[] = {
	{ "bulletin", 'b', OPT_VALUE, "ID", "the bulletin that was exploited" },
	{ "case", 0, OPT_VALUE, "ID", "the case that they belong to" },
	{ "source", 0, OPT_VALUE, "SOURCE",
	    "whose word it is where the file does not say: as with add" },
	{ "confidence", 0, OPT_VALUE, "C", "likewise; else medium" },
	{ "aware", 0, OPT_VALUE, "INSTANT",
	    "since when we know: our own deadlines run from it" },
	{ "received", 0, OPT_VALUE, "INSTANT",
	    "when the file came; now unless given" },
	{ "dry-run", 0, OPT_FLAG, NULL, "show what it says, keep nothing" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "sighting import",
	.args = "FILE",
	.examples = {
		{ "sighting import seen.csv --bulletin EX-2026-014 --source "
		    "partner:kiyokawa", "what a partner's sensors saw" },
		{ "sighting import access.log --bulletin EX-2026-014 "
		    "--source hunt --dry-run",
		    "lines in which its constants stand at their fields" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "What FILE is, its beginning says. A log or a capture is "
	    "read against the\nbulletin's data sites; whose copy it was, "
	    "telltale trace says.",
};

enum format { CSV, JSONL, STIX, LOG, CAPTURE };

struct importing {
	const struct known_opts *o;
	struct record_frame f;
	struct vault_bulletin bulletin;
	struct vault_sighting *at;
	struct rows rows;
	struct buf file;
	enum format format;
	size_t fresh, known;
	bool dry;
};

static enum format
format_of(struct span text)
{
	struct span first = span_trim(text), line;

	if (packet_time_is(text))
		return CAPTURE;
	if (spotted_is_log(text))
		return LOG;
	if (!span_starts(first, "{"))
		return CSV;
	/* one object over several lines, or a bundle on one */
	if (span_word(&first, '\n', &line) && first.n > 0 &&
	    span_trim(line).p[span_trim(line).n - 1] == '}')
		return JSONL;
	return memmem(text.p, text.n, "\"bundle\"", 8) != NULL ? STIX : JSONL;
}

static int
read_file(struct importing *k)
{
	const char *path = k->o->values->args[0];
	struct span text;
	enum tt_err e;

	if ((e = file_read(path, CAPTURE_MAX, &k->file)) != TT_OK)
		return say_err(e, NULL, "cannot read %s", path);
	text = buf_view(&k->file);
	k->format = format_of(text);
	if (k->format <= STIX && text.n > ROWS_FILE_MAX)
		return say_err(TT_ELIMIT, "several smaller files",
		    "cannot import %s", path);
	sha256(k->f.s.evidence.b, text.p, text.n);
	k->f.s.has_evidence = true;
	return CLI_DONE;
}

/* In a log: the lines in which the constants of the bulletin stand. */
static int
spot_lines(struct importing *k, const struct tt_bulletin *b)
{
	size_t lines;
	bool stopped;
	enum tt_err e;

	e = spotted_log(&k->rows, b, buf_view(&k->file), &lines, &stopped);
	if (e != TT_OK)
		return say_err(e, NULL, "cannot read %s",
		    k->o->values->args[0]);
	if (k->rows.left_out > 0)
		say_warn("%zu matching lines have no time that can be read",
		    k->rows.left_out);
	if (stopped)
		say_warn("it stopped after %zu matching lines", lines);
	say_note(k->o->cli, "%zu lines match, from %zu addresses", lines,
	    k->rows.n);
	return CLI_DONE;
}

/* In a capture: whether they stand there, between first and last packet. */
static int
spot_packets(struct importing *k, const struct tt_bulletin *b)
{
	const char *path = k->o->values->args[0];
	struct specimen s = { .n = 0 };
	struct rows_diag diag;
	struct moment at;
	struct buf text;
	struct row *row;
	bool matches = false;
	enum tt_err e;
	int code;

	if ((e = packet_time(buf_view(&k->file), &at)) != TT_OK)
		return say_err(e, NULL, "cannot tell when %s is from", path);
	if ((code = specimen_read(&s, &path, 1, NULL)) == CLI_DONE) {
		e = spotted_pieces(b, s.piece, s.n_pieces, &matches);
		if (e != TT_OK)
			code = say_err(e, NULL, "cannot read %s", path);
	}
	specimen_done(&s);
	if (code != CLI_DONE || !matches)
		return code;
	buf_init(&text, 256);
	moment_text(&text, &at);
	row = rows_add(&k->rows, 1);
	e = row == NULL ? TT_ENOMEM : rows_set(row, ROWS_SEEN,
	    buf_view(&text), &diag);
	buf_done(&text);
	return e == TT_OK ? CLI_DONE : say_err(e, NULL, "cannot import %s",
	    path);
}

static int
spot(struct importing *k, struct vault *v)
{
	struct sealed *s;
	int code;

	if (k->f.bulletin == NULL)
		return known_wrong(k->o, "bulletin", "given: a log or a "
		    "capture is read against one");
	if ((s = calloc(1, sizeof(*s))) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot import");
	code = sealed_open(s, v, k->f.bulletin);
	if (code == CLI_DONE)
		code = k->format == LOG ? spot_lines(k, s->draft.bulletin) :
		    spot_packets(k, s->draft.bulletin);
	sealed_done(s);
	free(s);
	return code;
}

static int
cannot_parse(const struct importing *k, enum tt_err e,
    const struct rows_diag *diag)
{
	const char *path = k->o->values->args[0];

	if (e == TT_ESYNTAX) {
		say_fail(CLI_USAGE, "docs/sightings.md has the forms; "
		    "nothing was kept", "cannot import %s", path);
		say_place("%s:%zu: %s", path, diag->line, diag->text);
		return CLI_USAGE;
	}
	return say_err(e, e == TT_ELIMIT ? "at most 1000 sightings in one "
	    "file" : NULL, "cannot import %s", path);
}

static int
parse(struct importing *k, struct vault *v)
{
	struct rows_diag diag = { .line = 1, .text = "" };
	struct span text = buf_view(&k->file);
	enum tt_err e = TT_OK;

	switch (k->format) {
	case CSV:
		e = rows_csv(&k->rows, text, &diag);
		break;
	case JSONL:
		e = rows_jsonl(&k->rows, text, &diag);
		break;
	case STIX:
		e = rows_stix(&k->rows, text, &diag);
		break;
	case LOG:
	case CAPTURE:
		return spot(k, v);
	}
	if (e != TT_OK)
		return cannot_parse(k, e, &diag);
	if (k->rows.left_out > 0)
		say_note(k->o->cli, "%zu names or revoked objects were left "
		    "out", k->rows.left_out);
	return CLI_DONE;
}

/* Every row is checked before any is kept. */
static int
take_rows(struct importing *k, struct vault *v)
{
	struct rows_diag diag;
	struct vault_partner p;
	enum tt_err e;
	int code;

	if (k->rows.n == 0)
		return CLI_DONE;
	if ((k->at = calloc(k->rows.n, sizeof(*k->at))) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot import");
	for (size_t i = 0; i < k->rows.n; i++) {
		k->at[i] = k->f.s;
		if ((e = rows_take(&k->rows.at[i], k->f.now_s, &k->at[i],
		    &diag)) != TT_OK)
			return cannot_parse(k, e, &diag);
		if (k->rows.at[i].field[ROWS_SOURCE] == NULL &&
		    known_value(k->o, "source") == NULL)
			return known_wrong(k->o, "source", "given, and the "
			    "file does not say whose word it is");
		if (k->at[i].partner[0] != '\0' &&
		    (code = partner_get(v, k->at[i].partner, &p)) != CLI_DONE)
			return code;
	}
	return CLI_DONE;
}

static int
keep_rows(struct importing *k, struct vault *v)
{
	struct span victim;
	bool fresh;
	int code = CLI_DONE;

	for (size_t i = 0; i < k->rows.n && code == CLI_DONE; i++) {
		victim = k->at[i].victims > 0 ?
		    span_str(k->rows.at[i].field[ROWS_VICTIM]) :
		    (struct span){ "", 0 };
		code = record_keep(v, &k->f, &k->at[i], victim, &fresh);
		k->fresh += fresh;
		k->known += !fresh;
	}
	return code;
}

/* All of the file, or nothing of it. */
static int
keep(struct importing *k, struct vault *v)
{
	enum tt_err e;
	int code;

	if (k->dry || k->rows.n == 0)
		return CLI_DONE;
	if ((code = vault_greet(v)) != CLI_DONE ||
	    (code = record_evidence(v, buf_view(&k->file),
	    &k->f.s.evidence)) != CLI_DONE)
		return code;
	if ((e = db_begin(v->db)) != TT_OK)
		return partner_cannot(v, e, "change the vault");
	if ((code = keep_rows(k, v)) != CLI_DONE) {
		db_rollback(v->db);
		return code;
	}
	if ((e = db_commit(v->db)) != TT_OK)
		return partner_cannot(v, e, "keep the sightings");
	return k->fresh > 0 ? record_alert(v, &k->f) : CLI_DONE;
}

static int
print(const struct importing *k, struct vault *v)
{
	struct sighting_table t = { .v = v,
		.t = sighting_table_new(v->cli,
		    "telltale-sighting-import/1") };
	struct json_out *j = out_table_head(t.t);
	struct sighting_fact f;

	if (j != NULL) {
		put_u64(j, "fresh", k->fresh);
		put_u64(j, "known_already", k->known);
		put_u64(j, "left_out", k->rows.left_out);
		put_bool(j, "before_public", record_is_early(&k->f));
	}
	for (size_t i = 0; i < k->rows.n; i++) {
		f = sighting_fact_of(&k->at[i]);
		sighting_table_row(&t, &k->at[i], sighting_counts(&f, 1, 0) ?
		    "yes" : "not confirmed");
	}
	return out_table_end(t.t);
}

static int
run(struct vault *v, struct importing *k)
{
	const struct known_opts *o = k->o;
	int code, posted;

	k->f.now_s = clock_now();
	k->dry = opt_set(o->table, o->values, "dry-run");
	if ((code = record_frame_read(o, &k->f)) != CLI_DONE ||
	    (code = read_file(k)) != CLI_DONE ||
	    (code = vault_open(v, o->cli, VAULT_WRITE,
	    known_value(o, "passphrase-file"))) != CLI_DONE ||
	    (code = record_frame_find(v, known_value(o, "bulletin"), &k->f,
	    &k->bulletin)) != CLI_DONE ||
	    (code = parse(k, v)) != CLI_DONE ||
	    (code = take_rows(k, v)) != CLI_DONE ||
	    (code = keep(k, v)) != CLI_DONE)
		return code;
	posted = k->dry || k->rows.n == 0 ? CLI_DONE : vault_post(v);
	code = print(k, v);
	if (code == CLI_DONE && k->rows.n == 0)
		return say_fail(CLI_NO, NULL, "there is no sighting in %s",
		    o->values->args[0]);
	return posted != CLI_DONE ? posted : code;
}

int
verb_sighting_import(struct cli *c, int argc, char **argv)
{
	static struct opt_values values;
	struct known_opts o = { c, "sighting import", opts, &values };
	struct vault v = { .lock = -1 };
	struct importing *k;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &values)) != CLI_GO)
		return code;
	if ((k = calloc(1, sizeof(*k))) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot import");
	k->o = &o;
	code = run(&v, k);
	rows_free(&k->rows);
	buf_done(&k->file);
	free(k->at);
	free(k);
	vault_close(&v);
	return code;
}
