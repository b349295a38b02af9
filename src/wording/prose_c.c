/* SPDX-License-Identifier: ISC */
/*
 * Code with // and block comments: C, C++, Go, Rust, Java, JavaScript, ...
 *
 * Strings are passed over as these languages write them; where they differ
 * (lifetimes, raw strings, templates) a comment may be missed, and code is
 * never taken for one.
 */
#include <string.h>

#include "wording/code.h"
#include "wording/comment.h"
#include "wording/cutting.h"

void
cut_c(struct cutting *c)
{
	const struct span s = c->masked;
	struct comment line, block;
	size_t at = 0, end;

	comment_init(&line, c, "\\\n");
	comment_init(&block, c, "*");
	while (at < s.n) {
		if ((end = code_comment(s, at)) == at) {
			if (strchr(" \t\r\n", s.p[at]) == NULL)
				comment_end(&line);
			at = code_token(s, at);
		} else if (s.p[at + 1] == '*') {
			comment_end(&line);
			comment_block(&block, at + 2, end - 2);
			at = end;
		} else {
			at += 2 + strspn(s.p + at + 2, "/!");
			if (at < end && strchr(" \t", s.p[at]) != NULL)
				comment_line(&line, at, end);
			else
				comment_end(&line);
			at = end;
		}
	}
	comment_done(&line);
	comment_done(&block);
}
