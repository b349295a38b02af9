/* SPDX-License-Identifier: ISC */
/*
 * engine - the program that reads a part for good, asked before it is sealed.
 *
 * A part for which the author names no check is tried by whatever will read
 * it, where that is installed: YARA compiles its rules, Suricata tests its
 * own, a shell or a compiler parses code, CSAF and Sigma are held against a
 * schema.  `"check": "true"` in bulletin.json asks nobody.  An engine that is
 * not installed is no fault of the draft: it is said, and nothing refused.
 */
#ifndef CLI_ENGINE_H
#define CLI_ENGINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/span.h"
#include "telltale/err.h"

#define ENGINE_FILES_MAX	2
#define ENGINE_ABSENT		77	/* exit: what it needs is not there */

/* Stands beside the part while it is checked. */
struct engine_file {
	const char *name;
	const char *const *text;	/* the first */
};

struct engine {
	const char *reads;	/* "YARA rules" */
	const char *ends;	/* names that end so; several between spaces */
	const char *holds;	/* and text that holds these lines' beginnings,
				 * or this; NULL: any */
	const char *check;	/* as bulletin.json would name it */
	bool many;		/* {} may be several files */
	const char *package;	/* Debian's, that has it; NULL: none has */
	struct engine_file files[ENGINE_FILES_MAX];
};

/*
 * The engine for a part of that name and text: the first of several that is
 * installed, else the first; NULL if none is known.
 */
const struct engine *engine_for(struct span name, struct span text);

/* Its program is in PATH. */
bool engine_is_there(const struct engine *e);

#endif
