/* SPDX-License-Identifier: ISC */
/*
 * Publishing against a hub and a keeper in this process, whose batches are
 * cut when the test says so: a bulletin's statements need not be in one.
 */
#include "test.h"

#include <sodium.h>
#include <time.h>
#include <unistd.h>

#include "base/instant.h"
#include "cli/init.h"
#include "hub/batch.h"
#include "hub/hub.h"
#include "keeper/keeper.h"
#include "keeper/serve.h"
#include "peoplekit.h"
#include "temp.h"

#define PATIENCE	2	/* questions before a batch is cut */

const struct verb cli_verbs[] = {
	{ "partner", "", verb_partner },
	{ "reader", "", verb_reader },
	{ "seal", "", verb_seal },
	{ "publish", "", verb_publish },
	{ NULL, NULL, NULL },
};

struct fixture {
	void *temp;
	struct hub *hub;
	struct http_server *server;
	struct http_handler inner;
	struct keeper *keeper;
	struct keeper_server *keeping;
	unsigned posts, asked;		/* statements, and for proofs of them */
	unsigned cut_after;		/* so many posts a batch is cut */
	char out[WORDS_OUT_MAX];		/* what the last verb printed */
};

static const char *
path(struct fixture *f, const char *name)
{
	return temp_path(&f->temp, name);
}

static bool
head(void *ctx, struct http_request *q, struct http_response *r, size_t *max)
{
	struct fixture *f = ctx;

	return f->inner.head(f->inner.ctx, q, r, max);
}

/* The hub's answer, and a batch now and then. */
static void
body(void *ctx, struct http_request *q, struct http_response *r)
{
	static const char statement[] = "/api/v1/statement";
	struct fixture *f = ctx;

	f->inner.body(f->inner.ctx, q, r);
	if (strncmp(q->target, statement, strlen(statement)) != 0)
		return;
	if (q->verb == HTTP_POST ? ++f->posts == f->cut_after :
	    ++f->asked % PATIENCE == 0)
		assert_int_equal(TT_OK, batch_cut(f->hub));
}

static void
forget(void *ctx, struct http_request *q)
{
	struct fixture *f = ctx;

	f->inner.forget(f->inner.ctx, q);
}

static void
refuse(void *ctx, unsigned status, struct http_response *r)
{
	struct fixture *f = ctx;

	f->inner.refuse(f->inner.ctx, status, r);
}

static void
start_hub(struct fixture *f)
{
	const struct hub_params p = { .dir = path(f, "prog/hub"),
		.rng = rng_system() };
	const struct http_handler handler = { head, body, forget, refuse, f };
	struct http_server_conf conf = { .listen = "127.0.0.1:0" };
	struct hub_diag diag = { .text = "" };
	struct buf key, cert;

	if (hub_open(&f->hub, &p, &diag) != TT_OK)
		fail_msg("%s", diag.text);
	f->inner = hub_handler(f->hub);
	assert_int_equal(TT_OK, file_read_secret(path(f, "prog/hub/tls.key"),
	    65536, &key));
	assert_int_equal(TT_OK, file_read(path(f, "prog/hub/tls.crt"), 65536,
	    &cert));
	conf.tls_key = key.p;
	conf.tls_cert = cert.p;
	assert_int_equal(TT_OK, http_server_start(&f->server, &conf,
	    &handler));
	buf_done(&key);
	buf_done(&cert);
	point_at(path(f, "prog"), http_server_address(f->server));
}

static int64_t
clock_of(void *ctx)
{
	(void)ctx;
	return clock_now();
}

static void
start_keeper(struct fixture *f)
{
	const struct keeper_clock clock = { clock_of, clock_of, NULL };
	const char *what = "";

	if (keeper_open(&f->keeper, path(f, "prog/keeper"), &clock, &what) !=
	    TT_OK)
		fail_msg("%s", what);
	/* the hub's configuration has its path from the hub's folder */
	assert_int_equal(0, chdir(path(f, "prog/hub")));
	assert_int_equal(TT_OK, keeper_serve(&f->keeping, f->keeper,
	    "../keeper/socket"));
}

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	struct init_made made;
	struct init_plan p = { .name = "Example PSIRT",
		.url = "https://" ORIGIN, .origin = ORIGIN, .interval_s = 1,
		.depth = 8, .small_team = true,
		.officer = { { .name = "ana" } }, .n_officers = 1,
		.keepers = 1, .threshold = 1,
		.agreement = init_agreement_text() };

	assert_true(sodium_init() >= 0);
	assert_int_equal(0, temp_new(&f->temp));
	p.dir = path(f, "prog");
	p.now_s = clock_now();
	assert_int_equal(CLI_DONE, init_make(&p, &made));
	start_hub(f);
	start_keeper(f);
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;
	int r;

	keeper_serve_stop(f->keeping);
	keeper_close(f->keeper);
	http_server_stop(f->server, 1);
	hub_close(f->hub);
	assert_int_equal(0, chdir("/"));
	r = temp_gone(&f->temp);
	free(f);
	return r;
}

#define TT(f, ...)	run_words(path(f, "prog"), (f)->out,		\
	(const char *const[]){ __VA_ARGS__, NULL })

/* One partner with one reader, who has joined and is confirmed. */
static void
add_reader(struct fixture *f)
{
	struct joiner j = { .token = "" };
	const char *file = path(f, "mei");

	assert_int_equal(CLI_DONE, TT(f, "partner", "add", "kiyo", "--name",
	    "Kiyokawa", "--tier", "elite", "--agreement", "1", "--paper",
	    path(f, "prog/vault/agreement-1.txt"), "--signer", "K"));
	assert_int_equal(CLI_DONE, TT(f, "partner", "approve", "kiyo"));
	assert_int_equal(CLI_DONE, TT(f, "reader", "add", "kiyo", "--name",
	    "M", "--email", "m@k", "-o", file));
	draw_keys(&j);
	read_invitation(&j, file);
	assert_int_equal(202, send_join(path(f, "prog"), &j));
	assert_int_equal(CLI_DONE, TT(f, "reader", "confirm", "--all"));
	joiner_done(&j);
}

static void
write_draft(struct fixture *f)
{
	static const char text[] = "The flaw is {{grave|severe}}.\n"
	    "It {{can|may}} be {{used|abused}} from afar.\n";
	char public[INSTANT_LEN + 1], json[512];

	instant_format(clock_now() + 7200, public);
	snprintf(json, sizeof(json), "{\"id\":\"EX-1\",\"title\":\"T\","
	    "\"public_at\":\"%s\",\"waves\":[{\"name\":\"early\","
	    "\"before\":\"1h\",\"tiers\":[\"elite\"],\"profile\":"
	    "\"full\"}],\"parts\":[{\"file\":\"a.md\",\"kind\":"
	    "\"advisory\"}]}", public);
	assert_int_equal(TT_OK, file_mkdir(path(f, "draft")));
	assert_int_equal(TT_OK, file_write(path(f, "draft/bulletin.json"),
	    json, strlen(json), 0600));
	assert_int_equal(TT_OK, file_write(path(f, "draft/a.md"), text,
	    strlen(text), 0600));
}

/* A check that was interrupted leaves a rendering, in plain. */
static void
a_seal_clears_what_checks_left(void **state)
{
	struct fixture *f = *state;
	const char *left = path(f, "prog/vault/scratch/0011223344556677");

	add_reader(f);
	write_draft(f);
	assert_int_equal(TT_OK, file_mkdirs(left));
	assert_int_equal(TT_OK, file_create(path(f,
	    "prog/vault/scratch/0011223344556677/a.md"), "x", 1, 0600));
	assert_int_equal(CLI_DONE, TT(f, "seal", path(f, "draft")));
	assert_false(file_exists(left));
}

static void
a_batch_may_end_between_any_two_statements(void **state)
{
	static const struct {
		const char *name;
		unsigned cut_after;
	} rows[] = {
		{ "all in one batch", 0 },
		{ "the codebook before the rest", 1 },
		{ "the wave before its copies", 2 },
		{ "the copies before what was rendered", 3 },
	};
	struct fixture *f = *state;

	add_reader(f);
	write_draft(f);
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		assert_int_equal(TT_OK, batch_cut(f->hub));
		assert_int_equal(CLI_DONE, TT(f, "seal", path(f, "draft")));
		f->posts = f->asked = 0;
		f->cut_after = rows[i].cut_after;
		assert_int_equal(CLI_DONE, TT(f, "publish", "EX-1",
		    "--yes=EX-1"));
	}
}

#define ROW(f)	cmocka_unit_test_setup_teardown(f, set_up, tear_down)

TEST_MAIN(ROW(a_seal_clears_what_checks_left),
    ROW(a_batch_may_end_between_any_two_statements))
