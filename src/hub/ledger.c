/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "hub/ledger.h"
#include "store/crash.h"
#include "store/file.h"
#include "store/hub_event.h"
#include "store/hub_log.h"
#include "telltale/tlog_proof.h"

#define STEP_MAX	256	/* entries appended to the tiles at once */
#define ASK_AGAIN_S	60	/* a witness that did not cosign */

/* Where entries come from; the lock is not held while files are written. */
struct source {
	struct db	*db;
	pthread_mutex_t	*lock;
	int64_t		now_s;
};

enum tt_err
ledger_open(struct ledger *l, const char *dir, const char *origin,
    struct notary *notary, uint64_t size, const struct hash *root)
{
	struct tt_tile_io io;
	enum tt_err e;

	*l = (struct ledger){ .notary = notary };
	pthread_mutex_init(&l->lock, NULL);
	buf_init(&l->note, TT_NOTE_MAX);
	if ((e = span_copy(span_str(origin), l->origin,
	    sizeof(l->origin))) != TT_OK ||
	    (e = span_copy(span_str(dir), l->tiles.dir,
	    sizeof(l->tiles.dir))) != TT_OK ||
	    (e = file_path(l->checkpoint, dir, "checkpoint")) != TT_OK)
		goto out;
	e = TT_ENOMEM;
	if ((l->edge = calloc(1, sizeof(*l->edge))) == NULL)
		goto out;
	tt_log_edge_init(l->edge);
	io = tiles_io(&l->tiles);
	e = size > 0 ? tt_log_edge_load(l->edge, size, root, &io) : TT_OK;
out:
	if (e != TT_OK)
		ledger_close(l);
	return e;
}

void
ledger_close(struct ledger *l)
{
	if (l->notary == NULL && l->edge == NULL)
		return;
	notary_close(l->notary);
	l->notary = NULL;
	free(l->edge);
	l->edge = NULL;
	witnesses_free(l->witnesses);
	l->witnesses = NULL;
	tt_log_reader_free(l->reader);
	l->reader = NULL;
	buf_done(&l->note);
	pthread_mutex_destroy(&l->lock);
}

/* The entries from first on, at most STEP_MAX, that the database has. */
static enum tt_err
read_entries(const struct source *from, uint64_t first,
    struct hub_entry *out, size_t *n)
{
	enum tt_err e;
	uint64_t total;
	size_t i = 0;

	pthread_mutex_lock(from->lock);
	if ((e = hub_entry_count(from->db, &total)) == TT_OK && total < first)
		e = TT_EROLLBACK;
	while (e == TT_OK && first + i < total && i < STEP_MAX)
		if ((e = hub_entry_get(from->db, first + i, &out[i])) == TT_OK)
			i++;
	pthread_mutex_unlock(from->lock);
	*n = i;
	return e;
}

/* Step 3, up to STEP_MAX entries of it; *n is how many there were. */
static enum tt_err
write_some(struct ledger *l, const struct source *from, size_t *n)
{
	struct hub_entry *entry;
	struct span bytes[STEP_MAX];
	struct tt_tile_io io = tiles_io(&l->tiles);
	enum tt_err e;

	*n = 0;
	if ((entry = calloc(STEP_MAX, sizeof(*entry))) == NULL)
		return TT_ENOMEM;
	e = read_entries(from, l->edge->size, entry, n);
	for (size_t i = 0; i < *n; i++)
		bytes[i] = buf_view(&entry[i].bytes);
	if (e == TT_OK && *n > 0)
		e = tt_log_edge_append(l->edge, bytes, *n, &io);
	for (size_t i = 0; i < *n; i++)
		hub_entry_done(&entry[i]);
	free(entry);
	return e;
}

static enum tt_err
write_tiles(struct ledger *l, const struct source *from)
{
	enum tt_err e;
	size_t n;

	do {
		e = write_some(l, from, &n);
	} while (e == TT_OK && n == STEP_MAX);
	crash_point("tiles");
	return e;
}

/* Steps 4 and 5: the notary's signature over cp, kept. */
static enum tt_err
sign(struct ledger *l, const struct tt_checkpoint *cp,
    struct tt_log_reader *reader, struct buf *note)
{
	const struct tt_checkpoint *last = notary_last(l->notary);
	struct hash proof[MERKLE_PROOF_MAX];
	size_t n = 0;
	enum tt_err e = TT_OK;

	if (last->size > 0 && last->size < cp->size)
		e = merkle_prove_consistency(last->size, cp->size,
		    tt_log_reader_get, reader, proof, &n);
	if (e != TT_OK)
		return e;
	return notary_sign(l->notary, cp, proof, n, note);
}

static enum tt_err
keep_signed(const struct source *from, const struct tt_checkpoint *cp,
    const struct buf *note)
{
	enum tt_err e;

	pthread_mutex_lock(from->lock);
	e = hub_checkpoint_add(from->db, cp->size, &cp->root, buf_view(note),
	    from->now_s);
	pthread_mutex_unlock(from->lock);
	crash_point("signed");
	return e;
}

/* The note of a checkpoint that was signed before, or a new one. */
static enum tt_err
get_note(struct ledger *l, const struct source *from,
    const struct tt_checkpoint *cp, struct tt_log_reader *reader,
    struct buf *note)
{
	struct hub_checkpoint row = { .size = 0 };
	enum tt_err e;

	pthread_mutex_lock(from->lock);
	e = hub_checkpoint_get(from->db, cp->size, &row);
	pthread_mutex_unlock(from->lock);
	if (e == TT_OK) {
		if (memcmp(row.root.b, cp->root.b, sizeof(row.root.b)) == 0)
			buf_span(note, buf_view(&row.note));
		else
			e = TT_EFORK;
		hub_checkpoint_done(&row);
		return e == TT_OK ? buf_err(note) : e;
	}
	if (e != TT_ENOENT || (e = sign(l, cp, reader, note)) != TT_OK)
		return e;
	return keep_signed(from, cp, note);
}

/* The head with the log's line only, which is its first. */
static enum tt_err
bare(const struct buf *text, struct buf *out, size_t *cosigned)
{
	struct tt_note note;
	struct span line, rest;
	enum tt_err e;

	if ((e = tt_note_parse(&note, buf_view(text))) != TT_OK)
		return e;
	*cosigned = note.n - 1;
	rest = note.lines;
	span_line(&rest, &line);
	buf_init(out, TT_NOTE_MAX);
	buf_span(out, note.text);
	buf_char(out, '\n');
	buf_span(out, line);
	buf_char(out, '\n');
	return buf_err(out);
}

static enum tt_err
keep_cosigned(const struct source *from, const struct tt_checkpoint *cp,
    const struct buf *note)
{
	enum tt_err e;

	pthread_mutex_lock(from->lock);
	e = hub_checkpoint_note(from->db, cp->size, buf_view(note));
	pthread_mutex_unlock(from->lock);
	crash_point("cosigned");
	return e;
}

/* Step 6: what witnesses say in time, kept if they are more than before. */
static enum tt_err
cosign(struct ledger *l, const struct source *from,
    const struct tt_checkpoint *cp, struct tt_log_reader *reader,
    struct buf *note)
{
	size_t n = 0, had = 0, all = witnesses_count(l->witnesses);
	struct buf asked = { .n = 0 };
	enum tt_err e;

	if (all == 0)
		return TT_OK;
	if ((e = bare(note, &asked, &had)) == TT_OK && had < all) {
		l->asked_s = from->now_s;
		e = witnesses_ask(l->witnesses, cp, reader, &asked, &n);
	}
	l->unwitnessed = n < all && had < all;
	if (e == TT_OK && n > had) {
		buf_done(note);
		*note = asked;	/* transferred */
		return keep_cosigned(from, cp, note);
	}
	buf_done(&asked);
	return e;
}

bool
ledger_asks_again(const struct ledger *l, int64_t now_s)
{
	return l->unwitnessed && (now_s >= l->asked_s + ASK_AGAIN_S ||
	    now_s < l->asked_s);
}

static void
set_served(struct ledger *l, uint64_t size)
{
	pthread_mutex_lock(&l->lock);
	l->served = size;
	pthread_mutex_unlock(&l->lock);
}

/* Steps 7 and 8. */
static enum tt_err
publish(struct ledger *l, const struct source *from,
    const struct tt_checkpoint *cp, const struct buf *note)
{
	struct db *db = from->db;
	enum tt_err e;

	set_served(l, cp->size);
	e = file_write(l->checkpoint, note->p, note->n, 0600);
	if (e != TT_OK)
		return e;
	crash_point("published");
	pthread_mutex_lock(from->lock);
	if ((e = db_begin(db)) == TT_OK) {
		if ((e = hub_checkpoint_published(db, cp->size)) == TT_OK)
			e = hub_event_logged(db, cp->size);
		if (e == TT_OK)
			e = db_commit(db);
		else
			db_rollback(db);
	}
	pthread_mutex_unlock(from->lock);
	crash_point("logged");
	return e;
}

/* From here on proofs are of this checkpoint.  TAKES reader and note. */
static void
swap(struct ledger *l, uint64_t size, struct tt_log_reader *reader,
    struct buf *note)
{
	pthread_mutex_lock(&l->lock);
	tt_log_reader_free(l->reader);
	l->reader = reader;
	l->size = size;
	buf_done(&l->note);
	l->note = *note;
	pthread_mutex_unlock(&l->lock);
}

enum tt_err
ledger_advance(struct ledger *l, struct db *db, pthread_mutex_t *db_lock,
    int64_t now_s)
{
	const struct source from = { db, db_lock, now_s };
	struct tt_tile_io io = tiles_io(&l->tiles);
	struct tt_log_reader *reader = NULL;
	struct tt_checkpoint cp = { .size = 0 };
	struct buf note;
	enum tt_err e;

	if ((e = write_tiles(l, &from)) != TT_OK)
		return e;
	if (l->edge->size == 0 || (l->edge->size == ledger_size(l) &&
	    !ledger_asks_again(l, now_s)))
		return TT_OK;
	memcpy(cp.origin, l->origin, sizeof(cp.origin));
	cp.size = l->edge->size;
	tt_log_edge_root(l->edge, &cp.root);
	buf_init(&note, TT_NOTE_MAX);
	if ((e = tt_log_reader_new(&reader, &cp, &io)) != TT_OK ||
	    (e = get_note(l, &from, &cp, reader, &note)) != TT_OK ||
	    (e = cosign(l, &from, &cp, reader, &note)) != TT_OK ||
	    (e = publish(l, &from, &cp, &note)) != TT_OK) {
		tt_log_reader_free(reader);
		buf_done(&note);
		return e;
	}
	swap(l, cp.size, reader, &note);	/* both transferred */
	return TT_OK;
}

uint64_t
ledger_size(struct ledger *l)
{
	uint64_t size;

	pthread_mutex_lock(&l->lock);
	size = l->size;
	pthread_mutex_unlock(&l->lock);
	return size;
}

uint64_t
ledger_served(struct ledger *l)
{
	uint64_t size;

	pthread_mutex_lock(&l->lock);
	size = l->served;
	pthread_mutex_unlock(&l->lock);
	return size;
}

enum tt_err
ledger_prove(struct ledger *l, uint64_t index, struct buf *out)
{
	struct tt_tlog_proof p = { .index = index };
	enum tt_err e = TT_ENOENT;

	pthread_mutex_lock(&l->lock);
	if (index < l->size) {
		p.checkpoint = buf_view(&l->note);
		e = tt_log_reader_prove(l->reader, index, p.proof, &p.n);
		if (e == TT_OK)
			e = tt_tlog_proof_format(&p, out);
	}
	pthread_mutex_unlock(&l->lock);
	return e;
}

static void
put_hashes(struct buf *out, const struct hash *h, size_t n)
{
	char text[B64_LEN(sizeof(h->b)) + 1];

	for (size_t i = 0; i < n; i++) {
		b64_encode(text, h[i].b, sizeof(h[i].b));
		buf_printf(out, "%s\n", text);
	}
}

enum tt_err
ledger_extend(struct ledger *l, uint64_t old, struct buf *out)
{
	struct hash proof[MERKLE_PROOF_MAX];
	enum tt_err e = TT_OK;
	size_t n = 0;

	pthread_mutex_lock(&l->lock);
	if (old > l->size)
		e = TT_EROLLBACK;
	else if (l->size == 0)
		e = TT_EAGAIN;
	else if (old > 0 && old < l->size)
		e = merkle_prove_consistency(old, l->size, tt_log_reader_get,
		    l->reader, proof, &n);
	if (e == TT_OK) {
		buf_printf(out, "old %" PRIu64 "\n", old);
		put_hashes(out, proof, n);
		buf_char(out, '\n');
		buf_span(out, buf_view(&l->note));
		e = buf_err(out);
	}
	pthread_mutex_unlock(&l->lock);
	return e;
}
