/* SPDX-License-Identifier: ISC */
/*
 * health - the foot of each page: how the log is, by the newest checkpoint
 * that the vault has seen and by what the last status said; and what is next.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "cli/desk/view.h"
#include "cli/out.h"
#include "programme/outlook.h"
#include "telltale/note.h"
#include "telltale/policy.h"

static unsigned
count(const json_t *items, enum outlook_kind kind)
{
	unsigned n = 0;

	for (size_t i = 0; i < json_array_size(items); i++)
		n += strcmp(view_str(json_array_get(items, i), "kind"),
		    outlook_kind_text(kind)) == 0;
	return n;
}

/* The first of what happens by itself: items are in order of their instants. */
static void
note_next(struct desk *d, const json_t *items)
{
	const json_t *item;

	d->next[0] = '\0';
	for (size_t i = 0; i < json_array_size(items); i++) {
		item = json_array_get(items, i);
		if (strcmp(view_str(item, "kind"),
		    outlook_kind_text(OUTLOOK_NEXT)) != 0 ||
		    instant_parse(span_str(view_str(item, "at")),
		    &d->next_s) != TT_OK)
			continue;
		snprintf(d->next, sizeof(d->next), "%s",
		    view_str(item, "what"));
		return;
	}
}

void
health_note(struct view *v, const json_t *items)
{
	struct desk *d = v->d;

	pthread_mutex_lock(&d->lock);
	d->asked = true;
	d->asked_s = v->now_s;
	d->alarms = count(items, OUTLOOK_ALARM);
	d->unknown = count(items, OUTLOOK_UNKNOWN);
	note_next(d, items);
	pthread_mutex_unlock(&d->lock);
}

static enum tt_err
read_at(const struct desk *d, const char *name, size_t max, struct buf *out)
{
	char path[FILE_PATH_MAX];
	enum tt_err e = file_path(path, d->dir, name);

	return e == TT_OK ? file_read(path, max, out) : e;
}

/* The newest checkpoint seen, believed as the vault's own policy has it. */
static enum tt_err
read_head(const struct desk *d, struct tt_policy_verdict *out, size_t *of)
{
	struct buf policy = { .n = 0 }, note = { .n = 0 };
	struct tt_policy_diag diag;
	struct tt_policy *p = NULL;
	enum tt_err e;

	if ((e = read_at(d, "policy", TT_POLICY_MAX, &policy)) == TT_OK &&
	    (e = read_at(d, "checkpoint", TT_NOTE_MAX, &note)) == TT_OK &&
	    (e = tt_policy_new(&p, buf_view(&policy), &diag)) == TT_OK &&
	    (e = tt_policy_open(p, buf_view(&note), out)) == TT_OK)
		*of = tt_policy_witnesses(p);
	tt_policy_free(p);
	buf_done(&policy);
	buf_done(&note);
	return e;
}

static void
put_head(const struct desk *d, struct buf *out)
{
	struct tt_policy_verdict head;
	enum tt_err e;
	size_t of;

	if ((e = read_head(d, &head, &of)) != TT_OK) {
		buf_printf(out, "no checkpoint that can be believed (%s); ",
		    tt_err_text(e));
		return;
	}
	buf_printf(out, "%llu entries in the newest checkpoint seen, cosigned "
	    "by %zu of %zu witnesses; ",
	    (unsigned long long)head.checkpoint.size, head.witnesses, of);
}

/* Under d->lock. */
static void
put_asked(const struct desk *d, int64_t now_s, struct buf *out)
{
	char at[OUT_MOMENT_LEN];

	if (!d->asked) {
		buf_str(out, "alarms unknown: the first page asks");
		return;
	}
	out_moment(at, d->asked_s, now_s);
	if (d->alarms > 0)
		buf_printf(out, "%u ALARM%s, ", d->alarms,
		    d->alarms == 1 ? "" : "S");
	else
		buf_str(out, "no alarm, ");
	buf_printf(out, "%u unknown, asked %s", d->unknown, at);
}

void
health_line(struct view *v, struct buf *out)
{
	put_head(v->d, out);
	pthread_mutex_lock(&v->d->lock);
	put_asked(v->d, v->now_s, out);
	pthread_mutex_unlock(&v->d->lock);
}

void
health_next(struct view *v)
{
	char next[DESK_NEXT_LEN], at[OUT_MOMENT_LEN];
	int64_t at_s;

	pthread_mutex_lock(&v->d->lock);
	memcpy(next, v->d->next, sizeof(next));
	at_s = v->d->next_s;
	pthread_mutex_unlock(&v->d->lock);
	if (next[0] == '\0' || at_s < v->now_s)
		return;
	out_moment(at, at_s, v->now_s);
	html_out_open(&v->h, "p");
	html_out_attr(&v->h, "class", "dim");
	html_out_fmt(&v->h, "Next: %s, %s.", next, at);
	html_out_close(&v->h);
}
