/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/post/words.h"
#include "cli/say.h"
#include "store/file.h"
#include "telltale/letter.h"

#define WORDS_MAX	(TT_LETTER_MAX / 2)	/* bytes, before signing */

static enum tt_err
read_input(struct buf *out)
{
	char piece[4096];
	size_t n;

	buf_init_secret(out, WORDS_MAX);
	while ((n = fread(piece, 1, sizeof(piece), stdin)) > 0)
		buf_add(out, piece, n);
	if (ferror(stdin) != 0)
		return TT_EIO;
	return buf_err(out);
}

/* CRLF becomes LF, a tab a space; the last line ends. */
static enum tt_err
tidy(const struct buf *in, struct buf *out)
{
	buf_init_secret(out, WORDS_MAX + 1);
	for (size_t i = 0; i < in->n; i++)
		if (in->p[i] == '\t')
			buf_char(out, ' ');
		else if (in->p[i] != '\r')
			buf_char(out, in->p[i]);
	if (out->n == 0 || out->p[out->n - 1] != '\n')
		buf_char(out, '\n');
	return buf_err(out);
}

int
words_read(const char *path, struct buf *out)
{
	struct buf in = { .n = 0 };
	enum tt_err e;

	e = strcmp(path, "-") == 0 ? read_input(&in) :
	    file_read(path, WORDS_MAX, &in);
	if (e == TT_OK && in.n == 0)
		e = TT_ESYNTAX;
	if (e == TT_OK)
		e = tidy(&in, out);
	buf_done(&in);
	if (e == TT_OK)
		return CLI_DONE;
	return say_err(e, e == TT_ELIMIT ? "a letter has 16 KiB; attach "
	    "nothing, say where it can be had" : NULL,
	    "cannot read the letter's text from %s", strcmp(path, "-") == 0 ?
	    "standard input" : path);
}

int
words_refused(enum tt_err e)
{
	if (e == TT_ESYNTAX)
		return say_fail(CLI_USAGE, "plain text in UTF-8, without "
		    "control characters; --confidence is low, medium or high",
		    "the letter cannot be written with these words");
	return say_err(e, NULL, "cannot write the letter");
}
