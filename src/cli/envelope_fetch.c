/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "cli/envelope_fetch.h"
#include "cli/reader_keys.h"
#include "cli/say.h"

#define HEADS	(2 * ENVELOPE_PARTS)

static int
alarm_of(enum tt_err e, const char *what)
{
	switch (e) {
	case TT_ENOMEM:
	case TT_ELIMIT:
	case TT_ESYNTAX:
	case TT_EVERSION:
	case TT_ENOENT:
		return say_err(e, NULL,
		    "cannot read what the hub delivers, %s", what);
	default:
		return say_fail(CLI_ALARM, "nothing was signed or opened; ask "
		    "the vendor by another channel",
		    "alarm: cannot believe what the hub delivers, %s: %s",
		    what, tt_err_text(e));
	}
}

static struct envelope_want
want_of(const struct reader_home *r, const char *id,
    const struct tt_policy *policy)
{
	struct envelope_want w = { .origin = span_str(reader_home_origin(r)),
		.bulletin = span_str(id), .policy = policy };

	memcpy(w.reader, r->id, sizeof(w.reader));
	return w;
}

static int
read_envelope(const struct reader_home *r, const char *id,
    const struct tt_policy *policy, struct span json, struct envelope **out)
{
	const struct envelope_want want = want_of(r, id, policy);
	struct envelope_diag diag = { .what = "" };
	enum tt_err e;

	if ((e = envelope_read(out, json, &want, &diag)) != TT_OK)
		return alarm_of(e, diag.what);
	return CLI_DONE;
}

/* The checkpoints of all proofs continue what this home has seen. */
static int
check_heads(struct hubclient *hub, const struct envelope *d)
{
	struct span head[HEADS];
	size_t n = 0, k;
	int code;

	for (size_t i = 0; i < d->n_parts; i++) {
		head[n++] = d->part[i].head;
		head[n++] = d->part[i].keys_head;
	}
	for (size_t i = 0; i < n; i++) {
		for (k = 0; k < i && !span_eq(head[k], head[i]); k++)
			;
		if (k == i &&
		    (code = hubclient_saw(hub, head[i])) != CLI_DONE)
			return code;
	}
	return CLI_DONE;
}

static int
check_keys(struct reader_home *r, const struct envelope *d)
{
	int code;

	for (size_t i = 0; i < d->n_parts; i++)
		if ((code = reader_keys_believe(r, d->part[i].keys.bytes)) !=
		    CLI_DONE)
			return code;
	return CLI_DONE;
}

static int
check_row(const struct envelope *d, const struct inbox_row *row)
{
	if (d->opens_s != row->opens_s)
		return alarm_of(TT_EINTEGRITY,
		    "the opening instant, which the inbox tells differently");
	if (d->until_s != row->until_s)
		return alarm_of(TT_EINTEGRITY,
		    "the public instant, which the inbox tells differently");
	if (memcmp(&d->terms.hash, &row->terms, sizeof(row->terms)) != 0)
		return alarm_of(TT_EINTEGRITY,
		    "the terms, of which the inbox names others");
	return CLI_DONE;
}

int
envelope_fetch(struct reader_home *r, const struct inbox_row *row,
    struct buf *json, struct envelope **out)
{
	char path[64];
	struct hubclient_call call = { .verb = HTTP_GET, .path = path,
		.max_answer = ENVELOPE_MAX };
	struct envelope *d = NULL;
	struct http_answer a;
	struct hubclient *hub;
	int code;

	snprintf(path, sizeof(path), "/api/v1/bulletin/%s", row->id);
	if ((code = reader_home_hub(r, &hub)) != CLI_DONE ||
	    (code = hubclient_do(hub, &call, "ask for the bulletin", &a)) !=
	    CLI_DONE)
		return code;
	if ((code = read_envelope(r, row->id, hubclient_policy(hub),
	    buf_view(&a.body), &d)) == CLI_DONE &&
	    (code = check_row(d, row)) == CLI_DONE &&
	    (code = check_heads(hub, d)) == CLI_DONE &&
	    (code = check_keys(r, d)) == CLI_DONE) {
		*out = d;
		*json = a.body;
		return CLI_DONE;	/* both transferred */
	}
	envelope_free(d);
	http_answer_done(&a);
	return code;
}

int
envelope_load(struct reader_home *r, const char *id, struct envelope **out)
{
	struct tt_policy *policy = NULL;
	char path[FILE_PATH_MAX];
	struct buf json;
	enum tt_err e;
	int code;

	reader_home_kept(r, id, "envelope.json", path);
	if ((e = file_read(path, ENVELOPE_MAX, &json)) != TT_OK)
		return say_err(e, NULL, "cannot read %s, what was signed for",
		    path);
	if ((code = reader_home_policy(r, &policy)) == CLI_DONE)
		code = read_envelope(r, id, policy, buf_view(&json), out);
	tt_policy_free(policy);
	buf_done(&json);
	return code;
}
