/* SPDX-License-Identifier: ISC */
/*
 * lex - marked text cut into plain text and sites, by the rules of marked.h.
 *
 * What stands between the braces of a site is body.h's.
 */
#ifndef BULLETIN_LEX_H
#define BULLETIN_LEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

/*
 * The next bytes of a text: what they are without their escapes, which is
 * always a part of what is written, and how many are written.
 */
struct piece {
	struct span out;
	size_t written;
	bool mark;	/* an unescaped {{ or, within a site, | or }} */
};

/* From at < s.n on.  Outside sites only {{ is a mark. */
struct piece piece_next(struct span s, size_t at, bool in_site);

/* A place in a text that is read forwards. */
struct spot {
	size_t offset;
	uint32_t line, column;	/* from 1, columns in characters */
};

/* Forwards to the offset `to` of text. */
void spot_move(struct spot *at, struct span text, size_t to);

enum token_kind {
	TOKEN_END,
	TOKEN_PLAIN,	/* text: what to take over */
	TOKEN_SITE,	/* text: what is between the braces */
	TOKEN_NESTED,	/* a site in a site; the outer one is dropped */
	TOKEN_UNCLOSED,	/* another site, or the end, before its }} */
	TOKEN_BRACES,	/* four or more {, of which none opens */
};

struct token {
	enum token_kind kind;
	struct span text;
	struct spot at;		/* of its first byte; of a site, its {{ */
};

struct lexer {
	struct span text;
	struct spot at;
};

/* A byte order mark in front takes no column. */
void lexer_init(struct lexer *l, struct span text);
struct token lexer_next(struct lexer *l);

#endif
