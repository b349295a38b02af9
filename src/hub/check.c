/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "base/json_out.h"
#include "hub/check.h"
#include "hub/keepers.h"
#include "hub/network.h"
#include "hub/startup.h"
#include "hub/upgrade.h"
#include "store/hub_log.h"
#include "store/hub_sql.h"
#include "store/snapshot.h"

#define ROOM_LEAST	((uint64_t)64 << 20)	/* bytes, for batches */

static const char *const states[CHECK_STATES] = {
	[CHECK_GOOD] = "good",
	[CHECK_NOTE] = "note",
	[CHECK_BAD] = "bad",
	[CHECK_ALARM] = "alarm",
};

const char *
check_state_text(enum check_state s)
{
	return states[s];
}

static void PRINTF(4, 5)
put(struct check *c, enum check_state state, const char *what,
    const char *fmt, ...)
{
	struct check_row *r;
	va_list ap;

	if (c->n >= CHECK_ROWS_MAX) {
		c->n = CHECK_ROWS_MAX + 1;	/* said by check_run */
		return;
	}
	r = &c->row[c->n++];
	r->state = state;
	r->what = what;
	va_start(ap, fmt);
	vsnprintf(r->text, sizeof(r->text), fmt, ap);
	va_end(ap);
}

/* What telltale.conf may have, and whether more than once. */
static const struct {
	const char *key;
	bool many;
} keys[] = {
	{ "origin", false }, { "name", false }, { "listen", false },
	{ "db", false }, { "notary", false }, { "keeper", true },
	{ "witness", true }, { "connections", false },
	{ "per-address", false }, { "allowance", false },
	{ "metrics", false }, { "trusted-proxy", true },
};

static void
check_key(struct check *c, const struct conf *conf, const char *key)
{
	for (size_t i = 0; i < N_ROWS(keys); i++) {
		if (strcmp(keys[i].key, key) != 0)
			continue;
		if (!keys[i].many && conf_nth(conf, key, 1) != NULL)
			put(c, CHECK_BAD, "telltale.conf", "%s stands more "
			    "than once; the first is taken", key);
		return;
	}
	put(c, CHECK_BAD, "telltale.conf", "nothing is called %s", key);
}

static void
check_keepers(struct check *c, const struct conf *conf)
{
	struct hub_keeper k;
	const char *row;

	for (size_t i = 0; (row = conf_nth(conf, "keeper", i)) != NULL; i++)
		if (keeper_parse(span_str(row), &k) != TT_OK)
			put(c, CHECK_BAD, "telltale.conf", "keeper %zu is "
			    "not NUMBER RECIPIENT VKEY SOCKET", i + 1);
}

static void
check_proxies(struct check *c, const struct conf *conf)
{
	uint8_t address[HTTP_PEER_LEN];
	const char *row;

	for (size_t i = 0; (row = conf_nth(conf, "trusted-proxy", i)) != NULL;
	    i++)
		if (!network_address(span_str(row), address))
			put(c, CHECK_BAD, "telltale.conf", "trusted-proxy %s "
			    "is no address", row);
}

static bool
check_conf(struct check *c, const char *dir, struct conf *conf,
    struct places *p)
{
	struct conf_diag cd = { .line = 0 };
	size_t before = c->n;
	enum tt_err e;

	if ((e = home_load(HOME_HUB, dir, conf, &cd)) != TT_OK) {
		put(c, CHECK_BAD, "telltale.conf", "line %d: %s", cd.line,
		    cd.text[0] != '\0' ? cd.text : tt_err_text(e));
		return false;
	}
	for (size_t i = 0; i < conf->n; i++)
		check_key(c, conf, conf->row[i].key);
	check_keepers(c, conf);
	check_proxies(c, conf);
	if (places_find(conf, dir, p) != TT_OK) {
		put(c, CHECK_BAD, "telltale.conf", "origin is missing or "
		    "no HOST[:PORT]");
		return false;
	}
	if (conf_get(conf, "listen") == NULL)
		put(c, CHECK_BAD, "telltale.conf", "listen is missing");
	if (c->n == before)
		put(c, CHECK_GOOD, "telltale.conf", "%s", p->origin);
	return true;
}

/* Keys that others may read are refused at the start. */
static void
check_secret(struct check *c, const char *dir, const char *name)
{
	char path[FILE_PATH_MAX];
	struct stat st;

	if (file_path(path, dir, name) != TT_OK || lstat(path, &st) == -1)
		put(c, CHECK_BAD, name, "missing");
	else if (!S_ISREG(st.st_mode) || (st.st_mode & 077) != 0)
		put(c, CHECK_BAD, name, "others may read it: chmod 600");
	else
		put(c, CHECK_GOOD, name, "there");
}

static uint64_t
size_of(const char *path)
{
	uint64_t n = 0;

	return file_size(path, &n) == TT_OK ? n : 0;
}

/* A copy for the way back, and one to try on, may both be needed. */
static bool
check_room(struct check *c, const struct places *p)
{
	uint64_t need = 2 * size_of(p->db) + ROOM_LEAST, room;
	char in[FILE_PATH_MAX];
	struct statvfs v;

	if (file_parent(in, p->db) != TT_OK || statvfs(in, &v) == -1) {
		put(c, CHECK_BAD, "disk", "cannot be asked");
		return false;
	}
	room = (uint64_t)v.f_bavail * v.f_frsize;
	put(c, room < need ? CHECK_BAD : CHECK_GOOD, "disk", "%" PRIu64
	    " MiB free, %" PRIu64 " MiB asked for", room >> 20, need >> 20);
	return room >= need;
}

/* "-- hub 3: WHAT." is a migration's second line. */
static struct span
heading_of(const char *migration)
{
	struct span rest = span_str(migration), line, word;

	if (!span_line(&rest, &line) || !span_line(&rest, &line) ||
	    !span_word(&line, ':', &word) || !span_skip(&line, " "))
		return span_str("");
	return line;
}

static void
check_versions(struct check *c, const struct upgrade *u)
{
	struct span h;

	if (u->stopped)
		put(c, CHECK_NOTE, "upgrade", "from %" PRId64 " was stopped "
		    "at %" PRId64 "; the next start goes on", u->from, u->at);
	put(c, u->at == u->to ? CHECK_GOOD : CHECK_NOTE, "database",
	    "version %" PRId64 ", this program's is %" PRId64, u->at, u->to);
	for (int64_t v = u->at; v < u->to; v++) {
		h = heading_of(db_hub_migrations[v]);
		put(c, CHECK_NOTE, "migration", "%" PRId64 ": %.*s", v + 1,
		    (int)h.n, h.p);
	}
}

static void
compare(struct check *c, struct db *db, const struct past *past)
{
	struct hub_diag d = { .text = "" };
	enum tt_err e;

	e = startup_compare(db, past, &d);
	if (e == TT_OK)
		put(c, CHECK_GOOD, past->who, "size %" PRIu64,
		    past->said.size);
	else
		put(c, CHECK_ALARM, past->who, "%s", d.text[0] != '\0' ?
		    d.text : tt_err_text(e));
}

enum { NOTARY, PUBLISHED, PASTS };

/* What others say about the past; .who is NULL where it could not be read. */
static void
read_past(struct check *c, const struct places *p, struct past past[PASTS])
{
	struct notary *n;
	enum tt_err e;

	past[NOTARY].who = past[PUBLISHED].who = NULL;
	if ((e = notary_open(&n, p->notary, p->key, p->origin)) != TT_OK) {
		put(c, e == TT_EREFUSED ? CHECK_BAD : CHECK_ALARM, "notary",
		    "%s", e == TT_EREFUSED ? "its key is not ours alone" :
		    tt_err_text(e));
		return;
	}
	past[NOTARY].who = "notary";
	past[NOTARY].said = *notary_last(n);
	e = startup_published(p->checkpoint, notary_key(n),
	    &past[PUBLISHED].said);
	if (e == TT_OK)
		past[PUBLISHED].who = "published checkpoint";
	else
		put(c, CHECK_ALARM, "published checkpoint", "%s",
		    tt_err_text(e));
	notary_close(n);
}

static void
try_on_copy(struct check *c, const struct places *p, const char *work)
{
	const struct db_schema schema = hub_schema();
	struct db_diag dd = { .text = "" };
	struct past past[PASTS];
	struct db *db;
	enum tt_err e;

	/* before the copy: a hub at work goes on with both */
	read_past(c, p, past);
	if ((e = snapshot_take(p->db, work)) != TT_OK) {
		put(c, CHECK_BAD, "database", "no copy: %s", tt_err_text(e));
		return;
	}
	if ((e = db_open(&db, work, DB_EXISTING, &schema, &dd)) != TT_OK) {
		put(c, CHECK_BAD, "migration", "fails on a copy: %s",
		    dd.text[0] != '\0' ? dd.text : tt_err_text(e));
		return;
	}
	if (db_check(db) != TT_OK)
		put(c, CHECK_ALARM, "database", "damaged: %s", db_text(db));
	for (size_t i = 0; i < PASTS; i++)
		if (past[i].who != NULL)
			compare(c, db, &past[i]);
	db_close(db);
}

static void
check_database(struct check *c, const struct places *p)
{
	char work[FILE_PATH_MAX];
	struct upgrade u;
	enum tt_err e;

	if ((e = upgrade_look(p->db, &u)) != TT_OK) {
		put(c, e == TT_ENOENT || e == TT_EINTEGRITY ? CHECK_ALARM :
		    CHECK_BAD, "database", "%s", e == TT_EVERSION ?
		    "made by a later version of this program" :
		    tt_err_text(e));
		return;
	}
	if (u.at < 0) {
		put(c, CHECK_BAD, "database", "this engine is not built "
		    "into this version");
		return;
	}
	check_versions(c, &u);
	if (!check_room(c, p) || file_temp_name(p->db, work) != TT_OK)
		return;
	try_on_copy(c, p, work);
	if (snapshot_remove(work) != TT_OK)
		put(c, CHECK_BAD, "database", "cannot remove %s", work);
}

enum tt_err
check_run(const char *dir, struct check *out)
{
	static const char *const secrets[] = { "log.sign", "challenge.key",
		"tls.key" };
	struct conf conf = { .n = 0 };
	struct places p;

	out->n = 0;
	if (check_conf(out, dir, &conf, &p)) {
		for (size_t i = 0; i < N_ROWS(secrets); i++)
			check_secret(out, dir, secrets[i]);
		check_database(out, &p);
	}
	conf_done(&conf);
	return out->n > CHECK_ROWS_MAX ? TT_ELIMIT : TT_OK;
}

enum check_state
check_worst(const struct check *c)
{
	enum check_state worst = CHECK_GOOD;

	for (size_t i = 0; i < c->n; i++)
		if (c->row[i].state > worst)
			worst = c->row[i].state;
	return worst;
}

void
check_text(const struct check *c, struct buf *out)
{
	for (size_t i = 0; i < c->n; i++)
		buf_printf(out, "%-6s %-21s %s\n", states[c->row[i].state],
		    c->row[i].what, c->row[i].text);
}

enum tt_err
check_json(const struct check *c, struct buf *out)
{
	struct json_out *j = json_out_new(out, JSON_PRETTY);

	if (j == NULL)
		return TT_ENOMEM;
	json_out_object(j);
	json_out_key(j, "format");
	json_out_str(j, "telltale-hub-check/1");
	json_out_key(j, "state");
	json_out_str(j, states[check_worst(c)]);
	json_out_key(j, "rows");
	json_out_array(j);
	for (size_t i = 0; i < c->n; i++) {
		json_out_object(j);
		json_out_key(j, "state");
		json_out_str(j, states[c->row[i].state]);
		json_out_key(j, "what");
		json_out_str(j, c->row[i].what);
		json_out_key(j, "text");
		json_out_str(j, c->row[i].text);
		json_out_object_end(j);
	}
	json_out_array_end(j);
	json_out_object_end(j);
	return json_out_end(j);
}
