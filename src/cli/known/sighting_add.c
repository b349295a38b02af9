/* SPDX-License-Identifier: ISC */
/* sighting add - one that was seen, entered by hand. */
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "cli/clock.h"
#include "cli/import.h"
#include "cli/known/record.h"
#include "cli/known/sighting.h"
#include "cli/members.h"
#include "cli/partner.h"
#include "cli/say.h"
#include "store/file.h"

static const struct opt opts[] = {
	{ "seen", 0, OPT_VALUE, "MOMENT",
	    "when; a day or a month stays one" },
	{ "source", 0, OPT_VALUE, "SOURCE",
	    "vendor-telemetry, hunt, authority, victim, public, partner:ID, "
	    "finder, other" },
	{ "confidence", 0, OPT_VALUE, "C", "low, medium or high" },
	{ "place", 0, OPT_LIST, "PLACE",
	    "a country (DE) or a network (192.0.2.0/24, AS64500)" },
	{ "evidence", 0, OPT_VALUE, "FILE", "kept sealed, by its hash" },
	{ "case", 0, OPT_VALUE, "ID", "the case that it belongs to" },
	{ "victim", 0, OPT_LIST, "NAME",
	    "whom it hit: sealed to the case, never shown in lists" },
	{ "confirms", 0, OPT_VALUE, "NUMBER",
	    "another one that this bears out" },
	{ "aware", 0, OPT_VALUE, "INSTANT",
	    "since when we know: our own deadlines run from it; now unless "
	    "given" },
	{ "received", 0, OPT_VALUE, "INSTANT",
	    "when the report came; now unless given" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "sighting add",
	.args = "[BULLETIN]",
	.examples = {
		{ "sighting add EX-2026-014 --seen 2026-12-05T03:12:00Z "
		    "--source hunt --place DE --evidence hit.pcap "
		    "--confidence high", "what our own people found" },
		{ "sighting add --case 6f1d0c92 --seen 2026-12 --source victim "
		    "--victim 'Example Works'", "of a case; the name is "
		    "sealed" },
	},
	.opts = opts,
	.args_max = 1,
	.notes = "Before the bulletin is public it alerts at once. It starts "
	    "the vendor's own\ndeadlines: telltale clocks list.",
};

/* What is read of the options beside the frame. */
struct adding {
	struct record_frame f;
	struct vault_bulletin bulletin;
	struct vault_sighting s;
	struct buf evidence, victims;
};

static int
read_places(const struct known_opts *o, struct vault_sighting *s)
{
	size_t row = opt_row(o->table, "place");
	struct span place;

	for (size_t i = 0; i < o->values->n_list[row]; i++) {
		place = span_str(o->values->list[row][i]);
		if (sighting_country_ok(place) && s->country[0] == '\0')
			(void)span_copy(place, s->country,
			    sizeof(s->country));
		else if (sighting_network_ok(place) &&
		    s->network[0] == '\0' && place.n < sizeof(s->network))
			(void)span_copy(place, s->network,
			    sizeof(s->network));
		else
			return say_fail(CLI_USAGE, "a country is two "
			    "capitals, a network 192.0.2.0/24 or AS64500, "
			    "one of each; a victim's name belongs in "
			    "--victim, which is sealed", "sighting add: "
			    "--place may be read by many, and is not '%s'",
			    o->values->list[row][i]);
	}
	return CLI_DONE;
}

static int
read_victims(const struct known_opts *o, struct adding *a)
{
	size_t row = opt_row(o->table, "victim");

	a->s.victims = o->values->n_list[row];
	if (a->s.victims > 0 && a->s.case_id[0] == '\0')
		return known_wrong(o, "victim",
		    "sealed to a case: --case ID");
	for (size_t i = 0; i < a->s.victims; i++) {
		if (!import_value_ok(span_str(o->values->list[row][i])))
			return known_wrong(o, "victim", "a line of 1 to "
			    "1024 bytes without control characters");
		buf_str(&a->victims, o->values->list[row][i]);
		buf_char(&a->victims, '\n');
	}
	return CLI_DONE;
}

static int
read_evidence(const struct known_opts *o, struct adding *a)
{
	const char *path = known_value(o, "evidence");
	enum tt_err e;

	if (path == NULL)
		return CLI_DONE;
	if ((e = file_read(path, RECORD_EVIDENCE_MAX, &a->evidence)) != TT_OK)
		return say_err(e, NULL, "cannot read %s", path);
	sha256(a->s.evidence.b, a->evidence.p, a->evidence.n);
	a->s.has_evidence = true;
	return CLI_DONE;
}

/* A report that came before it was seen tells of nothing. */
static int
read_seen(const struct known_opts *o, struct adding *a)
{
	int code;

	if ((code = known_moment(o, "seen", a->f.now_s, &a->s.seen)) !=
	    CLI_DONE)
		return code;
	if (!moment_past(&a->s.seen, a->s.received_s))
		return known_wrong(o, "received", "after --seen");
	return CLI_DONE;
}

static int
read_all(const struct known_opts *o, struct adding *a)
{
	const char *confirms = known_value(o, "confirms");
	int code;

	a->f.now_s = clock_now();
	if (known_value(o, "source") == NULL)
		return known_wrong(o, "source", "given");
	if ((code = record_frame_read(o, &a->f)) != CLI_DONE)
		return code;
	a->s = a->f.s;
	if ((code = read_seen(o, a)) != CLI_DONE ||
	    (code = read_places(o, &a->s)) != CLI_DONE ||
	    (code = read_victims(o, a)) != CLI_DONE ||
	    (code = read_evidence(o, a)) != CLI_DONE)
		return code;
	if (confirms != NULL)
		return known_number(o->verb, confirms, &a->s.confirms);
	return CLI_DONE;
}

static int
check_confirms(struct vault *v, const struct vault_sighting *s)
{
	struct vault_sighting other;
	enum tt_err e;

	if (s->confirms == 0)
		return CLI_DONE;
	e = vault_sighting_get(v->db, s->confirms, &other);
	if (e == TT_ENOENT || (e == TT_OK &&
	    strcmp(other.bulletin, s->bulletin) != 0))
		return say_fail(CLI_USAGE, "telltale sighting list",
		    "sighting add: there is no sighting %lld of the same "
		    "bulletin", (long long)s->confirms);
	return e == TT_OK ? CLI_DONE : partner_cannot(v, e,
	    "read the sightings");
}

static int
keep(struct vault *v, struct adding *a, bool *fresh)
{
	enum tt_err e;
	int code;

	if (a->s.has_evidence && (code = record_evidence(v,
	    buf_view(&a->evidence), &a->s.evidence)) != CLI_DONE)
		return code;
	if ((e = db_begin(v->db)) != TT_OK)
		return partner_cannot(v, e, "change the vault");
	code = record_keep(v, &a->f, &a->s, buf_view(&a->victims), fresh);
	if (code != CLI_DONE) {
		db_rollback(v->db);
		return code;
	}
	if ((e = db_commit(v->db)) != TT_OK)
		return partner_cannot(v, e, "keep the sighting");
	return CLI_DONE;
}

static int
print(struct vault *v, const struct adding *a, bool fresh)
{
	struct sighting_table t = { .v = v,
		.t = sighting_table_new(v->cli, "telltale-sighting-add/1") };
	struct json_out *j = out_table_head(t.t);
	struct sighting_fact f = sighting_fact_of(&a->s);

	if (j != NULL) {
		put_bool(j, "fresh", fresh);
		put_bool(j, "before_public", record_is_early(&a->f));
	}
	sighting_table_row(&t, &a->s, sighting_counts(&f, 1, 0) ? "yes" :
	    "not confirmed");
	return out_table_end(t.t);
}

static int
run(struct vault *v, const struct known_opts *o, struct adding *a)
{
	bool fresh;
	int code, posted;

	if ((code = read_all(o, a)) != CLI_DONE ||
	    (code = vault_open(v, o->cli, VAULT_WRITE,
	    known_value(o, "passphrase-file"))) != CLI_DONE ||
	    (code = record_frame_find(v, o->values->n_args > 0 ?
	    o->values->args[0] : NULL, &a->f, &a->bulletin)) != CLI_DONE)
		return code;
	memcpy(a->s.bulletin, a->f.s.bulletin, sizeof(a->s.bulletin));
	memcpy(a->s.case_id, a->f.s.case_id, sizeof(a->s.case_id));
	if ((code = check_confirms(v, &a->s)) != CLI_DONE ||
	    (code = vault_greet(v)) != CLI_DONE ||
	    (code = keep(v, a, &fresh)) != CLI_DONE)
		return code;
	if (!fresh)
		say_note(v->cli, "it is on record already, as number %lld",
		    (long long)a->s.n);
	else if ((code = record_alert(v, &a->f)) != CLI_DONE)
		return code;
	posted = vault_post(v);
	code = print(v, a, fresh);
	return posted != CLI_DONE ? posted : code;
}

int
verb_sighting_add(struct cli *c, int argc, char **argv)
{
	static struct opt_values values;
	struct known_opts o = { c, "sighting add", opts, &values };
	struct vault v = { .lock = -1 };
	struct adding *a;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &values)) != CLI_GO)
		return code;
	if ((a = calloc(1, sizeof(*a))) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot keep the sighting");
	buf_init_secret(&a->victims, RECORD_VICTIMS_MAX * (TT_VALUE_MAX + 1));
	code = run(&v, &o, a);
	buf_done(&a->victims);
	buf_done(&a->evidence);
	free(a);
	vault_close(&v);
	return code;
}
