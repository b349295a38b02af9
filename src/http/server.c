/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <microhttpd.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <netinet/in.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include "http/deadline.h"
#include "http/listen.h"
#include "http/server.h"

#define THREADS		4
#define CONNECTIONS	1024
#define PER_ADDRESS	128
#define HEAD_S		10
#define BODY_S		30
#define RATE		16384		/* bytes a second, the slowest */
#define HEAD_MEMORY	(32 * 1024)	/* of one connection, both ways */
#define DRAIN_MAX	(1024 * 1024)	/* bytes read only to be polite */
#define PRIORITIES	"NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"

struct http_server {
	struct MHD_Daemon *daemon;
	struct deadlines *deadlines;
	struct http_handler handler;
	unsigned head_s, body_s;
	char address[LISTEN_ADDRESS_MAX];
	char unix_path[LISTEN_ADDRESS_MAX];	/* "" on TCP */
	pthread_mutex_t lock;
	pthread_cond_t idle;
	unsigned under_way;	/* requests; lock */
};

/* One request, from its first line to the end of its answer. */
struct exchange {
	struct http_request q;
	struct http_response r;
	char target[HTTP_TARGET_MAX + 1];
	struct buf body;
	size_t max_body, announced;
	bool bad_target;
	bool begun;	/* head has run */
	bool refused;	/* r is filled; the body is only drained */
	bool known;	/* the handler saw it: forget must be called */
};

static const struct {
	unsigned status;
	const char *text;
} status_texts[] = {
	{ 200, "OK" },
	{ 202, "Accepted" },
	{ 204, "No Content" },
	{ 303, "See Other" },
	{ 400, "Bad Request" },
	{ 401, "Unauthorized" },
	{ 403, "Forbidden" },
	{ 404, "Not Found" },
	{ 405, "Method Not Allowed" },
	{ 409, "Conflict" },
	{ 411, "Length Required" },
	{ 413, "Content Too Large" },
	{ 414, "URI Too Long" },
	{ 415, "Unsupported Media Type" },
	{ 422, "Unprocessable Content" },
	{ 429, "Too Many Requests" },
	{ 500, "Internal Server Error" },
	{ 502, "Bad Gateway" },
	{ 503, "Service Unavailable" },
	{ 504, "Gateway Timeout" },
	{ 507, "Insufficient Storage" },
};

const char *
http_status_text(unsigned status)
{
	for (size_t i = 0; i < N_ROWS(status_texts); i++)
		if (status_texts[i].status == status)
			return status_texts[i].text;
	return "Unknown";
}

/* Seconds that n bytes may take. */
static unsigned
time_for(const struct http_server *s, uint64_t n)
{
	uint64_t more = n / RATE;

	return s->body_s + (more < 86400 ? (unsigned)more : 86400);
}

static void
set_deadline(struct http_server *s, struct MHD_Connection *c, unsigned seconds)
{
	const union MHD_ConnectionInfo *info;

	info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	if (info != NULL)
		deadline_set(s->deadlines, info->socket_context, seconds);
}

static void
on_connection(void *ctx, struct MHD_Connection *c, void **own,
    enum MHD_ConnectionNotificationCode what)
{
	const union MHD_ConnectionInfo *info;
	struct http_server *s = ctx;

	if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
		deadline_drop(s->deadlines, *own);
		*own = NULL;
		return;
	}
	info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
	if (info != NULL)
		*own = deadline_add(s->deadlines, info->connect_fd, s->head_s);
}

static bool
target_ok(const char *t)
{
	if (t[0] != '/')
		return false;
	for (; *t != '\0'; t++)
		if (*t < 0x21 || *t > 0x7e)
			return false;
	return true;
}

/* The raw first line is seen only here; what is returned goes along. */
static void *
on_target(void *ctx, const char *target, struct MHD_Connection *c)
{
	struct http_server *s = ctx;
	struct exchange *x = calloc(1, sizeof(*x));
	struct span path;

	(void)c;
	if (x == NULL)
		return NULL;
	buf_init(&x->r.body, SIZE_MAX / 2);
	buf_init(&x->body, 0);
	x->r.fd = -1;
	x->bad_target = !target_ok(target) || span_copy(span_str(target),
	    x->target, sizeof(x->target)) != TT_OK;
	if (x->bad_target)
		snprintf(x->target, sizeof(x->target), "/");
	x->q.target = x->target;
	x->q.query = span_str(x->target);
	if (span_word(&x->q.query, '?', &path))
		x->q.path = path;
	pthread_mutex_lock(&s->lock);
	s->under_way++;
	pthread_mutex_unlock(&s->lock);
	return x;
}

static void
free_exchange(struct http_server *s, struct exchange *x)
{
	if (x->known && s->handler.forget != NULL)
		s->handler.forget(s->handler.ctx, &x->q);
	if (x->r.fd != -1)
		close(x->r.fd);
	buf_done(&x->r.body);
	buf_done(&x->body);
	free(x);
}

static void
on_completed(void *ctx, struct MHD_Connection *c, void **own,
    enum MHD_RequestTerminationCode why)
{
	struct http_server *s = ctx;

	(void)why;
	if (*own == NULL)
		return;
	free_exchange(s, *own);
	*own = NULL;
	set_deadline(s, c, s->head_s);	/* for the next head */
	pthread_mutex_lock(&s->lock);
	if (--s->under_way == 0)
		pthread_cond_broadcast(&s->idle);
	pthread_mutex_unlock(&s->lock);
}

static void
refuse(struct http_server *s, struct exchange *x, unsigned status)
{
	x->refused = true;
	x->r.status = status;
	if (s->handler.refuse != NULL)
		s->handler.refuse(s->handler.ctx, status, &x->r);
}

/* What MHD is to send; TAKES the body out of r. */
static struct MHD_Response *
make_response(struct http_response *r, uint64_t *size)
{
	struct MHD_Response *m;
	char *p = NULL;
	size_t n = 0;

	if (r->fd != -1) {
		*size = r->fd_size;
		m = MHD_create_response_from_fd64(r->fd_size, r->fd);
		if (m != NULL)
			r->fd = -1;	/* transferred */
		return m;
	}
	if (buf_take(&r->body, &p, &n) != TT_OK)
		return NULL;
	*size = n;
	m = MHD_create_response_from_buffer(n, p, p != NULL ?
	    MHD_RESPMEM_MUST_FREE : MHD_RESPMEM_PERSISTENT);
	if (m == NULL)
		free(p);
	return m;
}

static enum MHD_Result
answer(struct http_server *s, struct MHD_Connection *c, struct exchange *x)
{
	struct http_response *r = &x->r;
	enum MHD_Result ok;
	struct MHD_Response *m;
	uint64_t size;

	if (r->status == 0)
		r->status = MHD_HTTP_INTERNAL_SERVER_ERROR;
	if ((m = make_response(r, &size)) == NULL)
		return MHD_NO;
	if (r->content_type != NULL)
		MHD_add_response_header(m, "Content-Type", r->content_type);
	MHD_add_response_header(m, "Cache-Control", r->cache_control != NULL ?
	    r->cache_control : "no-store");
	MHD_add_response_header(m, "X-Content-Type-Options", "nosniff");
	for (const char *const *p = r->headers; p != NULL && *p != NULL; p += 2)
		MHD_add_response_header(m, p[0], p[1]);
	if (r->location[0] != '\0')
		MHD_add_response_header(m, "Location", r->location);
	if (r->set_cookie[0] != '\0')
		MHD_add_response_header(m, "Set-Cookie", r->set_cookie);
	ok = MHD_queue_response(c, r->status, m);
	MHD_destroy_response(m);
	set_deadline(s, c, time_for(s, size));
	return ok;
}

/* Those that are given on, each at most once. */
static const struct {
	const char *name;
	size_t at;	/* in struct http_request */
} singles[] = {
	{ "Authorization", offsetof(struct http_request, authorization) },
	{ "Host", offsetof(struct http_request, host) },
	{ "Origin", offsetof(struct http_request, origin) },
	{ "Cookie", offsetof(struct http_request, cookie) },
	{ "Content-Type", offsetof(struct http_request, content_type) },
};

struct header_look {
	struct http_request *q;
	bool twice, transfer_encoding;
};

static enum MHD_Result
look_at_header(void *ctx, enum MHD_ValueKind kind, const char *key,
    const char *value)
{
	struct header_look *h = ctx;
	const char **to;

	(void)kind;
	if (strcasecmp(key, "Transfer-Encoding") == 0)
		h->transfer_encoding = true;
	if (strcasecmp(key, "X-Forwarded-For") == 0)
		h->q->forwarded = value;	/* proxies add lines, too */
	for (size_t i = 0; i < N_ROWS(singles); i++)
		if (strcasecmp(key, singles[i].name) == 0) {
			to = (const char **)(void *)((char *)h->q +
			    singles[i].at);
			h->twice |= *to != NULL;
			*to = value != NULL ? value : "";
		}
	return MHD_YES;
}

static bool
parse_verb(const char *method, enum http_verb *out)
{
	for (enum http_verb v = 0; v < HTTP_VERBS; v++)
		if (strcmp(method, http_verb_text(v)) == 0) {
			*out = v;
			return true;
		}
	return false;
}

static void
find_peer(struct MHD_Connection *c, struct http_request *q)
{
	const union MHD_ConnectionInfo *info;
	struct sockaddr_in6 v6;
	struct sockaddr_in v4;

	info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	if (info == NULL || info->client_addr == NULL)
		return;
	if (info->client_addr->sa_family == AF_INET6) {
		memcpy(&v6, info->client_addr, sizeof(v6));
		memcpy(q->peer, &v6.sin6_addr, sizeof(q->peer));
	} else if (info->client_addr->sa_family == AF_INET) {
		memcpy(&v4, info->client_addr, sizeof(v4));
		q->peer[10] = q->peer[11] = 0xff;
		memcpy(q->peer + 12, &v4.sin_addr, sizeof(v4.sin_addr));
	} else {
		return;
	}
	q->has_peer = true;
}

/* 0, or the status with which the server itself refuses. */
static unsigned
check_head(struct MHD_Connection *c, const char *method, struct exchange *x)
{
	struct header_look h = { .q = &x->q };
	const char *length;
	uint64_t n = 0;

	find_peer(c, &x->q);
	MHD_get_connection_values(c, MHD_HEADER_KIND, look_at_header, &h);
	length = MHD_lookup_connection_value(c, MHD_HEADER_KIND,
	    "Content-Length");
	/* libmicrohttpd has checked its form, but allows leading zeroes */
	if (length != NULL &&
	    span_u64(span_str(length), SIZE_MAX / 2, &n) != TT_OK)
		return MHD_HTTP_BAD_REQUEST;
	x->announced = (size_t)n;
	if (x->bad_target)
		return MHD_HTTP_BAD_REQUEST;
	if (!parse_verb(method, &x->q.verb))
		return MHD_HTTP_METHOD_NOT_ALLOWED;
	if (h.twice)
		return MHD_HTTP_BAD_REQUEST;
	if (h.transfer_encoding ||
	    (x->q.verb != HTTP_GET && length == NULL))
		return MHD_HTTP_LENGTH_REQUIRED;
	x->q.has_body = n > 0;
	return 0;
}

static enum MHD_Result
begin(struct http_server *s, struct MHD_Connection *c, const char *method,
    struct exchange *x)
{
	unsigned status;

	x->begun = true;
	if ((status = check_head(c, method, x)) != 0) {
		refuse(s, x, status);
	} else {
		x->known = true;
		x->refused = !s->handler.head(s->handler.ctx, &x->q, &x->r,
		    &x->max_body);
		if (!x->refused && x->announced > x->max_body)
			refuse(s, x, MHD_HTTP_CONTENT_TOO_LARGE);
	}
	if (x->refused && (x->announced > DRAIN_MAX ||
	    x->r.status == MHD_HTTP_LENGTH_REQUIRED))
		return answer(s, c, x);	/* and MHD closes */
	buf_init_secret(&x->body, x->announced);	/* of a form, perhaps */
	set_deadline(s, c, time_for(s, x->announced));
	return MHD_YES;
}

static enum MHD_Result
on_request(void *ctx, struct MHD_Connection *c, const char *url,
    const char *method, const char *version, const char *data, size_t *n,
    void **own)
{
	struct http_server *s = ctx;
	struct exchange *x = *own;

	(void)url;
	(void)version;
	if (x == NULL)
		return MHD_NO;
	if (!x->begun)
		return begin(s, c, method, x);
	if (*n > 0) {
		if (!x->refused) {
			buf_add(&x->body, data, *n);
			if (buf_err(&x->body) != TT_OK)
				return MHD_NO;
		}
		*n = 0;
		return MHD_YES;
	}
	if (!x->refused) {
		x->q.body = buf_view(&x->body);
		s->handler.body(s->handler.ctx, &x->q, &x->r);
	}
	return answer(s, c, x);
}

static unsigned
or_default(unsigned v, unsigned otherwise)
{
	return v != 0 ? v : otherwise;
}

static enum tt_err
start_daemon(struct http_server *s, const struct http_server_conf *conf,
    int fd)
{
	bool tls = conf->unix_path == NULL && !conf->plain;
	struct MHD_OptionItem more[] = {
		{ MHD_OPTION_HTTPS_MEM_KEY, 0,
		    (void *)(uintptr_t)conf->tls_key },
		{ MHD_OPTION_HTTPS_MEM_CERT, 0,
		    (void *)(uintptr_t)conf->tls_cert },
		{ MHD_OPTION_HTTPS_PRIORITIES, 0,
		    (void *)(uintptr_t)PRIORITIES },
		{ MHD_OPTION_PER_IP_CONNECTION_LIMIT,
		    (intptr_t)or_default(conf->per_address, PER_ADDRESS),
		    NULL },
		{ MHD_OPTION_END, 0, NULL },
	};
	struct MHD_OptionItem none[] = { { MHD_OPTION_END, 0, NULL } };

	/* without MHD_USE_ITC it could not be told to stop listening */
	s->daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD |
	    MHD_USE_ITC | (tls ? MHD_USE_TLS : 0), 0, NULL, NULL, on_request, s,
	    MHD_OPTION_LISTEN_SOCKET, fd,
	    MHD_OPTION_THREAD_POOL_SIZE, or_default(conf->threads, THREADS),
	    MHD_OPTION_CONNECTION_LIMIT,
	    or_default(conf->connections, CONNECTIONS),
	    MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEAD_MEMORY,
	    MHD_OPTION_CONNECTION_TIMEOUT, s->body_s,
	    MHD_OPTION_URI_LOG_CALLBACK, on_target, s,
	    MHD_OPTION_NOTIFY_COMPLETED, on_completed, s,
	    MHD_OPTION_NOTIFY_CONNECTION, on_connection, s,
	    MHD_OPTION_ARRAY, tls ? more : none,
	    MHD_OPTION_END);
	return s->daemon != NULL ? TT_OK : tls ? TT_EKEY : TT_ENOMEM;
}

static enum tt_err
open_socket(struct http_server *s, const struct http_server_conf *conf,
    int *fd)
{
	enum tt_err e;

	if (conf->unix_path == NULL) {
		if ((e = listen_tcp(conf->listen, fd, s->address)) != TT_OK ||
		    !conf->plain || listen_is_loopback(*fd))
			return e;
		close(*fd);
		return TT_EREFUSED;
	}
	if ((e = listen_unix(conf->unix_path, fd, s->address)) == TT_OK)
		memcpy(s->unix_path, s->address, sizeof(s->unix_path));
	return e;
}

enum tt_err
http_server_start(struct http_server **out,
    const struct http_server_conf *conf, const struct http_handler *h)
{
	struct http_server *s = calloc(1, sizeof(*s));
	enum tt_err e;
	int fd = -1, saved;

	if (s == NULL)
		return TT_ENOMEM;
	s->handler = *h;
	s->head_s = or_default(conf->head_s, HEAD_S);
	s->body_s = or_default(conf->body_s, BODY_S);
	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->idle, NULL);
	signal(SIGPIPE, SIG_IGN);
	if ((e = deadlines_new(&s->deadlines)) != TT_OK ||
	    (e = open_socket(s, conf, &fd)) != TT_OK)
		goto out;
	if ((e = start_daemon(s, conf, fd)) != TT_OK)
		close(fd);
out:
	if (e != TT_OK) {
		saved = errno;
		http_server_stop(s, 0);
		errno = saved;
		return e;
	}
	*out = s;
	return TT_OK;
}

const char *
http_server_address(const struct http_server *s)
{
	return s->address;
}

static void
wait_idle(struct http_server *s, unsigned grace_s)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += (time_t)grace_s;
	pthread_mutex_lock(&s->lock);
	while (s->under_way > 0)
		if (pthread_cond_timedwait(&s->idle, &s->lock, &until) != 0)
			break;
	pthread_mutex_unlock(&s->lock);
}

void
http_server_stop(struct http_server *s, unsigned grace_s)
{
	MHD_socket fd;

	if (s == NULL)
		return;
	if (s->daemon != NULL) {
		fd = MHD_quiesce_daemon(s->daemon);
		/* its threads may still know it: refuse now, close later */
		if (fd != MHD_INVALID_SOCKET)
			shutdown(fd, SHUT_RDWR);
		wait_idle(s, grace_s);
		MHD_stop_daemon(s->daemon);
		if (fd != MHD_INVALID_SOCKET)
			close(fd);
	}
	if (s->unix_path[0] != '\0')
		unlink(s->unix_path);
	deadlines_free(s->deadlines);
	pthread_cond_destroy(&s->idle);
	pthread_mutex_destroy(&s->lock);
	free(s);
}
