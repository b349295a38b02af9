/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/instant.h"
#include "programme/census.h"
#include "programme/moment.h"

static const char *const texts[] = {
	[CENSUS_TOLD] = "told",
	[CENSUS_COULD] = "could",
	[CENSUS_FETCHED] = "fetched",
	[CENSUS_OPENED] = "opened",
	[CENSUS_KNEW] = "knew",
};

_Static_assert(N_ROWS(texts) == CENSUS_LEVELS, "a word for each level");

static const char *const whys[] = {
	[CENSUS_WHY_COULD] = "could",
	[CENSUS_WHY_NO_COPY] = "no copy was made for them",
	[CENSUS_WHY_NO_PART] = "their copy lacks that part",
	[CENSUS_WHY_NO_KEY] = "had not joined by then",
	[CENSUS_WHY_REVOKED] = "cut off before the wave was open",
	[CENSUS_WHY_SUSPENDED] = "their partner was cut off by then",
	[CENSUS_WHY_UNPUBLISHED] = "not published by then",
	[CENSUS_WHY_CLOSED] = "the wave was not open by then",
	[CENSUS_WHY_LATE] = "joined an open wave, and had signed for no copy",
};

_Static_assert(N_ROWS(whys) == CENSUS_WHYS, "a text for each reason");

const char *
census_why_text(enum census_why w)
{
	return whys[w];
}

const char *
census_level_text(enum census_level l)
{
	return texts[l];
}

/* From when on, once their partner is not cut off. */
static int64_t
past_gaps(const struct census_record *r, int64_t at_s)
{
	for (size_t i = 0; i < r->n_gaps; i++)
		if (at_s >= r->gap[i].from_s && at_s < r->gap[i].until_s)
			at_s = r->gap[i].until_s;
	return at_s;
}

/* When both had happened, unless they were gone before that. */
static struct census_since
both(const struct census_record *r, int64_t a_s, int64_t b_s)
{
	int64_t at = past_gaps(r, a_s > b_s ? a_s : b_s);

	if (at == CENSUS_NEVER || at >= r->revoked_s)
		return (struct census_since){ .known = false };
	return (struct census_since){ true, at, at };
}

/* Or with what they fetched before; the receipt is certain in time. */
static void
or_fetched(struct census_since *could, const struct census_record *r)
{
	int64_t at = r->fetched.until_s > r->released_s ? r->fetched.until_s :
	    r->released_s;

	if (r->fetched.known && r->released_s != CENSUS_NEVER &&
	    (!could->known || at < could->from_s))
		*could = (struct census_since){ true, at, at };
}

/* The instant is what keepers say; a late key may have been out later. */
static void
shown(struct census_since *could, const struct census_record *r)
{
	int64_t at = past_gaps(r, r->shown_s);

	if (!could->known || at <= could->until_s)
		return;
	could->until_s = at;
	could->known = at < r->revoked_s;
}

struct census_line
census_line_of(const struct census_record *r)
{
	struct census_line l = { .partner = r->partner, .reader = r->reader,
		.as = r->wave, .poc = r->poc };
	int64_t ready = r->published_s > r->active_s ? r->published_s :
	    r->active_s;

	l.since[CENSUS_TOLD] = both(r, r->published_s, r->active_s);
	if (!r->late)
		l.since[CENSUS_COULD] = both(r, ready, r->released_s);
	shown(&l.since[CENSUS_COULD], r);
	or_fetched(&l.since[CENSUS_COULD], r);
	l.since[CENSUS_FETCHED] = r->fetched;
	l.since[CENSUS_OPENED] = r->opened;
	for (enum census_level i = 0; i < CENSUS_LEVELS; i++)
		l.revision[i] = l.since[i].known ? r->revision : 0;
	return l;
}

/* The earlier of two: by when it had begun decides whose it is. */
static bool
join_level(struct census_line *a, const struct census_line *b,
    enum census_level l)
{
	struct census_since *x = &a->since[l];
	const struct census_since *y = &b->since[l];
	bool earlier = y->known && (!x->known || y->until_s < x->until_s);

	if (!y->known)
		return false;
	if (!x->known)
		*x = *y;
	if (y->from_s < x->from_s)
		x->from_s = y->from_s;
	if (earlier) {
		x->until_s = y->until_s;
		a->revision[l] = b->revision[l];
	}
	return earlier;
}

void
census_line_join(struct census_line *a, const struct census_line *b)
{
	bool could = a->since[CENSUS_COULD].known, first = false;

	for (enum census_level l = 0; l < CENSUS_LEVELS; l++)
		if (join_level(a, b, l) && l == CENSUS_COULD)
			first = true;
	a->poc = a->poc || b->poc;
	if (first || !could) {
		a->as = b->as;
		a->who = b->who;
	}
}

enum census_why
census_why_not(const struct census_record *r, bool has_part, int64_t at_s)
{
	struct census_line l = census_line_of(r);
	int64_t open_s = r->released_s;

	if (!has_part)
		return CENSUS_WHY_NO_PART;
	if (census_could_read(&l, at_s) != CENSUS_NO)
		return CENSUS_WHY_COULD;
	if (r->active_s > at_s)
		return CENSUS_WHY_NO_KEY;
	if (r->revoked_s <= at_s && r->revoked_s <= open_s)
		return CENSUS_WHY_REVOKED;
	if (r->published_s > at_s)
		return CENSUS_WHY_UNPUBLISHED;
	if (r->released_s > at_s)
		return CENSUS_WHY_CLOSED;
	return r->late ? CENSUS_WHY_LATE : CENSUS_WHY_SUSPENDED;
}

int
census_line_cmp(const void *a, const void *b)
{
	const struct census_line *x = a, *y = b;
	int order = strcmp(x->partner, y->partner);

	if (order != 0)
		return order;
	if (x->reader == NULL || y->reader == NULL)
		return (x->reader != NULL) - (y->reader != NULL);
	return strcmp(x->reader, y->reader);
}

struct census_line
census_knower(const char *organisation, const char *reader, const char *as,
    bool poc, struct census_since knew)
{
	struct census_line l = { .partner = organisation, .reader = reader,
		.as = as, .poc = poc };

	l.since[CENSUS_KNEW] = knew;
	return l;
}

enum census_answer
census_at(const struct census_line *line, enum census_level level,
    int64_t at_s)
{
	const struct census_since *s = &line->since[level];

	if (!s->known || at_s < s->from_s)
		return CENSUS_NO;
	return at_s >= s->until_s ? CENSUS_YES : CENSUS_PERHAPS;
}

enum census_answer
census_could_read(const struct census_line *line, int64_t at_s)
{
	static const enum census_level ways[] = { CENSUS_COULD, CENSUS_OPENED,
		CENSUS_KNEW };
	enum census_answer best = CENSUS_NO, a;

	for (size_t i = 0; i < N_ROWS(ways); i++)
		if ((a = census_at(line, ways[i], at_s)) > best)
			best = a;
	return best;
}

bool
census_is_new(const struct census_line *line, int64_t from_s, int64_t to_s)
{
	return census_could_read(line, to_s) != CENSUS_NO &&
	    census_could_read(line, from_s) != CENSUS_YES;
}

/* Which levels, and reading, an organisation has been counted for. */
struct counted {
	bool level[CENSUS_LEVELS];
	bool reads;
};

static void
count_line(struct census_count *c, struct counted *of,
    const struct census_line *line, int64_t at_s)
{
	for (enum census_level l = 0; l < CENSUS_LEVELS; l++) {
		if (census_at(line, l, at_s) != CENSUS_YES)
			continue;
		c->people[l]++;
		c->organisations[l] += !of->level[l];
		of->level[l] = true;
	}
	switch (census_could_read(line, at_s)) {
	case CENSUS_YES:
		c->readers++;
		c->reader_organisations += !of->reads;
		of->reads = true;
		break;
	case CENSUS_PERHAPS:
		c->perhaps++;
		break;
	case CENSUS_NO:
		break;
	}
}

struct census_count
census_count_at(const struct census_line *lines, size_t n, int64_t at_s,
    bool poc_only)
{
	struct census_count c = { .readers = 0 };
	struct counted of = { .reads = false };

	for (size_t i = 0; i < n; i++) {
		if (i > 0 && strcmp(lines[i].partner,
		    lines[i - 1].partner) != 0)
			of = (struct counted){ .reads = false };
		if (lines[i].poc || !poc_only)
			count_line(&c, &of, &lines[i], at_s);
	}
	return c;
}

static const char *
plural(size_t n, const char *one, const char *many)
{
	return n == 1 ? one : many;
}

void
census_sentence(struct buf *out, const struct census_count *count,
    const char *what, int64_t at_s)
{
	char at[INSTANT_LEN + 1];

	instant_format(at_s, at);
	buf_printf(out, "%zu %s at %zu %s could have read %s by %s",
	    count->readers, plural(count->readers, "person", "people"),
	    count->reader_organisations, plural(count->reader_organisations,
	    "organisation", "organisations"), what, at);
	if (count->perhaps > 0)
		buf_printf(out, ", and perhaps %zu more", count->perhaps);
}

void
census_since_text(struct buf *out, const struct census_since *s)
{
	if (!s->known)
		return;
	moment_text(out, &(struct moment){ s->from_s, s->until_s });
}
