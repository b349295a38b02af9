/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/statvfs.h>

#include "base/buf.h"
#include "http/server.h"
#include "hub/hub.h"
#include "store/hub_log.h"
#include "store/hub_queue.h"
#include "store/hub_sql.h"

_Static_assert(METER_KEEPERS_MAX == HUB_KEEPERS_MAX, "one for each keeper");

#define PAGE_MAX	65536	/* bytes */
#define THREADS		1
#define CONNECTIONS	16

static const char *const callers[METER_CALLERS] = {
	[METER_PUBLIC] = "public",
	[METER_READER] = "reader",
	[METER_VENDOR] = "vendor",
	[METER_LOST] = "lost",
};

void
meter_answer(struct hub_meter *m, enum meter_caller who, unsigned status)
{
	unsigned class = status == 0 ? 5 : status / 100;

	m->answered[who][class < METER_CODES ? class : 5]++;
}

/* What the page is made of; read under locks, written without. */
struct readings {
	struct hub_queues queues;
	uint64_t entries, published, database, disk_free;
	int64_t checkpoint_s, version;
	bool batch_fails;
};

static uint64_t
size_of(const char *path, const char *suffix)
{
	char at[FILE_PATH_MAX];
	uint64_t n = 0;

	snprintf(at, sizeof(at), "%s%s", path, suffix);
	return file_size(at, &n) == TT_OK ? n : 0;
}

static uint64_t
room_in(const char *dir)
{
	struct statvfs v;

	return statvfs(dir, &v) == 0 ? (uint64_t)v.f_bavail * v.f_frsize : 0;
}

static enum tt_err
read_database(struct hub *h, struct readings *r)
{
	struct hub_checkpoint newest = { .size = 0 };
	enum tt_err e;

	if ((e = hub_queues_get(h->db, hub_now(h), h->n_keepers,
	    &r->queues)) != TT_OK ||
	    (e = hub_entry_count(h->db, &r->entries)) != TT_OK ||
	    (e = hub_checkpoint_newest(h->db, &newest)) != TT_OK)
		return e;
	r->checkpoint_s = newest.time_s;
	hub_checkpoint_done(&newest);
	r->batch_fails = h->batch_err != TT_OK;
	return TT_OK;
}

static enum tt_err
read_all(struct hub *h, struct readings *r)
{
	enum tt_err e;

	hub_lock(h);
	e = read_database(h, r);
	hub_unlock(h);
	r->published = ledger_size(&h->ledger);
	r->version = (int64_t)db_hub_migrations_n;	/* it started */
	if (strstr(h->places.db, "://") == NULL)
		r->database = size_of(h->places.db, "") +
		    size_of(h->places.db, "-wal");
	r->disk_free = room_in(h->dir);
	return e;
}

static void
head_of(struct buf *out, const char *name, const char *type, const char *help)
{
	buf_printf(out, "# HELP telltale_hub_%s %s\n"
	    "# TYPE telltale_hub_%s %s\n", name, help, name, type);
}

static void
gauge(struct buf *out, const char *name, const char *help, int64_t v)
{
	head_of(out, name, "gauge", help);
	buf_printf(out, "telltale_hub_%s %" PRId64 "\n", name, v);
}

static void
put_requests(struct buf *out, const struct hub_meter *m)
{
	head_of(out, "requests_total", "counter",
	    "Answers since the start, by whose path and class of status.");
	for (size_t who = 0; who < METER_CALLERS; who++)
		for (size_t code = 2; code < METER_CODES; code++)
			buf_printf(out, "telltale_hub_requests_total"
			    "{caller=\"%s\",code=\"%zuxx\"} %" PRIu64 "\n",
			    callers[who], code, m->answered[who][code]);
}

/* A key's name has no control; quotes and backslashes are escaped. */
static void
put_label(struct buf *out, const char *v)
{
	for (; *v != '\0'; v++) {
		if (*v == '"' || *v == '\\')
			buf_char(out, '\\');
		buf_char(out, *v);
	}
}

static void
put_others(struct buf *out, const struct hub *h)
{
	const struct witnesses *w = h->ledger.witnesses;
	const char *name;
	int64_t at;

	head_of(out, "keeper_heard_timestamp_seconds", "gauge",
	    "When a keeper answered last; 0: not since the start.");
	for (size_t i = 0; i < h->n_keepers; i++)
		buf_printf(out, "telltale_hub_keeper_heard_timestamp_seconds"
		    "{keeper=\"%02u\"} %" PRId64 "\n", h->keeper[i].number,
		    h->meter.keeper_heard_s[i]);
	head_of(out, "witness_cosigned_timestamp_seconds", "gauge",
	    "Of a witness's newest cosignature; 0: none since the start.");
	for (size_t i = 0; i < witnesses_count(w); i++) {
		name = witnesses_last(w, i, &at);
		buf_str(out, "telltale_hub_witness_cosigned_timestamp_seconds"
		    "{witness=\"");
		put_label(out, name);
		buf_printf(out, "\"} %" PRId64 "\n", at);
	}
}

enum tt_err
meter_page(struct hub *h, struct buf *out)
{
	struct readings r = { .entries = 0 };
	enum tt_err e;

	if ((e = read_all(h, &r)) != TT_OK)
		return e;
	put_requests(out, &h->meter);
	gauge(out, "events_waiting", "Statements in no batch yet.",
	    r.queues.events);
	gauge(out, "joins_waiting", "Readers that no officer has confirmed.",
	    r.queues.joins);
	gauge(out, "waves_overdue", "Waves whose instant has come and whose "
	    "key is not out.", r.queues.waves);
	gauge(out, "orders_waiting", "Orders that a keeper has not answered.",
	    r.queues.orders);
	gauge(out, "ledger_entries", "Entries of the ledger.",
	    (int64_t)r.entries);
	gauge(out, "ledger_published", "Entries in the published checkpoint.",
	    (int64_t)r.published);
	gauge(out, "checkpoint_timestamp_seconds",
	    "When the newest checkpoint was signed.", r.checkpoint_s);
	gauge(out, "batch_failing", "Whether the newest batch could not be "
	    "cut.", r.batch_fails);
	gauge(out, "interval_seconds", "Between batches.", h->interval_s);
	gauge(out, "database_bytes", "The database with its log; 0: another "
	    "engine's.", (int64_t)r.database);
	gauge(out, "database_version", "Migrations that have run.",
	    r.version);
	gauge(out, "disk_free_bytes", "Room where the hub's folder is.",
	    (int64_t)r.disk_free);
	put_others(out, h);
	return buf_err(out);
}

static bool
head(void *ctx, struct http_request *q, struct http_response *r,
    size_t *max_body)
{
	(void)ctx;
	*max_body = 0;
	if (q->verb == HTTP_GET && (span_is(q->path, "/metrics") ||
	    span_is(q->path, "/health")))
		return true;
	r->status = 404;
	return false;
}

static void
put_page(struct hub *h, struct http_response *r)
{
	struct buf page;

	buf_init(&page, PAGE_MAX);
	r->status = meter_page(h, &page) == TT_OK ? 200 : 503;
	r->content_type = "text/plain; version=0.0.4; charset=utf-8";
	if (r->status == 200)
		buf_span(&r->body, buf_view(&page));
	buf_done(&page);
}

static void
body(void *ctx, struct http_request *q, struct http_response *r)
{
	struct readings now = { .entries = 0 };
	struct hub *h = ctx;
	bool well;

	if (span_is(q->path, "/metrics")) {
		put_page(h, r);
		return;
	}
	well = read_all(h, &now) == TT_OK && !now.batch_fails;
	r->status = well ? 200 : 503;
	r->content_type = "text/plain; charset=utf-8";
	buf_str(&r->body, well ? "ok\n" : "no batches\n");
}

enum tt_err
meter_serve(struct http_server **out, struct hub *h)
{
	const struct http_handler handler = { head, body, NULL, NULL, h };
	const struct http_server_conf conf = { .plain = true,
		.listen = conf_get(&h->conf, "metrics"), .threads = THREADS,
		.connections = CONNECTIONS };

	enum tt_err e;

	*out = NULL;
	if (conf.listen == NULL)
		return TT_OK;
	e = http_server_start(out, &conf, &handler);
	return e == TT_EREFUSED ? TT_ESTATE : e;
}
