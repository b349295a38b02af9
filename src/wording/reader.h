/* SPDX-License-Identifier: ISC */
/*
 * reader - what reading one table needs: where it is, and what was wrong.
 *
 * A table is read three times: irregular forms, then classes, then groups,
 * so that all may be used before they are written.  docs/formats.md has the
 * form.
 */
#ifndef WORDING_READER_H
#define WORDING_READER_H

#include "wording/table.h"

struct irregular {
	struct span forms[5];	/* of a noun the first two */
	bool verb;
};

#define IRREGULARS_MAX	5000

struct lexicon {
	struct irregular *at;
	size_t n, cap;
};

struct reader {
	struct tt_wordings *w;
	struct lexicon *lexicon;
	struct tt_diags *diags;
	struct span table;	/* its name */
	uint32_t order, line;
	bool own;
	size_t faults;
	enum tt_err err;	/* of memory and limits; sticks */
};

/* One line, without its comment: what it says first, and the rest. */
struct line {
	bool indented;
	bool deeper;	/* twice: goes on with the line before */
	struct span key, rest;
};

/* Cuts the next line that is not empty; false at the end. */
bool reader_line(struct reader *r, struct span *in, struct line *out);

/* The next word, by spaces and tabs; false if there is none. */
bool reader_word(struct span *in, struct span *word);

void reader_fault(struct reader *r, const char *remedy, const char *fmt, ...)
    PRINTF(3, 4);
void reader_fail(struct reader *r, enum tt_err e);

/* Lower-case letters, digits, ' and - within; "." in e.g. and i.e. */
bool reader_is_word(struct span s);

/* A word of the vocabulary; 0 after a fault. */
uint32_t reader_add_word(struct reader *r, struct span s);

/* The forms of a word: of a verb five, of a noun two. */
struct span reader_inflect(struct reader *r, struct span base, bool verb,
    enum form f, char out[FORM_TEXT_MAX]);

/* The passes over one table. */
void read_irregulars(struct reader *r, struct span text);
void read_classes(struct reader *r, struct span text);
void read_groups(struct reader *r, struct span text);

/* "@det the -ing" and so on, added to what c, of c->side, has already. */
bool read_condition(struct reader *r, struct span rest, struct condition *c);

#endif
