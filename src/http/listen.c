/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/span.h"
#include "http/listen.h"

#define BACKLOG	511
#define HOST_MAX	256

/* "[::1]:443" or "localhost:443"; the port may be 0. */
static enum tt_err
split(const char *where, char host[HOST_MAX], char port[6])
{
	const char *colon = strrchr(where, ':');
	struct span h;
	uint64_t number;

	if (colon == NULL ||
	    span_u64(span_str(colon + 1), 65535, &number) != TT_OK)
		return TT_ESYNTAX;
	h = span_of(where, (size_t)(colon - where));
	if (h.n >= 2 && h.p[0] == '[' && h.p[h.n - 1] == ']')
		h = span_of(h.p + 1, h.n - 2);
	if (h.n == 0 || span_copy(h, host, HOST_MAX) != TT_OK)
		return TT_ESYNTAX;
	snprintf(port, 6, "%u", (unsigned)number);
	return TT_OK;
}

static int
bind_one(const struct addrinfo *a)
{
	int fd, one = 1, saved;

	fd = socket(a->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK,
	    0);
	if (fd == -1)
		return -1;
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)) == 0 &&
	    bind(fd, a->ai_addr, a->ai_addrlen) == 0 &&
	    listen(fd, BACKLOG) == 0)
		return fd;
	saved = errno;
	close(fd);
	errno = saved;
	return -1;
}

static void
name_socket(int fd, char address[LISTEN_ADDRESS_MAX])
{
	char host[HOST_MAX] = "?", port[16] = "?";
	struct sockaddr_storage sa;
	socklen_t len = sizeof(sa);

	if (getsockname(fd, (struct sockaddr *)&sa, &len) == 0)
		getnameinfo((struct sockaddr *)&sa, len, host, sizeof(host),
		    port, sizeof(port), NI_NUMERICHOST | NI_NUMERICSERV);
	snprintf(address, LISTEN_ADDRESS_MAX, strchr(host, ':') != NULL ?
	    "[%s]:%s" : "%s:%s", host, port);
}

enum tt_err
listen_tcp(const char *where, int *fd, char address[LISTEN_ADDRESS_MAX])
{
	struct addrinfo want = { .ai_family = AF_UNSPEC,
		.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE };
	struct addrinfo *found, *a;
	char host[HOST_MAX], port[6];
	enum tt_err e;
	int s = -1;

	if ((e = split(where, host, port)) != TT_OK)
		return e;
	/* RFC 6761 section 6.3: also where no resolver knows it */
	if (getaddrinfo(strcmp(host, "localhost") == 0 ? "127.0.0.1" : host,
	    port, &want, &found) != 0) {
		errno = EADDRNOTAVAIL;
		return TT_ENET;
	}
	/* IPv4 first: what "localhost" is to most clients here */
	for (a = found; a != NULL && s == -1; a = a->ai_next)
		if (a->ai_family == AF_INET)
			s = bind_one(a);
	for (a = found; a != NULL && s == -1; a = a->ai_next)
		if (a->ai_family != AF_INET)
			s = bind_one(a);
	freeaddrinfo(found);
	if (s == -1)
		return TT_ENET;
	name_socket(s, address);
	*fd = s;
	return TT_OK;
}

bool
listen_is_loopback(int fd)
{
	struct sockaddr_storage sa = { .ss_family = AF_UNSPEC };
	socklen_t len = sizeof(sa);
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;

	if (getsockname(fd, (struct sockaddr *)&sa, &len) != 0)
		return false;
	if (sa.ss_family == AF_INET) {
		memcpy(&v4, &sa, sizeof(v4));
		return ntohl(v4.sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
	}
	memcpy(&v6, &sa, sizeof(v6));
	return sa.ss_family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&v6.sin6_addr);
}

/* A socket's file outlives the process that made it. */
static enum tt_err
drop_stale(const struct sockaddr_un *un)
{
	struct stat st;
	int fd, r;

	if (lstat(un->sun_path, &st) == -1)
		return errno == ENOENT ? TT_OK : TT_EIO;
	if (!S_ISSOCK(st.st_mode))
		return TT_EEXIST;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd == -1)
		return TT_EIO;
	r = connect(fd, (const struct sockaddr *)un, sizeof(*un));
	close(fd);
	if (r == 0)
		return TT_EEXIST;
	return unlink(un->sun_path) == 0 ? TT_OK : TT_EIO;
}

enum tt_err
listen_unix(const char *path, int *fd, char address[LISTEN_ADDRESS_MAX])
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	enum tt_err e;
	mode_t mask;
	int s, r;

	if (span_copy(span_str(path), un.sun_path, sizeof(un.sun_path)) !=
	    TT_OK)
		return TT_ELIMIT;
	if ((e = drop_stale(&un)) != TT_OK)
		return e;
	s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (s == -1)
		return TT_ENET;
	mask = umask(0177);
	r = bind(s, (const struct sockaddr *)&un, sizeof(un));
	umask(mask);
	if (r == -1 || listen(s, BACKLOG) == -1) {
		close(s);
		return TT_ENET;
	}
	snprintf(address, LISTEN_ADDRESS_MAX, "%s", path);
	*fd = s;
	return TT_OK;
}
