/* SPDX-License-Identifier: ISC */
/* import_own - what import.c and import_member.c share. */
#ifndef CLI_IMPORT_OWN_H
#define CLI_IMPORT_OWN_H

#include <jansson.h>

#include "base/attr.h"
#include "cli/import.h"

#define IGNORED_MAX	64	/* names of members that nobody reads */
#define WHERE_MAX	256	/* bytes */

struct import_ignored {
	char of[16], name[48];
	size_t times;
};

struct import_reading {
	const struct import_notes *notes;
	size_t faults;
	char where[WHERE_MAX];	/* "partner 3, 'arbour'" */
	struct import_ignored ignored[IGNORED_MAX];
	size_t n_ignored;
	enum tt_err err;	/* TT_ENOMEM, TT_ELIMIT */
};

void import_tell(struct import_reading *r, bool fault, const char *fmt, ...)
    PRINTF(3, 4);

/* Notes the members of obj that are not known; of: "partners". */
void import_others(struct import_reading *r, const char *of, json_t *obj,
    const char *const *known);

/* Not absent, and not null. */
bool import_there(const json_t *obj, const char *key);

/* A text member.  False, and told, if it is not there or not ok. */
bool import_str(struct import_reading *r, const json_t *obj, const char *key,
    bool (*ok)(struct span s), const char *form, char *out, size_t cap);

/* A day or an instant, if it is there.  False, and told, if it is neither. */
bool import_instant(struct import_reading *r, const json_t *obj,
    const char *key, bool end_of_day, int64_t *out);

#endif
