/* SPDX-License-Identifier: ISC */
/* sighting - exploitation seen: the list, with and without interest. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/case/case.h"
#include "cli/clock.h"
#include "cli/known/known.h"
#include "cli/known/record.h"
#include "cli/known/sighting.h"
#include "cli/paragraph.h"
#include "cli/partner.h"
#include "cli/say.h"
#include "cli/sealed.h"
#include "cli/verbs.h"

const char sighting_place_warning[] = "A source address is where a packet "
    "came from, and says nothing of who sent it; no score uses it.";

static const struct opt list_opts[] = {
	{ "case", 0, OPT_VALUE, "ID", "those of a case" },
	{ "without-interested", 0, OPT_FLAG, NULL,
	    "leave out reports that nobody without an interest confirms" },
	CLI_OPTS
};

static const struct usage list_usage = {
	.verb = "sighting list",
	.args = "[BULLETIN]",
	.examples = {
		{ "sighting list EX-2026-014",
		    "what was seen, and when it began by whose word" },
		{ "sighting list EX-2026-014 --without-interested",
		    "as if nobody with an interest had spoken" },
	},
	.opts = list_opts,
	.args_max = 1,
	.notes = "A report of somebody with an interest, whom nobody else "
	    "confirms, neither\nexonerates anybody nor fixes the first "
	    "instant.",
};

static const struct opt victims_opts[] = { VAULT_OPTS, CLI_OPTS };

static const struct usage victims_usage = {
	.verb = "sighting victims",
	.args = "NUMBER",
	.examples = {
		{ "sighting victims 12", "whom one sighting hit, a line each" },
		{ "sighting victims 12 --json", "the same for a script" },
	},
	.opts = victims_opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "The names are sealed to the officers, and are for telling "
	    "each victim, one by one.",
};

static const struct out_column cols[] = {
	{ "n", "n", OUT_NUMBER },
	{ "bulletin", "bulletin", OUT_TEXT },
	{ "case", "case", OUT_TEXT },
	{ "seen_from", "seen not before", OUT_TEXT },
	{ "seen_until", "not after", OUT_TEXT },
	{ "received", "received", OUT_TEXT },
	{ "source", "source", OUT_TEXT },
	{ "confidence", "confidence", OUT_TEXT },
	{ "counts", "counts", OUT_TEXT },
	{ "country", "country", OUT_TEXT },
	{ "network", "network", OUT_TEXT },
	{ "victims", "victims", OUT_TEXT },
};

struct out_table *
sighting_table_new(const struct cli *c, const char *format)
{
	return out_table_new(c, format, "sightings", cols, N_ROWS(cols));
}

void
sighting_table_row(struct sighting_table *t, const struct vault_sighting *s,
    const char *counts)
{
	char source[32 + VAULT_ID_MAX + 1];
	struct vault_bulletin *b = calloc(1, sizeof(*b));

	out_int(t->t, s->n);
	if (b != NULL && s->bulletin[0] != '\0' && vault_bulletin_told(
	    t->v->db, span_str(s->bulletin), b) == TT_OK)
		out_str(t->t, b->name);
	else
		known_out_words(t->t, s->bulletin);
	free(b);
	known_out_words(t->t, s->case_id);
	known_out_moment(t->t, &s->seen);
	out_instant(t->t, s->received_s);
	snprintf(source, sizeof(source), "%s%s%s",
	    sighting_rules[s->source].name, s->partner[0] != '\0' ? ":" : "",
	    s->partner);
	out_str(t->t, source);
	out_str(t->t, sighting_confidence_text(s->confidence));
	out_str(t->t, counts);
	known_out_words(t->t, s->country);
	known_out_words(t->t, s->network);
	out_str(t->t, s->victims > 0 ? sighting_band(s->victims) : NULL);
}

struct sighting_fact
sighting_fact_of(const struct vault_sighting *s)
{
	return (struct sighting_fact){ .n = s->n, .source = s->source,
		.seen = s->seen, .received_s = s->received_s,
		.confirms = s->confirms };
}

struct listing {
	struct vault_sighting *at;
	struct sighting_fact *fact;
	size_t n, cap;
	uint64_t victims;
};

static enum tt_err
take(void *ctx, const struct vault_sighting *s)
{
	struct listing *l = ctx;
	size_t cap = l->cap > 0 ? l->cap * 2 : 64;
	struct vault_sighting *at;

	if (l->n == l->cap) {
		if ((at = reallocarray(l->at, cap, sizeof(*at))) == NULL)
			return TT_ENOMEM;
		l->at = at;
		l->cap = cap;
	}
	l->at[l->n++] = *s;
	l->victims += s->victims;
	return TT_OK;
}

static enum tt_err
make_facts(struct listing *l)
{
	if ((l->fact = calloc(l->n + 1, sizeof(*l->fact))) == NULL)
		return TT_ENOMEM;
	for (size_t i = 0; i < l->n; i++)
		l->fact[i] = sighting_fact_of(&l->at[i]);
	return TT_OK;
}

static void
put_first(struct json_out *j, const struct listing *l, const char *key,
    bool interested)
{
	struct moment m;

	if (sighting_first(l->fact, l->n, interested, &m))
		known_put_moment(j, key, &m);
	else
		known_put_str(j, key, NULL);
}

static void
say_first(const struct listing *l, bool interested, const char *by)
{
	struct moment m;
	struct buf b;

	buf_init(&b, 256);
	if (sighting_first(l->fact, l->n, interested, &m))
		moment_text(&b, &m);
	else
		buf_str(&b, "not known");
	paragraph(0, "First seen, %s: %s.", by, b.p);
	buf_done(&b);
}

static int
print(struct vault *v, const struct listing *l, bool without)
{
	struct sighting_table t = { .v = v,
		.t = sighting_table_new(v->cli, "telltale-sighting-list/1") };
	struct json_out *j = out_table_head(t.t);
	bool counts;
	int code;

	if (j != NULL) {
		put_first(j, l, "first", true);
		put_first(j, l, "first_without_interested", false);
		known_put_str(j, "victims", sighting_band(l->victims));
		known_put_str(j, "note", sighting_place_warning);
	}
	for (size_t i = 0; i < l->n; i++) {
		counts = sighting_counts(l->fact, l->n, i);
		if (counts || !without)
			sighting_table_row(&t, &l->at[i], counts ? "yes" :
			    "not confirmed");
	}
	if ((code = out_table_end(t.t)) != CLI_DONE || j != NULL ||
	    !v->cli->tty_out)
		return code;
	say_first(l, true, "by everybody's word");
	say_first(l, false, "without those who have an interest");
	paragraph(0, "Victims: %s. %s", sighting_band(l->victims),
	    sighting_place_warning);
	return CLI_DONE;
}

static int
list(struct vault *v, const struct known_opts *o, struct listing *l)
{
	const char *subject = known_value(o, "case");
	struct vault_bulletin b;
	struct vault_case c;
	enum tt_err e;
	int code;

	if ((code = vault_open(v, o->cli, VAULT_READ, NULL)) != CLI_DONE)
		return code;
	if (o->values->n_args > 0) {
		if (subject != NULL)
			return known_wrong(o, "case",
			    "for when a bulletin is named");
		if ((code = sealed_find_told(v, o->values->args[0], &b)) !=
		    CLI_DONE)
			return code;
		subject = b.id;
	} else if (subject != NULL) {
		if ((code = case_find(v, subject, &c)) != CLI_DONE)
			return code;
		subject = c.id;
	}
	if ((e = vault_sighting_each(v->db, subject, take, l)) != TT_OK ||
	    (e = make_facts(l)) != TT_OK)
		return partner_cannot(v, e, "list the sightings");
	return print(v, l, opt_set(o->table, o->values,
	    "without-interested"));
}

static int
sighting_list(struct cli *c, int argc, char **argv)
{
	static struct opt_values values;
	struct known_opts o = { c, "sighting list", list_opts, &values };
	struct vault v = { .lock = -1 };
	struct listing l = { .at = NULL };
	int code;

	if ((code = cli_parse(c, &list_usage, argc, argv, &values)) != CLI_GO)
		return code;
	code = list(&v, &o, &l);
	free(l.at);
	free(l.fact);
	vault_close(&v);
	return code;
}

static const struct out_column victim_cols[] = {
	{ "victim", "victim", OUT_TEXT },
};

static int
victims(struct vault *v, int64_t n)
{
	struct vault_sighting s;
	struct out_table *t;
	struct span rest, name;
	struct buf names;
	enum tt_err e;
	int code;

	e = vault_sighting_get(v->db, n, &s);
	if (e == TT_ENOENT)
		return say_fail(CLI_TROUBLE, "telltale sighting list",
		    "there is no sighting %lld", (long long)n);
	if (e != TT_OK)
		return partner_cannot(v, e, "read the sighting");
	if (s.victims == 0)
		return say_fail(CLI_NO, NULL, "sighting %lld names no victim",
		    (long long)n);
	if ((code = record_victims(v, &s.digest, &names)) != CLI_DONE)
		return code;
	t = out_table_new(v->cli, "telltale-sighting-victims/1", "victims",
	    victim_cols, N_ROWS(victim_cols));
	for (rest = buf_view(&names); span_word(&rest, '\n', &name);)
		out_span(t, name);
	code = out_table_end(t);
	buf_done(&names);
	return code;
}

static int
sighting_victims(struct cli *c, int argc, char **argv)
{
	static struct opt_values values;
	struct vault v = { .lock = -1 };
	int64_t n;
	int code;

	if ((code = cli_parse(c, &victims_usage, argc, argv, &values)) !=
	    CLI_GO || (code = known_number("sighting victims", values.args[0],
	    &n)) != CLI_DONE)
		return code;
	if ((code = vault_open(&v, c, VAULT_READ, opt_value(victims_opts,
	    &values, "passphrase-file"))) == CLI_DONE)
		code = victims(&v, n);
	vault_close(&v);
	return code;
}

static const struct verb verbs[] = {
	{ "add", "enter one that was seen", verb_sighting_add },
	{ "import", "from CSV, JSON lines, STIX, an access log, a capture",
	    verb_sighting_import },
	{ "list", "what was seen, with and without those who gain by it",
	    sighting_list },
	{ "victims", "whom one hit, for telling them one by one",
	    sighting_victims },
	{ NULL, NULL, NULL },
};

int
verb_sighting(struct cli *c, int argc, char **argv)
{
	return cli_dispatch(c, "sighting", verbs, argc, argv);
}
