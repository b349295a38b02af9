/* SPDX-License-Identifier: ISC */
/*
 * Files wait in a list, outer ones first.  Each has a child of its own, which
 * tells what it is and reads it; files that it finds within go to the end.
 */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "extract/extract.h"
#include "extract/gather.h"
#include "extract/worker.h"

#define AGAIN_MAX	16	/* children at one file, after the first */

struct run {
	struct extract out;	/* what the caller gets: first */
	struct gather g;
	struct span tls_keys;
	struct gather_file at;	/* a copy: the list moves when it grows */
	enum tt_err e;		/* why the last child was stopped */
	enum format format;	/* that the child said */
	bool failed;		/* the last child did, before any item */
};

static enum tt_err
take(void *arg, const struct hatch_msg *m)
{
	struct run *r = arg;

	if (m->type == HATCH_MSG_TYPE) {
		r->format = format_by_name(m->name);
		if (r->at.depth == 0 && r->out.type[0] == '\0')
			(void)span_copy(m->body, r->out.type,
			    sizeof(r->out.type));
	}
	return r->e = gather_take(&r->g, &r->at, m);
}

/* For people: why the child did not come to its end. */
static void
say_why(char *out, size_t cap, const struct worker_end *end)
{
	switch (end->how) {
	case WORKER_SLOW:
		snprintf(out, cap, "took longer than %u s",
		    (unsigned)end->seconds);
		return;
	case WORKER_LIED:
		snprintf(out, cap, "its reader was ended: it sent nonsense");
		return;
	case WORKER_DIED:
		if (end->signal == SIGXCPU)
			snprintf(out, cap, "needed more than %u s of the "
			    "processor", (unsigned)end->seconds);
		else if (end->signal != 0)
			snprintf(out, cap, "its reader died (signal %d)",
			    end->signal);
		else
			snprintf(out, cap, "its reader gave up (exit %d)",
			    end->status);
		return;
	case WORKER_DONE:
	case WORKER_STOPPED:
		break;
	}
	snprintf(out, cap, "its reader stopped");
}

/*
 * One child.  *again: there is more of this file that another one may read,
 * from what comes after the item that this one failed at.
 */
static enum tt_err
read_once(struct run *r, struct worker_task *t, bool *again)
{
	struct worker_end end;
	char cause[128];
	enum tt_err e;

	r->g.items = 0;
	r->g.item[0] = '\0';
	*again = r->failed = false;
	if ((e = worker_run(t, take, r, &end)) != TT_OK)
		return e;
	gather_drop(&r->g);
	if (end.how == WORKER_DONE)
		return TT_OK;
	if (end.how == WORKER_STOPPED)
		return r->e == TT_ELIMIT ? TT_OK : r->e;
	say_why(cause, sizeof(cause), &end);
	r->failed = r->g.items == 0;
	*again = !r->failed && end.how != WORKER_LIED;
	t->skip += r->g.items;
	return gather_note(&r->g, &r->at, span_str(r->g.item), cause);
}

/*
 * A reader that fails before its first item does not keep the file from being
 * searched: its bytes are a piece, and text if they look it.
 */
static enum tt_err
read_file(struct run *r)
{
	struct worker_task t = { WORKER_TELL, 0, r->at.view, r->tls_keys };
	bool again = true;
	enum tt_err e = TT_OK;

	r->format = FORMAT_COUNT;
	for (int i = 0; e == TT_OK && again && i <= AGAIN_MAX; i++) {
		e = read_once(r, &t, &again);
		if (r->format != FORMAT_COUNT)
			t.format = format_limits(r->format)->name;
	}
	if (e == TT_OK && again)
		return gather_note(&r->g, &r->at, SPAN(""),
		    "its reader failed too often; the rest was left");
	if (e != TT_OK || !r->failed || r->format == FORMAT_BYTES)
		return e;
	t.skip = 0;
	t.format = format_limits(FORMAT_BYTES)->name;
	return read_once(r, &t, &again);
}

static int64_t
now_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

static enum tt_err
read_all(struct run *r)
{
	int64_t last_s = now_s() + EXTRACT_SECONDS_MAX;
	enum tt_err e = TT_OK;

	while (e == TT_OK && !r->g.full && r->g.next < r->g.n_files) {
		r->at = r->g.files[r->g.next++];
		if (now_s() > last_s)
			return gather_note(&r->g, &r->at, SPAN(""),
			    "all together took longer than an hour; from here "
			    "on it was left");
		e = read_file(r);
		free(r->g.files[r->g.next - 1].bytes);
		r->g.files[r->g.next - 1].bytes = NULL;
	}
	return e;
}

enum tt_err
extract_run(struct extract **out, struct span file, struct span tls_keys)
{
	struct run *r;
	enum tt_err e;

	if (file.n > EXTRACT_FILE_MAX)
		return TT_ELIMIT;
	if ((r = calloc(1, sizeof(*r))) == NULL)
		return TT_ENOMEM;
	r->tls_keys = tls_keys;
	if ((e = gather_start(&r->g, file)) == TT_OK)
		e = read_all(r);
	if (e != TT_OK) {
		extract_free(&r->out);
		return e == TT_ENOENT ? TT_EIO : e;
	}
	r->out.pieces = r->g.pieces;
	r->out.n_pieces = r->g.n_pieces;
	r->out.notes = r->g.notes;
	r->out.n_notes = r->g.n_notes;
	*out = &r->out;
	return TT_OK;
}

void
extract_free(struct extract *x)
{
	struct run *r = (struct run *)(void *)x;	/* its first member */

	if (r == NULL)
		return;
	gather_done(&r->g);
	free(r);
}
