/* SPDX-License-Identifier: ISC */
#include "base/hex.h"
#include "base/instant.h"
#include "base/json_in.h"
#include "base/json_out.h"
#include "cli/import.h"
#include "cli/mine/person.h"

#define FORMAT	"telltale-person/1"

enum tt_err
person_format(const struct person *p, struct buf *out)
{
	struct json_out *j = json_out_new(out, JSON_CANONICAL);
	enum tt_err e;

	if (j == NULL)
		return TT_ENOMEM;
	json_out_object(j);
	json_out_key(j, "answers");
	if (p->machine)
		json_out_hex(j, p->answers, sizeof(p->answers));
	else
		json_out_null(j);
	json_out_key(j, "email");
	json_out_str(j, p->email);
	json_out_at(j, "expires", p->expires_s);
	json_out_key(j, "format");
	json_out_str(j, FORMAT);
	json_out_key(j, "name");
	json_out_str(j, p->name);
	json_out_key(j, "token");
	json_out_hex(j, p->token, sizeof(p->token));
	json_out_object_end(j);
	if ((e = json_out_end(j)) != TT_OK)
		return e;
	buf_char(out, '\n');
	return buf_err(out);
}

static enum tt_err
read_members(const json_t *o, struct person *p)
{
	struct span name, email, token, expires, answers;
	enum tt_err e;

	if ((e = json_in_str(o, "name", &name, NULL)) != TT_OK ||
	    (e = json_in_str(o, "email", &email, NULL)) != TT_OK ||
	    (e = json_in_str(o, "token", &token, NULL)) != TT_OK ||
	    (e = json_in_str(o, "expires", &expires, NULL)) != TT_OK ||
	    (e = instant_parse(expires, &p->expires_s)) != TT_OK)
		return e;
	p->machine = json_in_there(o, "answers");
	if (p->machine &&
	    ((e = json_in_str(o, "answers", &answers, NULL)) != TT_OK ||
	    !hex_decode(p->answers, sizeof(p->answers), answers.p,
	    answers.n)))
		return e != TT_OK ? e : TT_ESYNTAX;
	if (!hex_decode(p->token, sizeof(p->token), token.p, token.n) ||
	    !import_value_ok(name) || !import_email_ok(email))
		return TT_ESYNTAX;
	if ((e = span_copy(name, p->name, sizeof(p->name))) != TT_OK)
		return e;
	return span_copy(email, p->email, sizeof(p->email));
}

enum tt_err
person_parse(struct person *out, struct span words)
{
	struct person p = { .machine = false };
	struct buf again;
	json_t *o;
	enum tt_err e;

	if ((e = json_in_parse(words, PERSON_MAX, &o, NULL)) != TT_OK)
		return e;
	e = read_members(o, &p);
	json_decref(o);
	buf_init(&again, PERSON_MAX);
	if (e == TT_OK && (e = person_format(&p, &again)) == TT_OK &&
	    !span_eq(buf_view(&again), words))
		e = TT_ESYNTAX;
	buf_done(&again);
	if (e == TT_OK)
		*out = p;
	return e == TT_ENOENT || e == TT_ERANGE ? TT_ESYNTAX : e;
}
