/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/secret.h"
#include "base/sha256.h"
#include "store/crash.h"
#include "witness/witness.h"

#define KEY_FILE_MAX	4096	/* bytes */
#define HEX		HEX_LEN(32)

struct watched {
	struct tt_vkey key;
	char hex[HEX + 1];		/* of the origin's SHA-256 */
	struct tt_checkpoint last;	/* size 0: nothing yet */
};

struct witness {
	char dir[FILE_PATH_MAX];
	int lock;
	bool stopped;
	struct conf conf;
	struct tt_signer *signer;
	struct watched log[WITNESS_LOGS_MAX];
	size_t n;
};

static enum tt_err
path_of(const struct witness *w, const char *folder, const char *name,
    char out[FILE_PATH_MAX])
{
	char in[FILE_PATH_MAX];
	enum tt_err e;

	if ((e = file_path(in, w->dir, folder)) != TT_OK)
		return e;
	return file_path(out, in, name);
}

/* The head in the folder: by the log and by us, or it is not ours to trust. */
static enum tt_err
load_head(struct witness *w, struct watched *l)
{
	const struct tt_vkey known[] = { l->key, w->signer->vkey };
	struct tt_note_signed by[N_ROWS(known)];
	char path[FILE_PATH_MAX];
	struct tt_note note;
	struct buf text;
	enum tt_err e;

	if ((e = path_of(w, "heads", l->hex, path)) != TT_OK)
		return e;
	if ((e = file_read(path, TT_NOTE_MAX, &text)) != TT_OK)
		return e == TT_ENOENT ? TT_OK : e;
	if ((e = tt_note_parse(&note, buf_view(&text))) == TT_OK &&
	    (e = tt_note_open(&note, known, N_ROWS(known), by)) == TT_OK)
		e = tt_checkpoint_parse(&l->last, note.text.p, note.text.n);
	if (e != TT_OK || !by[0].yes || !by[1].yes ||
	    strcmp(l->last.origin, l->key.name) != 0)
		e = TT_EINTEGRITY;
	buf_done(&text);
	return e;
}

static enum tt_err
load_log(struct witness *w, const char *vkey)
{
	struct watched *l = &w->log[w->n];
	struct hash h;
	enum tt_err e;

	if (w->n == WITNESS_LOGS_MAX)
		return TT_ELIMIT;
	if ((e = tt_vkey_parse(&l->key, span_str(vkey))) != TT_OK)
		return e;
	if (l->key.type != TT_KEY_SIGN)
		return TT_EKEY;
	sha256(h.b, l->key.name, strlen(l->key.name));
	hex_encode(l->hex, h.b, sizeof(h.b));
	w->n++;
	return load_head(w, l);
}

static enum tt_err
load_key(struct witness *w)
{
	char path[FILE_PATH_MAX];
	struct buf text;
	enum tt_err e;

	if ((w->signer = SECRET_NEW(struct tt_signer)) == NULL)
		return TT_ENOMEM;
	if ((e = file_path(path, w->dir, "me.sign")) != TT_OK ||
	    (e = file_read_secret(path, KEY_FILE_MAX, &text)) != TT_OK)
		return e;
	e = tt_signer_parse(w->signer, buf_view(&text));
	buf_done(&text);
	if (e == TT_OK && w->signer->vkey.type != TT_KEY_COSIGN)
		e = TT_EKEY;
	return e;
}

static enum tt_err
load(struct witness *w, const char **why)
{
	char path[FILE_PATH_MAX];
	const char *vkey;
	enum tt_err e;

	*why = "its folder";
	if ((e = home_load(HOME_WITNESS, w->dir, &w->conf, NULL)) != TT_OK ||
	    (e = file_path(path, w->dir, "lock")) != TT_OK ||
	    (e = file_lock(path, &w->lock)) != TT_OK)
		return e;
	*why = "its key";
	if ((e = load_key(w)) != TT_OK)
		return e;
	*why = "the head of a log";
	for (size_t i = 0; (vkey = conf_nth(&w->conf, "log", i)) != NULL; i++)
		if ((e = load_log(w, vkey)) != TT_OK)
			return e;
	*why = "stopped";
	if ((e = file_path(path, w->dir, "stopped")) == TT_OK &&
	    file_exists(path))
		e = TT_EINTEGRITY;
	return e;
}

enum tt_err
witness_open(struct witness **out, const char *dir, const char **why)
{
	struct witness *w = calloc(1, sizeof(*w));
	enum tt_err e;

	*why = "memory";
	if (w == NULL)
		return TT_ENOMEM;
	w->lock = -1;
	if ((e = span_copy(span_str(dir), w->dir, sizeof(w->dir))) != TT_OK ||
	    (e = load(w, why)) != TT_OK) {
		witness_close(w);
		return e;
	}
	*out = w;
	return TT_OK;
}

void
witness_close(struct witness *w)
{
	if (w == NULL)
		return;
	if (w->lock >= 0)
		file_unlock(w->lock);
	secret_free(w->signer);
	conf_done(&w->conf);
	free(w);
}

const struct conf *
witness_conf(const struct witness *w)
{
	return &w->conf;
}

bool
witness_is_stopped(const struct witness *w)
{
	return w->stopped;
}

static struct watched *
find(struct witness *w, const char *origin)
{
	for (size_t i = 0; i < w->n; i++)
		if (strcmp(w->log[i].key.name, origin) == 0)
			return &w->log[i];
	return NULL;
}

/* The line by which the log signed, which has been verified. */
static void
put_log_line(struct buf *head, const struct submit *s,
    const struct tt_vkey *log)
{
	const struct tt_note_line *l;

	for (l = s->note.line; l < s->note.line + s->note.n; l++) {
		if (!span_is(l->name, log->name) ||
		    memcmp(l->id, log->id, sizeof(l->id)) != 0)
			continue;
		buf_str(head, "\xe2\x80\x94 ");
		buf_span(head, l->name);
		buf_char(head, ' ');
		buf_span(head, l->base64);
		buf_char(head, '\n');
		return;
	}
}

/* Durable before the line leaves: the head with the log's word and ours. */
static enum tt_err
cosign(struct witness *w, struct watched *l, const struct submit *s,
    int64_t now_s, struct buf *line)
{
	char path[FILE_PATH_MAX];
	struct buf head;
	enum tt_err e;

	if ((e = tt_note_cosign(line, s->note.text, (uint64_t)now_s,
	    w->signer)) != TT_OK ||
	    (e = path_of(w, "heads", l->hex, path)) != TT_OK)
		return e;
	buf_init(&head, TT_NOTE_MAX);
	buf_span(&head, s->note.text);
	buf_char(&head, '\n');
	put_log_line(&head, s, &l->key);
	buf_span(&head, buf_view(line));
	if ((e = buf_err(&head)) == TT_OK)
		e = file_write(path, head.p, head.n, 0600);
	buf_done(&head);
	crash_point("cosigned");
	if (e == TT_OK)
		l->last = s->cp;
	else
		buf_clear(line);
	return e;
}

/* Both heads to alarms/, then the mark; what is there already may stay. */
static enum tt_err
stop(struct witness *w, const struct watched *l, const struct submit *s,
    const char *why)
{
	char path[FILE_PATH_MAX], head[FILE_PATH_MAX], name[HEX + 32];
	struct buf mine;
	enum tt_err e;

	w->stopped = true;
	snprintf(name, sizeof(name), "%s-theirs-%" PRIu64, l->hex,
	    s->cp.size);
	if ((e = path_of(w, "alarms", name, path)) != TT_OK ||
	    (e = file_write(path, s->text.p, s->text.n, 0600)) != TT_OK)
		return e;
	snprintf(name, sizeof(name), "%s-ours-%" PRIu64, l->hex, l->last.size);
	if ((e = path_of(w, "heads", l->hex, head)) == TT_OK &&
	    (e = file_read(head, TT_NOTE_MAX, &mine)) == TT_OK) {
		if ((e = path_of(w, "alarms", name, path)) == TT_OK)
			e = file_write(path, mine.p, mine.n, 0600);
		buf_done(&mine);
	}
	if (e != TT_OK && e != TT_ENOENT)
		return e;
	if ((e = file_path(path, w->dir, "stopped")) != TT_OK)
		return e;
	return file_write(path, why, strlen(why), 0600);
}

enum tt_err
witness_take(struct witness *w, const struct submit *s, int64_t now_s,
    enum submit_word *word, struct buf *body)
{
	struct watched *l = find(w, s->cp.origin);

	if (w->stopped) {
		*word = SUBMIT_FORGOTTEN;
		return TT_OK;
	}
	*word = submit_judge(s, l != NULL ? &l->key : NULL, &w->signer->vkey,
	    l != NULL ? &l->last : NULL);
	switch (*word) {
	case SUBMIT_COSIGN:
		return cosign(w, l, s, now_s, body);
	case SUBMIT_STALE:
		buf_printf(body, "%" PRIu64 "\n", l->last.size);
		return buf_err(body);
	case SUBMIT_FORK:
		return stop(w, l, s, "two heads of one size\n");
	case SUBMIT_FORGOTTEN:
		return stop(w, l, s, "a later head has our cosignature\n");
	case SUBMIT_BAD:
	case SUBMIT_UNKNOWN:
	case SUBMIT_UNSIGNED:
	case SUBMIT_UNPROVEN:
	case SUBMIT_WORDS:
		break;
	}
	return TT_OK;
}

enum tt_err
witness_head(struct witness *w, struct span hex, struct buf *note)
{
	char path[FILE_PATH_MAX];
	struct buf text;
	enum tt_err e = TT_ENOENT;

	for (size_t i = 0; i < w->n; i++) {
		if (!span_is(hex, w->log[i].hex))
			continue;
		if ((e = path_of(w, "heads", w->log[i].hex, path)) != TT_OK ||
		    (e = file_read(path, TT_NOTE_MAX, &text)) != TT_OK)
			break;
		buf_span(note, buf_view(&text));
		buf_done(&text);
		return buf_err(note);
	}
	return e;
}
