/* SPDX-License-Identifier: ISC */
/*
 * answer - what the hub says, in one place.
 *
 * Errors are RFC 9457 problems.  Absent, forbidden and not yet are one 404,
 * the same byte for byte whatever the cause (specs/hub.md section 4).
 */
#ifndef HUB_ANSWER_H
#define HUB_ANSWER_H

#include "base/json_out.h"
#include "http/server.h"
#include "telltale/err.h"

/* A problem; detail is a constant text, or NULL. */
void answer_problem(struct http_response *r, unsigned status,
    const char *detail);
void answer_not_found(struct http_response *r);

/* The problem that e is to whoever sent what caused it. */
void answer_err(struct http_response *r, enum tt_err e);

/* No body; status 204. */
void answer_empty(struct http_response *r);

/* begin gives NULL when there is no memory; end takes that, and answers. */
struct json_out *answer_json(struct http_response *r);
void answer_json_end(struct http_response *r, struct json_out *j,
    unsigned status);

/* {"KEY":"HEX"} */
void answer_hex(struct http_response *r, unsigned status, const char *key,
    const void *p, size_t n);

#endif
