/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "cli/log_view.h"
#include "cli/say.h"
#include "telltale/note.h"

void
log_view_close(struct log_view *v)
{
	tt_log_reader_free(v->reader);
	log_source_done(&v->source);
	hubclient_free(v->hub);
	tt_policy_free(v->policy);
	conf_done(&v->conf);
	v->reader = NULL;
	v->hub = NULL;
	v->policy = NULL;
}

int
log_view_say(const struct log_view *v, enum tt_err e, const char *what)
{
	switch (e) {
	case TT_EINTEGRITY:
	case TT_ESYNTAX:
	case TT_ERANGE:
	case TT_ELIMIT:
		return say_fail(CLI_ALARM, NULL, "alarm: %s of %s is not what "
		    "the checkpoint promises", what, v->source.where);
	case TT_ENOENT:
		return say_fail(CLI_TROUBLE, NULL,
		    "cannot read %s of %s: it is not there", what,
		    v->source.where);
	case TT_ENET:
		if (v->hub != NULL)
			return hubclient_say(v->hub, e, NULL,
			    "read the ledger");
		return say_fail(CLI_TROUBLE, NULL, "cannot reach %s: %s",
		    v->source.where, v->source.http == NULL ? "" :
		    http_client_why(v->source.http));
	case TT_EKEY:
		if (v->hub == NULL && v->source.http != NULL)
			return say_fail(CLI_TROUBLE, "--pin PIN, which the "
			    "vault's telltale.conf and every invitation have",
			    "cannot trust %s: its certificate is signed by "
			    "nobody known here, and no pin was given",
			    v->source.where);
		/* FALLTHROUGH */
	default:
		return say_err(e, NULL, "cannot read %s of %s", what,
		    v->source.where);
	}
}

/* A vault or a reader's home, by -C or from here; none is fine. */
static int
find_home(struct log_view *v)
{
	static const enum home_kind kinds[] = { HOME_READER, HOME_VAULT };
	struct conf_diag diag = { .line = 0 };

	for (size_t i = 0; i < N_ROWS(kinds); i++) {
		if (home_find(kinds[i], v->cli->dir, v->home) != TT_OK)
			continue;
		if (home_load(kinds[i], v->home, &v->conf, &diag) == TT_OK)
			return CLI_DONE;
		return say_fail(CLI_TROUBLE, NULL,
		    "cannot read %s/telltale.conf, line %d: %s", v->home,
		    diag.line, diag.text);
	}
	v->home[0] = '\0';
	if (v->cli->dir == NULL)
		return CLI_DONE;
	return say_fail(CLI_TROUBLE, NULL,
	    "cannot find a vault or a reader's home at %s", v->cli->dir);
}

static int
read_file(const char *path, size_t max, struct buf *out)
{
	enum tt_err e;

	if ((e = file_read(path, max, out)) != TT_OK)
		return say_err(e, NULL, "cannot read %s", path);
	return CLI_DONE;
}

static int
policy_of_key(struct log_view *v, const char *vkey)
{
	struct buf text;
	enum tt_err e;

	buf_init(&text, TT_POLICY_MAX);
	buf_printf(&text, "log %s\nquorum none\n", vkey);
	if ((e = buf_err(&text)) == TT_OK)
		e = tt_policy_new(&v->policy, buf_view(&text), NULL);
	buf_done(&text);
	if (e != TT_OK)
		return say_fail(CLI_USAGE, "it is in the vault's "
		    "telltale.conf, line log", "cannot use --log %s: it is no "
		    "verifier key: %s", vkey, tt_err_text(e));
	return CLI_DONE;
}

static int
policy_of_file(struct log_view *v, const char *path)
{
	struct tt_policy_diag diag = { .line = 0, .what = "" };
	struct buf text;
	enum tt_err e;
	int code;

	if ((code = read_file(path, TT_POLICY_MAX, &text)) != CLI_DONE)
		return code;
	e = tt_policy_new(&v->policy, buf_view(&text), &diag);
	buf_done(&text);
	if (e != TT_OK)
		return say_fail(CLI_USAGE, NULL, "cannot use the policy %s, "
		    "line %u: %s", path, diag.line,
		    diag.what == NULL ? tt_err_text(e) : diag.what);
	return CLI_DONE;
}

static int
choose_policy(struct log_view *v, const struct log_view_conf *conf)
{
	char path[FILE_PATH_MAX];

	if (conf->log != NULL && conf->policy != NULL)
		return say_fail(CLI_USAGE, NULL, "log: --log and --policy "
		    "each say whom to believe; name one");
	if (conf->log != NULL)
		return policy_of_key(v, conf->log);
	if (conf->policy != NULL)
		return policy_of_file(v, conf->policy);
	if (v->home[0] != '\0' &&
	    file_path(path, v->home, "policy") == TT_OK)
		return policy_of_file(v, path);
	return say_fail(CLI_USAGE, "--log VKEY, or -C of a vault or a "
	    "reader's home", "cannot tell whose signature to believe");
}

static bool
is_url(const char *s)
{
	return span_starts(span_str(s), "https://") ||
	    span_starts(span_str(s), "http://");
}

/* The pin of the home, where the URL is its hub's. */
static const char *
pin_for(const struct log_view *v, const struct log_view_conf *conf)
{
	const char *hub = conf_get(&v->conf, "hub");

	if (conf->pin != NULL)
		return conf->pin;
	return hub != NULL && strcmp(hub, conf->where) == 0 ?
	    conf_get(&v->conf, "pin") : NULL;
}

static int
open_hub(struct log_view *v)
{
	const struct hubclient_conf hub = {
		.url = conf_get(&v->conf, "hub"),
		.pin = conf_get(&v->conf, "pin"),
		.origin = conf_get(&v->conf, "origin"),
		.home = v->home,
	};
	int code;

	if (v->home[0] == '\0')
		return say_fail(CLI_USAGE, "telltale log verify DIR|URL --log "
		    "VKEY, or -C of a vault or a reader's home",
		    "cannot tell which ledger: no folder, URL or home");
	if (hub.url == NULL || hub.origin == NULL)
		return say_fail(CLI_TROUBLE, NULL, "cannot use the home %s: "
		    "telltale.conf names no hub", v->home);
	if ((code = hubclient_new(&v->hub, &hub)) != CLI_DONE)
		return code;
	log_source_hub(&v->source, v->hub);
	snprintf(v->source.where, sizeof(v->source.where), "%s", hub.url);
	return CLI_DONE;
}

static int
open_source(struct log_view *v, const struct log_view_conf *conf)
{
	enum tt_err e;

	if (conf->where == NULL)
		return open_hub(v);
	if (is_url(conf->where)) {
		e = log_source_url(&v->source, conf->where, pin_for(v, conf));
		if (e != TT_OK)
			return say_err(e, "https://HOST:PORT, and --pin is 44 "
			    "characters", "cannot use the URL %s",
			    conf->where);
		return CLI_DONE;
	}
	v->folder = true;
	if ((e = log_source_folder(&v->source, conf->where)) != TT_OK)
		return say_err(e, "a served ledger has a file checkpoint",
		    "cannot find a ledger at %s", conf->where);
	return CLI_DONE;
}

static int
read_head(struct log_view *v)
{
	struct buf note;
	enum tt_err e;

	if (v->hub != NULL)	/* compared with what the home has seen */
		return hubclient_checkpoint(v->hub, &v->head);
	if ((e = log_source_checkpoint(&v->source, &note)) != TT_OK)
		return log_view_say(v, e, "the checkpoint");
	e = tt_policy_open(v->policy, buf_view(&note), &v->head);
	buf_done(&note);
	if (e == TT_OK)
		return CLI_DONE;
	if (e == TT_EUNSIGNED)
		return say_fail(CLI_ALARM, NULL, "alarm: the checkpoint of %s "
		    "is not signed by a log that is believed",
		    v->source.where);
	return say_fail(CLI_ALARM, NULL, "alarm: the checkpoint of %s does "
	    "not verify: %s", v->source.where, tt_err_text(e));
}

static int
open_reader(struct log_view *v)
{
	const struct tt_tile_io io = log_source_io(&v->source);
	enum tt_err e;

	e = tt_log_reader_new(&v->reader, &v->head.checkpoint, &io);
	if (e != TT_OK)
		return log_view_say(v, e, "a tile at the edge");
	return CLI_DONE;
}

static int
compare(struct log_view *v, const char *path, struct span note)
{
	const struct tt_checkpoint *now = &v->head.checkpoint;
	struct tt_policy_verdict old;
	enum tt_err e;

	if ((e = tt_policy_open(v->policy, note, &old)) != TT_OK)
		return say_err(e, NULL, "cannot believe the older checkpoint "
		    "%s", path);
	switch (e = tt_log_reader_follows(v->reader, &old.checkpoint)) {
	case TT_OK:
		return CLI_DONE;
	case TT_EROLLBACK:
		return say_fail(CLI_ALARM, NULL, "alarm: the ledger has %llu "
		    "entries, and had %llu in %s: it was rolled back",
		    (unsigned long long)now->size,
		    (unsigned long long)old.checkpoint.size, path);
	case TT_EFORK:
	case TT_EREFUSED:
		return say_fail(CLI_ALARM, NULL, "alarm: the ledger of %llu "
		    "entries does not continue the one of %llu in %s: it "
		    "forks", (unsigned long long)now->size,
		    (unsigned long long)old.checkpoint.size, path);
	default:
		return log_view_say(v, e, "a tile");
	}
}

/* Against a file named, and against what the home has seen of this log. */
static int
check_old(struct log_view *v, const char *path, bool must)
{
	struct buf note;
	int code;

	if (!must && !file_exists(path))
		return CLI_DONE;
	if ((code = read_file(path, TT_NOTE_MAX, &note)) != CLI_DONE)
		return code;
	code = compare(v, path, buf_view(&note));
	buf_done(&note);
	return code;
}

static int
check_seen(struct log_view *v)
{
	const char *origin = conf_get(&v->conf, "origin");
	char path[FILE_PATH_MAX];

	if (v->home[0] == '\0' || v->hub != NULL || origin == NULL ||
	    strcmp(origin, v->head.checkpoint.origin) != 0 ||
	    file_path(path, v->home, "checkpoint") != TT_OK)
		return CLI_DONE;
	return check_old(v, path, false);
}

int
log_view_open(struct log_view *v, const struct cli *c,
    const struct log_view_conf *conf)
{
	bool told = conf->log != NULL || conf->policy != NULL;
	int code;

	*v = (struct log_view){ .cli = c };
	/* whoever names keys and a place asks for nothing of a home */
	if ((!told || conf->where == NULL || c->dir != NULL) &&
	    (code = find_home(v)) != CLI_DONE)
		return code;
	if ((code = choose_policy(v, conf)) != CLI_DONE ||
	    (code = open_source(v, conf)) != CLI_DONE ||
	    (code = read_head(v)) != CLI_DONE ||
	    (code = open_reader(v)) != CLI_DONE)
		return code;
	if (conf->old != NULL &&
	    (code = check_old(v, conf->old, true)) != CLI_DONE)
		return code;
	return check_seen(v);
}
