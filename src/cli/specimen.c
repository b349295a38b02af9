/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "base/sha256.h"
#include "cli/say.h"
#include "cli/specimen.h"
#include "store/file.h"
#include "telltale/reading.h"

#define TLS_KEYS_MAX	((size_t)64 << 20)	/* bytes */

static int
read_file(struct specimen_file *f, const char *path)
{
	enum tt_err e;

	f->path = path;
	if ((e = file_read(path, EXTRACT_FILE_MAX, &f->raw)) != TT_OK)
		return say_err(e, e == TT_ELIMIT ? "cut it: a specimen has at "
		    "most 1 GiB" : NULL, "cannot read %s", path);
	sha256(f->sha256.b, f->raw.p, f->raw.n);
	return CLI_DONE;
}

static int
by_hash(const void *a, const void *b)
{
	const struct specimen_file *x = a, *y = b;

	return memcmp(&x->sha256, &y->sha256, sizeof(x->sha256));
}

static void
drop_twins(struct specimen *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++) {
		if (n > 0 && by_hash(&s->file[n - 1], &s->file[i]) == 0)
			buf_done(&s->file[i].raw);
		else
			s->file[n++] = s->file[i];
	}
	s->n = n;
}

static void
hash_all(struct specimen *s)
{
	struct sha256 h;

	s->sha256 = s->file[0].sha256;
	if (s->n == 1)
		return;
	sha256_init(&h);
	for (size_t i = 0; i < s->n; i++)
		sha256_add(&h, s->file[i].sha256.b,
		    sizeof(s->file[i].sha256.b));
	sha256_end(&h, s->sha256.b);
}

static void
say_notes(const struct specimen_file *f)
{
	const struct extract_note *n;

	for (size_t i = 0; i < f->extract->n_notes; i++) {
		n = &f->extract->notes[i];
		if (n->piece[0] == '\0')
			say_warn("%s: %s", f->path, n->cause);
		else
			say_warn("%s, %s: %s", f->path, n->piece, n->cause);
	}
}

/* What is in each; of a file that says no, the others remain. */
static int
extract_all(struct specimen *s, struct span tls_keys)
{
	enum tt_err e;

	for (size_t i = 0; i < s->n; i++) {
		struct specimen_file *f = &s->file[i];

		e = extract_run(&f->extract, buf_view(&f->raw), tls_keys);
		if (e == TT_EIO || e == TT_ENOENT)
			return say_err(e, "is telltale installed whole? what "
			    "reads specimens is a program of its own, "
			    "telltale-extract", "cannot read %s", f->path);
		if (e == TT_ENOMEM)
			return say_err(e, NULL, "cannot read %s", f->path);
		if (e != TT_OK)
			say_warn("%s is left out: %s", f->path,
			    tt_err_text(e));
		else
			say_notes(f);
	}
	return CLI_DONE;
}

/* More text than can be read together is left out, and named. */
static bool
fits(const struct specimen_file *f, const struct tt_piece *p, size_t n,
    size_t *text)
{
	bool is_text = p->kind != TT_PIECE_BYTES;

	if (n < TT_PIECES_MAX && (!is_text || p->bytes.n <= TT_SPECIMEN_MAX -
	    *text)) {
		*text += is_text ? p->bytes.n : 0;
		return true;
	}
	say_warn("%s, %.*s: left out, there is too much to read in one go",
	    f->path, (int)p->name.n, p->name.p);
	return false;
}

static int
gather(struct specimen *s)
{
	size_t total = 0, text = 0;

	for (size_t i = 0; i < s->n; i++)
		if (s->file[i].extract != NULL)
			total += s->file[i].extract->n_pieces;
	if ((s->piece = calloc(total + 1, sizeof(*s->piece))) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot read the specimen");
	for (size_t i = 0; i < s->n; i++) {
		struct specimen_file *f = &s->file[i];
		const struct extract *x = f->extract;

		f->first_piece = s->n_pieces;
		for (size_t k = 0; x != NULL && k < x->n_pieces; k++)
			if (fits(f, &x->pieces[k], s->n_pieces, &text))
				s->piece[s->n_pieces++] = x->pieces[k];
		f->n_pieces = s->n_pieces - f->first_piece;
	}
	if (s->n_pieces == 0)
		return say_fail(CLI_TROUBLE, "what else was found of it? a "
		    "text typed by hand from what you see will do",
		    "cannot read %s: there is nothing in it that could be "
		    "compared", s->n > 1 ? "any of these" : s->file[0].path);
	return CLI_DONE;
}

static void
order(struct specimen *s)
{
	qsort(s->file, s->n, sizeof(*s->file), by_hash);
	drop_twins(s);
	hash_all(s);
}

static int
read_all(struct specimen *s, const char *const *paths, size_t n)
{
	int code;

	for (size_t i = 0; i < n; i++) {
		s->n++;
		if ((code = read_file(&s->file[i], paths[i])) != CLI_DONE)
			return code;
	}
	order(s);
	return CLI_DONE;
}

int
specimen_read_given(struct specimen *s, struct specimen_given *files, size_t n)
{
	int code;

	*s = (struct specimen){ .n = 0 };
	if ((s->file = calloc(n + 1, sizeof(*s->file))) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot read the specimen");
	for (size_t i = 0; i < n; i++) {
		struct specimen_file *f = &s->file[s->n++];

		f->path = files[i].name;
		f->raw = files[i].raw;	/* transferred */
		buf_init(&files[i].raw, 0);
		sha256(f->sha256.b, f->raw.p, f->raw.n);
	}
	order(s);
	if ((code = extract_all(s, (struct span){ NULL, 0 })) != CLI_DONE)
		return code;
	return gather(s);
}

int
specimen_read(struct specimen *s, const char *const *paths, size_t n,
    const char *tls_keys)
{
	struct buf keys = { .n = 0 };
	enum tt_err e;
	int code;

	*s = (struct specimen){ .n = 0 };
	if ((s->file = calloc(n + 1, sizeof(*s->file))) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot read %s", paths[0]);
	if (tls_keys != NULL && (e = file_read(tls_keys, TLS_KEYS_MAX,
	    &keys)) != TT_OK)
		return say_err(e, NULL, "cannot read the TLS keys in %s",
		    tls_keys);
	if ((code = read_all(s, paths, n)) == CLI_DONE &&
	    (code = extract_all(s, buf_view(&keys))) == CLI_DONE)
		code = gather(s);
	if (keys.p != NULL)
		secret_wipe(keys.p, keys.n);
	buf_done(&keys);
	return code;
}

int
specimen_read_raw(struct specimen *s, const char *path)
{
	*s = (struct specimen){ .n = 0 };
	if ((s->file = calloc(1, sizeof(*s->file))) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot read %s", path);
	return read_all(s, &path, 1);
}

void
specimen_done(struct specimen *s)
{
	for (size_t i = 0; i < s->n; i++) {
		buf_done(&s->file[i].raw);
		extract_free(s->file[i].extract);
	}
	free(s->piece);
	free(s->file);
	*s = (struct specimen){ .n = 0 };
}

const struct specimen_file *
specimen_file_of(const struct specimen *s, size_t piece)
{
	size_t i = 0;

	while (i + 1 < s->n && piece >= s->file[i].first_piece +
	    s->file[i].n_pieces)
		i++;
	return &s->file[i];
}

void
specimen_piece_name(const struct specimen *s, size_t piece, struct buf *out)
{
	const struct specimen_file *f = specimen_file_of(s, piece);
	const char *slash = strrchr(f->path, '/');
	struct span name = s->piece[piece].name;

	say_escape(out, span_str(slash != NULL ? slash + 1 : f->path));
	if (f->n_pieces > 1 && name.n > 0) {
		buf_str(out, ": ");
		say_escape(out, name);
	}
}

bool
specimen_has(const struct specimen *s, enum tt_piece_kind kind)
{
	for (size_t i = 0; i < s->n_pieces; i++)
		if (s->piece[i].kind == kind)
			return true;
	return false;
}
