/* SPDX-License-Identifier: ISC */
#include "base/log.h"
#include "hub/answer.h"

static void
set(struct http_response *r, unsigned status, const char *type)
{
	r->status = status;
	r->content_type = type;
	r->cache_control = NULL;
}

void
answer_problem(struct http_response *r, unsigned status, const char *detail)
{
	struct json_out *j;

	buf_clear(&r->body);
	set(r, status, "application/problem+json");
	if ((j = json_out_new(&r->body, JSON_CANONICAL)) == NULL)
		return;
	json_out_object(j);
	json_out_key(j, "type");
	json_out_str(j, "about:blank");
	json_out_key(j, "title");
	json_out_str(j, http_status_text(status));
	json_out_key(j, "status");
	json_out_int(j, (int64_t)status);
	if (detail != NULL) {
		json_out_key(j, "detail");
		json_out_str(j, detail);
	}
	json_out_object_end(j);
	if (json_out_end(j) != TT_OK)
		buf_clear(&r->body);
}

void
answer_not_found(struct http_response *r)
{
	answer_problem(r, 404, NULL);
}

void
answer_err(struct http_response *r, enum tt_err e)
{
	switch (e) {
	case TT_ENOENT:
	case TT_EEARLY:
		answer_not_found(r);
		return;
	case TT_EEXIST:
	case TT_ESTATE:
		answer_problem(r, 409, tt_err_text(e));
		return;
	case TT_ESIG:
	case TT_EUNSIGNED:
	case TT_EREFUSED:
	case TT_EKEY:
		answer_problem(r, 403, tt_err_text(e));
		return;
	case TT_ESYNTAX:
	case TT_ERANGE:
	case TT_ELIMIT:
	case TT_EVERSION:
		answer_problem(r, 400, tt_err_text(e));
		return;
	case TT_EFULL:
		answer_problem(r, 507, "the hub's disk is full");
		break;
	case TT_EAGAIN:
	case TT_ENOMEM:
		answer_problem(r, 503, tt_err_text(e));
		break;
	case TT_ENET:
		answer_problem(r, 502, tt_err_text(e));
		break;
	default:
		answer_problem(r, 500, NULL);
		break;
	}
	log_line(LOG_LEVEL_ERROR, "a request failed", "why", tt_err_text(e),
	    NULL);
}

void
answer_empty(struct http_response *r)
{
	buf_clear(&r->body);
	set(r, 204, NULL);
}

struct json_out *
answer_json(struct http_response *r)
{
	buf_clear(&r->body);
	return json_out_new(&r->body, JSON_CANONICAL);
}

void
answer_json_end(struct http_response *r, struct json_out *j, unsigned status)
{
	if (j == NULL || json_out_end(j) != TT_OK)
		answer_err(r, TT_ENOMEM);
	else
		set(r, status, "application/json");
}

void
answer_hex(struct http_response *r, unsigned status, const char *key,
    const void *p, size_t n)
{
	struct json_out *j = answer_json(r);

	if (j != NULL) {
		json_out_object(j);
		json_out_key(j, key);
		json_out_hex(j, p, n);
		json_out_object_end(j);
	}
	answer_json_end(r, j, status);
}
