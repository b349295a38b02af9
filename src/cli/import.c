/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/json_in.h"
#include "base/json_out.h"
#include "cli/import_own.h"
#include "telltale/manifest.h"

static const char *const top_members[] = { "partners", NULL };
static const char *const partner_members[] = { "id", "name", "tier", "state",
	"agreement", "duties", "readers", NULL };
static const char *const agreement_members[] = { "version", "signed",
	"expires", NULL };
static const char *const duty_members[] = { "jurisdiction", "trigger",
	"deadline", "deadline_h", "recipient", "source", NULL };
static const char *const reader_members[] = { "id", "name", "email", "state",
	NULL };

static void
agreement(struct import_reading *r, const json_t *obj, struct vault_partner *p)
{
	struct json_diag diag;
	json_t *a;

	p->ends_s = PARTNER_NO_END;
	if (!import_there(obj, "agreement"))
		return;
	if (json_in_object(obj, "agreement", &a, &diag) != TT_OK) {
		import_tell(r, true, "%s", diag.text);
		return;
	}
	if (json_object_size(a) == 0)
		return;
	import_others(r, "agreements", a, agreement_members);
	import_str(r, a, "version", tt_id_ok, "a version: a letter or digit, "
	    "then up to 63 of letters, digits, '.', '_' and '-'", p->agreement,
	    sizeof(p->agreement));
	import_instant(r, a, "signed", false, &p->signed_s);
	if (import_instant(r, a, "expires", true, &p->ends_s) &&
	    p->ends_s <= p->signed_s)
		import_tell(r, true,
		    "the agreement expires before it was signed");
}

static void
state(struct import_reading *r, const json_t *obj, struct vault_partner *p)
{
	struct json_diag diag;
	struct span s;

	if (json_in_str(obj, "state", &s, &diag) != TT_OK)
		import_tell(r, true, "%s", diag.text);
	else if (!partner_state_parse(s, &p->state))
		import_tell(r, true, "'%.*s' is no state of a partner",
		    s.n > 40 ? 40 : (int)s.n, s.p);
	else if (p->state == PARTNER_APPROVED && p->agreement[0] == '\0') {
		import_tell(r, false, "has signed no agreement, so it is not "
		    "approved but in vetting");
		p->state = PARTNER_VETTING;
	}
}

/* The duty's known members, in canonical JSON. */
static char *
duty_text(struct import_reading *r, const json_t *duty)
{
	struct json_out *j;
	struct buf b;
	char *out = NULL;
	enum tt_err e;
	size_t n;

	buf_init(&b, TT_VALUE_MAX);
	if ((j = json_out_new(&b, JSON_CANONICAL)) == NULL) {
		r->err = TT_ENOMEM;
		return NULL;
	}
	json_out_object(j);
	for (const char *const *m = duty_members; *m != NULL; m++) {
		const json_t *v = json_object_get(duty, *m);

		if (!json_is_string(v) && !json_is_integer(v))
			continue;
		json_out_key(j, *m);
		if (json_is_string(v))
			json_out_str(j, json_string_value(v));
		else
			json_out_int(j, (int64_t)json_integer_value(v));
	}
	json_out_object_end(j);
	e = json_out_end(j);
	if (e == TT_OK)
		e = buf_take(&b, &out, &n);
	buf_done(&b);
	if (e == TT_ELIMIT)
		import_tell(r, true, "a duty is longer than %d bytes",
		    TT_VALUE_MAX);
	else if (e != TT_OK)
		r->err = e;
	return out;
}

static void
add_duty(struct import_reading *r, json_t *duty, struct import_partner *p)
{
	char *s;

	if (!json_is_object(duty) || json_object_size(duty) == 0) {
		import_tell(r, true, "a duty is not an object with members");
		return;
	}
	if (p->n_duties == VAULT_DUTIES_MAX) {
		import_tell(r, true, "more than %d duties", VAULT_DUTIES_MAX);
		return;
	}
	import_others(r, "duties", duty, duty_members);
	if ((s = duty_text(r, duty)) == NULL)
		return;
	for (size_t i = 0; i < p->n_duties; i++)
		if (strcmp(p->duties[i], s) == 0) {
			import_tell(r, true, "the same duty twice");
			free(s);
			return;
		}
	p->duties[p->n_duties++] = s;
}

static void
duties(struct import_reading *r, const json_t *obj, struct import_partner *p)
{
	struct json_diag diag;
	json_t *all;

	if (!import_there(obj, "duties"))
		return;
	if (json_in_array(obj, "duties", &all, &diag) != TT_OK) {
		import_tell(r, true, "%s", diag.text);
		return;
	}
	for (size_t i = 0; i < json_array_size(all); i++)
		add_duty(r, json_array_get(all, i), p);
}

/* In the file a reader is active or revoked; here nobody has keys yet. */
static void
reader_state(struct import_reading *r, const json_t *obj,
    struct vault_reader *out)
{
	struct json_diag diag;
	struct span s;

	out->state = READER_LISTED;
	if (!import_there(obj, "state"))
		return;
	if (json_in_str(obj, "state", &s, &diag) != TT_OK)
		import_tell(r, true, "%s", diag.text);
	else if (!reader_state_parse(s, &out->state))
		import_tell(r, true, "'%.*s' is no state of a reader",
		    s.n > 40 ? 40 : (int)s.n, s.p);
	else if (out->state != READER_REVOKED)
		out->state = READER_LISTED;
}

static void
one_reader(struct import_reading *r, json_t *obj, struct vault_reader *out)
{
	if (!json_is_object(obj)) {
		import_tell(r, true, "is not an object");
		return;
	}
	import_others(r, "readers", obj, reader_members);
	import_str(r, obj, "id", tt_id_ok, "an id: a letter or digit, then up "
	    "to 63 of letters, digits, '.', '_' and '-'", out->id,
	    sizeof(out->id));
	import_str(r, obj, "name", import_value_ok, "a name of 1 to 1024 bytes "
	    "without control characters or outer spaces", out->name,
	    sizeof(out->name));
	import_str(r, obj, "email", import_email_ok, "an address", out->email,
	    sizeof(out->email));
	reader_state(r, obj, out);
}

static void
name_reader(struct import_reading *r, size_t keep, size_t i, const json_t *obj)
{
	const char *id = json_string_value(json_object_get(obj, "id"));

	snprintf(r->where + keep, sizeof(r->where) - keep,
	    ", reader %zu%s%.64s%s", i + 1, id == NULL ? "" : ", '",
	    id == NULL ? "" : id, id == NULL ? "" : "'");
}

static int
by_email(const void *a, const void *b)
{
	const struct vault_reader *const *x = a, *const *y = b;

	return strcasecmp((*x)->email, (*y)->email);
}

static void
shared_addresses(struct import_reading *r, const struct import_partner *p)
{
	const struct vault_reader **order = calloc(p->n_readers + 1,
	    sizeof(struct vault_reader *));

	if (order == NULL) {
		r->err = TT_ENOMEM;
		return;
	}
	for (size_t i = 0; i < p->n_readers; i++)
		order[i] = &p->readers[i];
	qsort(order, p->n_readers, sizeof(struct vault_reader *), by_email);
	for (size_t i = 1; i < p->n_readers; i++)
		if (order[i]->email[0] != '\0' && by_email(&order[i - 1],
		    &order[i]) == 0)
			import_tell(r, false, "readers '%s' and '%s' have one "
			    "address; a mailbox that is shared is no reader",
			    order[i - 1]->id, order[i]->id);
	free(order);
}

static void
readers(struct import_reading *r, const json_t *obj, struct import_partner *p)
{
	size_t n, keep = strlen(r->where);
	struct json_diag diag;
	json_t *all;

	if (!import_there(obj, "readers"))
		return;
	if (json_in_array(obj, "readers", &all, &diag) != TT_OK) {
		import_tell(r, true, "%s", diag.text);
		return;
	}
	n = json_array_size(all);
	if (n > IMPORT_READERS_MAX) {
		r->err = TT_ELIMIT;
		return;
	}
	if ((p->readers = calloc(n + 1, sizeof(*p->readers))) == NULL) {
		r->err = TT_ENOMEM;
		return;
	}
	p->n_readers = n;
	for (size_t i = 0; i < n; i++) {
		name_reader(r, keep, i, json_array_get(all, i));
		one_reader(r, json_array_get(all, i), &p->readers[i]);
		memcpy(p->readers[i].partner, p->p.id, sizeof(p->p.id));
		r->where[keep] = '\0';
	}
	shared_addresses(r, p);
}

static void
one_partner(struct import_reading *r, size_t i, json_t *obj,
    struct import_partner *p)
{
	const char *id = json_string_value(json_object_get(obj, "id"));

	snprintf(r->where, sizeof(r->where), "partner %zu%s%.64s%s", i + 1,
	    id == NULL ? "" : ", '", id == NULL ? "" : id,
	    id == NULL ? "" : "'");
	if (!json_is_object(obj)) {
		import_tell(r, true, "is not an object");
		return;
	}
	import_others(r, "partners", obj, partner_members);
	import_str(r, obj, "id", tt_id_ok, "an id: a letter or digit, then up "
	    "to 63 of letters, digits, '.', '_' and '-'", p->p.id,
	    sizeof(p->p.id));
	import_str(r, obj, "name", import_value_ok, "a name of 1 to 1024 bytes "
	    "without control characters or outer spaces", p->p.name,
	    sizeof(p->p.name));
	import_str(r, obj, "tier", tt_id_ok, "a tier's name", p->p.tier,
	    sizeof(p->p.tier));
	agreement(r, obj, &p->p);
	state(r, obj, &p->p);
	duties(r, obj, p);
	readers(r, obj, p);
}

static int
by_text(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

static void
told_twice(struct import_reading *r, const char *of, const char **ids, size_t n)
{
	qsort(ids, n, sizeof(*ids), by_text);
	for (size_t i = 1; i < n; i++)
		if (ids[i][0] != '\0' && strcmp(ids[i - 1], ids[i]) == 0)
			import_tell(r, true, "two %s have the id '%s'", of,
			    ids[i]);
}

static void
ids_once(struct import_reading *r, const struct import *im)
{
	const char **ids;
	size_t n = 0;

	for (size_t i = 0; i < im->n; i++)
		n += im->partners[i].n_readers;
	if ((ids = calloc(n + im->n + 1, sizeof(*ids))) == NULL) {
		r->err = TT_ENOMEM;
		return;
	}
	for (size_t i = 0; i < im->n; i++)
		ids[i] = im->partners[i].p.id;
	told_twice(r, "partners", ids, im->n);
	n = 0;
	for (size_t i = 0; i < im->n; i++)
		for (size_t k = 0; k < im->partners[i].n_readers; k++)
			ids[n++] = im->partners[i].readers[k].id;
	told_twice(r, "readers", ids, n);
	free(ids);
}

static void
read_all(struct import_reading *r, json_t *root, struct import *im)
{
	struct json_diag diag;
	json_t *all;

	if (!json_is_object(root)) {
		import_tell(r, true, "the file is not a JSON object");
		return;
	}
	import_others(r, "the file", root, top_members);
	if (json_in_array(root, "partners", &all, &diag) != TT_OK) {
		import_tell(r, true, "%s", diag.text);
		return;
	}
	if (json_array_size(all) > IMPORT_PARTNERS_MAX) {
		r->err = TT_ELIMIT;
		return;
	}
	im->n = json_array_size(all);
	if ((im->partners = calloc(im->n + 1, sizeof(*im->partners))) == NULL) {
		im->n = 0;
		r->err = TT_ENOMEM;
		return;
	}
	for (size_t i = 0; i < im->n && r->err == TT_OK; i++)
		one_partner(r, i, json_array_get(all, i), &im->partners[i]);
	r->where[0] = '\0';
	if (r->err == TT_OK)
		ids_once(r, im);
	for (size_t i = 0; i < r->n_ignored; i++)
		import_tell(r, false, "ignored: '%s' of %s (%zu time%s)",
		    r->ignored[i].name, r->ignored[i].of, r->ignored[i].times,
		    r->ignored[i].times == 1 ? "" : "s");
}

enum tt_err
import_parse(struct import **out, struct span file,
    const struct import_notes *notes)
{
	struct import_reading r = { .notes = notes };
	struct import *im = NULL;
	struct json_diag diag;
	json_t *root = NULL;
	enum tt_err e;

	e = json_in_parse(file, IMPORT_TEXT_MAX, &root, &diag);
	if (e == TT_ESYNTAX || e == TT_ELIMIT)
		import_tell(&r, true, "line %d, column %d: %s", diag.line,
		    diag.column, diag.text);
	if (e != TT_OK)
		return e;
	if ((im = calloc(1, sizeof(*im))) == NULL)
		e = TT_ENOMEM;
	else {
		read_all(&r, root, im);
		e = r.err != TT_OK ? r.err : r.faults > 0 ? TT_ESYNTAX : TT_OK;
	}
	json_decref(root);
	if (e != TT_OK) {
		import_free(im);
		return e;
	}
	*out = im;
	return TT_OK;
}

void
import_free(struct import *im)
{
	if (im == NULL)
		return;
	for (size_t i = 0; i < im->n; i++) {
		for (size_t k = 0; k < im->partners[i].n_duties; k++)
			free(im->partners[i].duties[k]);
		free(im->partners[i].readers);
	}
	free(im->partners);
	free(im);
}
