/* SPDX-License-Identifier: ISC */
/*
 * tale - a case told to people inside the house, in one order and wording,
 * whatever it is told on: a terminal, a page, a file that is handed over.
 */
#ifndef CLI_CASE_TALE_H
#define CLI_CASE_TALE_H

#include "cli/case/beside.h"
#include "cli/case/case.h"

/* What it is told on.  Texts may be from outside: escape them. */
struct tale_on {
	void (*heading)(void *ctx, const char *text);
	void (*pair)(void *ctx, const char *term, const char *text);
	void (*say)(void *ctx, const char *text);	/* a paragraph */
	void *ctx;
};

/* b may be NULL: not told then. */
void tale_tell(const struct dossier *d, const struct beside *b,
    const struct tale_on *on, int64_t now_s);

/* For programs: members of the object that is open. */
void tale_put(const struct dossier *d, const struct beside *b,
    struct json_out *j, int64_t now_s);

#endif
