/* SPDX-License-Identifier: ISC */
/* census_say - a census for people: sentences and tables. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/instant.h"
#include "cli/known/census.h"
#include "cli/out.h"
#include "cli/paragraph.h"

const char *const census_not_in_it[] = {
	"people who were told by word of mouth",
	"people with access to partners' systems",
	"whoever took a key or a copy",
	"who opened a copy with tools that do not say so",
	"knowers whom nobody entered",
	NULL
};

const enum census_level census_shown[CENSUS_SHOWN] = { CENSUS_TOLD,
	CENSUS_COULD, CENSUS_FETCHED, CENSUS_OPENED, CENSUS_KNEW };

const char *
census_name(const struct census *c, const struct census_line *line)
{
	const struct vault_knower *k = NULL;
	const struct census_person *p = census_lines_who(&c->lines, line,
	    &k);

	if (p != NULL)
		return p->name;
	return k->person[0] != '\0' ? k->person : NULL;
}

void
census_source(const struct census *c, const struct census_line *line,
    struct buf *out)
{
	const struct vault_knower *k = NULL;

	if (census_lines_who(&c->lines, line, &k) != NULL)
		return;
	if (k->source[0] != '\0')
		buf_str(out, k->source);
	else {
		buf_str(out, "as stated by the officer ");
		buf_str(out, k->officer);
	}
	if (k->conflict[0] != '\0') {
		buf_str(out, "; interest: ");
		buf_str(out, k->conflict);
	}
}

static const char *
subject(const struct census *c, bool poc_only)
{
	if (c->about.part != NULL)
		return c->about.part;
	return poc_only ? "the proof of concept" : "the bulletin";
}

void
census_say(const struct census *c, bool poc_only, struct buf *out)
{
	bool poc = poc_only && c->about.part == NULL;
	const struct census_line *line = poc ? c->lines.poc : c->lines.line;
	size_t n_lines = poc ? c->lines.n_poc : c->lines.n, fresh = 0;
	const struct census_count n = census_count_at(line, n_lines, c->at_s,
	    false);
	char from[INSTANT_LEN + 1];

	census_sentence(out, &n, subject(c, poc_only), c->at_s);
	if (!c->interval)
		return;
	for (size_t i = 0; i < n_lines; i++)
		fresh += census_is_new(&line[i], c->from_s, c->at_s);
	instant_format(c->from_s, from);
	buf_printf(out, "; %zu of them only since %s", fresh, from);
}

static void
print_sentence(const struct census *c, bool poc_only)
{
	struct buf b;

	buf_init(&b, 4096);
	census_say(c, poc_only, &b);
	if (buf_err(&b) == TT_OK)
		paragraph(0, "%s.", b.p);
	buf_done(&b);
}

/* Tables for people, whatever stdout is; --json is another function. */
static const struct cli text = { .tty_out = true };

static const struct out_column wave_columns[] = {
	{ "wave", "wave", OUT_TEXT },
	{ "profile", "profile", OUT_TEXT },
	{ "revision", "revision", OUT_NUMBER },
	{ "opens", "opens", OUT_TEXT },
	{ "readers", "readers", OUT_NUMBER },
	{ "told", "told", OUT_NUMBER },
	{ "could", "could read", OUT_NUMBER },
	{ "fetched", "fetched", OUT_NUMBER },
	{ "opened", "say that they opened it", OUT_NUMBER },
	{ "key", "its key", OUT_TEXT },
};

#define KEY_WORDS_LEN	(LENGTH_LEN + 32)

static void
key_words(const struct census_wave *w, int64_t at_s, char out[KEY_WORDS_LEN])
{
	char late[LENGTH_LEN];

	length_format(w->late_s, late);
	if (w->released_s > at_s)
		snprintf(out, KEY_WORDS_LEN, "not released by then");
	else if (!w->released)
		snprintf(out, KEY_WORDS_LEN, "due; its release was not seen");
	else if (w->as == SCHEDULE_MISSED)
		snprintf(out, KEY_WORDS_LEN, "released, %s late", late);
	else
		snprintf(out, KEY_WORDS_LEN, "released%s", w->as ==
		    SCHEDULE_PULLED_IN ? ", pulled in" : "");
}

/* Of the copies of one wave: how many had reached each level. */
static int64_t
count_wave(const struct census *c, size_t w,
    int64_t n[CENSUS_LEVELS])
{
	int64_t readers = 0;

	for (size_t i = 0; i < c->lines.n_people; i++) {
		const struct census_person *p = &c->lines.person[i];
		struct census_record r = census_lines_record(&c->lines, p);
		struct census_line line = census_line_of(&r);

		if (p->wave != w || !c->lines.wave[w].part)
			continue;
		readers++;
		for (enum census_level l = 0; l < CENSUS_LEVELS; l++)
			n[l] += census_at(&line, l, c->at_s) == CENSUS_YES;
	}
	return readers;
}

static int
print_waves(const struct census *c)
{
	struct out_table *t = out_table_new(&text, "", "", wave_columns,
	    N_ROWS(wave_columns));

	for (size_t w = 0; w < c->lines.n_waves; w++) {
		const struct census_wave *wave = &c->lines.wave[w];
		int64_t n[CENSUS_LEVELS] = { 0 }, readers;
		char key[KEY_WORDS_LEN];

		readers = count_wave(c, w, n);
		out_str(t, wave->wave.name);
		out_str(t, tt_profile_name(wave->wave.profile));
		out_int(t, wave->revision);
		out_instant(t, wave->wave.opens_s);
		out_int(t, readers);
		out_int(t, n[CENSUS_TOLD]);
		out_int(t, n[CENSUS_COULD]);
		out_int(t, n[CENSUS_FETCHED]);
		out_int(t, n[CENSUS_OPENED]);
		key_words(wave, c->at_s, key);
		out_str(t, key);
	}
	return out_table_end(t);
}

static const struct out_column organisation_columns[] = {
	{ "organisation", "organisation", OUT_TEXT },
	{ "could", "could have read it", OUT_NUMBER },
	{ "perhaps", "perhaps", OUT_NUMBER },
	{ "of", "of", OUT_NUMBER },
};

/* Lines of one organisation stand together. */
static int
print_organisations(const struct census *c)
{
	struct out_table *t = out_table_new(&text, "", "",
	    organisation_columns, N_ROWS(organisation_columns));
	size_t end;

	for (size_t i = 0; i < c->lines.n; i = end) {
		struct census_count n;

		for (end = i + 1; end < c->lines.n &&
		    strcmp(c->lines.line[end].partner,
		    c->lines.line[i].partner) == 0;)
			end++;
		n = census_count_at(c->lines.line + i, end - i, c->at_s,
		    false);
		out_str(t, c->lines.line[i].partner);
		out_int(t, (int64_t)n.readers);
		out_int(t, (int64_t)n.perhaps);
		out_int(t, (int64_t)(end - i));
	}
	return out_table_end(t);
}

static const struct out_column person_columns[] = {
	{ "partner", "organisation", OUT_TEXT },
	{ "reader", "reader", OUT_TEXT },
	{ "wave", "wave, or as", OUT_TEXT },
	{ "could", "could read since", OUT_TEXT },
	{ "fetched", "fetched", OUT_TEXT },
	{ "opened", "opened, as they say", OUT_TEXT },
	{ "knew", "knew otherwise since", OUT_TEXT },
	{ "source", "by whose word", OUT_TEXT },
};

static void
out_since(struct out_table *t, const struct census_line *line,
    enum census_level level, int64_t at_s)
{
	struct buf b;

	if (census_at(line, level, at_s) == CENSUS_NO) {
		out_none(t);
		return;
	}
	buf_init(&b, 256);
	census_since_text(&b, &line->since[level]);
	out_span(t, buf_view(&b));
	buf_done(&b);
}

/* Who signed for a copy and says no more may have opened it all the same. */
static void
out_opened(struct out_table *t, const struct census_line *line, int64_t at_s)
{
	if (census_at(line, CENSUS_OPENED, at_s) == CENSUS_NO &&
	    census_at(line, CENSUS_FETCHED, at_s) != CENSUS_NO)
		out_str(t, "no word");
	else
		out_since(t, line, CENSUS_OPENED, at_s);
}

static void
out_source(struct out_table *t, const struct census *c,
    const struct census_line *line)
{
	struct buf b;

	buf_init(&b, 4096);
	census_source(c, line, &b);
	if (b.n > 0)
		out_span(t, buf_view(&b));
	else
		out_none(t);
	buf_done(&b);
}

/* Whoever could have read it by then. */
static int
print_people(const struct census *c)
{
	struct out_table *t = out_table_new(&text, "", "", person_columns,
	    N_ROWS(person_columns));

	for (size_t i = 0; i < c->lines.n; i++) {
		const struct census_line *line = &c->lines.line[i];

		if (census_could_read(line, c->at_s) == CENSUS_NO)
			continue;
		out_str(t, line->partner);
		out_str(t, line->reader);
		out_str(t, line->as);
		out_since(t, line, CENSUS_COULD, c->at_s);
		out_since(t, line, CENSUS_FETCHED, c->at_s);
		out_opened(t, line, c->at_s);
		out_since(t, line, CENSUS_KNEW, c->at_s);
		out_source(t, c, line);
	}
	return out_table_end(t);
}

static const struct out_column why_columns[] = {
	{ "partner", "partner", OUT_TEXT },
	{ "reader", "reader", OUT_TEXT },
	{ "why", "could not, for", OUT_TEXT },
};

/* Readers who could not: of the audience, then of nobody's. */
static int
print_complement(const struct census *c)
{
	struct out_table *t = out_table_new(&text, "", "", why_columns,
	    N_ROWS(why_columns));
	enum census_why why;
	size_t next;

	for (size_t i = 0; i < c->lines.n_people; i = next) {
		const struct census_person *p = &c->lines.person[i];

		why = census_lines_why_not(&c->lines, i, c->at_s, &next);
		if (why == CENSUS_WHY_COULD)
			continue;
		out_str(t, p->copy.partner);
		out_str(t, p->copy.reader);
		out_str(t, census_why_text(why));
	}
	for (size_t i = 0; i < c->lines.n_outsiders; i++) {
		out_str(t, c->lines.outsider[i].partner);
		out_str(t, c->lines.outsider[i].reader);
		out_str(t, census_why_text(CENSUS_WHY_NO_COPY));
	}
	return out_table_end(t);
}

static void
print_staff(const struct census *c)
{
	struct buf b;

	out_line("The vendor's own, who have keys of the vault:");
	for (size_t i = 0; i < c->n_staff; i++) {
		if (c->staff[i].since.from_s > c->at_s)
			continue;
		buf_init(&b, 256);
		moment_text(&b, &c->staff[i].since);
		paragraph(2, "- %s, %s: the whole text since %s",
		    c->staff[i].name, c->staff[i].role, b.p);
		buf_done(&b);
	}
}

/* Shares are no text: what they could come to is said, and not counted. */
static void
print_keepers(const struct census *c)
{
	for (size_t w = 0; w < c->lines.n_waves; w++) {
		const struct census_keepers *k = &c->keepers[w];

		if (k->n == 0 || c->lines.wave[w].published_s > c->at_s)
			continue;
		paragraph(2, "- %u keeper%s of wave %s: any %u of them could "
		    "make its key ahead of the instant, and read with it a "
		    "copy of that wave, which they do not hold", k->n,
		    k->n == 1 ? "" : "s", c->lines.wave[w].wave.name, k->k);
	}
}

static void
print_exceptions(const struct census *c)
{
	if (c->n_exceptions > 0)
		out_line("Rules that were lifted for one of them:");
	for (size_t i = 0; i < c->n_exceptions; i++)
		paragraph(2, "- %s for %s, by %s: %s", c->exception[i].rule,
		    c->exception[i].partner, c->exception[i].officers,
		    c->exception[i].reason);
}

static int
print_tables(const struct census *c)
{
	int code;

	if ((code = print_waves(c)) != CLI_DONE)
		return code;
	out_line(" ");
	if ((code = print_organisations(c)) != CLI_DONE)
		return code;
	out_line(" ");
	if ((code = print_people(c)) != CLI_DONE)
		return code;
	if (!c->about.complement)
		return CLI_DONE;
	out_line(" ");
	return print_complement(c);
}

int
census_print_words(const struct census *c)
{
	char at[OUT_MOMENT_LEN];
	int code;

	out_moment(at, c->at_s, c->now_s);
	paragraph(0, "Census of %s (%s) at %s, by the ledger as of %" PRIu64
	    " entries. It accuses nobody. Not in it:", c->record.name,
	    c->record.id, at, c->size);
	for (size_t i = 0; census_not_in_it[i] != NULL; i++)
		paragraph(2, "- %s", census_not_in_it[i]);
	if (c->has_poc && c->about.part == NULL)
		print_sentence(c, true);
	print_sentence(c, false);
	if (c->record.published_s == 0)
		paragraph(0, "It has not been published yet.");
	out_line(" ");
	if ((code = print_tables(c)) != CLI_DONE)
		return code;
	out_line(" ");
	print_exceptions(c);
	print_staff(c);
	print_keepers(c);
	return CLI_DONE;
}
