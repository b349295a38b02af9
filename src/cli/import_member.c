/* SPDX-License-Identifier: ISC */
/* import_member - members of a record, and what is told of them. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/json_in.h"
#include "cli/import_own.h"

#define DAY	86400

void
import_tell(struct import_reading *r, bool fault, const char *fmt, ...)
{
	char what[512], text[WHERE_MAX + 520];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	snprintf(text, sizeof(text), "%s%s%s", r->where,
	    r->where[0] == '\0' ? "" : ": ", what);
	r->faults += fault;
	r->notes->say(r->notes->ctx, fault, text);
}

static void
ignore(struct import_reading *r, const char *of, const char *name)
{
	struct import_ignored *g = r->ignored;

	for (; g < r->ignored + r->n_ignored; g++)
		if (strcmp(g->of, of) == 0 &&
		    strncmp(g->name, name, sizeof(g->name) - 1) == 0) {
			g->times++;
			return;
		}
	if (r->n_ignored == IGNORED_MAX)
		return;
	snprintf(g->of, sizeof(g->of), "%s", of);
	snprintf(g->name, sizeof(g->name), "%s", name);
	g->times = 1;
	r->n_ignored++;
}

void
import_others(struct import_reading *r, const char *of, json_t *obj,
    const char *const *known)
{
	const char *key;
	json_t *value;
	size_t i;

	json_object_foreach(obj, key, value) {
		for (i = 0; known[i] != NULL; i++)
			if (strcmp(known[i], key) == 0)
				break;
		if (known[i] == NULL)
			ignore(r, of, key);
	}
}

bool
import_str(struct import_reading *r, const json_t *obj, const char *key,
    bool (*ok)(struct span s), const char *form, char *out, size_t cap)
{
	struct json_diag diag;
	struct span s;

	if (json_in_str(obj, key, &s, &diag) != TT_OK) {
		import_tell(r, true, "%s", diag.text);
		return false;
	}
	if (!ok(s) || span_copy(s, out, cap) != TT_OK) {
		import_tell(r, true, "'%s' is not %s", key, form);
		return false;
	}
	return true;
}

bool
import_there(const json_t *obj, const char *key)
{
	const json_t *v = json_object_get(obj, key);

	return v != NULL && !json_is_null(v);
}

bool
import_instant(struct import_reading *r, const json_t *obj, const char *key,
    bool end_of_day, int64_t *out)
{
	struct json_diag diag;
	struct span s;
	int64_t at;
	bool day;

	if (!import_there(obj, key))
		return true;
	if (json_in_str(obj, key, &s, &diag) != TT_OK) {
		import_tell(r, true, "%s", diag.text);
		return false;
	}
	if (import_day(s, &day, &at) != TT_OK) {
		import_tell(r, true, "'%s' is neither a day, YYYY-MM-DD, nor "
		    "an instant", key);
		return false;
	}
	*out = at + (day && end_of_day ? DAY : 0);
	return true;
}
