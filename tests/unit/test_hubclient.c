/* SPDX-License-Identifier: ISC */
/* The client against a server of this test's own, over TLS on loopback. */
#include "ledgerkit.h"

#include <sys/stat.h>
#include <time.h>

#include "cli/hubclient.h"
#include "http/server.h"
#include "http/tls.h"
#include "store/file.h"
#include "telltale/checkpoint.h"
#include "telltale/log_edge.h"
#include "telltale/request.h"
#include "temp.h"

/* What the server says next. */
struct world {
	struct kit_log *log;
	struct tt_checkpoint cp;
	enum kit_key signer;
	bool gone;		/* no ledger at all */
	unsigned challenges;	/* that were handed out */
	unsigned refuse;	/* so many signed requests get 401 */
	unsigned status;	/* of /api/v1/x */
	const char *body;
	bool signed_well;	/* the last one was */
};

struct fixture {
	struct buf key, cert;
	char pin[TLS_PIN_LEN + 1], base[400];
	struct http_server *server;
	struct world world;
	struct kit_log mine, other;	/* two histories */
	struct tt_signer officer;
	void *temp;			/* struct temp */
	char home[256];
};

static bool
on_head(void *ctx, struct http_request *q, struct http_response *r,
    size_t *max_body)
{
	(void)ctx;
	(void)q;
	(void)r;
	*max_body = 4096;
	return true;
}

static void
put_checkpoint(struct world *w, struct http_response *r)
{
	char text[TT_CHECKPOINT_TEXT_MAX + 1], *note;

	assert_int_equal(TT_OK, tt_checkpoint_format(&w->cp, text,
	    sizeof(text)));
	note = KIT_SIGN(text, w->signer);
	buf_str(&r->body, note);
	free(note);
	r->status = 200;
}

static void
put_tile(struct world *w, struct span path, struct http_response *r)
{
	struct tt_tile t;

	r->status = 404;
	if (tt_tile_path_parse(&t, path) == TT_OK &&
	    kit_get(w->log, &t, &r->body) == TT_OK)
		r->status = 200;
}

static bool
judge(struct world *w, const struct http_request *q)
{
	const struct tt_signer officer = kit_signer(KIT_ANNA);
	struct tt_request want = { .origin = SPAN(ORIGIN),
		.method = span_str(http_verb_text(q->verb)),
		.path = span_str(q->target), .body = q->body };
	static struct tt_statement s;
	struct buf note;
	bool good = false;

	want.challenge[0] = (uint8_t)w->challenges;
	buf_init(&note, TT_REQUEST_MAX);
	if (q->authorization != NULL && tt_request_parse(&s, &note,
	    span_str(q->authorization)) == TT_OK)
		good = tt_request_check(&s, &want, &officer.vkey) == TT_OK;
	buf_done(&note);
	return good;
}

static void
on_body(void *ctx, struct http_request *q, struct http_response *r)
{
	struct world *w = ctx;

	if (span_is(q->path, "/checkpoint") && !w->gone)
		put_checkpoint(w, r);
	else if (span_starts(q->path, "/tile/"))
		put_tile(w, span_of(q->path.p + 1, q->path.n - 1), r);
	else if (span_is(q->path, "/api/v1/challenge")) {
		w->challenges++;
		buf_printf(&r->body, "{\"challenge\":\"%02x%030d\"}",
		    w->challenges, 0);
		r->status = 200;
	} else if (span_is(q->path, "/api/v1/x")) {
		w->signed_well = judge(w, q);
		r->status = w->refuse > 0 ? 401 : w->status;
		w->refuse -= w->refuse > 0;
		buf_str(&r->body, w->body);
	} else
		r->status = 404;
}

/* Entries from 0 to size - 1; from `fork` on they are others. */
static struct tt_checkpoint
grow(struct kit_log *log, size_t fork, size_t size)
{
	struct tt_checkpoint cp = { .origin = ORIGIN, .size = size };
	struct span *a = kit_entries(0, fork), *b = kit_entries(1000 + fork,
	    size - fork);
	struct tt_tile_io io = kit_io(log);
	static struct tt_log_edge edge;

	tt_log_edge_init(&edge);
	assert_int_equal(TT_OK, tt_log_edge_append(&edge, a, fork, &io));
	assert_int_equal(TT_OK, tt_log_edge_append(&edge, b, size - fork,
	    &io));
	tt_log_edge_root(&edge, &cp.root);
	free(a);
	free(b);
	return cp;
}

static void
write_home(struct fixture *f)
{
	char path[300], policy[TT_VKEY_TEXT_MAX + 32];

	snprintf(f->home, sizeof(f->home), "%s",
	    ((struct temp *)f->temp)->dir);
	snprintf(path, sizeof(path), "%s/policy", f->home);
	snprintf(policy, sizeof(policy), "log %s\nquorum none\n",
	    kit_vkey(KIT_LOG));
	temp_write(path, policy);
}

static int
set_up(void **state)
{
	static const struct http_handler handler = { .head = on_head,
		.body = on_body };
	struct fixture *f = calloc(1, sizeof(*f));
	struct http_server_conf conf = { .listen = "127.0.0.1:0",
		.threads = 1 };
	struct http_handler h = handler;

	assert_true(sodium_init() >= 0);
	assert_int_equal(0, temp_new(&f->temp));
	write_home(f);
	f->officer = kit_signer(KIT_ANNA);
	assert_int_equal(TT_OK, tls_make("localhost", (int64_t)time(NULL),
	    &f->key, &f->cert));
	assert_int_equal(TT_OK, tls_pin(buf_view(&f->cert), f->pin));
	conf.tls_key = f->key.p;
	conf.tls_cert = f->cert.p;
	h.ctx = &f->world;
	f->world = (struct world){ .log = &f->mine, .signer = KIT_LOG,
		.status = 200, .body = "{}" };
	assert_int_equal(TT_OK, http_server_start(&f->server, &conf, &h));
	snprintf(f->base, sizeof(f->base), "https://%s",
	    http_server_address(f->server));
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;
	int r;

	http_server_stop(f->server, 2);
	buf_done(&f->key);
	buf_done(&f->cert);
	kit_drop(&f->mine);
	kit_drop(&f->other);
	r = temp_gone(&f->temp);
	free(f);
	return r;
}

static struct hubclient *
client(struct fixture *f)
{
	const struct hubclient_conf conf = { .url = f->base, .pin = f->pin,
		.origin = ORIGIN, .signer = &f->officer, .home = f->home };
	struct hubclient *h;

	assert_int_equal(CLI_DONE, hubclient_new(&h, &conf));
	return h;
}

static int
look(struct fixture *f)
{
	struct hubclient *h = client(f);
	int code = hubclient_checkpoint(h, NULL);

	hubclient_free(h);
	return code;
}

static size_t
in_folder(const struct fixture *f, const char *name)
{
	struct file_list l;
	char path[300];
	size_t n;

	snprintf(path, sizeof(path), "%s/%s", f->home, name);
	if (file_list(path, 100, &l) != TT_OK)
		return 0;
	n = l.n;
	file_list_free(&l);
	return n;
}

static uint64_t
seen(struct fixture *f)
{
	struct hubclient *h = client(f);
	uint64_t size = hubclient_seen(h)->size;

	hubclient_free(h);
	return size;
}

static const struct {
	const char *name;
	size_t fork, size;	/* of what the hub offers after 300 entries */
	bool other, gone;
	enum kit_key signer;
	int want;
	uint64_t seen;
	size_t evidence;	/* files */
} rows[] = {
	{ "the same again", 300, 300, false, false, KIT_LOG, CLI_DONE, 300,
	  0 },
	{ "grown", 300, 700, false, false, KIT_LOG, CLI_DONE, 700, 0 },
	{ "rolled back", 299, 299, false, false, KIT_LOG, CLI_ALARM, 300, 2 },
	{ "of one size, with another last entry", 299, 300, true, false,
	  KIT_LOG, CLI_ALARM, 300, 2 },
	{ "larger, with another past", 299, 700, true, false, KIT_LOG,
	  CLI_ALARM, 300, 2 },
	{ "larger, other from the first entry on", 0, 301, true, false,
	  KIT_LOG, CLI_ALARM, 300, 2 },
	{ "gone", 300, 300, false, true, KIT_LOG, CLI_ALARM, 300, 0 },
	{ "signed by another key", 300, 700, false, false, KIT_OTHER,
	  CLI_ALARM, 300, 0 },
};

static void
a_log_only_grows(void **state)
{
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		struct fixture *f;

		if (i > 0)
			assert_int_equal(0, set_up(state));
		f = *state;
		CHECK_ROW(state, rows[i].name);
		f->world.cp = grow(&f->mine, 300, 300);
		assert_int_equal(CLI_DONE, look(f));
		assert_int_equal(300, seen(f));
		f->world.log = rows[i].other ? &f->other : &f->mine;
		f->world.cp = grow(f->world.log, rows[i].fork, rows[i].size);
		f->world.gone = rows[i].gone;
		f->world.signer = rows[i].signer;
		assert_int_equal(rows[i].want, look(f));
		assert_int_equal(rows[i].seen, seen(f));
		assert_int_equal(rows[i].evidence, in_folder(f, "alarms"));
		if (i + 1 < N_ROWS(rows))
			assert_int_equal(0, tear_down(state));
	}
}

static void
a_hub_without_a_ledger_is_only_trouble_to_the_new(void **state)
{
	struct fixture *f = *state;

	f->world.gone = true;
	assert_int_equal(CLI_TROUBLE, look(f));
	assert_int_equal(0, seen(f));
}

/* A proof may come with a checkpoint that is older than the newest seen. */
static void
an_older_checkpoint_must_be_of_the_same_past(void **state)
{
	struct fixture *f = *state;
	struct hubclient *h;
	struct tt_checkpoint old;
	char text[TT_CHECKPOINT_TEXT_MAX + 1], *note;

	f->world.cp = grow(&f->mine, 300, 300);
	h = client(f);
	assert_int_equal(CLI_DONE, hubclient_checkpoint(h, NULL));
	old = grow(&f->mine, 200, 200);
	assert_int_equal(TT_OK, tt_checkpoint_format(&old, text,
	    sizeof(text)));
	note = KIT_SIGN(text, KIT_LOG);
	assert_int_equal(CLI_DONE, hubclient_saw(h, span_str(note)));
	assert_int_equal(300, hubclient_seen(h)->size);
	free(note);

	old = grow(&f->other, 199, 200);
	assert_int_equal(TT_OK, tt_checkpoint_format(&old, text,
	    sizeof(text)));
	note = KIT_SIGN(text, KIT_LOG);
	assert_int_equal(CLI_ALARM, hubclient_saw(h, span_str(note)));
	assert_int_equal(2, in_folder(f, "alarms"));
	free(note);
	hubclient_free(h);
}

static int
ask(struct hubclient *h, const char *body)
{
	const struct hubclient_call call = { .verb = HTTP_POST,
		.path = "/api/v1/x?y=1", .body = span_str(body) };
	struct http_answer a;
	int code = hubclient_do(h, &call, "do it", &a);

	if (code == CLI_DONE)
		http_answer_done(&a);
	return code;
}

static void
requests_are_signed_over_path_body_and_challenge(void **state)
{
	struct fixture *f = *state;
	struct hubclient *h = client(f);

	assert_int_equal(CLI_DONE, ask(h, "{\"a\":1}"));
	assert_true(f->world.signed_well);
	assert_int_equal(CLI_DONE, ask(h, ""));
	assert_true(f->world.signed_well);
	assert_int_equal(1, f->world.challenges);

	f->world.refuse = 1;	/* the challenge ran out */
	assert_int_equal(CLI_DONE, ask(h, "b"));
	assert_true(f->world.signed_well);
	assert_int_equal(2, f->world.challenges);

	f->world.refuse = 2;
	assert_int_equal(CLI_REFUSED, ask(h, "b"));
	hubclient_free(h);
}

static const struct {
	unsigned status;
	int want;
} answers[] = {
	{ 200, CLI_DONE }, { 202, CLI_DONE }, { 204, CLI_DONE },
	{ 400, CLI_TROUBLE }, { 404, CLI_TROUBLE }, { 409, CLI_REFUSED },
	{ 413, CLI_TROUBLE }, { 422, CLI_REFUSED }, { 429, CLI_LATER },
	{ 500, CLI_TROUBLE }, { 503, CLI_LATER }, { 507, CLI_LATER },
};

static void
answers_have_exit_codes(void **state)
{
	struct fixture *f = *state;
	struct hubclient *h = client(f);

	for (size_t i = 0; i < N_ROWS(answers); i++) {
		f->world.status = answers[i].status;
		f->world.body = answers[i].status == 204 ? "" :
		    "{\"type\":\"about:blank\",\"title\":\"T\","
		    "\"detail\":\"\\u001b[2J\"}";
		assert_int_equal(answers[i].want, ask(h, "b"));
	}
	hubclient_free(h);
}

static void
another_key_is_an_alarm_and_nobody_is_trouble(void **state)
{
	struct fixture *f = *state;

	f->world.cp = grow(&f->mine, 3, 3);
	f->pin[0] = f->pin[0] == 'A' ? 'B' : 'A';
	assert_int_equal(CLI_ALARM, look(f));
	snprintf(f->base, sizeof(f->base), "https://127.0.0.1:1");
	assert_int_equal(CLI_TROUBLE, look(f));
	assert_int_equal(0, seen(f));
}

static void
a_home_without_a_policy_believes_nobody(void **state)
{
	struct fixture *f = *state;
	const struct hubclient_conf conf = { .url = f->base, .pin = f->pin,
		.origin = ORIGIN, .home = f->home };
	struct hubclient *h = NULL;
	char path[300];

	snprintf(path, sizeof(path), "%s/policy", f->home);
	temp_write(path, "quorum none\nnonsense\n");
	assert_int_not_equal(CLI_DONE, hubclient_new(&h, &conf));
	assert_int_equal(0, unlink(path));
	assert_int_equal(CLI_TROUBLE, hubclient_new(&h, &conf));
	assert_null(h);
}

#define ROW(f)	cmocka_unit_test_setup_teardown(f, set_up, tear_down)

TEST_MAIN(ROW(a_log_only_grows),
    ROW(a_hub_without_a_ledger_is_only_trouble_to_the_new),
    ROW(an_older_checkpoint_must_be_of_the_same_past),
    ROW(requests_are_signed_over_path_body_and_challenge),
    ROW(answers_have_exit_codes),
    ROW(another_key_is_an_alarm_and_nobody_is_trouble),
    ROW(a_home_without_a_policy_believes_nobody))
