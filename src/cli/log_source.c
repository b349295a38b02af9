/* SPDX-License-Identifier: ISC */
#include <stdio.h>

#include "cli/log_source.h"
#include "telltale/bundle.h"
#include "telltale/note.h"

static enum tt_err
from_folder(const struct log_source *s, const char *rel, size_t max,
    struct buf *out)
{
	char path[FILE_PATH_MAX];
	enum tt_err e;

	if ((e = file_path(path, s->where, rel)) != TT_OK)
		return e;
	return file_read(path, max, out);
}

static enum tt_err
ask(const struct log_source *s, const char *target, size_t max,
    struct http_answer *out)
{
	const struct hubclient_call signed_call = { .verb = HTTP_GET,
		.path = target, .plain = true, .max_answer = max };
	const struct http_call call = { .verb = HTTP_GET, .target = target,
		.max_answer = max };

	if (s->hub != NULL)
		return hubclient_try(s->hub, &signed_call, out);
	return http_client_call(s->http, &call, out);
}

static enum tt_err
from_hub(const struct log_source *s, const char *rel, size_t max,
    struct buf *out)
{
	char target[TT_TILE_PATH_MAX + 2];
	struct http_answer a;
	enum tt_err e;

	snprintf(target, sizeof(target), "/%s", rel);
	if ((e = ask(s, target, max, &a)) != TT_OK)
		return e;
	if (a.status == 200) {
		*out = a.body;	/* transferred */
		return TT_OK;
	}
	http_answer_done(&a);
	return a.status == 404 ? TT_ENOENT :
	    a.status == 429 || a.status >= 500 ? TT_EAGAIN : TT_ENET;
}

/* The file into out, which is the caller's after TT_OK. */
static enum tt_err
fetch(const struct log_source *s, const char *rel, size_t max,
    struct buf *out)
{
	if (s->hub == NULL && s->http == NULL)
		return from_folder(s, rel, max, out);
	return from_hub(s, rel, max, out);
}

enum tt_err
log_source_folder(struct log_source *out, const char *path)
{
	struct log_source s = { .http = NULL };
	char file[FILE_PATH_MAX];
	enum tt_err e;

	if ((e = span_copy(span_str(path), s.where, sizeof(s.where))) !=
	    TT_OK || (e = file_path(file, s.where, "checkpoint")) != TT_OK)
		return e;
	if (!file_exists(file) &&
	    ((e = file_path(s.where, path, "ledger")) != TT_OK ||
	    (e = file_path(file, s.where, "checkpoint")) != TT_OK))
		return e;
	if (!file_exists(file))
		return TT_ENOENT;
	*out = s;
	return TT_OK;
}

enum tt_err
log_source_url(struct log_source *out, const char *url, const char *pin)
{
	struct log_source s = { .http = NULL };
	struct http_client_conf conf = { .base = s.where, .pin = pin };
	struct span base = span_str(url);
	enum tt_err e;

	while (base.n > 0 && base.p[base.n - 1] == '/')
		base.n--;
	if ((e = span_copy(base, s.where, sizeof(s.where))) != TT_OK ||
	    (e = http_client_new(&s.http, &conf)) != TT_OK)
		return e;
	*out = s;
	return TT_OK;
}

void
log_source_hub(struct log_source *out, struct hubclient *hub)
{
	*out = (struct log_source){ .where = "the hub", .hub = hub };
}

void
log_source_done(struct log_source *s)
{
	http_client_free(s->http);
	*s = (struct log_source){ .http = NULL };
}

static enum tt_err
get(void *ctx, const struct tt_tile *t, struct buf *out)
{
	size_t max = t->entries ? TT_BUNDLE_MAX :
	    TT_TILE_WIDTH * sizeof(struct hash);
	char path[TT_TILE_PATH_MAX + 1];
	struct buf file;
	enum tt_err e;

	tt_tile_path(t, path);
	if ((e = fetch(ctx, path, max, &file)) != TT_OK)
		return e;
	buf_span(out, buf_view(&file));
	buf_done(&file);
	return buf_err(out);
}

struct tt_tile_io
log_source_io(struct log_source *s)
{
	return (struct tt_tile_io){ .get = get, .ctx = s };
}

enum tt_err
log_source_checkpoint(struct log_source *s, struct buf *out)
{
	return fetch(s, "checkpoint", TT_NOTE_MAX, out);
}
