/* SPDX-License-Identifier: ISC */
/*
 * guard - which requests the desk answers.
 *
 * It listens on loopback, where every page in the same browser and every
 * program on the same machine can knock.  So: the Host must be ours (a name
 * that a stranger points at 127.0.0.1 is not), a key of this run that only
 * its terminal has shown lets a browser in and becomes a cookie, and what
 * changes anything must come from a form of ours, by its Origin and by a
 * token that stands in it.  A browser sends a host's cookies to all its
 * ports: so pages and cookie are below a path that only we know.  Pure.
 */
#ifndef CLI_DESK_GUARD_H
#define CLI_DESK_GUARD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/rng.h"
#include "base/span.h"
#include "http/server.h"

#define GUARD_KEY_LEN	32	/* hex digits: 128 bits */
#define GUARD_ROOT_LEN	17	/* a slash and 64 bits in hex */
#define GUARD_NAME_LEN	32	/* with NUL */

struct guard {
	char host[2][GUARD_NAME_LEN];	/* "127.0.0.1:40123", "localhost:..." */
	char cookie_name[GUARD_NAME_LEN];
	char root[GUARD_ROOT_LEN + 1];	/* "/0123456789abcdef": of all pages */
	char key[GUARD_KEY_LEN + 1];	/* in the address that is printed */
	char cookie[GUARD_KEY_LEN + 1];
	char token[GUARD_KEY_LEN + 1];	/* in forms */
};

enum guard_answer {
	GUARD_IN,		/* has the cookie */
	GUARD_ENTER,		/* has the key: give the cookie, lead to root */
	GUARD_HOST,		/* the Host is not ours */
	GUARD_ORIGIN,		/* comes from another page */
	GUARD_TYPE,		/* no form as ours are */
	GUARD_STRANGER,		/* neither cookie nor key */
	GUARD_ANSWERS
};

/* All secrets are drawn; port: of 127.0.0.1. */
void guard_init(struct guard *g, unsigned port, struct rng rng);

/* The path below root, in *out; false if it is not below it. */
bool guard_path(const struct guard *g, struct span path, struct span *out);

/* By head alone; the first reason against it, in the order above. */
enum guard_answer guard_head(const struct guard *g,
    const struct http_request *q);

/* For who is out: what is wrong, and how to get in. */
const char *guard_text(enum guard_answer a);

/* The form's token is ours. */
bool guard_form(const struct guard *g, struct span form);

#endif
