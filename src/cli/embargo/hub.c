/* SPDX-License-Identifier: ISC */
#include <stdio.h>

#include "base/hex.h"
#include "cli/clock.h"
#include "cli/embargo/hub.h"
#include "telltale/marked.h"
#include "telltale/terms.h"

#define POLL_MS		200
#define PUBLIC_PATH_MAX	512	/* bytes */

int
hub_publisher(struct vault *v, struct hubclient **out)
{
	struct hubclient_conf conf = { .url = conf_get(&v->conf, "hub"),
		.pin = conf_get(&v->conf, "pin"), .origin = vault_origin(v),
		.home = v->dir };
	int code;

	if ((code = vault_publisher(v, &conf.signer)) != CLI_DONE)
		return code;
	return hubclient_new(out, &conf);
}

static int
put(struct hubclient *h, const char *path, struct span body,
    const char *what)
{
	struct hubclient_call call = { .verb = HTTP_PUT, .path = path,
		.body = body, .content_type = "application/octet-stream" };
	struct http_answer a;
	int code;

	if ((code = hubclient_do(h, &call, what, &a)) == CLI_DONE)
		http_answer_done(&a);
	return code;
}

int
hub_put_terms(struct hubclient *h, const struct hash *name, struct span file)
{
	char path[96], hex[HEX_LEN(32) + 1];

	hex_encode(hex, name->b, sizeof(name->b));
	snprintf(path, sizeof(path), "/api/v1/terms/%s", hex);
	return put(h, path, file, "hand over terms");
}

/* Asked for without a signature, as everybody may. */
static enum tt_err
is_there(struct hubclient *h, const char *path, size_t max, bool *out)
{
	const struct hubclient_call call = { .verb = HTTP_GET, .path = path,
		.max_answer = max, .plain = true };
	struct http_answer a;
	enum tt_err e;

	if ((e = hubclient_try(h, &call, &a)) != TT_OK)
		return e;
	*out = a.status == 200;
	http_answer_done(&a);
	return TT_OK;
}

enum tt_err
hub_has_public(struct hubclient *h, const char *bulletin, struct span name,
    bool *out)
{
	char path[PUBLIC_PATH_MAX];

	snprintf(path, sizeof(path), "/public/%s/%.*s", bulletin, (int)name.n,
	    name.p);
	return is_there(h, path, TT_RENDERING_MAX, out);
}

int
hub_put_public(struct hubclient *h, const char *bulletin, struct span name,
    struct span text)
{
	char path[PUBLIC_PATH_MAX], what[320];

	snprintf(path, sizeof(path), "/api/v1/public/%s/%.*s", bulletin,
	    (int)name.n, name.p);
	snprintf(what, sizeof(what), "make %.*s public", (int)name.n,
	    name.p);
	return put(h, path, text, what);
}

enum tt_err
hub_has_key(struct hubclient *h, const struct hash *wave, bool *out)
{
	char path[96], hex[HEX_LEN(32) + 1];

	hex_encode(hex, wave->b, sizeof(wave->b));
	snprintf(path, sizeof(path), "/wave/%s/key", hex);
	return is_there(h, path, 0, out);
}

int
hub_cut_batch(struct hubclient *h, struct span body)
{
	const struct hubclient_call call = { .verb = HTTP_POST,
		.path = "/api/v1/batch", .body = body,
		.content_type = "application/octet-stream" };
	struct http_answer a;
	int code;

	if ((code = hubclient_do(h, &call, "have a batch cut", &a)) ==
	    CLI_DONE)
		http_answer_done(&a);
	return code;
}

int
hub_await_terms(struct hubclient *h, const char *bulletin, unsigned revision,
    int64_t wait_s, bool *adopted)
{
	char path[96];
	const struct hubclient_call call = { .verb = HTTP_GET, .path = path };
	int64_t until = clock_ms() + 1000 * wait_s, now = 0;
	json_t *root;
	int code;

	snprintf(path, sizeof(path), "/api/v1/embargo/%s", bulletin);
	for (;;) {
		if ((code = hubclient_json(h, &call, "ask which terms are in "
		    "force", &root)) != CLI_DONE)
			return code;
		*adopted = json_in_int(root, "revision", 0, INT64_MAX, &now,
		    NULL) == TT_OK && now >= (int64_t)revision;
		json_decref(root);
		if (*adopted || clock_ms() >= until)
			return CLI_DONE;
		clock_sleep_ms(POLL_MS);
	}
}
