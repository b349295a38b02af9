/* SPDX-License-Identifier: ISC */
#include <curl/curl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "base/sha256.h"
#include "http/client.h"

#define CONNECT_MS	10000
#define ANSWER_MS	60000
#define PIN_LEN		B64_LEN(SHA256_LEN)

struct http_client {
	CURL *curl;
	char *base;
	char why[CURL_ERROR_SIZE];
};

static const char *const verbs[] = {
	[HTTP_GET] = "GET",
	[HTTP_POST] = "POST",
	[HTTP_PUT] = "PUT",
};

_Static_assert(sizeof(verbs) / sizeof(verbs[0]) == HTTP_VERBS,
    "a word for each verb");

const char *
http_verb_text(enum http_verb v)
{
	return verbs[v];
}

static void
init_curl(void)
{
	curl_global_init(CURL_GLOBAL_DEFAULT);
}

static bool
pin_ok(const char *pin)
{
	uint8_t sha[SHA256_LEN];

	return b64_decode(sha, sizeof(sha), pin, strlen(pin));
}

static enum tt_err
check_conf(const struct http_client_conf *c)
{
	struct span base = span_str(c->base);
	bool unix_socket = c->unix_path != NULL;

	if (!span_starts(base, unix_socket ? "http://" : "https://") ||
	    base.p[base.n - 1] == '/')
		return TT_ESYNTAX;
	if (c->pin != NULL && (unix_socket || !pin_ok(c->pin)))
		return TT_ESYNTAX;
	return TT_OK;
}

static CURLcode
set_trust(CURL *h, const char *pin)
{
	char text[sizeof("sha256//") + PIN_LEN];
	CURLcode r;

	if (pin == NULL)
		return CURLE_OK;	/* as curl is: authorities and name */
	snprintf(text, sizeof(text), "sha256//%s", pin);
	r = curl_easy_setopt(h, CURLOPT_PINNEDPUBLICKEY, text);
	if (r == CURLE_OK)
		r = curl_easy_setopt(h, CURLOPT_SSL_VERIFYPEER, 0L);
	if (r == CURLE_OK)
		r = curl_easy_setopt(h, CURLOPT_SSL_VERIFYHOST, 0L);
	return r;
}

static size_t
take_bytes(char *p, size_t one, size_t n, void *body)
{
	struct buf *b = body;

	buf_add(b, p, n);	/* one is 1 */
	(void)one;
	return buf_err(b) == TT_OK ? n : 0;
}

static CURLcode
set_all(struct http_client *c, const struct http_client_conf *conf)
{
	bool unix_socket = conf->unix_path != NULL;
	CURL *h = c->curl;
	CURLcode r;

	if ((r = set_trust(h, conf->pin)) != CURLE_OK)
		return r;
	r = curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR,
	    unix_socket ? "http" : "https");
	if (r == CURLE_OK && unix_socket)
		r = curl_easy_setopt(h, CURLOPT_UNIX_SOCKET_PATH,
		    conf->unix_path);
	if (r == CURLE_OK)
		r = curl_easy_setopt(h, CURLOPT_SSLVERSION,
		    (long)CURL_SSLVERSION_TLSv1_2);
	if (r == CURLE_OK)
		r = curl_easy_setopt(h, CURLOPT_PROXY, "");
	if (r != CURLE_OK)
		return r;
	curl_easy_setopt(h, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(h, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT_MS,
	    (long)(conf->connect_ms != 0 ? conf->connect_ms : CONNECT_MS));
	curl_easy_setopt(h, CURLOPT_TIMEOUT_MS,
	    (long)(conf->answer_ms != 0 ? conf->answer_ms : ANSWER_MS));
	curl_easy_setopt(h, CURLOPT_ERRORBUFFER, c->why);
	return curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, take_bytes);
}

enum tt_err
http_client_new(struct http_client **out, const struct http_client_conf *conf)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct http_client *c;
	enum tt_err e;

	if ((e = check_conf(conf)) != TT_OK)
		return e;
	pthread_once(&once, init_curl);
	if ((c = calloc(1, sizeof(*c))) == NULL)
		return TT_ENOMEM;
	c->base = strdup(conf->base);
	c->curl = curl_easy_init();
	if (c->base == NULL || c->curl == NULL ||
	    set_all(c, conf) != CURLE_OK) {
		http_client_free(c);
		return TT_ENOMEM;
	}
	*out = c;
	return TT_OK;
}

void
http_client_free(struct http_client *c)
{
	if (c == NULL)
		return;
	curl_easy_cleanup(c->curl);
	free(c->base);
	free(c);
}

static enum tt_err
add_header(struct curl_slist **list, const char *name, const char *value)
{
	struct curl_slist *more;
	struct buf b;

	buf_init_secret(&b, 65536);
	buf_printf(&b, "%s: %s", name, value);
	more = buf_err(&b) == TT_OK ? curl_slist_append(*list, b.p) : NULL;
	buf_done(&b);
	if (more == NULL)
		return TT_ENOMEM;
	*list = more;
	return TT_OK;
}

static enum tt_err
make_headers(const struct http_call *call, struct curl_slist **list)
{
	const char *type = call->content_type;
	enum tt_err e = TT_OK;

	if (type == NULL)
		type = "application/octet-stream";

	if (call->authorization != NULL)
		e = add_header(list, "Authorization", call->authorization);
	if (e == TT_OK && call->verb != HTTP_GET)
		e = add_header(list, "Content-Type", type);
	return e;
}

static void
set_call(CURL *h, const struct http_call *call, struct curl_slist *headers,
    struct buf *body)
{
	curl_easy_setopt(h, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(h, CURLOPT_WRITEDATA, body);
	if (call->verb == HTTP_GET) {
		curl_easy_setopt(h, CURLOPT_CUSTOMREQUEST, NULL);
		curl_easy_setopt(h, CURLOPT_HTTPGET, 1L);
		return;
	}
	curl_easy_setopt(h, CURLOPT_POST, 1L);
	curl_easy_setopt(h, CURLOPT_POSTFIELDSIZE_LARGE,
	    (curl_off_t)call->body.n);
	curl_easy_setopt(h, CURLOPT_POSTFIELDS,
	    call->body.n > 0 ? call->body.p : "");
	curl_easy_setopt(h, CURLOPT_CUSTOMREQUEST, verbs[call->verb]);
}

static enum tt_err
map(CURLcode r)
{
	switch ((int)r) {
	case CURLE_OK:
		return TT_OK;
	case CURLE_OUT_OF_MEMORY:
		return TT_ENOMEM;
	case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
		return TT_EINTEGRITY;
	case CURLE_PEER_FAILED_VERIFICATION:
		return TT_EKEY;
	default:
		return TT_ENET;
	}
}

static void
keep_answer(CURL *h, struct buf *body, struct http_answer *out)
{
	char *type = NULL;
	long status = 0;

	curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(h, CURLINFO_CONTENT_TYPE, &type);
	out->status = (unsigned)status;
	out->content_type[0] = '\0';
	if (type != NULL && strlen(type) < sizeof(out->content_type))
		memcpy(out->content_type, type, strlen(type) + 1);
	out->body = *body;	/* transferred */
}

enum tt_err
http_client_call(struct http_client *c, const struct http_call *call,
    struct http_answer *out)
{
	struct curl_slist *headers = NULL;
	struct buf body, url;
	enum tt_err e;

	c->why[0] = '\0';
	buf_init(&body, call->max_answer);
	buf_init(&url, 8192);
	buf_printf(&url, "%s%s", c->base, call->target);
	if ((e = buf_err(&url)) != TT_OK ||
	    (e = make_headers(call, &headers)) != TT_OK)
		goto out;
	set_call(c->curl, call, headers, &body);
	curl_easy_setopt(c->curl, CURLOPT_URL, url.p);
	e = map(curl_easy_perform(c->curl));
	if (e == TT_ENET && buf_err(&body) != TT_OK)
		e = buf_err(&body);	/* it was we who broke it off */
	if (e == TT_OK) {
		keep_answer(c->curl, &body, out);
		buf_init(&body, 0);
	}
	curl_easy_setopt(c->curl, CURLOPT_HTTPHEADER, NULL);
	curl_easy_setopt(c->curl, CURLOPT_POSTFIELDS, NULL);
out:
	curl_slist_free_all(headers);
	buf_done(&url);
	buf_done(&body);
	return e;
}

void
http_answer_done(struct http_answer *a)
{
	buf_done(&a->body);
}

const char *
http_client_why(const struct http_client *c)
{
	return c->why;
}
