/* SPDX-License-Identifier: ISC */
/* Keepers, by what each says through the hub; and orders that were refused. */
#include <stdio.h>

#include "base/instant.h"
#include "cli/post/alarm.h"
#include "cli/post/outlook.h"

#define REFUSED_DAYS	7	/* that a refused order is shown */

/* On the page, and by mail. */
static void
failing(struct looking *l, enum alarm a, unsigned keeper, const char *what)
{
	char which[32], line[OUTLOOK_TEXT_MAX];

	snprintf(which, sizeof(which), "keeper-%u", keeper);
	snprintf(line, sizeof(line), "keeper %u %s", keeper, what);
	outlook_add(l->out, OUTLOOK_FAILING, OUTLOOK_NO_TIME, NULL, "%s",
	    line);
	alarm_tell(l->v, a, which, line, l->now_s);
}

static void
well(struct looking *l, unsigned keeper)
{
	char which[32];

	snprintf(which, sizeof(which), "keeper-%u", keeper);
	alarm_over(l->v, which);
}

static void
late(struct looking *l, unsigned keeper, const json_t *root)
{
	char what[OUTLOOK_TEXT_MAX];
	int64_t missing_s = 0;
	struct span state;

	if (json_in_str(root, "state", &state, NULL) != TT_OK ||
	    json_in_int(root, "missing_s", 0, INT64_MAX, &missing_s, NULL) !=
	    TT_OK) {
		outlook_add(l->out, OUTLOOK_UNKNOWN, OUTLOOK_NO_TIME, NULL,
		    "keeper %u: its answer is not written as it should be",
		    keeper);
	} else if (span_is(state, "hold")) {
		snprintf(what, sizeof(what), "holds a wave that is due: it "
		    "lacks %lld s of proven time", (long long)missing_s);
		failing(l, ALARM_HOLDS, keeper, what);
	} else if (!span_is(state, "ok"))
		failing(l, ALARM_CLOCK, keeper, "has a clock that does not "
		    "agree with the ledger");
	else
		well(l, keeper);
}

static void
look_at_keeper(struct looking *l, struct hubclient *h, unsigned keeper)
{
	char path[64];
	const struct hubclient_call call = { .verb = HTTP_GET, .path = path };
	struct http_answer a;
	json_t *root;

	snprintf(path, sizeof(path), "/api/v1/keeper/%02u/health", keeper);
	if (hubclient_try(h, &call, &a) != TT_OK) {
		outlook_add(l->out, OUTLOOK_UNKNOWN, OUTLOOK_NO_TIME, NULL,
		    "keeper %u: it could not be asked", keeper);
		return;
	}
	if (a.status == 404)
		outlook_add(l->out, OUTLOOK_FAILING, OUTLOOK_NO_TIME, NULL,
		    "keeper %u: the hub's telltale.conf has no line of it",
		    keeper);
	else if (a.status != 200)
		failing(l, ALARM_SILENT, keeper, "does not answer the hub");
	else if (json_in_parse(buf_view(&a.body), a.body.n, &root, NULL) ==
	    TT_OK) {
		late(l, keeper, root);
		json_decref(root);
	}
	http_answer_done(&a);
}

static void
put_refused(struct looking *l, const json_t *obj)
{
	struct span at, who, what;
	int64_t at_s;

	if (json_in_str(obj, "at", &at, NULL) != TT_OK ||
	    json_in_str(obj, "who", &who, NULL) != TT_OK ||
	    json_in_str(obj, "what", &what, NULL) != TT_OK ||
	    instant_parse(at, &at_s) != TT_OK) {
		outlook_add(l->out, OUTLOOK_UNKNOWN, OUTLOOK_NO_TIME, NULL,
		    "a refused order that is not written as it should be");
		return;
	}
	if (l->now_s - at_s < REFUSED_DAYS * INT64_C(86400))
		outlook_add(l->out, OUTLOOK_SUSPICIOUS, at_s, NULL,
		    "an order to keepers without the signatures it needs was "
		    "refused: %.*s, sent by %.*s", (int)what.n, what.p,
		    (int)who.n, who.p);
}

/* All pages of them. */
static void
look_at_refused(struct looking *l, struct hubclient *h)
{
	char path[64];
	const struct hubclient_call call = { .verb = HTTP_GET, .path = path };
	json_t *root, *refused, *obj;
	int64_t after = 0, last = -1;
	size_t i;

	while (after != last) {
		last = after;
		snprintf(path, sizeof(path), "/api/v1/refused?after=%lld",
		    (long long)after);
		if (hubclient_json(h, &call, "ask what was refused", &root) !=
		    CLI_DONE) {
			outlook_add(l->out, OUTLOOK_UNKNOWN, OUTLOOK_NO_TIME,
			    NULL, "which orders to keepers were refused");
			return;
		}
		if (json_in_array(root, "refused", &refused, NULL) == TT_OK)
			json_array_foreach(refused, i, obj) {
				put_refused(l, obj);
				if (json_in_int(obj, "n", after, INT64_MAX,
				    &after, NULL) != TT_OK)
					break;
			}
		json_decref(root);
	}
}

void
look_at_keepers(struct looking *l)
{
	struct hubclient *h;

	if (!l->fetched || vault_hub(l->v, &h) != CLI_DONE)
		return;		/* look_at_hub has said that it is unknown */
	for (unsigned k = 1; conf_nth(&l->v->conf, "keeper", k - 1) != NULL;
	    k++)
		look_at_keeper(l, h, k);
	look_at_refused(l, h);
}
