/* SPDX-License-Identifier: ISC */
/* census_json - a census for programs: JSON, and CSV. */
#include <stdio.h>
#include <string.h>

#include "base/instant.h"
#include "cli/known/census.h"
#include "cli/known/known.h"
#include "cli/members.h"
#include "cli/out.h"
#include "cli/say.h"

#define CSV_MAX	((size_t)256 << 20)	/* bytes of one answer */

static const char *const answers[] = { [CENSUS_NO] = "no",
	[CENSUS_PERHAPS] = "perhaps", [CENSUS_YES] = "yes" };

/* 0 is never, too. */
static void
put_instant(struct json_out *j, const char *key, int64_t at_s)
{
	json_out_at_or(j, key, at_s == 0 ? CENSUS_NEVER : at_s, CENSUS_NEVER);
}

static void
put_sentence(struct json_out *j, const char *key, const struct census *c,
    bool poc_only)
{
	struct buf b;

	buf_init(&b, 4096);
	census_say(c, poc_only, &b);
	put_buf(j, key, &b);
	buf_done(&b);
}

static void
put_wave(struct json_out *j, const struct census *c, size_t i)
{
	const struct census_wave *w = &c->lines.wave[i];

	json_out_object(j);
	known_put_str(j, "wave", w->wave.name);
	known_put_str(j, "profile", tt_profile_name(w->wave.profile));
	put_u64(j, "revision", w->revision);
	put_instant(j, "published", w->published_s);
	put_instant(j, "opens", w->wave.opens_s);
	put_instant(j, "released", w->released ? w->released_s :
	    CENSUS_NEVER);
	put_instant(j, "opened", w->opened_s);
	known_put_str(j, "opened_as", schedule_opening_text(w->as));
	json_out_key(j, "late_s");
	json_out_int(j, w->late_s);
	put_u64(j, "keepers", c->keepers[i].n);
	put_u64(j, "keepers_needed", c->keepers[i].k);
	json_out_object_end(j);
}

static void
put_levels(struct json_out *j, const struct census_line *line, int64_t at_s)
{
	for (size_t s = 0; s < CENSUS_SHOWN; s++) {
		const struct census_since *since =
		    &line->since[census_shown[s]];

		if (census_at(line, census_shown[s], at_s) == CENSUS_NO)
			known_put_str(j, census_level_text(census_shown[s]),
			    NULL);
		else
			known_put_moment(j,
			    census_level_text(census_shown[s]),
			    &(struct moment){ since->from_s, since->until_s });
	}
}

/* Which revision the instant of each level is from. */
static void
put_revisions(struct json_out *j, const struct census_line *line,
    int64_t at_s)
{
	json_out_key(j, "revisions");
	json_out_object(j);
	for (size_t s = 0; s < CENSUS_SHOWN; s++) {
		enum census_level l = census_shown[s];

		if (l != CENSUS_KNEW && census_at(line, l, at_s) != CENSUS_NO)
			put_u64(j, census_level_text(l), line->revision[l]);
	}
	json_out_object_end(j);
}

/* What "opened" rests on: the reader's own signed request. */
static void
put_word(struct json_out *j, const struct census *c,
    const struct census_line *line)
{
	const struct census_person *p = census_lines_word(&c->lines, line);

	json_out_key(j, "word");
	if (p == NULL || census_at(line, CENSUS_OPENED, c->at_s) ==
	    CENSUS_NO) {
		json_out_null(j);
		return;
	}
	json_out_object(j);
	put_instant(j, "received", p->told_s);
	json_out_key(j, "request");
	json_out_hex(j, p->word.b, sizeof(p->word.b));
	json_out_object_end(j);
}

static void
put_line(struct json_out *j, const struct census *c,
    const struct census_line *line, const struct vault_knower *k)
{
	struct buf b;

	json_out_object(j);
	known_put_str(j, k == NULL ? "partner" : "organisation",
	    line->partner);
	known_put_str(j, k == NULL ? "reader" : "person", line->reader);
	known_put_str(j, "name", census_name(c, line));
	known_put_str(j, k == NULL ? "wave" : "as", line->as);
	put_bool(j, "poc", line->poc);
	known_put_str(j, "could_read",
	    answers[census_could_read(line, c->at_s)]);
	if (c->interval) {
		put_bool(j, "new", census_is_new(line, c->from_s, c->at_s));
	}
	put_levels(j, line, c->at_s);
	if (k == NULL) {
		put_revisions(j, line, c->at_s);
		put_word(j, c, line);
	}
	if (k != NULL) {
		buf_init(&b, 4096);
		census_source(c, line, &b);
		put_buf(j, "source", &b);
		buf_done(&b);
		known_put_str(j, "conflict", k->conflict);
	}
	json_out_object_end(j);
}

/* Readers, or knowers: each in a list of their own. */
static void
put_lines(struct json_out *j, const char *key, const struct census *c,
    bool knowers)
{
	const struct vault_knower *k;

	json_out_key(j, key);
	json_out_array(j);
	for (size_t i = 0; i < c->lines.n; i++) {
		k = NULL;
		(void)census_lines_who(&c->lines, &c->lines.line[i], &k);
		if ((k != NULL) == knowers)
			put_line(j, c, &c->lines.line[i], k);
	}
	json_out_array_end(j);
}

static void
put_reason(struct json_out *j, const char *partner, const char *reader,
    const char *name, enum census_why why)
{
	json_out_object(j);
	known_put_str(j, "partner", partner);
	known_put_str(j, "reader", reader);
	known_put_str(j, "name", name);
	known_put_str(j, "why", census_why_text(why));
	json_out_object_end(j);
}

static void
put_complement(struct json_out *j, const struct census *c)
{
	enum census_why why;
	size_t next;

	json_out_key(j, "complement");
	json_out_array(j);
	for (size_t i = 0; i < c->lines.n_people; i = next) {
		const struct census_person *p = &c->lines.person[i];

		why = census_lines_why_not(&c->lines, i, c->at_s, &next);
		if (why != CENSUS_WHY_COULD)
			put_reason(j, p->copy.partner, p->copy.reader,
			    p->name, why);
	}
	for (size_t i = 0; i < c->lines.n_outsiders; i++)
		put_reason(j, c->lines.outsider[i].partner,
		    c->lines.outsider[i].reader, c->lines.outsider[i].name,
		    CENSUS_WHY_NO_COPY);
	json_out_array_end(j);
}

static void
put_staff(struct json_out *j, const struct census *c)
{
	json_out_key(j, "staff");
	json_out_array(j);
	for (size_t i = 0; i < c->n_staff; i++) {
		if (c->staff[i].since.from_s > c->at_s)
			continue;
		json_out_object(j);
		known_put_str(j, "name", c->staff[i].name);
		known_put_str(j, "role", c->staff[i].role);
		known_put_moment(j, "since", &c->staff[i].since);
		json_out_object_end(j);
	}
	json_out_array_end(j);
}

static void
put_exceptions(struct json_out *j, const struct census *c)
{
	json_out_key(j, "exceptions");
	json_out_array(j);
	for (size_t i = 0; i < c->n_exceptions; i++) {
		const struct vault_exception *x = &c->exception[i];

		json_out_object(j);
		known_put_str(j, "partner", x->partner);
		known_put_str(j, "rule", x->rule);
		put_instant(j, "since", x->at_s);
		put_instant(j, "until", x->until_s);
		known_put_str(j, "reason", x->reason);
		known_put_str(j, "officers", x->officers);
		json_out_object_end(j);
	}
	json_out_array_end(j);
}

int
census_print_json(const struct census *c)
{
	struct out_json o;
	struct json_out *j = out_json_begin(&o, "telltale-census/1");

	known_put_str(j, "bulletin", c->record.name);
	known_put_str(j, "id", c->record.id);
	known_put_str(j, "part", c->about.part);
	put_instant(j, "at", c->at_s);
	put_instant(j, "from", c->interval ? c->from_s : CENSUS_NEVER);
	put_u64(j, "ledger_size", c->size);
	put_instant(j, "published", c->record.published_s);
	put_instant(j, "public", c->record.public_s);
	put_sentence(j, "sentence", c, c->has_poc);
	put_sentence(j, "sentence_bulletin", c, false);
	json_out_key(j, "waves");
	json_out_array(j);
	for (size_t i = 0; i < c->lines.n_waves; i++)
		put_wave(j, c, i);
	json_out_array_end(j);
	put_lines(j, "readers", c, false);
	put_lines(j, "knowers", c, true);
	put_exceptions(j, c);
	put_staff(j, c);
	if (c->about.complement)
		put_complement(j, c);
	json_out_key(j, "not_in_it");
	json_out_array(j);
	for (size_t i = 0; census_not_in_it[i] != NULL; i++)
		json_out_str(j, census_not_in_it[i]);
	json_out_array_end(j);
	return out_json_end(&o);
}

/*
 * RFC 4180.  What a spreadsheet would take for a formula gets a quote mark
 * before it.
 */
static void
csv_cell(struct buf *b, const char *s, bool last)
{
	buf_char(b, '"');
	if (s != NULL && s[0] != '\0' && strchr("=+-@", s[0]) != NULL)
		buf_char(b, '\'');
	for (; s != NULL && *s != '\0'; s++) {
		if (*s == '"')
			buf_char(b, '"');
		buf_char(b, *s);
	}
	buf_str(b, last ? "\"\r\n" : "\",");
}

static void
csv_since(struct buf *b, const struct census_line *line,
    enum census_level level, int64_t at_s)
{
	const struct census_since *s = &line->since[level];
	char from[INSTANT_LEN + 1] = "", until[INSTANT_LEN + 1] = "";

	if (census_at(line, level, at_s) != CENSUS_NO) {
		instant_format(s->from_s, from);
		instant_format(s->until_s, until);
	}
	csv_cell(b, from, false);
	csv_cell(b, until, false);
}

static void
csv_line(struct buf *b, const struct census *c,
    const struct census_line *line)
{
	struct buf source;

	csv_cell(b, line->partner, false);
	csv_cell(b, line->reader, false);
	csv_cell(b, census_name(c, line), false);
	csv_cell(b, line->as, false);
	csv_cell(b, answers[census_could_read(line, c->at_s)], false);
	for (size_t s = 0; s < CENSUS_SHOWN; s++)
		csv_since(b, line, census_shown[s], c->at_s);
	buf_init(&source, 4096);
	census_source(c, line, &source);
	csv_cell(b, source.n > 0 ? source.p : "", true);
	buf_done(&source);
}

int
census_print_csv(const struct census *c)
{
	struct buf b;
	enum tt_err e;

	buf_init(&b, CSV_MAX);
	buf_str(&b, "organisation,reader,name,as,could_read");
	for (size_t s = 0; s < CENSUS_SHOWN; s++)
		buf_printf(&b, ",%s_from,%s_until",
		    census_level_text(census_shown[s]),
		    census_level_text(census_shown[s]));
	buf_str(&b, ",source\r\n");
	for (size_t i = 0; i < c->lines.n; i++)
		csv_line(&b, c, &c->lines.line[i]);
	e = buf_err(&b);
	if (e == TT_OK && (fwrite(b.p, 1, b.n, stdout) != b.n ||
	    fflush(stdout) != 0))
		e = TT_EIO;
	buf_done(&b);
	return e == TT_OK ? CLI_DONE : say_err(e, NULL,
	    "cannot write the answer");
}
