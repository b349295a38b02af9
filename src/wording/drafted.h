/* SPDX-License-Identifier: ISC */
/* drafted - a group while its lines are read, and how it is put in. */
#ifndef WORDING_DRAFTED_H
#define WORDING_DRAFTED_H

#include "wording/reader.h"

enum drafted_kind { DRAFTED_WORDS, DRAFTED_VERB, DRAFTED_NOUN };

/* What a section says for all its groups, and a group for itself. */
struct terms {
	struct condition conditions[TABLE_CONDITIONS_MAX];
	size_t n_conditions;
	struct span why;
	bool informal;
	bool anywhere;	/* the conditions of forms do not apply */
	bool uniform;
};

struct drafted {
	enum drafted_kind kind;
	struct span name;
	uint32_t line;
	struct span wordings[TT_Q_MAX];	/* as written */
	size_t n;
	unsigned forms;			/* bits by enum form; 0: all */
	struct terms terms;
	size_t faults_before;		/* of its reader */
};

/* Checks d and adds it to r->w, or adds faults. */
void drafted_add(struct reader *r, struct drafted *d);

/* The words of a phrase, in the arena; a '*' at word *head is dropped. */
bool drafted_words(struct reader *r, struct span phrase, struct wording *out,
    size_t *head);

/*
 * Whether the wordings of d stand for each other in both directions; adds
 * faults if they do not.
 */
bool drafted_is_mutual(struct reader *r, const struct drafted *d,
    const struct row *row);

#endif
