/* SPDX-License-Identifier: ISC */
/* listen - a listening socket, by HOST:PORT or by path; the server's own. */
#ifndef HTTP_LISTEN_H
#define HTTP_LISTEN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "telltale/err.h"

#define LISTEN_ADDRESS_MAX	300	/* bytes, with NUL */

/* TT_ESYNTAX if where is not HOST:PORT, TT_ENET (errno). */
enum tt_err listen_tcp(const char *where, int *fd,
    char address[LISTEN_ADDRESS_MAX]) MUST_USE;

/* Whether only this machine reaches it. */
bool listen_is_loopback(int fd);

/* TT_EEXIST if somebody answers there, TT_ELIMIT: the path is too long. */
enum tt_err listen_unix(const char *path, int *fd,
    char address[LISTEN_ADDRESS_MAX]) MUST_USE;

#endif
