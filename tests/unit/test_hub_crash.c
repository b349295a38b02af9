/* SPDX-License-Identifier: ISC */
/*
 * The hub stopped at every point that crash.h names, for the first time, the
 * second and so on: what was acknowledged before is there after the restart,
 * every checkpoint ever seen is followed by the next, and what was under way
 * can be done again.  Needs a build with -Dcrash_points=true.
 */
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "test.h"
#include "temp.h"
#include "hub_kit.h"
#include "hub_story.h"
#include "store/hub_event.h"
#include "telltale/log_reader.h"

#define CRASHED		86	/* crash.h */
#define TIMES_MAX	200	/* passings of one point in one story */

/* What the child has been told, through a pipe. */
enum told { ACCEPTED, COPY_CAME, CHECKPOINT };
struct ack {
	enum told	what;
	struct hash	leaf;
	struct tt_checkpoint cp;
};

struct watch {
	struct story	*s;
	int		out;	/* the child's end */
};

static void
tell(struct watch *w, const struct ack *a)
{
	if (write(w->out, a, sizeof(*a)) != (ssize_t)sizeof(*a))
		_exit(3);
}

static void
need(bool ok)
{
	if (!ok)
		_exit(4);	/* in the child an assertion would return */
}

static void
look(struct watch *w)
{
	struct ack a = { .what = CHECKPOINT };
	struct kit_answer c = kit_raw(w->s->k, HTTP_GET, "/checkpoint", NULL,
	    SPAN(""));
	struct tt_note note;

	need(c.status == 200);
	need(tt_note_parse(&note, buf_view(&c.body)) == TT_OK);
	need(tt_checkpoint_parse(&a.cp, note.text.p, note.text.n) == TT_OK);
	tell(w, &a);
	buf_done(&c.body);
}

static void
hand_in(struct watch *w, const struct buf *statement, struct hash *leaf)
{
	struct ack a = { .what = ACCEPTED };

	need(kit_hand_in(w->s->k, &w->s->k->publisher, statement, leaf) ==
	    202);
	a.leaf = *leaf;
	tell(w, &a);
}

static void
cut(struct watch *w)
{
	w->s->k->now_s++;
	need(batch_cut(w->s->k->hub) == TT_OK);
	look(w);
}

/* Statements, a batch over them, an empty one. */
static void
story_of_a_batch(struct watch *w)
{
	struct story *s = w->s;

	look(w);
	hand_in(w, &s->codebook, &s->codebook_leaf);
	hand_in(w, &s->wave, &s->wave_leaf);
	cut(w);
	cut(w);
}

/* All that publish does, and that it can be said again. */
static void
story_of_publish(struct watch *w)
{
	struct story *s = w->s;
	struct kit_answer a;

	hand_in(w, &s->codebook, &s->codebook_leaf);
	hand_in(w, &s->wave, &s->wave_leaf);
	hand_in(w, &s->copies, &s->copies_leaf);
	need(story_put(s, "copy", &s->copy_sha, span_of(s->copy,
	    sizeof(s->copy))) == 204);
	need(story_put(s, "set", &s->root, buf_view(&s->set)) == 204);
	need(story_put(s, "terms", &s->terms_sha, buf_view(&s->terms)) ==
	    204);
	cut(w);
	need(kit_status(s->k, &s->k->publisher, HTTP_POST,
	    "/api/v1/keeper/01/share", SPAN("{}")) == 200);
	a = story_publish(s, true);
	need(a.status == 200);
	buf_done(&a.body);
}

/* After publish: a receipt, its batch. */
static void
story_of_a_receipt(struct watch *w)
{
	struct ack a = { .what = COPY_CAME };
	struct story *s = w->s;
	struct kit_answer got;
	struct buf r;

	story_receipt(s, &s->k->reader, s->k->reader_id, &s->copy_sha, &r);
	got = kit_call(s->k, &s->k->reader, HTTP_POST, "/api/v1/receipt",
	    buf_view(&r));
	need(got.status == 200 && got.body.n == sizeof(s->copy));
	tell(w, &a);
	buf_done(&got.body);
	buf_done(&r);
	cut(w);
}

/* After publish: the instant. */
static void
story_of_a_release(struct watch *w)
{
	unsigned left;

	w->s->k->now_s = STORY_OPENS;
	need(release_due(w->s->k->hub, &left) == TT_OK && left == 0);
	cut(w);
}

static const struct scene {
	const char	*name;
	void		(*run)(struct watch *w);
	bool		published;	/* begins after publish */
} scenes[] = {
	{ "batch", story_of_a_batch, false },
	{ "publish", story_of_publish, false },
	{ "receipt", story_of_a_receipt, true },
	{ "release", story_of_a_release, true },
};

static const char *const points[] = { "db-commit", "db-committed",
	"file-synced", "file-renamed", "statement", "cut", "tiles",
	"notary-asked", "notary-stored", "signed", "published", "logged",
	"upload", "held", "publish", "receipt", "wave-key" };

static void
child(const struct scene *scene, struct watch *w, const char *point, int n)
{
	char at[64];

	snprintf(at, sizeof(at), "%s:%d", point, n);
	setenv("TELLTALE_CRASH_AT", at, 1);
	alarm(120);	/* hung is failed, not for ever */
	if (kit_open(w->s->k) != TT_OK)
		_exit(5);
	scene->run(w);
	hub_close(w->s->k->hub);
	_exit(0);
}

static enum tt_err
read_tile(void *ctx, const struct tt_tile *t, struct buf *out)
{
	struct kit *k = ctx;
	struct tt_tile_io io = tiles_io(&k->hub->ledger.tiles);

	return io.get(io.ctx, t, out);
}

static void
check_follows(struct kit *k, const struct tt_checkpoint *seen)
{
	const struct tt_tile_io io = { .get = read_tile, .ctx = k };
	struct kit_answer c = kit_raw(k, HTTP_GET, "/checkpoint", NULL,
	    SPAN(""));
	struct tt_checkpoint now;
	struct tt_log_reader *r;
	struct tt_note note;
	struct span entry;

	assert_int_equal(TT_OK, tt_note_parse(&note, buf_view(&c.body)));
	assert_int_equal(TT_OK, tt_checkpoint_parse(&now, note.text.p,
	    note.text.n));
	assert_int_equal(TT_OK, tt_log_reader_new(&r, &now, &io));
	assert_int_equal(TT_OK, tt_log_reader_follows(r, seen));
	for (uint64_t i = 0; i < now.size; i++)
		assert_int_equal(TT_OK, tt_log_reader_entry(r, i, &entry));
	tt_log_reader_free(r);
	buf_done(&c.body);
}

/* Nothing that was acknowledged is lost. */
static void
check_acks(struct story *s, int in)
{
	struct hub_event ev = { .n = 0 };
	struct ack a;

	while (read(in, &a, sizeof(a)) == (ssize_t)sizeof(a))
		switch (a.what) {
		case ACCEPTED:
			assert_int_equal(TT_OK, hub_event_by_leaf(
			    s->k->hub->db, &a.leaf, &ev));
			hub_event_done(&ev);
			break;
		case COPY_CAME:
			assert_int_equal(TT_OK, hub_event_next_of(
			    s->k->hub->db, s->k->reader_id, TT_RECEIPT, 0,
			    &ev));
			hub_event_done(&ev);
			break;
		case CHECKPOINT:
			check_follows(s->k, &a.cp);
			break;
		}
}

/*
 * The keeper as a process of its own: a child that is to be stopped has no
 * threads in it then, nor has what it was forked from.
 */
static pid_t
keeper_process(struct story *s)
{
	int ends[2];
	pid_t pid;
	char c;

	s->open = true;
	assert_int_equal(0, pipe(ends));
	if ((pid = fork()) == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		file_unlock(s->k->hub->folder_lock);	/* its own fd of it */
		story_keeper(s);
		need(write(ends[1], "k", 1) == 1);
		for (;;)
			pause();
	}
	close(ends[1]);
	assert_int_equal(1, read(ends[0], &c, 1));	/* it listens */
	close(ends[0]);
	return pid;
}

static void
end_process(pid_t pid)
{
	int status;

	assert_int_equal(0, kill(pid, SIGKILL));
	assert_int_equal(pid, waitpid(pid, &status, 0));
}

/* True: the point was come by n times, and the child stopped there. */
static bool
crash_once(const struct scene *scene, const char *point, int n)
{
	void *state = NULL;
	struct watch w;
	struct story *s;
	int ends[2], status;
	pid_t pid, keeper;

	assert_int_equal(0, kit_new(&state));
	s = story_new(state);
	keeper = keeper_process(s);
	if (scene->published)
		story_published(s, true);
	kit_cut(s->k);
	kit_close(s->k);
	assert_int_equal(0, pipe(ends));
	w = (struct watch){ s, ends[1] };
	if ((pid = fork()) == 0)
		child(scene, &w, point, n);
	close(ends[1]);
	assert_int_equal(pid, waitpid(pid, &status, 0));
	status = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
	if (status != 0 && status != CRASHED)
		fail_msg("%s: %s:%d ended with %d", scene->name, point, n,
		    status);

	if (kit_open(s->k) != TT_OK)
		fail_msg("%s: %s:%d does not start again: %s", scene->name,
		    point, n, s->k->diag.text);
	check_acks(s, ends[0]);
	close(ends[0]);
	/* and the whole story again, on top of what is left */
	assert_int_equal(0, pipe(ends));
	w.out = ends[1];
	s->k->now_s++;
	scene->run(&w);
	close(ends[1]);
	check_acks(s, ends[0]);
	close(ends[0]);
	end_process(keeper);
	story_free(s);
	assert_int_equal(0, kit_gone(&state));
	return status == CRASHED;
}

static void
nothing_acknowledged_is_lost_wherever_it_stops(void **state)
{
	static char row[96];	/* is printed at the end */
	int total = 0, n;

#ifndef TELLTALE_CRASH_POINTS
	skip();
#endif
	for (size_t i = 0; i < N_ROWS(scenes); i++)
		for (size_t p = 0; p < N_ROWS(points); p++) {
			snprintf(row, sizeof(row), "%s, %s", scenes[i].name,
			    points[p]);
			CHECK_ROW(state, row);
			for (n = 1; crash_once(&scenes[i], points[p], n); n++)
				assert_true(n < TIMES_MAX);
			total += n - 1;
		}
	printf("%d crashes\n", total);
	assert_true(total > 100);
}

TEST_MAIN(cmocka_unit_test(nothing_acknowledged_is_lost_wherever_it_stops))
