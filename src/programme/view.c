/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/instant.h"
#include "base/json_in.h"
#include "base/utf8.h"
#include "programme/view.h"

#define FORMAT	"telltale-view/1"

static const struct {
	const char *name, *words;
} dates[] = {
	[VIEW_REPORTED] = { "reported", "You reported it" },
	[VIEW_ACKNOWLEDGED] = { "acknowledged",
	    "We acknowledged your report" },
	[VIEW_FIX] = { "fix", "A fix was made" },
	[VIEW_CREDIT] = { "credit", "The credit was agreed with you" },
	[VIEW_BOUNTY] = { "bounty", "The bounty was paid" },
};

_Static_assert(N_ROWS(dates) == VIEW_DATES, "a name for each date");

const char *
view_date_name(enum view_date d)
{
	return dates[d].name;
}

const char *
view_date_words(enum view_date d)
{
	return dates[d].words;
}

bool
view_date_parse(struct span s, enum view_date *out)
{
	for (enum view_date d = 0; d < VIEW_DATES; d++)
		if (span_is(s, dates[d].name)) {
			*out = d;
			return true;
		}
	return false;
}

const char *
view_state(const struct view *v)
{
	if (v->embargo == EMBARGO_ENDED)
		return v->end == EMBARGO_RETRACTED ?
		    "The bulletin was retracted, and nothing is published by "
		    "it." : "The advisory is public.";
	if (v->has[VIEW_FIX])
		return "A fix is made; the advisory is being prepared.";
	if (v->has[VIEW_ACKNOWLEDGED])
		return "The report was acknowledged; a fix is being made.";
	if (v->has[VIEW_REPORTED])
		return "The report was received.";
	return "The advisory is being prepared.";
}

bool
view_waits(const struct view *v)
{
	return v->asked && v->proposed != 0 && v->answered != v->proposed;
}

static void
put_str(struct json_out *j, const char *key, const char *s)
{
	json_out_key(j, key);
	json_out_str(j, s[0] != '\0' ? s : NULL);
}

static void
put_bool(struct json_out *j, const char *key, bool v)
{
	json_out_key(j, key);
	json_out_bool(j, v);
}

static void
put_number(struct json_out *j, const char *key, unsigned v)
{
	json_out_key(j, key);
	json_out_u64(j, v);
}

static void
put_moment(struct json_out *j, const char *key, bool has,
    const struct moment *m)
{
	json_out_key(j, key);
	if (!has) {
		json_out_null(j);
		return;
	}
	json_out_object(j);
	json_out_at(j, "from", m->from_s);
	json_out_at(j, "until", m->until_s);
	json_out_object_end(j);
}

static void
put_answer(const struct view *v, struct json_out *j)
{
	put_bool(j, "asked", v->asked);
	put_number(j, "proposed_terms", v->proposed);
	json_out_at_or(j, "proposed", v->proposed != 0 ? v->proposed_s : 0, 0);
	json_out_at_or(j, "respond_by", v->proposed != 0 ? v->respond_by_s : 0,
	    0);
	put_number(j, "answered_terms", v->answered);
	put_str(j, "answer", v->answered == 0 ? "" : v->accepts ? "accept" :
	    "reject");
	put_str(j, "answered_by", v->answered == 0 ? "" : v->by_key ? "key" :
	    "officer");
	json_out_at_or(j, "answered", v->answered != 0 ? v->answered_s : 0, 0);
}

void
view_put(const struct view *v, struct json_out *j)
{
	put_str(j, "bulletin", v->bulletin);
	put_str(j, "title", v->title);
	put_str(j, "name", v->name);
	put_str(j, "role", v->role);
	for (enum view_date d = 0; d < VIEW_DATES; d++)
		put_moment(j, dates[d].name, v->has[d], &v->at[d]);
	put_str(j, "state", view_state(v));
	put_str(j, "embargo", embargo_state_text(v->embargo));
	put_str(j, "end", v->embargo == EMBARGO_ENDED ?
	    embargo_end_text(v->end) : "");
	put_number(j, "terms", v->terms);
	json_out_at(j, "public", v->public_s);
	json_out_at(j, "planned", v->planned_s);
	json_out_at_or(j, "ended", v->embargo == EMBARGO_ENDED ? v->ended_s :
	    0, 0);
	put_answer(v, j);
	put_str(j, "knew_as", v->known ? v->as : "");
	put_moment(j, "knew", v->known, &v->knew);
	put_bool(j, "stated_by_officer", v->known && v->stated);
	put_str(j, "source", v->known ? v->source : "");
}

enum tt_err
view_format(const struct view *v, struct buf *out)
{
	struct json_out *j;
	enum tt_err e;
	struct buf b;

	buf_init(&b, VIEW_MAX);
	if ((j = json_out_new(&b, JSON_CANONICAL)) == NULL)
		return TT_ENOMEM;
	json_out_object(j);
	put_str(j, "format", FORMAT);
	view_put(v, j);
	json_out_object_end(j);
	e = json_out_end(j);
	buf_char(&b, '\n');
	if (e == TT_OK)
		e = buf_err(&b);
	if (e == TT_OK && !utf8_valid(b.p, b.n))
		e = TT_ESYNTAX;
	if (e == TT_OK)
		buf_span(out, buf_view(&b));
	buf_done(&b);
	return e;
}

/* A text, or null: "". */
static enum tt_err
get_str(const json_t *o, const char *key, char *out, size_t cap)
{
	struct span s;
	enum tt_err e;

	out[0] = '\0';
	if (!json_in_there(o, key))
		return TT_OK;
	if ((e = json_in_str(o, key, &s, NULL)) != TT_OK)
		return e;
	return utf8_printable(s.p, s.n) ? span_copy(s, out, cap) : TT_ESYNTAX;
}

/* An instant, or null: 0. */
static enum tt_err
get_at(const json_t *o, const char *key, int64_t *out)
{
	struct span s;
	enum tt_err e;

	*out = 0;
	if (!json_in_there(o, key))
		return TT_OK;
	if ((e = json_in_str(o, key, &s, NULL)) != TT_OK)
		return e;
	return instant_parse(s, out) == TT_OK ? TT_OK : TT_ESYNTAX;
}

static enum tt_err
get_moment(const json_t *o, const char *key, bool *has, struct moment *out)
{
	json_t *m;
	enum tt_err e;

	if (!(*has = json_in_there(o, key)))
		return TT_OK;
	if ((e = json_in_object(o, key, &m, NULL)) != TT_OK ||
	    (e = get_at(m, "from", &out->from_s)) != TT_OK ||
	    (e = get_at(m, "until", &out->until_s)) != TT_OK)
		return e;
	return out->from_s <= out->until_s ? TT_OK : TT_ESYNTAX;
}

static enum tt_err
get_number(const json_t *o, const char *key, unsigned *out)
{
	int64_t v = 0;
	enum tt_err e = json_in_int(o, key, 0, UINT32_MAX, &v, NULL);

	*out = (unsigned)v;
	return e;
}

/* What is none of the words shows when it is written again. */
static enum tt_err
get_embargo(const json_t *o, struct view *v)
{
	char state[32], end[32];
	enum tt_err e;

	if ((e = get_str(o, "embargo", state, sizeof(state))) != TT_OK ||
	    (e = get_str(o, "end", end, sizeof(end))) != TT_OK)
		return e;
	for (enum embargo_state s = 0; s < EMBARGO_STATES; s++)
		if (span_is(span_str(state), embargo_state_text(s)))
			v->embargo = s;
	for (enum embargo_end s = 0; s < EMBARGO_ENDS; s++)
		if (span_is(span_str(end), embargo_end_text(s)))
			v->end = s;
	if ((e = get_number(o, "terms", &v->terms)) != TT_OK ||
	    (e = get_at(o, "public", &v->public_s)) != TT_OK ||
	    (e = get_at(o, "planned", &v->planned_s)) != TT_OK)
		return e;
	return get_at(o, "ended", &v->ended_s);
}

static enum tt_err
get_answer(const json_t *o, struct view *v)
{
	char word[32], by[32];
	enum tt_err e;

	if ((e = json_in_bool(o, "asked", &v->asked, NULL)) != TT_OK ||
	    (e = get_number(o, "proposed_terms", &v->proposed)) != TT_OK ||
	    (e = get_at(o, "proposed", &v->proposed_s)) != TT_OK ||
	    (e = get_at(o, "respond_by", &v->respond_by_s)) != TT_OK ||
	    (e = get_number(o, "answered_terms", &v->answered)) != TT_OK ||
	    (e = get_str(o, "answer", word, sizeof(word))) != TT_OK ||
	    (e = get_str(o, "answered_by", by, sizeof(by))) != TT_OK)
		return e;
	v->accepts = span_is(span_str(word), "accept");
	v->by_key = span_is(span_str(by), "key");
	return get_at(o, "answered", &v->answered_s);
}

static enum tt_err
get_line(const json_t *o, struct view *v)
{
	enum tt_err e;

	if ((e = get_str(o, "knew_as", v->as, sizeof(v->as))) != TT_OK ||
	    (e = get_moment(o, "knew", &v->known, &v->knew)) != TT_OK ||
	    (e = json_in_bool(o, "stated_by_officer", &v->stated, NULL)) !=
	    TT_OK)
		return e;
	return get_str(o, "source", v->source, sizeof(v->source));
}

static enum tt_err
get_all(const json_t *o, struct view *v)
{
	enum tt_err e;

	if ((e = get_str(o, "bulletin", v->bulletin, sizeof(v->bulletin))) !=
	    TT_OK ||
	    (e = get_str(o, "title", v->title, sizeof(v->title))) != TT_OK ||
	    (e = get_str(o, "name", v->name, sizeof(v->name))) != TT_OK ||
	    (e = get_str(o, "role", v->role, sizeof(v->role))) != TT_OK)
		return e;
	for (enum view_date d = 0; d < VIEW_DATES && e == TT_OK; d++)
		e = get_moment(o, dates[d].name, &v->has[d], &v->at[d]);
	if (e != TT_OK || (e = get_embargo(o, v)) != TT_OK ||
	    (e = get_answer(o, v)) != TT_OK)
		return e;
	return get_line(o, v);
}

enum tt_err
view_parse(struct view *out, struct span text)
{
	struct view *v = calloc(1, sizeof(*v));
	json_t *root = NULL;
	struct buf again;
	enum tt_err e = TT_ENOMEM;

	buf_init(&again, VIEW_MAX);
	if (v != NULL && (e = json_in_parse(text, VIEW_MAX, &root, NULL)) ==
	    TT_OK && (e = get_all(root, v)) == TT_OK &&
	    (e = view_format(v, &again)) == TT_OK &&
	    !span_eq(buf_view(&again), text))
		e = TT_ESYNTAX;
	if (e == TT_OK)
		*out = *v;
	json_decref(root);
	buf_done(&again);
	free(v);
	return e == TT_EVERSION || e == TT_ERANGE ? TT_ESYNTAX : e;
}
