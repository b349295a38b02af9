/* SPDX-License-Identifier: ISC */
/*
 * serve - a keeper's requests, as HTTP over its Unix socket.
 *
 * specs/sealing.md section 7.  POST /share: 200 and `held`, 409 another is
 * held, 422 a check failed.  GET /share/LEAF and /release/LEAF: 200 and the
 * statement from the instant on; unknown, closed and held are one 404.
 * POST /clock: 202 or 403.  POST /early: 202; /move: 200 and a new `held`;
 * /retract: 200 and {"destroyed": [STATEMENT...]}; else 403 for signatures,
 * 404 where no such share is held, 409 where it is too late for that.  POST
 * /checkpoint: 204 or 422.  GET /health: 200.  One request at a time.
 */
#ifndef KEEPER_SERVE_H
#define KEEPER_SERVE_H

#include "base/attr.h"
#include "http/server.h"
#include "keeper/keeper.h"
#include "telltale/err.h"

struct keeper_server;

/* Borrows k until stopped.  Errors of http_server_start, TT_ENOMEM. */
enum tt_err keeper_serve(struct keeper_server **out, struct keeper *k,
    const char *socket_path) MUST_USE;

/* keeper_tick, between requests. */
enum tt_err keeper_serve_tick(struct keeper_server *s,
    struct keeper_health *health) MUST_USE;

void keeper_serve_stop(struct keeper_server *s);	/* NULL is fine */

#endif
