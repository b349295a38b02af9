/* SPDX-License-Identifier: ISC */
/*
 * shelf - the shares that a keeper has, as files.
 *
 * A folder for each wave, named by the leaf hash of its statement: share.age
 * (sealed as it came), wave (the statement), gaps (what the durable sum of
 * clock gaps was when it came), held (the keeper's answer).  held is written
 * last: without it the share was never accepted.  When the wave opens,
 * release is written, then shown; with shown there the wave is open for good.
 * What officers told: early and move, as they came, before they are obeyed;
 * of a retracted bulletin retracted/ID, and of each share that was destroyed
 * for it destroyed, once share.age is gone.  checkpoint is the log's newest.
 */
#ifndef KEEPER_SHELF_H
#define KEEPER_SHELF_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/merkle.h"
#include "base/span.h"
#include "programme/trusted_time.h"
#include "store/file.h"
#include "telltale/err.h"

#define SHELF_SHARES_MAX	65536

enum shelf_file {
	SHELF_SHARE,
	SHELF_WAVE,
	SHELF_HELD,
	SHELF_RELEASE,
	SHELF_SHOWN,
	SHELF_EARLY,		/* officers: open now */
	SHELF_MOVE,		/* officers: the newest instant */
	SHELF_DESTROYED,
	SHELF_FILES
};

/* One file of a wave's folder; TT_ENOENT if it is not there. */
enum tt_err shelf_read(const char *dir, const struct hash *leaf,
    enum shelf_file which, struct buf *out) MUST_USE;

/* Durable when it returns.  TT_EFULL, TT_EIO. */
enum tt_err shelf_write(const char *dir, const struct hash *leaf,
    enum shelf_file which, struct span bytes) MUST_USE;

bool shelf_has(const char *dir, const struct hash *leaf, enum shelf_file which);

/* Gone, durably; one that is not there is gone already.  TT_EIO. */
enum tt_err shelf_drop(const char *dir, const struct hash *leaf,
    enum shelf_file which) MUST_USE;

/* The officers' word that a bulletin is void, by its id. */
bool shelf_is_retracted(const char *dir, const char *bulletin);
enum tt_err shelf_retract(const char *dir, const char *bulletin,
    struct span embargo) MUST_USE;

/* The newest checkpoint, a note.  TT_ENOENT: none came yet. */
enum tt_err shelf_news_read(const char *dir, struct buf *note) MUST_USE;
enum tt_err shelf_news_write(const char *dir, struct span note) MUST_USE;

/* A folder for a new share, with share.age, wave and gaps, without held. */
enum tt_err shelf_add(const char *dir, const struct hash *leaf,
    struct span share, struct span wave, int64_t gaps_s) MUST_USE;

enum tt_err shelf_gaps(const char *dir, const struct hash *leaf,
    int64_t *gaps_s) MUST_USE;

/* Leaf hashes of all shares that were accepted; free() *out. */
enum tt_err shelf_list(const char *dir, struct hash **out, size_t *n) MUST_USE;

/* The clock's durable mark; *mark is all zero if there is none yet. */
enum tt_err shelf_mark_read(const char *dir, struct trusted_mark *mark)
    MUST_USE;
enum tt_err shelf_mark_write(const char *dir, const struct trusted_mark *mark)
    MUST_USE;

#endif
