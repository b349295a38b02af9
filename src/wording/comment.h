/* SPDX-License-Identifier: ISC */
/*
 * comment - the lines of a program's comments, as blocks of prose.
 *
 * Lines that follow each other are one block; one that is empty, or looks
 * like code, ends it.  Notices of rights, and comments that are no prose
 * (names, switches of tools, code), are left alone.
 */
#ifndef WORDING_COMMENT_H
#define WORDING_COMMENT_H

#include "wording/cutting.h"

struct comment {
	struct cutting *c;
	const char *forbidden;
	struct cutting_piece *lines;
	size_t n, cap;
};

void comment_init(struct comment *k, struct cutting *c,
    const char *forbidden);
void comment_done(struct comment *k);

/* What of a line is comment, without its marks. */
void comment_line(struct comment *k, size_t from, size_t to);
void comment_end(struct comment *k);	/* code stands here */

/* A whole block comment, from behind its opening mark to its closing one. */
void comment_block(struct comment *k, size_t from, size_t to);

#endif
