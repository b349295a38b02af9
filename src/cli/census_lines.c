/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "cli/census_gather.h"
#include "cli/census_knowers.h"
#include "cli/census_lines.h"

bool
census_wave_same(const struct census_wave *a, const struct census_wave *b)
{
	return strcmp(a->wave.name, b->wave.name) == 0 &&
	    a->wave.profile == b->wave.profile &&
	    a->wave.slot == b->wave.slot;
}

const struct census_person *
census_lines_who(const struct census_lines *l, const struct census_line *line,
    const struct vault_knower **knower)
{
	if (line->who < l->n_people)
		return &l->person[line->who];
	*knower = &l->knower[line->who - l->n_people];
	return NULL;
}

const struct census_person *
census_lines_word(const struct census_lines *l,
    const struct census_line *line)
{
	const struct census_since *s = &line->since[CENSUS_OPENED];
	size_t i = line->who;

	if (!s->known || i >= l->n_people)
		return NULL;
	while (i > 0 && strcmp(l->person[i - 1].copy.reader, line->reader) ==
	    0)
		i--;
	for (; i < l->n_people && strcmp(l->person[i].copy.reader,
	    line->reader) == 0; i++)
		if (l->person[i].opened.known &&
		    l->person[i].opened.until_s == s->until_s)
			return &l->person[i];
	return NULL;
}

struct census_record
census_lines_record(const struct census_lines *l,
    const struct census_person *p)
{
	const struct census_wave *w = &l->wave[p->wave];

	return (struct census_record){ .partner = p->copy.partner,
		.reader = p->copy.reader, .wave = w->wave.name,
		.poc = w->poc, .revision = w->revision,
		.published_s = w->published_s, .released_s = w->released_s,
		.active_s = p->active_s, .revoked_s = p->revoked_s,
		.gap = p->gap, .n_gaps = p->n_gaps, .fetched = p->fetched,
		.opened = p->opened, .late = p->late,
		.shown_s = w->as == SCHEDULE_MISSED ? w->opened_s : 0 };
}

size_t
census_next_reader(const struct census_lines *l, size_t i)
{
	const char *reader = l->person[i].copy.reader;

	while (++i < l->n_people &&
	    strcmp(l->person[i].copy.reader, reader) == 0)
		;
	return i;
}

enum census_why
census_lines_why_not(const struct census_lines *l, size_t i, int64_t at_s,
    size_t *next)
{
	enum census_why why = CENSUS_WHY_NO_PART;

	for (*next = census_next_reader(l, i); i < *next; i++) {
		const struct census_person *p = &l->person[i];
		struct census_record r = census_lines_record(l, p);

		if (!l->wave[p->wave].part || why == CENSUS_WHY_COULD)
			continue;
		why = census_why_not(&r, true, at_s);
	}
	return why;
}

static struct census_line
line_of_knower(const struct census_lines *l, const struct census_about *about,
    size_t i)
{
	const struct vault_knower *k = &l->knower[i];
	const struct census_since since = { true, k->since.from_s,
		k->since.until_s };
	struct census_line line = census_knower(k->organisation,
	    k->person[0] != '\0' ? k->person : NULL, k->role,
	    census_knower_poc(about, k), since);

	line.who = l->n_people + i;
	return line;
}

static void
put_reader(const struct census_lines *l, size_t i, size_t end, bool poc,
    struct census_line *out, size_t *n)
{
	bool any = false;

	for (; i < end; i++) {
		const struct census_person *p = &l->person[i];
		struct census_record r = census_lines_record(l, p);
		struct census_line line;

		if (!l->wave[p->wave].part || (poc && !r.poc))
			continue;
		line = census_line_of(&r);
		line.who = i;
		if (any)
			census_line_join(&out[*n - 1], &line);
		else
			out[(*n)++] = line;
		any = true;
	}
}

/* One person is one line: a reader who saw a preview, or several. */
static size_t
join_people(struct census_line *line, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		struct census_line *last = kept > 0 ? &line[kept - 1] : NULL;

		if (last != NULL && line[i].reader != NULL &&
		    last->reader != NULL &&
		    strcmp(last->partner, line[i].partner) == 0 &&
		    strcmp(last->reader, line[i].reader) == 0)
			census_line_join(last, &line[i]);
		else
			line[kept++] = line[i];
	}
	return kept;
}

/* poc: only of revisions and profiles that have the proof of concept. */
static enum tt_err
make_lines(const struct census_lines *l, const struct census_about *about,
    bool poc, struct census_line **out, size_t *n)
{
	const char *part = about->part;
	size_t end;

	*out = calloc(l->n_people + l->n_knowers + 1, sizeof(**out));
	if (*out == NULL)
		return TT_ENOMEM;
	for (size_t i = 0; i < l->n_people; i = end) {
		end = census_next_reader(l, i);
		put_reader(l, i, end, poc, *out, n);
	}
	for (size_t i = 0; i < l->n_knowers; i++)
		if ((part == NULL || census_lists(l->knower[i].parts, part)) &&
		    (!poc || census_knower_poc(about, &l->knower[i])))
			(*out)[(*n)++] = line_of_knower(l, about, i);
	if (l->n_knowers > 0 && *n > 0) {
		qsort(*out, *n, sizeof(**out), census_line_cmp);
		*n = join_people(*out, *n);
	}
	return TT_OK;
}

static enum tt_err
make_all(struct census_lines *l, const struct census_about *about)
{
	enum tt_err e;

	if ((e = make_lines(l, about, false, &l->line, &l->n)) == TT_OK &&
	    about->part == NULL && census_about_poc(about))
		e = make_lines(l, about, true, &l->poc, &l->n_poc);
	return e;
}

enum tt_err
census_lines_read(struct census_lines *l, struct db *db,
    const struct vault_bulletin *b, const struct census_about *about,
    int64_t now_s)
{
	enum tt_err e;

	memset(l, 0, sizeof(*l));
	l->began_s = b->sealed_s;
	if (about->part != NULL && !census_about_part(about))
		return TT_ENOENT;
	if ((e = db_begin(db)) != TT_OK)
		return e;
	if ((e = census_gather(l, db, b, about, now_s)) == TT_OK)
		e = make_all(l, about);
	db_rollback(db);	/* it was one view, nothing changed */
	return e;
}

void
census_lines_done(struct census_lines *l)
{
	for (size_t i = 0; i < l->n_people; i++)
		free(l->person[i].name);
	for (size_t i = 0; i < l->n_outsiders; i++)
		free(l->outsider[i].name);
	census_gaps_done(&l->gaps);
	free(l->wave);
	free(l->person);
	free(l->outsider);
	free(l->knower);
	free(l->line);
	free(l->poc);
	memset(l, 0, sizeof(*l));
}
