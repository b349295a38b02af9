/* SPDX-License-Identifier: ISC */
/* dossier - the entries of a case with their texts, and what they amount to. */
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "cli/case/case.h"
#include "cli/say.h"

const char *
text_str(const json_t *o, const char *key)
{
	const char *s = json_string_value(json_object_get(o, key));

	return s != NULL ? s : "";
}

int64_t
text_int(const json_t *o, const char *key)
{
	return (int64_t)json_integer_value(json_object_get(o, key));
}

enum tt_verdict
text_verdict(const json_t *o, const char *key)
{
	const char *s = text_str(o, key);

	for (enum tt_verdict v = 0; v < TT_VERDICT_COUNT; v++)
		if (strcmp(s, tt_verdict_name(v)) == 0)
			return v;
	return TT_VERDICT_NONE;
}

static enum tt_err
add_entry(void *ctx, const struct vault_case_entry *e)
{
	struct dossier *d = ctx;
	struct case_item *at;

	if ((at = reallocarray(d->item, d->n + 1, sizeof(*at))) == NULL)
		return TT_ENOMEM;
	d->item = at;
	d->item[d->n++] = (struct case_item){ .e = *e };
	return TT_OK;
}

/* Its text, which must be the one that was entered. */
static int
open_text(struct dossier *d, struct vault *v, struct case_item *x)
{
	char rel[FILE_PATH_MAX];
	struct hash sum;
	struct buf text;
	enum tt_err e;
	int code;

	case_rel_entry(&d->c, x->e.n, "", rel);
	if ((code = vault_secret_read(v, rel, &text)) != CLI_DONE)
		return code;
	sha256(sum.b, text.p, text.n);
	if (memcmp(sum.b, x->e.text.b, sizeof(sum.b)) != 0)
		code = say_fail(CLI_ALARM, "telltale vault restore, from a "
		    "backup", "alarm: the text of entry %u of case %s is not "
		    "what was entered", x->e.n, d->c.id);
	else if ((e = json_in_parse(buf_view(&text), CASE_TEXT_MAX, &x->text,
	    NULL)) != TT_OK)
		code = say_err(e, NULL, "cannot read entry %u of case %s",
		    x->e.n, d->c.id);
	buf_done(&text);
	return code;
}

int
dossier_open(struct dossier *d, struct vault *v, const char *id)
{
	enum tt_err e;
	int code;

	*d = (struct dossier){ .n = 0 };
	if ((code = case_find(v, id, &d->c)) != CLI_DONE)
		return code;
	if ((e = vault_case_entries(v->db, d->c.id, add_entry, d)) != TT_OK)
		return case_cannot(v, e, "read the case's log");
	for (size_t i = 0; i < d->n && code == CLI_DONE; i++)
		if (d->item[i].e.sealed)
			code = open_text(d, v, &d->item[i]);
	return code;
}

void
dossier_done(struct dossier *d)
{
	for (size_t i = 0; i < d->n; i++)
		json_decref(d->item[i].text);
	free(d->item);
	*d = (struct dossier){ .n = 0 };
}

unsigned
dossier_has(const struct dossier *d)
{
	unsigned has = 0;

	for (size_t i = 0; i < d->n; i++)
		switch (d->item[i].e.act) {
		case CASE_ADD:
			has |= CASE_NEEDS_SPECIMEN;
			break;
		case CASE_TRACE:
			has |= CASE_NEEDS_TRACE;
			break;
		case CASE_FINDING:
			has |= CASE_NEEDS_FINDING;
			break;
		case CASE_OPEN:
		case CASE_NOTE:
		case CASE_HYPOTHESIS:
		case CASE_TELL:
		case CASE_LETTER:
		case CASE_REPLY:
		case CASE_STATEMENT:
		case CASE_EXPORT:
		case CASE_CLOSE:
		case CASE_REOPEN:
		case CASE_ACTS:
			break;
		}
	return has;
}

/* After entry n: did that partner reply, or let its term pass? */
static bool
was_heard(const struct dossier *d, unsigned n, const char *partner,
    int64_t now_s)
{
	for (size_t i = 0; i < d->n; i++) {
		const struct case_item *x = &d->item[i];

		if (x->e.n < n ||
		    strcmp(text_str(x->text, "partner"), partner) != 0)
			continue;
		if (x->e.act == CASE_REPLY || (x->e.act == CASE_LETTER &&
		    text_int(x->text, "term") <= now_s))
			return true;
	}
	return false;
}

/* All whom this finding names. */
static bool
all_heard(const struct dossier *d, const struct case_item *x, int64_t now_s)
{
	const json_t *list = json_object_get(x->text, "partners"), *p;
	size_t i;

	json_array_foreach(list, i, p)
		if (text_verdict(p, "verdict") == TT_VERDICT_NAMED &&
		    !was_heard(d, x->e.n, text_str(p, "partner"), now_s))
			return false;
	return true;
}

struct case_evidence
dossier_evidence(const struct dossier *d, int64_t now_s)
{
	struct case_evidence e = { .heard = true,
		.traced_best = TT_VERDICT_NONE,
		.found_best = TT_VERDICT_NONE,
		.set_aside = d->c.state == CASE_CLOSED &&
		    d->c.outcome != CASE_OUT_NAMED };

	for (size_t i = 0; i < d->n; i++) {
		const struct case_item *x = &d->item[i];
		enum tt_verdict v = text_verdict(x->text, "verdict");

		if (x->e.act == CASE_TRACE) {
			e.traced = true;
			if (v < e.traced_best)
				e.traced_best = v;
		} else if (x->e.act == CASE_FINDING) {
			e.found = true;
			if (v < e.found_best)
				e.found_best = v;
			e.heard = e.heard && all_heard(d, x, now_s);
		}
	}
	return e;
}

const struct case_item *
dossier_concerns(const struct dossier *d, const char *partner,
    const json_t **place)
{
	for (size_t i = d->n; i-- > 0;) {
		const json_t *list, *p;
		size_t k;

		if (d->item[i].e.act != CASE_FINDING)
			continue;
		list = json_object_get(d->item[i].text, "partners");
		json_array_foreach(list, k, p)
			if (strcmp(text_str(p, "partner"), partner) == 0) {
				if (place != NULL)
					*place = p;
				return &d->item[i];
			}
	}
	return NULL;
}

const struct case_item *
dossier_reply(const struct dossier *d, const char *partner)
{
	for (size_t i = d->n; i-- > 0;)
		if (d->item[i].e.act == CASE_REPLY &&
		    strcmp(text_str(d->item[i].text, "partner"), partner) == 0)
			return &d->item[i];
	return NULL;
}

const struct case_item *
dossier_trace(const struct dossier *d, uint64_t n)
{
	for (size_t i = d->n; i-- > 0;)
		if (d->item[i].e.act == CASE_TRACE &&
		    (n == 0 || d->item[i].e.n == n))
			return &d->item[i];
	return NULL;
}
