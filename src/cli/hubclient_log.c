/* SPDX-License-Identifier: ISC */
/* hubclient_log - never believing less of the log than was seen before. */
#include <stdio.h>

#include "cli/clock.h"
#include "cli/hubclient_own.h"
#include "cli/say.h"
#include "telltale/log_reader.h"
#include "telltale/note.h"

/* A tt_tile_io over the hub. */
static enum tt_err
get_tile(void *ctx, const struct tt_tile *t, struct buf *out)
{
	char path[TT_TILE_PATH_MAX + 2] = "/";
	const struct hubclient_call call = { .verb = HTTP_GET, .path = path,
		.plain = true, .max_answer = (size_t)8 << 20 };
	struct http_answer a;
	enum tt_err e;

	tt_tile_path(t, path + 1);
	if ((e = hubclient_try(ctx, &call, &a)) != TT_OK)
		return e;
	if (a.status == 200)
		buf_span(out, buf_view(&a.body));
	e = a.status == 200 ? buf_err(out) : a.status == 404 ? TT_ENOENT :
	    TT_ENET;
	http_answer_done(&a);
	return e;
}

/* Does the log of newer go on where the one of older was? */
static enum tt_err
continues(struct hubclient *h, const struct tt_checkpoint *older,
    const struct tt_checkpoint *newer)
{
	const struct tt_tile_io io = { .get = get_tile, .ctx = h };
	struct tt_log_reader *r = NULL;
	enum tt_err e;

	if (newer->size <= older->size)	/* no tile is needed for these */
		return tt_checkpoint_follows(older, newer, NULL, 0);
	if ((e = tt_log_reader_new(&r, newer, &io)) == TT_OK)
		e = tt_log_reader_follows(r, older);
	tt_log_reader_free(r);
	return e == TT_EINTEGRITY || e == TT_ENOENT ? TT_EFORK : e;
}

/* Both notes, so that anybody can be shown them. */
static void
keep_evidence(struct hubclient *h, struct span offered)
{
	long long at = (long long)clock_now();
	char dir[FILE_PATH_MAX], path[FILE_PATH_MAX], name[64];

	hubclient_in_home(h, "alarms", dir);
	if (file_mkdirs(dir) != TT_OK)
		return;
	snprintf(name, sizeof(name), "alarms/%lld-seen", at);
	hubclient_in_home(h, name, path);
	if (file_write(path, h->note.p, h->note.n, 0600) != TT_OK)
		return;
	snprintf(name, sizeof(name), "alarms/%lld-offered", at);
	hubclient_in_home(h, name, path);
	if (file_write(path, offered.p, offered.n, 0600) == TT_OK)
		say_hint("both checkpoints are kept in %s; go on with neither "
		    "until it is known why", dir);
}

static int
alarm_of(struct hubclient *h, enum tt_err e, const struct tt_checkpoint *cp,
    struct span note)
{
	if (e == TT_EROLLBACK)
		say_fail(CLI_ALARM, NULL, "alarm: the hub's ledger has %llu "
		    "entries, and had %llu before: it was rolled back",
		    (unsigned long long)cp->size,
		    (unsigned long long)h->seen.size);
	else
		say_fail(CLI_ALARM, NULL, "alarm: the hub's ledger of %llu "
		    "entries does not continue the one of %llu that was seen "
		    "before: it forks", (unsigned long long)cp->size,
		    (unsigned long long)h->seen.size);
	keep_evidence(h, note);
	return CLI_ALARM;
}

/* Note is verified; keeps it if it is newer. */
static int
keep(struct hubclient *h, struct span note, const struct tt_checkpoint *cp)
{
	char path[FILE_PATH_MAX];
	enum tt_err e;

	if (h->note.n != 0 && cp->size <= h->seen.size)
		return CLI_DONE;
	hubclient_in_home(h, "checkpoint", path);
	if ((e = file_write(path, note.p, note.n, 0600)) != TT_OK)
		return say_err(e, NULL, "cannot keep the checkpoint %s", path);
	buf_done(&h->note);
	buf_init(&h->note, TT_NOTE_MAX);
	buf_span(&h->note, note);
	h->seen = *cp;
	return CLI_DONE;
}

static int
judge(struct hubclient *h, struct span note, bool older_is_fine,
    struct tt_policy_verdict *out)
{
	struct tt_policy_verdict v;
	enum tt_err e;

	if ((e = tt_policy_open(h->policy, note, &v)) != TT_OK)
		return say_err(e, "the log policy of this home names the keys "
		    "that it believes", "cannot believe the hub's checkpoint");
	if (h->note.n == 0)
		e = TT_OK;
	else if (older_is_fine && v.checkpoint.size < h->seen.size)
		e = continues(h, &v.checkpoint, &h->seen);
	else
		e = continues(h, &h->seen, &v.checkpoint);
	if (e == TT_EROLLBACK || e == TT_EFORK)
		return alarm_of(h, e, &v.checkpoint, note);
	if (e != TT_OK)
		return hubclient_say(h, e, NULL, "check the hub's ledger");
	if (out != NULL)
		*out = v;
	return keep(h, note, &v.checkpoint);
}

int
hubclient_checkpoint(struct hubclient *h, struct tt_policy_verdict *out)
{
	const struct hubclient_call call = { .verb = HTTP_GET,
		.path = "/checkpoint", .plain = true,
		.max_answer = TT_NOTE_MAX };
	struct http_answer a;
	enum tt_err e;
	int code;

	if ((e = hubclient_try(h, &call, &a)) != TT_OK)
		return hubclient_say(h, e, NULL, "fetch the checkpoint");
	if (a.status == 404 && h->note.n != 0)
		code = say_fail(CLI_ALARM, "restore the hub's ledger; it is "
		    "never made anew", "alarm: the hub has no ledger, and had "
		    "one of %llu entries", (unsigned long long)h->seen.size);
	else if (a.status != 200)
		code = hubclient_status(&a, "fetch the checkpoint");
	else
		code = judge(h, buf_view(&a.body), false, out);
	http_answer_done(&a);
	return code;
}

int
hubclient_saw(struct hubclient *h, struct span note)
{
	return judge(h, note, true, NULL);
}
