/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>

#include "cli/post/smtp.h"
#include "cli/say.h"
#include "store/file.h"

#define AUTH_MAX	4096	/* bytes */
#define CONNECT_S	20L
#define WHOLE_S		60L
#define PERMANENT	500L	/* replies from here on */

/* "HOST" of what stands behind the scheme, as it is compared. */
static bool
is_local(const char *host)
{
	static const char *const local[] = { "localhost", "127.0.0.1",
		"[::1]" };
	size_t n = host[0] == '[' ? strcspn(host, "]") + 1 :
	    strcspn(host, ":/");

	for (size_t i = 0; i < N_ROWS(local); i++)
		if (strlen(local[i]) == n && strncmp(host, local[i], n) == 0)
			return true;
	return false;
}

static int
read_url(struct smtp *s, const char *url)
{
	struct span rest = span_str(url);
	bool plain = span_skip(&rest, "smtp://");

	if ((!plain && !span_skip(&rest, "smtps://")) || rest.n == 0 ||
	    strpbrk(rest.p, "@?# /") != NULL)
		return say_fail(CLI_USAGE, "smtp://HOST:PORT or "
		    "smtps://HOST:PORT; who sends is in the file that "
		    "mail-auth names", "notices send: '%s' is no server",
		    url);
	s->local = plain && is_local(rest.p);
	if ((s->url = strdup(url)) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot send");
	return CLI_DONE;
}

/* Two lines: who, and the password. */
static int
read_auth(struct smtp *s, const char *path)
{
	struct span text, user, password;
	enum tt_err e;

	if ((e = file_read_secret(path, AUTH_MAX, &s->auth)) != TT_OK)
		return say_err(e, e == TT_EREFUSED ? "others can read it, or "
		    "it is another user's: chmod 600" : NULL, "cannot read "
		    "who sends mail, in %s", path);
	text = buf_view(&s->auth);
	if (!span_line(&text, &user) || !span_line(&text, &password) ||
	    text.n != 0 || user.n == 0 || password.n == 0)
		return say_fail(CLI_TROUBLE, "a line with the name, and one "
		    "with the password", "cannot use %s: it is not two lines",
		    path);
	s->user = s->auth.p;
	s->user[user.n] = '\0';
	s->password = s->user + user.n + 1;
	s->password[password.n] = '\0';
	return CLI_DONE;
}

int
smtp_open(struct smtp *s, const char *url, const char *auth)
{
	int code;

	*s = (struct smtp){ .curl = NULL };
	if ((code = read_url(s, url)) != CLI_DONE ||
	    (auth != NULL && (code = read_auth(s, auth)) != CLI_DONE))
		return code;
	if (s->user != NULL && s->local)
		say_warn("the password goes to %s without TLS", s->url);
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK ||
	    (s->curl = curl_easy_init()) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot send");
	return CLI_DONE;
}

void
smtp_close(struct smtp *s)
{
	if (s->curl != NULL)
		curl_easy_cleanup(s->curl);
	free(s->url);
	buf_done(&s->auth);
	*s = (struct smtp){ .curl = NULL };
}

static size_t
give(char *to, size_t size, size_t n, void *ctx)
{
	struct span *rest = ctx;
	size_t take = size * n < rest->n ? size * n : rest->n;

	if (take > 0)
		memcpy(to, rest->p, take);
	rest->p += take;
	rest->n -= take;
	return take;
}

static size_t
ignore(char *p, size_t size, size_t n, void *ctx)
{
	(void)p;
	(void)ctx;
	return size * n;
}

static void
set_up(struct smtp *s, const char *from, struct curl_slist *to,
    struct span *rest)
{
	CURL *c = s->curl;

	curl_easy_reset(c);
	curl_easy_setopt(c, CURLOPT_URL, s->url);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(c, CURLOPT_PROXY, "");
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, CONNECT_S);
	curl_easy_setopt(c, CURLOPT_TIMEOUT, WHOLE_S);
	curl_easy_setopt(c, CURLOPT_USE_SSL, s->local ? (long)CURLUSESSL_NONE :
	    (long)CURLUSESSL_ALL);
	curl_easy_setopt(c, CURLOPT_MAIL_FROM, from);
	curl_easy_setopt(c, CURLOPT_MAIL_RCPT, to);
	curl_easy_setopt(c, CURLOPT_READFUNCTION, give);
	curl_easy_setopt(c, CURLOPT_READDATA, rest);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, ignore);
	curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
	if (s->user != NULL) {
		curl_easy_setopt(c, CURLOPT_USERNAME, s->user);
		curl_easy_setopt(c, CURLOPT_PASSWORD, s->password);
	}
}

/* A refused login or sender is our trouble, not the mail's. */
static bool
is_ours(CURLcode done, const char *said)
{
	return done == CURLE_LOGIN_DENIED || done == CURLE_USE_SSL_FAILED ||
	    strncmp(said, "MAIL", 4) == 0;
}

static enum notice_try
judge(struct smtp *s, CURLcode done, const char *said,
    char error[SMTP_ERROR_MAX])
{
	long reply = 0;

	curl_easy_getinfo(s->curl, CURLINFO_RESPONSE_CODE, &reply);
	error[0] = '\0';
	s->away = done != CURLE_OK && (reply < 400 || is_ours(done, said));
	if (done == CURLE_OK)
		return NOTICE_TAKEN;
	snprintf(error, SMTP_ERROR_MAX, "%s", said[0] != '\0' ? said :
	    curl_easy_strerror(done));
	return reply >= PERMANENT && !s->away ? NOTICE_NEVER : NOTICE_LATER;
}

enum notice_try
smtp_send(struct smtp *s, const char *from, const char *to,
    struct span message, char error[SMTP_ERROR_MAX])
{
	struct curl_slist *list;
	char bracketed[SMTP_ERROR_MAX], sender[SMTP_ERROR_MAX];
	char said[CURL_ERROR_SIZE] = "";
	CURLcode done;

	snprintf(bracketed, sizeof(bracketed), "<%s>", to);
	snprintf(sender, sizeof(sender), "<%s>", from);
	if ((list = curl_slist_append(NULL, bracketed)) == NULL) {
		snprintf(error, SMTP_ERROR_MAX, "no memory");
		return NOTICE_LATER;
	}
	set_up(s, sender, list, &message);
	curl_easy_setopt(s->curl, CURLOPT_ERRORBUFFER, said);
	done = curl_easy_perform(s->curl);
	curl_easy_setopt(s->curl, CURLOPT_ERRORBUFFER, NULL);
	curl_slist_free_all(list);
	return judge(s, done, said, error);
}
