/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "cli/say.h"
#include "cli/specimen.h"
#include "store/file.h"
#include "telltale/reading.h"

static const struct {
	struct span begins;
	const char *kind;
} magic[] = {
	{ SPAN_INIT("%PDF-"), "a PDF" },
	{ SPAN_INIT("\x89PNG"), "a picture" },
	{ SPAN_INIT("\xff\xd8\xff"), "a picture" },
	{ SPAN_INIT("GIF8"), "a picture" },
	{ SPAN_INIT("II*\0"), "a picture" },
	{ SPAN_INIT("MM\0*"), "a picture" },
	{ SPAN_INIT("PK\x03\x04"), "an archive or an office document" },
	{ SPAN_INIT("\xd0\xcf\x11\xe0"), "an office document" },
	{ SPAN_INIT("\x1f\x8b"), "a compressed file" },
	{ SPAN_INIT("\x7f" "ELF"), "a program" },
	{ SPAN_INIT("\xd4\xc3\xb2\xa1"), "a capture of traffic" },
	{ SPAN_INIT("\n\r\r\n"), "a capture of traffic" },
	{ SPAN_INIT("\xff\xfe"), "text in UTF-16" },
	{ SPAN_INIT("\xfe\xff"), "text in UTF-16" },
};

const char *
specimen_kind(struct span text)
{
	for (size_t i = 0; i < N_ROWS(magic); i++)
		if (text.n >= magic[i].begins.n && memcmp(text.p,
		    magic[i].begins.p, magic[i].begins.n) == 0)
			return magic[i].kind;
	if (text.n > 0 && memchr(text.p, '\0', text.n) != NULL)
		return "no text";
	return NULL;
}

static int
read_file(struct specimen_file *f, const char *path)
{
	const char *kind;
	enum tt_err e;

	f->path = path;
	if ((e = file_read(path, TT_SPECIMEN_MAX, &f->text)) != TT_OK)
		return say_err(e, e == TT_ELIMIT ? "cut it: a specimen has at "
		    "most 64 MiB" : NULL, "cannot read %s", path);
	if ((kind = specimen_kind(buf_view(&f->text))) != NULL)
		return say_fail(CLI_TROUBLE, "save the text that is in it as a "
		    "file, in UTF-8, and trace that", "cannot read %s: it is "
		    "%s, and this version reads text only", path, kind);
	sha256(f->sha256.b, f->text.p, f->text.n);
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
			buf_done(&s->file[i].text);
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

int
specimen_read(struct specimen *s, const char *const *paths, size_t n)
{
	int code;

	*s = (struct specimen){ .n = 0 };
	if ((s->file = calloc(n + 1, sizeof(*s->file))) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot read %s", paths[0]);
	for (size_t i = 0; i < n; i++) {
		s->n++;
		if ((code = read_file(&s->file[i], paths[i])) != CLI_DONE)
			return code;
	}
	qsort(s->file, s->n, sizeof(*s->file), by_hash);
	drop_twins(s);
	hash_all(s);
	return CLI_DONE;
}

void
specimen_done(struct specimen *s)
{
	for (size_t i = 0; i < s->n; i++)
		buf_done(&s->file[i].text);
	free(s->file);
	*s = (struct specimen){ .n = 0 };
}
