/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "cli/progress.h"
#include "cli/say.h"
#include "cli/sealed.h"
#include "cli/vault_index.h"
#include "extract/extract.h"
#include "telltale/normal.h"

/* What an index is mended by. */
struct mending {
	struct vault_index *x;
	struct vault *v;
	struct vault_bulletin *record;	/* all that was sealed */
	size_t n, cap;
	bool changed;
};

static enum tt_err
add_record(void *ctx, const struct vault_bulletin *b)
{
	struct mending *m = ctx;
	size_t cap = m->cap > 0 ? m->cap * 2 : 64;
	struct vault_bulletin *at;

	if (m->n == m->cap) {
		if ((at = reallocarray(m->record, cap, sizeof(*at))) == NULL)
			return TT_ENOMEM;
		m->record = at;
		m->cap = cap;
	}
	m->record[m->n++] = *b;
	return TT_OK;
}

/*
 * What is on the disk, or an empty one.  *why: TT_OK, TT_ENOENT, or what is
 * wrong with it.
 */
static int
read_index(struct vault *v, struct tt_find **out, enum tt_err *why)
{
	struct buf plain;
	enum tt_err e;
	int code;

	if ((code = vault_secret_try(v, VAULT_INDEX, &plain, why)) != CLI_DONE)
		return code;
	if (*why == TT_OK) {
		*why = tt_find_parse(out, buf_view(&plain));
		buf_done(&plain);
		if (*why == TT_OK)
			return CLI_DONE;
	}
	if (*why == TT_ENOMEM || (e = tt_find_new(out)) != TT_OK)
		return say_err(TT_ENOMEM, NULL, "cannot read the index");
	return CLI_DONE;
}

static int
write_index(struct vault *v, const struct tt_find *f)
{
	struct buf plain;
	enum tt_err e;
	int code;

	buf_init_secret(&plain, VAULT_SECRET_MAX);
	e = tt_find_write(f, &plain);
	code = e == TT_OK ? vault_secret_write(v, VAULT_INDEX,
	    buf_view(&plain)) : say_err(e, NULL, "cannot write the index");
	buf_done(&plain);
	return code;
}

/* One that cannot be read is left out, and counted. */
static enum tt_err
add_sealed(struct mending *m, const struct vault_bulletin *record)
{
	struct sealed *s = calloc(1, sizeof(*s));
	enum tt_err e = TT_OK;

	if (s == NULL)
		return TT_ENOMEM;
	if (sealed_open(s, m->v, record) == CLI_DONE) {
		e = tt_find_add(m->x->find, span_str(record->sealing),
		    s->draft.bulletin);
		m->changed = m->changed || e == TT_OK;
	} else
		m->x->n_unread++;
	sealed_done(s);
	free(s);
	return e;
}

static enum tt_err
add_missing(struct mending *m)
{
	struct progress bar;
	enum tt_err e = TT_OK;

	progress_start(&bar, m->v->cli, "indexing", m->n);
	for (size_t i = 0; i < m->n && e == TT_OK; i++) {
		if (!tt_find_has(m->x->find, span_str(m->record[i].sealing)))
			e = add_sealed(m, &m->record[i]);
		progress_at(&bar, i + 1);
	}
	progress_end(&bar);
	return e;
}

static int
by_id(const void *a, const void *b)
{
	return strcmp(((const struct vault_public *)a)->id,
	    ((const struct vault_public *)b)->id);
}

static int
by_sealing(const void *a, const void *b)
{
	return strcmp(((const struct vault_bulletin *)a)->sealing,
	    ((const struct vault_bulletin *)b)->sealing);
}

/* "public/NAME", as it is. */
static enum tt_err
read_public(const struct vault *v, const char *name, struct buf *out)
{
	char dir[FILE_PATH_MAX], path[FILE_PATH_MAX];
	enum tt_err e;

	vault_path(v, VAULT_PUBLIC, dir);
	if ((e = file_path(path, dir, name)) != TT_OK)
		return e;
	return file_read(path, EXTRACT_FILE_MAX, out);
}

static enum tt_err
extract_text(struct span bytes, struct buf *out)
{
	struct extract *x = NULL;
	enum tt_err e;

	if ((e = extract_run(&x, bytes, SPAN(""))) != TT_OK)
		return e;
	for (size_t i = 0; i < x->n_pieces; i++) {
		if (x->pieces[i].kind == TT_PIECE_BYTES)
			continue;
		buf_span(out, x->pieces[i].bytes);
		buf_char(out, '\n');
	}
	extract_free(x);
	return buf_err(out);
}

int
vault_public_text(const struct vault *v, const char *name, struct buf *out)
{
	struct buf raw;
	enum tt_err e;

	if ((e = read_public(v, name, &raw)) != TT_OK)
		return say_err(e, NULL, "cannot read %s/%s", VAULT_PUBLIC,
		    name);
	buf_init(out, TT_NORMAL_MAX);
	e = extract_text(buf_view(&raw), out);
	buf_done(&raw);
	if (e != TT_OK) {
		buf_done(out);
		return say_err(e, NULL, "cannot read %s/%s", VAULT_PUBLIC,
		    name);
	}
	return CLI_DONE;
}

/* One that cannot be read is a warning: others may be. */
static enum tt_err
add_public(struct mending *m, const char *name)
{
	struct vault_public *p = &m->x->public[m->x->n_public];
	uint8_t sum[SHA256_LEN];
	struct buf raw, text;
	enum tt_err e;

	if ((e = read_public(m->v, name, &raw)) != TT_OK) {
		say_warn("%s/%s is left out: %s", VAULT_PUBLIC, name,
		    tt_err_text(e));
		return TT_OK;
	}
	sha256(sum, raw.p, raw.n);
	hex_encode(p->id, sum, sizeof(sum));
	buf_init(&text, TT_NORMAL_MAX);
	if (!tt_find_has(m->x->find, span_str(p->id)) &&
	    (e = extract_text(buf_view(&raw), &text)) == TT_OK &&
	    (e = tt_find_add_public(m->x->find, span_str(p->id),
	    buf_view(&text))) == TT_OK)
		m->changed = true;
	buf_done(&text);
	buf_done(&raw);
	if (e == TT_ENOMEM || (p->name = strdup(name)) == NULL)
		return TT_ENOMEM;
	m->x->n_public++;
	if (e != TT_OK)
		say_warn("%s/%s is left out: %s", VAULT_PUBLIC, name,
		    tt_err_text(e));
	return TT_OK;
}

static enum tt_err
add_all_public(struct mending *m)
{
	struct vault_index *x = m->x;
	char dir[FILE_PATH_MAX];
	struct file_list files;
	enum tt_err e;

	vault_path(m->v, VAULT_PUBLIC, dir);
	if (!file_exists(dir))
		return TT_OK;
	if ((e = file_list(dir, VAULT_PUBLIC_MAX, &files)) != TT_OK)
		return e;
	if ((x->public = calloc(files.n + 1, sizeof(*x->public))) == NULL)
		e = TT_ENOMEM;
	for (size_t i = 0; i < files.n && e == TT_OK; i++)
		if (files.name[i][0] != '.')
			e = add_public(m, files.name[i]);
	file_list_free(&files);
	if (x->n_public > 1)
		qsort(x->public, x->n_public, sizeof(*x->public), by_id);
	return e;
}

static bool
is_here(const struct mending *m, struct span id)
{
	struct vault_bulletin record = { .sealing = "" };

	if (vault_index_public(m->x, id) != NULL)
		return true;
	return m->n > 0 && span_copy(id, record.sealing,
	    sizeof(record.sealing)) ==
	    TT_OK && bsearch(&record, m->record, m->n, sizeof(record),
	    by_sealing) != NULL;
}

/* What the vault no longer has. */
static void
drop_strays(struct mending *m)
{
	enum tt_find_kind kind;
	struct span id;

	if (m->n > 1)
		qsort(m->record, m->n, sizeof(*m->record), by_sealing);
	for (size_t i = tt_find_count(m->x->find); i > 0; i--) {
		id = tt_find_id(m->x->find, i - 1, &kind);
		if (is_here(m, id))
			continue;
		tt_find_drop(m->x->find, id);
		m->changed = true;
	}
}

static void
say_mended(const struct mending *m, enum tt_err why)
{
	if (m->n > 0 && why == TT_ENOENT)
		say_note(m->v->cli, "the vault's index was missing and was "
		    "made anew from %zu bulletins", m->x->n_bulletins);
	else if (why != TT_OK && why != TT_ENOENT)
		say_warn("the vault's index was damaged (%s) and was made "
		    "anew from %zu bulletins", tt_err_text(why),
		    m->x->n_bulletins);
	if (m->x->n_unread > 0)
		say_warn("%zu of %zu bulletins cannot be read, and nothing "
		    "is compared with them", m->x->n_unread, m->n);
}

static int
mend(struct mending *m, enum tt_err why)
{
	enum tt_err e;

	if ((e = vault_bulletin_each(m->v->db, add_record, m)) != TT_OK)
		return say_err(e, NULL, "cannot read what was sealed");
	if ((e = add_missing(m)) != TT_OK || (e = add_all_public(m)) != TT_OK)
		return say_err(e, NULL, "cannot make the vault's index");
	drop_strays(m);
	m->x->n_bulletins = m->n - m->x->n_unread;
	say_mended(m, why);
	if ((m->changed || why != TT_OK) && m->v->use == VAULT_WRITE &&
	    tt_find_count(m->x->find) > 0 &&
	    write_index(m->v, m->x->find) != CLI_DONE)
		say_warn("the next trace will have to make the index again");
	return CLI_DONE;
}

int
vault_index_open(struct vault_index *x, struct vault *v)
{
	struct mending m = { .x = x, .v = v };
	enum tt_err why;
	int code;

	*x = (struct vault_index){ .find = NULL };
	if ((code = read_index(v, &x->find, &why)) == CLI_DONE)
		code = mend(&m, why);
	free(m.record);
	return code;
}

void
vault_index_done(struct vault_index *x)
{
	for (size_t i = 0; i < x->n_public; i++)
		free(x->public[i].name);
	free(x->public);
	tt_find_free(x->find);
	*x = (struct vault_index){ .find = NULL };
}

const struct vault_public *
vault_index_public(const struct vault_index *x, struct span id)
{
	struct vault_public key;

	if (x->n_public == 0 || span_copy(id, key.id, sizeof(key.id)) != TT_OK)
		return NULL;
	return bsearch(&key, x->public, x->n_public, sizeof(key), by_id);
}

static enum tt_err
count_record(void *ctx, const struct vault_bulletin *b)
{
	(void)b;
	++*(size_t *)ctx;
	return TT_OK;
}

void
vault_index_add(struct vault *v, const char *id, const struct tt_bulletin *b)
{
	struct tt_find *f = NULL;
	size_t sealed = 0;
	enum tt_err why, e;

	if (read_index(v, &f, &why) != CLI_DONE)
		return;
	/* of a vault that sealed before, trace makes it, and says so */
	if (why == TT_OK || (why == TT_ENOENT &&
	    vault_bulletin_each(v->db, count_record, &sealed) == TT_OK &&
	    sealed <= 1)) {
		if ((e = tt_find_add(f, span_str(id), b)) != TT_OK ||
		    write_index(v, f) != CLI_DONE)
			say_warn("the index lacks %s until the next trace",
			    id);
	}
	tt_find_free(f);
}
