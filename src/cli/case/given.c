/* SPDX-License-Identifier: ISC */
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "cli/case/given.h"
#include "cli/say.h"

static enum tt_err
read_all(struct buf *out)
{
	char piece[4096];
	ssize_t n;

	while ((n = read(STDIN_FILENO, piece, sizeof(piece))) > 0)
		buf_add(out, piece, (size_t)n);
	return n < 0 ? TT_EIO : buf_err(out);
}

/* Line by line, and in a line word by word at tabs: printable. */
static bool
is_text(struct span s)
{
	struct span line, word;

	while (span_word(&s, '\n', &line))
		while (span_word(&line, '\t', &word))
			if (!utf8_printable(word.p, word.n))
				return false;
	return true;
}

int
case_given_text(const char *verb, const char *arg, struct buf *out)
{
	enum tt_err e = TT_OK;

	buf_init_secret(out, CASE_GIVEN_MAX);
	if (strcmp(arg, "-") == 0)
		e = read_all(out);
	else
		buf_str(out, arg);
	if (e == TT_OK)
		e = buf_err(out);
	while (out->n > 0 && out->p[out->n - 1] == '\n')
		buf_cut(out, out->n - 1);
	if (e == TT_OK && out->n > 0 && is_text(buf_view(out)))
		return CLI_DONE;
	buf_done(out);
	if (e != TT_OK && e != TT_ELIMIT)
		return say_err(e, NULL, "cannot read standard input");
	return say_fail(CLI_USAGE, "at most 64 KiB of UTF-8; a file of "
	    "another kind is added with case add", "case %s: that is no text",
	    verb);
}
