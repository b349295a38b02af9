/* SPDX-License-Identifier: ISC */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hex.h"
#include "base/sha256.h"
#include "hub/backup.h"
#include "hub/startup.h"
#include "hub/uploads.h"
#include "store/file_err.h"
#include "store/hub_log.h"
#include "store/hub_sql.h"
#include "store/snapshot.h"

#define SUMS		"SHA256SUMS"
#define SUMS_MAX	((size_t)256 << 20)	/* bytes; 2 million files */
#define PIECE		65536
#define NAMES_MAX	4000000			/* in one folder */
#define DATABASE	"hub.db"

/* A backup that is being made, or put back. */
struct work {
	char from[FILE_PATH_MAX], to[FILE_PATH_MAX];
	struct buf sums;		/* "HEX  NAME" lines */
	struct backup_made made;
	struct hub_diag *diag;
};

static enum tt_err
fault(struct work *w, const char *what, enum tt_err e)
{
	if (e != TT_OK)
		snprintf(w->diag->text, sizeof(w->diag->text),
		    "%.200s: %.200s", what, tt_err_text(e));
	return e;
}

static enum tt_err
pour(int from, int to, struct sha256 *sum, uint64_t *bytes)
{
	char piece[PIECE];
	ssize_t n;

	while ((n = read(from, piece, sizeof(piece))) > 0) {
		sha256_add(sum, piece, (size_t)n);
		*bytes += (uint64_t)n;
		if (to == -1)
			continue;
		for (ssize_t done = 0, w; done < n; done += w)
			if ((w = write(to, piece + done,
			    (size_t)(n - done))) == -1)
				return file_err();
	}
	return n == -1 ? TT_EIO : TT_OK;
}

/* to NULL: only read. */
static enum tt_err
copy_file(const char *from, const char *to, char hex[HEX_LEN(32) + 1],
    uint64_t *bytes)
{
	uint8_t sum[SHA256_LEN];
	struct sha256 h;
	uint64_t size;
	int in, out = -1;
	enum tt_err e;

	if ((e = file_open(from, &in, &size)) != TT_OK)
		return e;
	if (to != NULL && (out = open(to, O_WRONLY | O_CREAT | O_EXCL |
	    O_NOFOLLOW | O_CLOEXEC, 0600)) == -1) {
		e = file_err();
		close(in);
		return e;
	}
	sha256_init(&h);
	e = pour(in, out, &h, bytes);
	sha256_end(&h, sum);
	hex_encode(hex, sum, sizeof(sum));
	close(in);
	if (out != -1 && close(out) == -1 && e == TT_OK)
		e = file_err();
	return e;
}

static void
note_sum(struct work *w, const char *hex, const char *name)
{
	buf_printf(&w->sums, "%s  %s\n", hex, name);
	w->made.files++;
}

/* One file under the same name, and the folders that it stands in. */
static enum tt_err
take(struct work *w, const char *name)
{
	char from[FILE_PATH_MAX], to[FILE_PATH_MAX], in[FILE_PATH_MAX];
	char hex[HEX_LEN(32) + 1];
	enum tt_err e;

	if ((e = file_path(from, w->from, name)) != TT_OK ||
	    (e = file_path(to, w->to, name)) != TT_OK ||
	    (e = file_parent(in, to)) != TT_OK ||
	    (e = file_mkdirs(in)) != TT_OK ||
	    (e = copy_file(from, to, hex, &w->made.bytes)) != TT_OK)
		return fault(w, name, e);
	note_sum(w, hex, name);
	return TT_OK;
}

/* All below a folder, as it is now; one that is missing is empty. */
static enum tt_err
take_folder(struct work *w, const char *name, unsigned depth)
{
	char path[FILE_PATH_MAX], below[FILE_PATH_MAX];
	struct file_list l = { .n = 0 };
	struct stat st;
	enum tt_err e;

	if (depth == 0)
		return fault(w, name, TT_ELIMIT);
	if ((e = file_path(path, w->from, name)) != TT_OK ||
	    (e = file_list(path, NAMES_MAX, &l)) != TT_OK)
		return e == TT_ENOENT ? TT_OK : fault(w, name, e);
	for (size_t i = 0; i < l.n && e == TT_OK; i++) {
		if (file_is_unfinished(l.name[i]))
			continue;
		if ((e = file_path(below, name, l.name[i])) != TT_OK ||
		    (e = file_path(path, w->from, below)) != TT_OK)
			break;
		if (lstat(path, &st) == -1)
			continue;	/* taken back meanwhile */
		e = S_ISDIR(st.st_mode) ? take_folder(w, below, depth - 1) :
		    take(w, below);
		if (e == TT_ENOENT) {	/* likewise */
			e = TT_OK;
			w->diag->text[0] = '\0';
		}
	}
	file_list_free(&l);
	return e;
}

static enum tt_err
take_tiles(struct work *w)
{
	char name[TT_TILE_PATH_MAX + 8];
	char path[TT_TILE_PATH_MAX + 1];
	struct tt_tile_walk walk;
	struct tt_tile tile;
	enum tt_err e = TT_OK;

	tt_tile_walk_init(&walk, 0, w->made.size);
	while (e == TT_OK && tt_tile_walk(&walk, &tile)) {
		tt_tile_path(&tile, path);
		snprintf(name, sizeof(name), "ledger/%s", path);
		e = take(w, name);
	}
	return e;
}

/* The database's own newest checkpoint says which tiles belong to it. */
static enum tt_err
take_database(struct work *w, const char *db)
{
	const struct db_schema schema = hub_schema();
	struct hub_checkpoint newest = { .size = 0 };
	char to[FILE_PATH_MAX], hex[HEX_LEN(32) + 1];
	int64_t version;
	struct db *copy;
	enum tt_err e;

	/* one of an older program would become one of ours by being opened */
	if ((e = snapshot_version(db, &version)) == TT_OK &&
	    version != (int64_t)schema.n_migrations)
		e = TT_EVERSION;
	if (e != TT_OK || (e = file_path(to, w->to, DATABASE)) != TT_OK ||
	    (e = snapshot_take(db, to)) != TT_OK ||
	    (e = db_open(&copy, to, DB_EXISTING, &schema, NULL)) != TT_OK)
		return fault(w, "the database", e);
	if ((e = db_check(copy)) == TT_OK &&
	    (e = hub_checkpoint_newest(copy, &newest)) == TT_OK)
		w->made.size = newest.size;
	hub_checkpoint_done(&newest);
	db_close(copy);
	if (e != TT_OK || (e = snapshot_settle(to)) != TT_OK ||
	    (e = copy_file(to, NULL, hex, &w->made.bytes)) != TT_OK)
		return fault(w, "the database", e);
	note_sum(w, hex, DATABASE);
	return TT_OK;
}

static enum tt_err
take_all(struct work *w, const struct places *p)
{
	static const char *const files[] = { "telltale.conf", "log.sign",
		"challenge.key", "tls.key", "tls.crt", "ledger/checkpoint" };
	static const char *const folders[] = { UPLOAD_COPIES, UPLOAD_TERMS,
		"public", "ledger/wave" };
	enum tt_err e = TT_OK;

	for (size_t i = 0; i < N_ROWS(files) && e == TT_OK; i++)
		e = take(w, files[i]);
	if (e != TT_OK || (e = take_database(w, p->db)) != TT_OK ||
	    (e = take_tiles(w)) != TT_OK)
		return e;
	for (size_t i = 0; i < N_ROWS(folders) && e == TT_OK; i++)
		e = take_folder(w, folders[i], 8);
	if (e != TT_OK || (e = buf_err(&w->sums)) != TT_OK)
		return e;
	return fault(w, SUMS, file_write_in(w->to, SUMS,
	    buf_view(&w->sums)));
}

static enum tt_err
find(struct work *w, struct places *p)
{
	struct conf c = { .n = 0 };
	enum tt_err e;

	if ((e = home_load(HOME_HUB, w->from, &c, NULL)) == TT_OK)
		e = places_find(&c, w->from, p);
	conf_done(&c);
	return fault(w, "telltale.conf", e);
}

/* All files and folders at once: one by one, a backup would take hours. */
static enum tt_err
flush(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	enum tt_err e;

	if (fd == -1)
		return file_err();
	e = syncfs(fd) == 0 ? TT_OK : file_err();
	close(fd);
	return e;
}

/* Built beside its place and then renamed; on an error it is gone. */
static enum tt_err
finish(struct work *w, const char *target, enum tt_err e)
{
	buf_done(&w->sums);
	if (e == TT_OK && (e = flush(w->to)) == TT_OK)
		e = file_rename(w->to, target);
	if (e != TT_OK && w->diag->text[0] == '\0')
		fault(w, target, e);
	if (e != TT_OK && file_remove_tree(w->to) != TT_OK)
		return e;
	return e;
}

static enum tt_err
begin(struct work *w, const char *from, const char *target,
    struct hub_diag *diag)
{
	enum tt_err e;

	w->diag = diag;
	diag->text[0] = '\0';
	buf_init(&w->sums, SUMS_MAX);
	if (file_exists(target))
		return fault(w, target, TT_EEXIST);
	if ((e = span_copy(span_str(from), w->from, sizeof(w->from))) !=
	    TT_OK || (e = file_temp_name(target, w->to)) != TT_OK ||
	    (e = file_mkdir(w->to)) != TT_OK)
		return fault(w, target, e);
	return TT_OK;
}

enum tt_err
backup_make(const char *dir, const char *to, struct backup_made *out,
    struct hub_diag *diag)
{
	struct work w = { .made = { .files = 0 } };
	struct places p;
	enum tt_err e;

	if ((e = begin(&w, dir, to, diag)) != TT_OK)
		return e;
	if ((e = find(&w, &p)) == TT_OK)
		e = take_all(&w, &p);
	if ((e = finish(&w, to, e)) == TT_OK)
		*out = w.made;
	return e;
}

/* "HEX  NAME", a name that stays below the folder. */
static enum tt_err
read_sum(struct span line, char hex[HEX_LEN(32) + 1], char name[FILE_PATH_MAX])
{
	struct span word;

	if (!span_word(&line, ' ', &word) || word.n != HEX_LEN(32) ||
	    !span_skip(&line, " ") || line.n == 0 || line.p[0] == '/' ||
	    memmem(line.p, line.n, "..", 2) != NULL)
		return TT_ESYNTAX;
	if (span_copy(word, hex, HEX_LEN(32) + 1) != TT_OK)
		return TT_ESYNTAX;
	return span_copy(line, name, FILE_PATH_MAX);
}

static enum tt_err
put_back_all(struct work *w, struct span sums)
{
	char want[HEX_LEN(32) + 1], name[FILE_PATH_MAX];
	struct span line;
	enum tt_err e;

	while (span_line(&sums, &line)) {
		if ((e = read_sum(line, want, name)) != TT_OK)
			return fault(w, SUMS, e);
		buf_clear(&w->sums);
		if ((e = take(w, name)) != TT_OK)
			return e;
		if (w->sums.n < HEX_LEN(32) ||
		    memcmp(w->sums.p, want, HEX_LEN(32)) != 0)
			return fault(w, name, TT_EINTEGRITY);
	}
	return sums.n == 0 ? TT_OK : fault(w, SUMS, TT_ESYNTAX);
}

/* What the database in the new folder has signed last. */
static enum tt_err
newest_of(const char *db, struct tt_checkpoint *cp)
{
	const struct db_schema schema = hub_schema();
	struct hub_checkpoint row = { .size = 0 };
	struct db *open;
	enum tt_err e;

	if ((e = db_open(&open, db, DB_EXISTING, &schema, NULL)) != TT_OK)
		return e;
	if ((e = hub_checkpoint_newest(open, &row)) == TT_OK) {
		cp->size = row.size;
		cp->root = row.root;
	}
	hub_checkpoint_done(&row);
	db_close(open);
	return e == TT_OK ? snapshot_settle(db) : e;
}

/* The database where telltale.conf has it, and a notary if there is none. */
static enum tt_err
settle_in(struct work *w, bool *fresh)
{
	char db[FILE_PATH_MAX];
	struct tt_checkpoint cp;
	struct places p;
	struct conf c = { .n = 0 };
	enum tt_err e;

	if ((e = home_load(HOME_HUB, w->to, &c, NULL)) == TT_OK)
		e = places_find(&c, w->to, &p);
	conf_done(&c);
	if (e != TT_OK || (e = file_path(db, w->to, DATABASE)) != TT_OK ||
	    (strcmp(db, p.db) != 0 && (e = file_rename(db, p.db)) != TT_OK))
		return fault(w, "the database's place", e);
	memcpy(cp.origin, p.origin, sizeof(cp.origin));
	if ((e = newest_of(p.db, &cp)) != TT_OK)
		return fault(w, "the database", e);
	w->made.size = cp.size;
	*fresh = !file_exists(p.notary);
	return *fresh ? fault(w, "the notary's state", notary_resume(p.notary,
	    &cp)) : TT_OK;
}

enum tt_err
backup_restore(const char *from, const char *dir, bool *fresh,
    struct backup_made *out, struct hub_diag *diag)
{
	struct work w = { .made = { .files = 0 } };
	struct buf sums = { .n = 0 };
	char path[FILE_PATH_MAX];
	enum tt_err e;

	if ((e = begin(&w, from, dir, diag)) != TT_OK)
		return e;
	if ((e = file_path(path, from, SUMS)) == TT_OK)
		e = file_read(path, SUMS_MAX, &sums);
	if ((e = fault(&w, path, e)) == TT_OK &&
	    (e = put_back_all(&w, buf_view(&sums))) == TT_OK)
		e = settle_in(&w, fresh);
	buf_done(&sums);
	if ((e = finish(&w, dir, e)) == TT_OK)
		*out = w.made;
	return e;
}
