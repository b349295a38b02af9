/* SPDX-License-Identifier: ISC */
/*
 * smtp - one mail handed to one server.
 *
 * TLS always, but to a server on this machine: smtps://, or smtp:// with
 * STARTTLS; certificates are checked.  No proxy, no name or password in a
 * URL, in an argument or in the environment.
 */
#ifndef CLI_POST_SMTP_H
#define CLI_POST_SMTP_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "programme/notice.h"

#define SMTP_ERROR_MAX	400	/* bytes, with NUL */

struct smtp {
	void *curl;
	char *url;
	bool local;
	bool away;		/* the last try met no server */
	struct buf auth;	/* secret: USER LF PASSWORD LF */
	char *user, *password;	/* in auth; or NULL */
};

/*
 * url: smtp://HOST[:PORT] or smtps://HOST[:PORT]; auth: a file that nobody
 * else can read, of two lines, or NULL.  An exit code after saying why not.
 * smtp_close also after a failure.
 */
int smtp_open(struct smtp *s, const char *url, const char *auth) MUST_USE;
void smtp_close(struct smtp *s);	/* safe on a zeroed one */

/*
 * NOTICE_TAKEN: the server has said that it has it.  NOTICE_LATER: no server,
 * no TLS, a 4xx, broken off, or whoever sends is refused.  NOTICE_NEVER: a
 * 5xx to this mail or its recipient.  error is a line, empty with
 * NOTICE_TAKEN; what the server says in words is not in it.
 */
enum notice_try smtp_send(struct smtp *s, const char *from, const char *to,
    struct span message, char error[SMTP_ERROR_MAX]);

#endif
