/* SPDX-License-Identifier: ISC */
/*
 * Server and client against each other, over TLS on a free port of loopback
 * and over a Unix socket; and against raw sockets, for what no honest client
 * sends.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>

#include "test.h"
#include "http/client.h"
#include "http/server.h"
#include "http/tls.h"
#include "temp.h"

#define BODY_MAX	1000

static atomic_int seen, forgotten;
static atomic_bool hold;	/* /slow waits for this to end */

static bool
on_head(void *ctx, struct http_request *q, struct http_response *r,
    size_t *max_body)
{
	(void)ctx;
	seen++;
	if (span_is(q->path, "/none")) {
		r->status = 404;
		buf_str(&r->body, "none");
		return false;
	}
	*max_body = BODY_MAX;
	return true;
}

/* What pages need: headers of the browser's, and of ours. */
static void
answer_browser(const struct http_request *q, struct http_response *r)
{
	static const char *const headers[] = { "X-Own", "1", "X-Other", "2",
		NULL };

	r->status = 303;
	r->headers = headers;
	snprintf(r->location, sizeof(r->location), "/elsewhere");
	snprintf(r->set_cookie, sizeof(r->set_cookie), "a=b");
	if (q->host != NULL && q->origin != NULL && q->cookie != NULL &&
	    q->content_type != NULL)
		buf_printf(&r->body, "%s %s %s %s", q->host, q->origin,
		    q->cookie, q->content_type);
}

static void
on_body(void *ctx, struct http_request *q, struct http_response *r)
{
	(void)ctx;
	if (span_is(q->path, "/browser")) {
		answer_browser(q, r);
		return;
	}
	while (span_is(q->path, "/slow") && atomic_load(&hold))
		nanosleep(&(struct timespec){ .tv_nsec = 5000000 }, NULL);
	r->status = 200;
	r->content_type = "text/plain";
	buf_printf(&r->body, "%s %s [%s] %zu ", http_verb_text(q->verb),
	    q->target, q->authorization != NULL ? q->authorization : "",
	    q->body.n);
	buf_span(&r->body, q->query);
	buf_span(&r->body, q->body);
}

static void
on_forget(void *ctx, struct http_request *q)
{
	(void)ctx;
	(void)q;
	forgotten++;
}

static void
on_refuse(void *ctx, unsigned status, struct http_response *r)
{
	(void)ctx;
	buf_printf(&r->body, "refused %u", status);
}

static const struct http_handler handler = { on_head, on_body, on_forget,
	on_refuse, NULL };

struct fixture {
	struct buf key, cert;
	char pin[TLS_PIN_LEN + 1];
	struct http_server *server;
	char base[400];
};

static void
serve(struct fixture *f, const struct http_server_conf *limits)
{
	struct http_server_conf conf = *limits;

	assert_int_equal(TT_OK, tls_make("localhost", (int64_t)time(NULL),
	    &f->key, &f->cert));
	assert_int_equal(TT_OK, tls_pin(buf_view(&f->cert), f->pin));
	conf.listen = "127.0.0.1:0";
	conf.tls_key = f->key.p;
	conf.tls_cert = f->cert.p;
	assert_int_equal(TT_OK, http_server_start(&f->server, &conf,
	    &handler));
	snprintf(f->base, sizeof(f->base), "https://%s",
	    http_server_address(f->server));
}

static void
end(struct fixture *f)
{
	http_server_stop(f->server, 5);
	buf_done(&f->key);
	buf_done(&f->cert);
}

static struct http_client *
client_of(const struct fixture *f, const char *pin)
{
	struct http_client_conf conf = { .base = f->base, .pin = pin,
		.answer_ms = 20000 };
	struct http_client *c;

	assert_int_equal(TT_OK, http_client_new(&c, &conf));
	return c;
}

static void
check_call(struct http_client *c, struct http_call call, unsigned status,
    const char *want)
{
	struct http_answer a;
	enum tt_err e;

	if (call.max_answer == 0)
		call.max_answer = 4096;
	if ((e = http_client_call(c, &call, &a)) != TT_OK)
		fail_msg("%s: %s", tt_err_text(e), http_client_why(c));
	assert_int_equal(status, a.status);
	assert_int_equal(strlen(want), a.body.n);
	if (a.body.n > 0)
		assert_string_equal(want, a.body.p);
	http_answer_done(&a);
}

static void
requests_arrive_as_they_were_sent(void **state)
{
	struct fixture f;
	struct http_client *c;

	(void)state;
	serve(&f, &(struct http_server_conf){ .threads = 2 });
	c = client_of(&f, f.pin);
	check_call(c, (struct http_call){ HTTP_GET, .target = "/a%2fb?x=1&y" },
	    200, "GET /a%2fb?x=1&y [] 0 x=1&y");
	check_call(c, (struct http_call){ HTTP_POST, .target = "/p",
	    .authorization = "Telltale abc", .body = SPAN("body") },
	    200, "POST /p [Telltale abc] 4 body");
	check_call(c, (struct http_call){ HTTP_PUT, .target = "/p",
	    .body = SPAN("") }, 200, "PUT /p [] 0 ");
	check_call(c, (struct http_call){ HTTP_GET, .target = "/none" }, 404,
	    "none");
	check_call(c, (struct http_call){ HTTP_GET, .target = "/after" }, 200,
	    "GET /after [] 0 ");
	http_client_free(c);
	end(&f);
}

static void
a_body_over_the_limit_is_refused_and_the_next_request_served(void **state)
{
	static char big[3 * 1024 * 1024];
	struct fixture f;
	struct http_client *c;
	struct http_call call = { HTTP_POST, .target = "/p" };

	(void)state;
	serve(&f, &(struct http_server_conf){ .threads = 2 });
	c = client_of(&f, f.pin);
	call.body = span_of(big, BODY_MAX + 1);
	check_call(c, call, 413, "refused 413");
	call.body = span_of(big, sizeof(big));
	check_call(c, call, 413, "refused 413");
	call.body = SPAN("x");
	check_call(c, call, 200, "POST /p [] 1 x");
	http_client_free(c);
	end(&f);
}

static void
an_answer_over_the_limit_is_an_error_that_changes_nothing(void **state)
{
	struct http_call call = { HTTP_GET, .target = "/a", .max_answer = 3 };
	struct http_answer a, kept;
	struct fixture f;
	struct http_client *c;

	(void)state;
	serve(&f, &(struct http_server_conf){ .threads = 2 });
	c = client_of(&f, f.pin);
	memset(&a, 0xaa, sizeof(a));
	kept = a;
	assert_int_equal(TT_ELIMIT, http_client_call(c, &call, &a));
	assert_memory_equal(&kept, &a, sizeof(a));
	http_client_free(c);
	end(&f);
}

static void
only_the_pinned_key_is_the_server(void **state)
{
	struct http_call call = { HTTP_GET, .target = "/a",
		.max_answer = 4096 };
	struct buf key, cert;
	char other[TLS_PIN_LEN + 1];
	struct http_answer a;
	struct http_client *c;
	struct fixture f;
	int before;

	(void)state;
	serve(&f, &(struct http_server_conf){ .threads = 2 });
	assert_int_equal(TT_OK, tls_make("localhost", (int64_t)time(NULL),
	    &key, &cert));
	assert_int_equal(TT_OK, tls_pin(buf_view(&cert), other));
	before = seen;
	c = client_of(&f, other);
	assert_int_equal(TT_EINTEGRITY, http_client_call(c, &call, &a));
	http_client_free(c);
	c = client_of(&f, NULL);
	assert_int_equal(TT_EKEY, http_client_call(c, &call, &a));
	http_client_free(c);
	assert_int_equal(before, seen);
	buf_done(&key);
	buf_done(&cert);
	end(&f);
}

static void
addresses_and_pins_are_checked_before_use(void **state)
{
	static const struct {
		const char *name, *base, *pin, *unix_path;
	} rows[] = {
		{ "plain HTTP over the net", "http://localhost:1", NULL, NULL },
		{ "another scheme", "ftp://localhost", NULL, NULL },
		{ "slash at the end", "https://localhost/", NULL, NULL },
		{ "pin too short", "https://localhost", "abcd", NULL },
		{ "pin on a Unix socket", "http://localhost",
		  "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=", "/x" },
		{ "TLS on a Unix socket", "https://localhost", NULL, "/x" },
	};
	struct http_client *c = NULL;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		struct http_client_conf conf = { .base = rows[i].base,
			.pin = rows[i].pin, .unix_path = rows[i].unix_path };

		CHECK_ROW(state, rows[i].name);
		assert_int_equal(TT_ESYNTAX, http_client_new(&c, &conf));
		assert_null(c);
	}
}

static void
nobody_there_is_a_network_error(void **state)
{
	struct http_client_conf conf = { .base = "https://127.0.0.1:1",
		.connect_ms = 2000 };
	struct http_call call = { HTTP_GET, .target = "/", .max_answer = 1 };
	struct http_answer a;
	struct http_client *c;

	(void)state;
	assert_int_equal(TT_OK, http_client_new(&c, &conf));
	assert_int_equal(TT_ENET, http_client_call(c, &call, &a));
	assert_true(http_client_why(c)[0] != '\0');
	http_client_free(c);
}

static int
dial(const char *address)
{
	struct sockaddr_in sa = { .sin_family = AF_INET };
	const char *colon = strchr(address, ':');
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	uint64_t port;

	assert_int_not_equal(-1, fd);
	assert_int_equal(TT_OK, span_u64(span_str(colon + 1), 65535, &port));
	sa.sin_port = htons((uint16_t)port);
	sa.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(0, connect(fd, (struct sockaddr *)&sa, sizeof(sa)));
	return fd;
}

static int
dial_unix(const char *path)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	assert_int_not_equal(-1, fd);
	snprintf(un.sun_path, sizeof(un.sun_path), "%s", path);
	assert_int_equal(0, connect(fd, (struct sockaddr *)&un, sizeof(un)));
	return fd;
}

/* All that comes until the other side closes. */
static size_t
hear(int fd, char *out, size_t cap)
{
	size_t n = 0;
	ssize_t r;

	while (n < cap - 1 && (r = recv(fd, out + n, cap - 1 - n, 0)) > 0)
		n += (size_t)r;
	out[n] = '\0';
	return n;
}

static void
without_tls_nothing_is_served(void **state)
{
	const char *request = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";
	struct fixture f;
	char out[512];
	int before, fd;

	(void)state;
	serve(&f, &(struct http_server_conf){ .threads = 1, .head_s = 1 });
	before = seen;
	fd = dial(http_server_address(f.server));
	assert_int_equal((ssize_t)strlen(request), send(fd, request,
	    strlen(request), 0));
	hear(fd, out, sizeof(out));
	assert_null(strstr(out, "200"));
	close(fd);
	assert_int_equal(before, seen);
	end(&f);
}

static void
slow_clients_are_cut_while_others_are_served(void **state)
{
	struct fixture f;
	struct http_client *c;
	int slow[8];
	char out[64];

	(void)state;
	serve(&f, &(struct http_server_conf){ .threads = 1, .head_s = 2,
	    .per_address = 16 });
	for (size_t i = 0; i < N_ROWS(slow); i++) {
		slow[i] = dial(http_server_address(f.server));
		assert_int_equal(1, send(slow[i], "\x16", 1, 0));
	}
	c = client_of(&f, f.pin);
	check_call(c, (struct http_call){ HTTP_GET, .target = "/a" }, 200,
	    "GET /a [] 0 ");
	for (size_t i = 0; i < N_ROWS(slow); i++) {	/* each of them ends */
		hear(slow[i], out, sizeof(out));
		close(slow[i]);
	}
	check_call(c, (struct http_call){ HTTP_GET, .target = "/b" }, 200,
	    "GET /b [] 0 ");
	http_client_free(c);
	end(&f);
}

static void
a_body_that_trickles_is_cut_while_others_are_served(void **state)
{
	const char *path = temp_path(state, "socket");
	struct http_server_conf conf = { .unix_path = path, .threads = 1,
		.body_s = 1 };
	struct http_client_conf cc = { .base = "http://localhost",
		.unix_path = path };
	const char *sent = "POST /p HTTP/1.1\r\nHost: x\r\n"
	    "Content-Length: 900\r\n\r\n";
	struct http_server *s;
	struct http_client *c;
	int fd;

	assert_int_equal(TT_OK, http_server_start(&s, &conf, &handler));
	fd = dial_unix(path);
	assert_int_equal((ssize_t)strlen(sent), send(fd, sent, strlen(sent),
	    0));
	assert_int_equal(TT_OK, http_client_new(&c, &cc));
	/* a byte now and then keeps it from being idle, not from its end */
	for (int i = 0; i < 900 && send(fd, "x", 1, MSG_NOSIGNAL) == 1; i++) {
		check_call(c, (struct http_call){ HTTP_GET, .target = "/a" },
		    200, "GET /a [] 0 ");
		nanosleep(&(struct timespec){ .tv_nsec = 20000000 }, NULL);
		assert_true(i < 800);
	}
	close(fd);
	http_client_free(c);
	http_server_stop(s, 5);
}

static void
an_address_has_so_many_connections_and_no_more(void **state)
{
	struct fixture f;
	char out[16];
	int fd[5];

	(void)state;
	serve(&f, &(struct http_server_conf){ .threads = 1, .head_s = 60,
	    .per_address = 4 });
	for (size_t i = 0; i < N_ROWS(fd); i++)
		fd[i] = dial(http_server_address(f.server));
	assert_int_equal(0, hear(fd[4], out, sizeof(out)));
	for (size_t i = 0; i < N_ROWS(fd); i++)
		close(fd[i]);
	end(&f);
}

static void
a_unix_socket_serves_plainly_and_for_its_owner(void **state)
{
	const char *path = temp_path(state, "socket");
	struct http_server_conf conf = { .unix_path = path, .threads = 1 };
	struct http_client_conf cc = { .base = "http://localhost",
		.unix_path = path };
	struct http_server *s, *second = NULL;
	struct http_client *c;
	struct stat st;

	assert_int_equal(TT_OK, http_server_start(&s, &conf, &handler));
	assert_string_equal(path, http_server_address(s));
	assert_int_equal(0, stat(path, &st));
	assert_int_equal(0600, st.st_mode & 0777);
	assert_int_equal(TT_EEXIST, http_server_start(&second, &conf,
	    &handler));
	assert_null(second);
	assert_int_equal(TT_OK, http_client_new(&c, &cc));
	check_call(c, (struct http_call){ HTTP_POST, .target = "/p",
	    .body = SPAN("body") }, 200, "POST /p [] 4 body");
	http_client_free(c);
	http_server_stop(s, 5);
	assert_int_equal(-1, stat(path, &st));
	temp_write(path, "a file, no socket");
	assert_int_equal(TT_EEXIST, http_server_start(&second, &conf,
	    &handler));
}

static void
a_socket_left_by_the_dead_is_replaced(void **state)
{
	const char *path = temp_path(state, "socket");
	struct http_server_conf conf = { .unix_path = path, .threads = 1 };
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	struct http_server *s;
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(un.sun_path, sizeof(un.sun_path), "%s", path);
	assert_int_equal(0, bind(fd, (struct sockaddr *)&un, sizeof(un)));
	close(fd);
	assert_int_equal(TT_OK, http_server_start(&s, &conf, &handler));
	close(dial_unix(path));
	http_server_stop(s, 0);
}

static void
odd_heads_are_refused(void **state)
{
	static const struct {
		const char *name, *sent, *want;
	} rows[] = {
		{ "as it should be", "GET /a HTTP/1.1\r\nHost: x\r\n"
		  "Connection: close\r\n\r\n", " 200 " },
		{ "other verb", "DELETE /a HTTP/1.1\r\nHost: x\r\n"
		  "Connection: close\r\n\r\n", " 405 " },
		{ "two authorizations", "GET /a HTTP/1.1\r\nHost: x\r\n"
		  "Authorization: a\r\nauthorization: b\r\n"
		  "Connection: close\r\n\r\n", " 400 " },
		{ "two hosts", "GET /a HTTP/1.1\r\nHost: x\r\nHost: x\r\n"
		  "Connection: close\r\n\r\n", " 400 " },
		{ "two origins", "GET /a HTTP/1.1\r\nHost: x\r\nOrigin: x\r\n"
		  "origin: y\r\nConnection: close\r\n\r\n", " 400 " },
		{ "two cookies", "GET /a HTTP/1.1\r\nHost: x\r\n"
		  "Cookie: a=b\r\nCookie: c=d\r\n"
		  "Connection: close\r\n\r\n", " 400 " },
		{ "headers of a browser", "GET /browser HTTP/1.1\r\n"
		  "Host: x\r\nOrigin: y\r\nCookie: a=b\r\nContent-Type: z\r\n"
		  "Connection: close\r\n\r\n", "x y a=b z" },
		{ "headers of the handler's own", "GET /browser HTTP/1.1\r\n"
		  "Host: x\r\nConnection: close\r\n\r\n",
		  "\r\nX-Own: 1\r\nX-Other: 2\r\nLocation: /elsewhere\r\n"
		  "Set-Cookie: a=b\r\n" },
		{ "chunks", "POST /a HTTP/1.1\r\nHost: x\r\n"
		  "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
		  " 411 " },
		{ "chunks and a length", "POST /a HTTP/1.1\r\nHost: x\r\n"
		  "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n"
		  "Connection: close\r\n\r\n1\r\nx\r\n0\r\n\r\n", " 4" },
		{ "no length", "POST /a HTTP/1.1\r\nHost: x\r\n"
		  "Connection: close\r\n\r\n", " 411 " },
		{ "length with a sign", "POST /a HTTP/1.1\r\nHost: x\r\n"
		  "Content-Length: +1\r\nConnection: close\r\n\r\nx", " 400 " },
		{ "target that is no path", "GET a HTTP/1.1\r\nHost: x\r\n"
		  "Connection: close\r\n\r\n", " 400 " },
		{ "target with another alphabet",
		  "GET /\303\244 HTTP/1.1\r\nHost: x\r\n"
		  "Connection: close\r\n\r\n", " 400 " },
		{ "no HTTP", "hello\r\n\r\n", "" },
	};
	const char *path = temp_path(state, "socket");
	struct http_server_conf conf = { .unix_path = path, .threads = 1,
		.head_s = 2 };
	struct http_server *s;
	char out[2048];
	int fd;

	assert_int_equal(TT_OK, http_server_start(&s, &conf, &handler));
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		fd = dial_unix(path);
		assert_int_equal((ssize_t)strlen(rows[i].sent), send(fd,
		    rows[i].sent, strlen(rows[i].sent), 0));
		hear(fd, out, sizeof(out));
		if (strstr(out, rows[i].want) == NULL)
			fail_msg("%s: got %s", rows[i].name, out);
		close(fd);
	}
	http_server_stop(s, 5);
}

static void
a_head_too_long_is_refused(void **state)
{
	static char head[65536];
	const char *path = temp_path(state, "socket");
	struct http_server_conf conf = { .unix_path = path, .threads = 1,
		.head_s = 2 };
	struct http_server *s;
	char out[2048];
	size_t n;
	int fd, before = seen;

	assert_int_equal(TT_OK, http_server_start(&s, &conf, &handler));
	n = (size_t)snprintf(head, sizeof(head), "GET /a HTTP/1.1\r\nX: ");
	memset(head + n, 'x', sizeof(head) - n);
	fd = dial_unix(path);
	/* the server may close before it has read all of it */
	(void)!send(fd, head, sizeof(head), MSG_NOSIGNAL);
	hear(fd, out, sizeof(out));
	assert_null(strstr(out, " 200 "));
	close(fd);
	assert_int_equal(before, seen);
	http_server_stop(s, 5);
}

static void
cut_connections_are_forgotten(void **state)
{
	static const char *const sent[] = {
		"G", "GET /a HTT", "GET /a HTTP/1.1\r\nHost",
		"POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n",
		"POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n1234",
	};
	const char *path = temp_path(state, "socket");
	struct http_server_conf conf = { .unix_path = path, .threads = 1 };
	struct http_server *s;
	int fd;

	seen = forgotten = 0;
	assert_int_equal(TT_OK, http_server_start(&s, &conf, &handler));
	for (size_t i = 0; i < N_ROWS(sent); i++) {
		fd = dial_unix(path);
		assert_int_equal((ssize_t)strlen(sent[i]), send(fd, sent[i],
		    strlen(sent[i]), 0));
		close(fd);
	}
	http_server_stop(s, 5);
	assert_int_equal(seen, forgotten);
}

static void *
ask_slow(void *path)
{
	struct http_client_conf cc = { .base = "http://localhost",
		.unix_path = path };
	struct http_client *c;

	assert_int_equal(TT_OK, http_client_new(&c, &cc));
	check_call(c, (struct http_call){ HTTP_GET, .target = "/slow" }, 200,
	    "GET /slow [] 0 ");
	http_client_free(c);
	return NULL;
}

static void *
let_go(void *unused)
{
	(void)unused;
	nanosleep(&(struct timespec){ .tv_nsec = 200000000 }, NULL);
	hold = false;
	return NULL;
}

static void
stopping_finishes_what_is_under_way(void **state)
{
	const char *path = temp_path(state, "socket");
	struct http_server_conf conf = { .unix_path = path, .threads = 2 };
	struct http_server *s;
	pthread_t asking, letting;
	int before = seen;

	assert_int_equal(TT_OK, http_server_start(&s, &conf, &handler));
	hold = true;
	assert_int_equal(0, pthread_create(&asking, NULL, ask_slow,
	    (void *)(uintptr_t)path));
	while (seen == before)
		nanosleep(&(struct timespec){ .tv_nsec = 5000000 }, NULL);
	assert_int_equal(0, pthread_create(&letting, NULL, let_go, NULL));
	http_server_stop(s, 30);
	pthread_join(asking, NULL);	/* it had its whole answer */
	pthread_join(letting, NULL);
}

static void
listening_needs_an_address_and_a_pair_of_keys(void **state)
{
	struct http_server_conf conf = { .listen = "127.0.0.1" };
	struct buf key, cert, key2, cert2;
	struct http_server *s = NULL;

	(void)state;
	assert_int_equal(TT_OK, tls_make("127.0.0.1", 1800000000, &key,
	    &cert));
	assert_int_equal(TT_OK, tls_make("::1", 1800000000, &key2, &cert2));
	conf.tls_key = key.p;
	conf.tls_cert = cert.p;
	assert_int_equal(TT_ESYNTAX, http_server_start(&s, &conf, &handler));
	conf.listen = "127.0.0.1:99999";
	assert_int_equal(TT_ESYNTAX, http_server_start(&s, &conf, &handler));
	conf.listen = "192.0.2.1:0";	/* TEST-NET-1: nobody's */
	assert_int_equal(TT_ENET, http_server_start(&s, &conf, &handler));
	conf.listen = "127.0.0.1:0";
	conf.tls_cert = cert2.p;
	assert_int_equal(TT_EKEY, http_server_start(&s, &conf, &handler));
	conf.tls_cert = "no certificate";
	assert_int_equal(TT_EKEY, http_server_start(&s, &conf, &handler));
	assert_null(s);
	buf_done(&key);
	buf_done(&cert);
	buf_done(&key2);
	buf_done(&cert2);
}

#define IN_TEMP(f)	cmocka_unit_test_setup_teardown(f, temp_new, temp_gone)

TEST_MAIN(cmocka_unit_test(requests_arrive_as_they_were_sent),
    cmocka_unit_test(
	a_body_over_the_limit_is_refused_and_the_next_request_served),
    cmocka_unit_test(an_answer_over_the_limit_is_an_error_that_changes_nothing),
    cmocka_unit_test(only_the_pinned_key_is_the_server),
    cmocka_unit_test(addresses_and_pins_are_checked_before_use),
    cmocka_unit_test(nobody_there_is_a_network_error),
    cmocka_unit_test(without_tls_nothing_is_served),
    cmocka_unit_test(slow_clients_are_cut_while_others_are_served),
    IN_TEMP(a_body_that_trickles_is_cut_while_others_are_served),
    cmocka_unit_test(an_address_has_so_many_connections_and_no_more),
    IN_TEMP(a_unix_socket_serves_plainly_and_for_its_owner),
    IN_TEMP(a_socket_left_by_the_dead_is_replaced),
    IN_TEMP(odd_heads_are_refused),
    IN_TEMP(a_head_too_long_is_refused),
    IN_TEMP(cut_connections_are_forgotten),
    IN_TEMP(stopping_finishes_what_is_under_way),
    cmocka_unit_test(listening_needs_an_address_and_a_pair_of_keys))
