/* SPDX-License-Identifier: ISC */
/*
 * The hub's log from its first entry on: what it serves verifies, grows only,
 * and a hub on another past than its own does not start.
 */
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "test.h"
#include "temp.h"
#include "hub_kit.h"
#include "store/hub_event.h"
#include "store/hub_log.h"
#include "telltale/log_reader.h"
#include "telltale/policy.h"

static struct tt_policy *
policy_of(struct kit *k)
{
	char vkey[TT_VKEY_TEXT_MAX + 1], text[1024];
	struct tt_policy *p;

	tt_vkey_format(&k->created.log, vkey);
	snprintf(text, sizeof(text), "log %s\nquorum none\n", vkey);
	assert_int_equal(TT_OK, tt_policy_new(&p, span_str(text), NULL));
	return p;
}

/* Tiles as a stranger gets them. */
static enum tt_err
fetch_tile(void *ctx, const struct tt_tile *t, struct buf *out)
{
	char target[TT_TILE_PATH_MAX + 2] = "/";
	struct kit_answer a;
	enum tt_err e = TT_ENOENT;

	tt_tile_path(t, target + 1);
	a = kit_raw(ctx, HTTP_GET, target, NULL, SPAN(""));
	if (a.status == 200) {
		buf_span(out, buf_view(&a.body));
		e = buf_err(out);
	} else {
		assert_int_equal(0, a.body.n);
	}
	buf_done(&a.body);
	return e;
}

/* Fetch the checkpoint, read every entry through tiles, compare to seen. */
static void
verify(struct kit *k, struct tt_checkpoint *seen)
{
	const struct tt_tile_io io = { .get = fetch_tile, .ctx = k };
	struct kit_answer a = kit_raw(k, HTTP_GET, "/checkpoint", NULL,
	    SPAN(""));
	struct tt_policy *p = policy_of(k);
	struct tt_policy_verdict v;
	struct tt_log_reader *r;
	struct span entry;

	assert_int_equal(200, a.status);
	assert_int_equal(TT_OK, tt_policy_open(p, buf_view(&a.body), &v));
	assert_int_equal(TT_OK, tt_log_reader_new(&r, &v.checkpoint, &io));
	for (uint64_t i = 0; i < v.checkpoint.size; i++)
		assert_int_equal(TT_OK, tt_log_reader_entry(r, i, &entry));
	if (seen->size > 0)
		assert_int_equal(TT_OK, tt_log_reader_follows(r, seen));
	*seen = v.checkpoint;
	tt_log_reader_free(r);
	tt_policy_free(p);
	buf_done(&a.body);
}

static void
a_new_log_has_programme_keys_and_agreement(void **state)
{
	struct tt_checkpoint cp = { .size = 0 };
	struct kit *k = *state;
	struct hub_entry e = { .index = 0 };
	const struct buf *want[] = { &k->programme, &k->keys, &k->agreement };

	verify(k, &cp);
	assert_int_equal(3, cp.size);
	assert_string_equal(KIT_ORIGIN, cp.origin);
	for (size_t i = 0; i < N_ROWS(want); i++) {
		assert_int_equal(TT_OK, hub_entry_get(k->hub->db, i, &e));
		assert_true(span_eq(buf_view(want[i]), buf_view(&e.bytes)));
		hub_entry_done(&e);
	}
}

static void
batches_are_numbered_padded_and_verify(void **state)
{
	struct tt_checkpoint cp = { .size = 0 };
	struct hub_entry row = { .index = 0 };
	struct tt_statement s;
	struct kit *k = *state;
	struct hash keys, got;

	kit_partner_state(k, "approved");
	for (int i = 1; i <= 300; i++) {	/* over a tile's width */
		kit_cut(k);
		if (i % 50 == 1 || i > 250)
			verify(k, &cp);
	}
	assert_int_equal(303, cp.size);
	sha256(keys.b, k->keys.p, k->keys.n);
	for (uint64_t i = 3; i < 303; i++) {
		assert_int_equal(TT_OK, hub_entry_get(k->hub->db, i, &row));
		assert_int_equal(TT_OK, tt_statement_parse(&s,
		    buf_view(&row.bytes), NULL));
		assert_int_equal(TT_BATCH, s.kind);
		assert_int_equal(i - 2, tt_statement_number(&s, "number", 0));
		assert_int_equal(KIT_DEPTH, tt_statement_number(&s, "depth",
		    0));
		assert_true(tt_statement_hash(&s, "keys", &got));
		assert_memory_equal(keys.b, got.b, sizeof(keys.b));
		hub_entry_done(&row);
	}
}

static void
a_batch_takes_what_fits_and_the_rest_waits(void **state)
{
	struct kit *k = *state;
	struct hub_event ev = { .n = 0 };
	int64_t n = 0;
	size_t in_first = 0, in_second = 0;

	for (int i = 0; i < (1 << KIT_DEPTH) + 3; i++) {
		k->now_s++;	/* so that no two are the same */
		kit_partner_state(k, "approved");
	}
	kit_cut(k);
	kit_cut(k);
	while (hub_event_next(k->hub->db, n, &ev) == TT_OK) {
		n = ev.n;
		in_first += ev.entry == 3;
		in_second += ev.entry == 4;
		assert_true(ev.logged);
		hub_event_done(&ev);
	}
	assert_int_equal(1 << KIT_DEPTH, in_first);
	assert_int_equal(3, in_second);
}

static void
partial_tiles_go_a_day_after_the_full_one_came(void **state)
{
	struct tt_checkpoint cp = { .size = 0 };
	struct kit *k = *state;
	struct tiles *t = &k->hub->ledger.tiles;
	const int64_t now = (int64_t)time(NULL);
	char gone[512], kept[512];

	for (int i = 0; i < 258; i++)
		kit_cut(k);
	snprintf(gone, sizeof(gone), "%s/ledger/tile/entries/000.p", k->dir);
	snprintf(kept, sizeof(kept), "%s/ledger/tile/0/001.p", k->dir);
	assert_int_equal(TT_OK, tiles_tidy(t, 261, now));
	assert_true(file_exists(gone));
	assert_int_equal(TT_OK, tiles_tidy(t, 261, now + TILES_KEEP_S + 60));
	assert_false(file_exists(gone));
	assert_true(file_exists(kept));
	verify(k, &cp);
	assert_int_equal(261, cp.size);
	kit_reopen(k);
	kit_cut(k);
	verify(k, &cp);
}

static void
a_restart_changes_nothing(void **state)
{
	struct tt_checkpoint cp = { .size = 0 }, again = { .size = 0 };
	struct kit *k = *state;

	kit_cut(k);
	verify(k, &cp);
	kit_reopen(k);
	verify(k, &again);
	assert_memory_equal(&cp, &again, sizeof(cp));
	kit_cut(k);
	verify(k, &again);
	assert_int_equal(cp.size + 1, again.size);
}

static void
only_spelled_names_are_served(void **state)
{
	static const struct {
		const char *name, *target;
		unsigned status;
	} rows[] = {
		{ "checkpoint", "/checkpoint", 200 },
		{ "partial tile", "/tile/0/000.p/3", 200 },
		{ "partial bundle", "/tile/entries/000.p/3", 200 },
		{ "partial of no size", "/tile/0/000.p/2", 404 },
		{ "full tile that is not there", "/tile/0/000", 404 },
		{ "other spelling", "/tile/0/0.p/3", 404 },
		{ "width with a zero", "/tile/0/000.p/03", 404 },
		{ "parent folder", "/tile/../checkpoint", 404 },
		{ "double slash", "/tile//0/000.p/3", 404 },
		{ "slash at the end", "/checkpoint/", 404 },
		{ "other folder", "/copies/x", 404 },
		{ "database", "/hub.db", 404 },
		{ "encoded dots", "/tile/%2e%2e/checkpoint", 404 },
		{ "wave that is not there", "/wave/00000000000000000000000000"
		  "00000000000000000000000000000000000000/key", 404 },
		{ "wave of no hash", "/wave/../key", 404 },
		{ "root", "/", 404 },
	};
	struct kit_answer a;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		a = kit_raw(*state, HTTP_GET, rows[i].target, NULL, SPAN(""));
		assert_int_equal(rows[i].status, a.status);
		buf_done(&a.body);
	}
}

static void
set_aside(struct kit *k, const char *name, const char *as)
{
	char from[512], to[512];

	snprintf(from, sizeof(from), "%s/%s", k->dir, name);
	snprintf(to, sizeof(to), "%s/%s", k->dir, as);
	assert_int_equal(0, rename(from, to));
}

static void
copy_file(struct kit *k, const char *name, const char *as)
{
	char from[512], to[512];
	struct buf b;

	snprintf(from, sizeof(from), "%s/%s", k->dir, name);
	snprintf(to, sizeof(to), "%s/%s", k->dir, as);
	assert_int_equal(TT_OK, file_read(from, (size_t)1 << 30, &b));
	assert_int_equal(TT_OK, file_write(to, b.p, b.n, 0600));
	buf_done(&b);
}

static void
a_missing_part_of_the_past_stops_the_start(void **state)
{
	static const struct {
		const char *name, *file;
	} rows[] = {
		{ "database", "hub.db" },
		{ "notary's state", "notary" },
		{ "log key", "log.sign" },
		{ "published checkpoint", "ledger/checkpoint" },
		{ "tile", "ledger/tile/0/000.p/4" },
		{ "bundle of entries", "ledger/tile/entries/000.p/4" },
		{ "challenge key", "challenge.key" },
	};
	struct kit *k = *state;

	kit_cut(k);
	kit_close(k);
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		set_aside(k, rows[i].file, "aside");
		assert_int_equal(TT_ENOENT, kit_open(k));
		assert_true(k->diag.text[0] != '\0');
		set_aside(k, "aside", rows[i].file);
	}
	assert_int_equal(TT_OK, kit_open(k));
}

static void
an_older_database_is_a_rollback_that_names_the_sizes(void **state)
{
	struct kit *k = *state;

	kit_cut(k);
	kit_close(k);
	copy_file(k, "hub.db", "yesterday.db");
	assert_int_equal(TT_OK, kit_open(k));
	kit_cut(k);
	kit_cut(k);
	kit_close(k);
	copy_file(k, "yesterday.db", "hub.db");
	assert_int_equal(TT_EROLLBACK, kit_open(k));
	assert_non_null(strstr(k->diag.text, "the notary has size 6"));
	assert_non_null(strstr(k->diag.text, "the database 4"));
}

/* With notary and published file of the same backup only clients notice. */
static void
the_notary_elsewhere_notices_a_whole_disk_from_yesterday(void **state)
{
	struct kit *k = *state;

	kit_cut(k);
	kit_close(k);
	copy_file(k, "hub.db", "yesterday.db");
	copy_file(k, "ledger/checkpoint", "yesterday.checkpoint");
	assert_int_equal(TT_OK, kit_open(k));
	kit_cut(k);
	kit_close(k);
	copy_file(k, "yesterday.db", "hub.db");
	copy_file(k, "yesterday.checkpoint", "ledger/checkpoint");
	assert_int_equal(TT_EROLLBACK, kit_open(k));
	assert_non_null(strstr(k->diag.text, "notary"));
}

static void
another_history_of_the_same_size_is_a_fork(void **state)
{
	struct kit *k = *state;

	kit_cut(k);
	kit_close(k);
	copy_file(k, "hub.db", "yesterday.db");
	copy_file(k, "ledger/checkpoint", "yesterday.checkpoint");
	copy_file(k, "notary", "yesterday.notary");
	assert_int_equal(TT_OK, kit_open(k));
	kit_cut(k);
	kit_close(k);
	copy_file(k, "ledger/checkpoint", "today.checkpoint");
	/* go on from yesterday, and then be shown today's checkpoint */
	copy_file(k, "yesterday.db", "hub.db");
	copy_file(k, "yesterday.checkpoint", "ledger/checkpoint");
	copy_file(k, "yesterday.notary", "notary");
	k->now_s += 100;
	assert_int_equal(TT_OK, kit_open(k));
	assert_int_equal(TT_EEXIST, batch_cut(k->hub));	/* tiles remember */
	kit_close(k);
	copy_file(k, "today.checkpoint", "ledger/checkpoint");
	assert_int_equal(TT_EFORK, kit_open(k));
	assert_non_null(strstr(k->diag.text, "another root"));
}

static void
a_changed_checkpoint_file_is_refused(void **state)
{
	struct kit *k = *state;
	char path[512];
	struct buf b;

	kit_close(k);
	snprintf(path, sizeof(path), "%s/ledger/checkpoint", k->dir);
	assert_int_equal(TT_OK, file_read(path, TT_NOTE_MAX, &b));
	b.p[strlen(KIT_ORIGIN) + 1] = '2';	/* size 3 becomes 2 */
	assert_int_equal(TT_OK, file_write(path, b.p, b.n, 0600));
	assert_int_equal(TT_ESIG, kit_open(k));
	buf_done(&b);
}

static void
one_folder_has_one_hub(void **state)
{
	const struct hub_params p = { .dir = ((struct kit *)*state)->dir,
		.now_s = kit_clock, .now_ctx = *state, .rng = rng_system() };
	struct hub *second = NULL;
	struct hub_diag diag;

	assert_int_equal(TT_EAGAIN, hub_open(&second, &p, &diag));
	assert_null(second);
}

/* What a publisher is told who waits for a statement that is not there. */
static unsigned
asked(struct kit *k)
{
	return kit_status(k, &k->publisher, HTTP_GET, "/api/v1/statement/"
	    "0000000000000000000000000000000000000000000000000000000000000000",
	    SPAN(""));
}

static void
a_full_disk_stops_a_batch_and_takes_nothing_back(void **state)
{
	struct tt_checkpoint cp = { .size = 0 };
	struct kit *k = *state;
	struct temp_limit limit;
	enum tt_err e;

	kit_partner_state(k, "approved");
	kit_cut(k);
	verify(k, &cp);
	kit_partner_state(k, "suspended");
	temp_limit_files(&limit, 64);
	k->now_s++;
	e = batch_cut(k->hub);
	temp_limit_end(&limit);
	assert_int_equal(TT_EFULL, e);
	verify(k, &cp);
	assert_int_equal(507, asked(k));
	kit_cut(k);
	assert_int_equal(404, asked(k));
	verify(k, &cp);
	kit_reopen(k);
	verify(k, &cp);
}

static void
a_clock_that_goes_back_cuts_nothing(void **state)
{
	struct tt_checkpoint cp = { .size = 0 };
	struct kit *k = *state;

	kit_partner_state(k, "approved");
	kit_cut(k);
	verify(k, &cp);
	kit_partner_state(k, "suspended");
	k->now_s -= 86400;
	assert_int_equal(TT_EEARLY, batch_cut(k->hub));
	verify(k, &cp);
	k->now_s += 86400;
	kit_cut(k);
	verify(k, &cp);
}

static void
nothing_but_the_right_first_statements_makes_a_log(void **state)
{
	struct kit *k = *state;
	struct hub_create_params p = { .origin = KIT_ORIGIN, .name = "x" };
	struct hub_created other;
	char dir[512];

	kit_close(k);
	snprintf(dir, sizeof(dir), "%s/other", k->temp->dir);
	p.dir = dir;
	assert_int_equal(TT_EEXIST, hub_create_ledger(k->dir,
	    buf_view(&k->programme), buf_view(&k->keys),
	    buf_view(&k->agreement), k->now_s));
	assert_int_equal(TT_OK, hub_create(&p, k->rng, k->now_s, &other));
	/* another log's key than the one that was made for it */
	assert_int_equal(TT_EREFUSED, hub_create_ledger(dir,
	    buf_view(&k->programme), buf_view(&k->keys),
	    buf_view(&k->agreement), k->now_s));
	assert_int_equal(TT_EEXIST, hub_create(&p, k->rng, k->now_s, &other));
	p.origin = "no origin";
	assert_int_equal(TT_ESYNTAX, hub_create(&p, k->rng, k->now_s,
	    &other));
}

/* A program's exit status; its words go nowhere. */
static int
run(const char *in, char *const argv[])
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		int null = open("/dev/null", O_WRONLY);

		dup2(null, STDOUT_FILENO);
		dup2(null, STDERR_FILENO);
		if (chdir(in) == 0)
			execvp(argv[0], argv);
		_exit(127);
	}
	assert_int_equal(pid, waitpid(pid, &status, 0));
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

/* The outside checker, where it can be built: it shares no code with us. */
static void
an_outside_checker_accepts_the_log(void **state)
{
	const char *check = shared_or_skip("checks/logverify");
	char vkey[TT_VKEY_TEXT_MAX + 1], bin[300], cache[300];
	struct kit *k = *state;
	char *build[] = { "go", "build", "-o", bin, ".", NULL };
	char *first[] = { bin, "-log", vkey, "-save", "seen", "hub/ledger",
		NULL };
	char *later[] = { bin, "-log", vkey, "-old", "seen", "-save", "seen",
		"hub/ledger", NULL };

	snprintf(bin, sizeof(bin), "%s/logverify", k->temp->dir);
	snprintf(cache, sizeof(cache), "%s/go", k->temp->dir);
	setenv("GOCACHE", cache, 0);
	setenv("GO111MODULE", "off", 1);
	setenv("GOFLAGS", "", 1);
	setenv("GOPATH", "/usr/share/gocode", 1);
	if (run(check, build) != 0)
		skip();
	tt_vkey_format(&k->created.log, vkey);
	for (int i = 0; i < 260; i++) {
		kit_cut(k);
		if (i % 86 == 0 || i >= 256)
			assert_int_equal(0, run(k->temp->dir,
			    i == 0 ? first : later));
	}
}

/* A client takes 404 for a ledger that is gone, and raises an alarm. */
static void
what_cannot_be_opened_now_is_not_absent(void **state)
{
	struct kit *k = *state;
	struct rlimit was, none;

	assert_int_equal(0, getrlimit(RLIMIT_NOFILE, &was));
	none = was;
	none.rlim_cur = 3;
	assert_int_equal(200, kit_status(k, NULL, HTTP_GET, "/checkpoint",
	    SPAN("")));
	assert_int_equal(0, setrlimit(RLIMIT_NOFILE, &none));
	assert_int_equal(503, kit_status(k, NULL, HTTP_GET, "/checkpoint",
	    SPAN("")));
	assert_int_equal(503, kit_status(k, NULL, HTTP_GET, "/tile/0/000.p/3",
	    SPAN("")));
	assert_int_equal(0, setrlimit(RLIMIT_NOFILE, &was));
	assert_int_equal(200, kit_status(k, NULL, HTTP_GET, "/checkpoint",
	    SPAN("")));
}

TEST_MAIN(IN_KIT(a_new_log_has_programme_keys_and_agreement),
    IN_KIT(batches_are_numbered_padded_and_verify),
    IN_KIT(a_batch_takes_what_fits_and_the_rest_waits),
    IN_KIT(partial_tiles_go_a_day_after_the_full_one_came),
    IN_KIT(a_restart_changes_nothing),
    IN_KIT(only_spelled_names_are_served),
    IN_KIT(a_missing_part_of_the_past_stops_the_start),
    IN_KIT(an_older_database_is_a_rollback_that_names_the_sizes),
    IN_KIT(the_notary_elsewhere_notices_a_whole_disk_from_yesterday),
    IN_KIT(another_history_of_the_same_size_is_a_fork),
    IN_KIT(a_changed_checkpoint_file_is_refused),
    IN_KIT(what_cannot_be_opened_now_is_not_absent),
    IN_KIT(one_folder_has_one_hub),
    IN_KIT(a_full_disk_stops_a_batch_and_takes_nothing_back),
    IN_KIT(a_clock_that_goes_back_cuts_nothing),
    IN_KIT(nothing_but_the_right_first_statements_makes_a_log),
    IN_KIT(an_outside_checker_accepts_the_log))
