/* SPDX-License-Identifier: ISC */
/* health - that the hub is there, what time it has, and challenges. */
#include "base/hex.h"
#include "base/instant.h"
#include "hub/answer.h"
#include "hub/routes.h"

void
route_health(struct call *c)
{
	struct json_out *j = answer_json(c->r);
	char now[INSTANT_LEN + 1];

	instant_format(hub_now(c->hub), now);
	if (j != NULL) {
		json_out_object(j);
		json_out_key(j, "ok");
		json_out_bool(j, true);
		json_out_key(j, "size");
		json_out_u64(j, ledger_size(&c->hub->ledger));
		json_out_key(j, "time");
		json_out_str(j, now);
		json_out_object_end(j);
	}
	answer_json_end(c->r, j, 200);
}

void
route_challenge(struct call *c)
{
	int64_t now = hub_now(c->hub);
	struct json_out *j = answer_json(c->r);
	uint8_t challenge[TT_CHALLENGE_LEN];
	char expires[INSTANT_LEN + 1];

	challenge_make(challenge, c->hub->challenge, now);
	instant_format(now + CHALLENGE_GOOD_S, expires);
	if (j != NULL) {
		json_out_object(j);
		json_out_key(j, "challenge");
		json_out_hex(j, challenge, sizeof(challenge));
		json_out_key(j, "expires");
		json_out_str(j, expires);
		json_out_object_end(j);
	}
	answer_json_end(c->r, j, 200);
}
