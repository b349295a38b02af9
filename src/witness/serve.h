/* SPDX-License-Identifier: ISC */
/*
 * serve - a witness on a port: POST /add-checkpoint, GET /<hex>/checkpoint
 * (https://c2sp.org/tlog-witness).
 */
#ifndef WITNESS_SERVE_H
#define WITNESS_SERVE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "telltale/err.h"
#include "witness/witness.h"

struct witness_server;

/*
 * Errors of http_server_start; those of reading its TLS key.  listen NULL:
 * what telltale.conf says.
 */
enum tt_err witness_serve(struct witness_server **out, struct witness *w,
    const char *dir, const char *listen, const char **address) MUST_USE;

/* It has seen a fork, or itself behind its own past: stop, exit 5. */
bool witness_serve_alarm(struct witness_server *s);
void witness_serve_stop(struct witness_server *s);	/* NULL is fine */

#endif
