/* SPDX-License-Identifier: ISC */
#include <stdio.h>

#include "base/json_in.h"
#include "cli/cli.h"
#include "cli/reader/needs.h"
#include "cli/say.h"
#include "telltale/manifest.h"

#define ANSWER_MAX	65536	/* bytes */

bool
needs_agreement(const struct http_answer *a, const char *what, const char *id)
{
	struct span need, has;
	json_t *root;
	bool found;

	if (a->status != 409 || json_in_parse(buf_view(&a->body), ANSWER_MAX,
	    &root, NULL) != TT_OK)
		return false;
	found = json_in_str(root, "needs", &need, NULL) == TT_OK &&
	    json_in_str(root, "signed", &has, NULL) == TT_OK &&
	    tt_id_ok(need) && tt_id_ok(has);
	if (found) {
		say_fail(CLI_REFUSED, NULL, "cannot %s %s: it needs version "
		    "%.*s of the agreement, and your organisation has signed "
		    "version %.*s", what, id, (int)need.n, need.p, (int)has.n,
		    has.p);
		say_hint("ask the vendor for its text; then who speaks for "
		    "your organisation: telltale agreement sign %.*s FILE",
		    (int)need.n, need.p);
	}
	json_decref(root);
	return found;
}
