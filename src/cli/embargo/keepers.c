/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "cli/delivery.h"
#include "cli/embargo/keepers.h"
#include "cli/say.h"
#include "store/vault_ledger.h"

#define MISSING_MAX	4096	/* bytes */

static const char *const words[] = {
	[KEEPER_CONFIRMED] = "confirmed",
	[KEEPER_REFUSED] = "refuses",
	[KEEPER_AWAY] = "does not answer",
};

static enum keeper_said
judge(const struct vault *v, const struct standing_wave *w,
    const struct keepers_order *o, unsigned keeper,
    const struct http_answer *a)
{
	if (a->status == 403 || a->status == 409 || a->status == 422)
		return KEEPER_REFUSED;
	if (a->status != 200 && a->status != 202)
		return KEEPER_AWAY;
	if (strcmp(o->what, "move") != 0)
		return KEEPER_CONFIRMED;
	return a->status == 200 && delivery_is_held(v, buf_view(&a->body),
	    keeper, &w->wave.leaf, o->opens_s, NULL) ? KEEPER_CONFIRMED :
	    KEEPER_AWAY;
}

static enum keeper_said
tell_one(struct vault *v, const struct standing_wave *w,
    const struct keepers_order *o, unsigned keeper, struct hubclient *h,
    struct span statement)
{
	char path[64];
	struct hubclient_call call = { .verb = HTTP_POST, .path = path,
		.body = statement, .content_type = "text/plain" };
	enum keeper_said said = KEEPER_AWAY;
	struct http_answer a;

	snprintf(path, sizeof(path), "/api/v1/keeper/%02u/%s", keeper,
	    o->what);
	if (hubclient_try(h, &call, &a) == TT_OK) {
		said = judge(v, w, o, keeper, &a);
		http_answer_done(&a);
	}
	return said;
}

int
keepers_tell(struct vault *v, const struct standing_wave *w,
    const struct keepers_order *o, struct keepers_told *out)
{
	struct vault_statement row;
	struct keepers_told t = { .confirmed = 0 };
	enum keeper_said said;
	struct hubclient *h;
	enum tt_err e;
	int code;

	buf_init(&out->missing, MISSING_MAX);
	if ((code = vault_hub(v, &h)) != CLI_DONE)
		return code;
	if ((e = vault_statement_of_leaf(v->db, &o->leaf, &row)) != TT_OK)
		return say_err(e, NULL, "cannot read what keepers are told");
	t.missing = out->missing;
	for (unsigned k = 1; k <= w->keepers; k++) {
		said = tell_one(v, w, o, k, h, row.bytes);
		t.asked++;
		t.confirmed += said == KEEPER_CONFIRMED;
		if (said != KEEPER_CONFIRMED)
			buf_printf(&t.missing, "%s%u (%s)",
			    t.missing.n > 0 ? ", " : "", k, words[said]);
	}
	*out = t;
	return CLI_DONE;
}

void
keepers_done(struct keepers_told *t)
{
	buf_done(&t->missing);
}
