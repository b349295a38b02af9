/* SPDX-License-Identifier: ISC */
#include "base/attr.h"
#include "programme/uses.h"

#define UNSEEN	"yes if not observable outside"

static const struct use_rule rules[] = {
	[USE_COPY_INTO_PRODUCT] = { "copy-into-product",
	    "copy text or code into a product", { "no", "yes" } },
	[USE_DEPLOY_DETECTION] = { "deploy-detection",
	    "deploy detection in its own service", { "yes", UNSEEN, "no" } },
	[USE_DEPLOY_MITIGATION] = { "deploy-mitigation",
	    "deploy a mitigation or patch", { "yes", UNSEEN, "no" } },
	[USE_HUNT] = { "hunt", "hunt in customers' telemetry",
	    { "yes", "no" } },
	[USE_MACHINE_LEARNING] = { "machine-learning",
	    "feed it to a machine-learning service",
	    { "no", "own only", "yes" } },
	[USE_SHIP_DETECTION] = { "ship-detection",
	    "ship detection to customers before the public instant",
	    { "no", "obfuscated", "yes" } },
	[USE_TELL_AUTHORITY] = { "tell-authority",
	    "tell an authority where a law demands it",
	    { "say so first", "say so after", "as the law allows" } },
	[USE_TELL_COLLEAGUES] = { "tell-colleagues", "tell colleagues",
	    { "named readers only", "need to know with a list", "no" } },
	[USE_TELL_CONTRACTORS] = { "tell-contractors",
	    "tell contractors, parent, subsidiaries", { "no", "listed" } },
};

_Static_assert(N_ROWS(rules) == USES, "a row for each use");

const struct use_rule *
use_rule(enum use u)
{
	return &rules[u];
}

bool
use_parse(struct span name, enum use *out)
{
	for (enum use u = 0; u < USES; u++)
		if (span_is(name, rules[u].name)) {
			*out = u;
			return true;
		}
	return false;
}

bool
use_value_parse(enum use u, struct span value, size_t *out)
{
	for (size_t i = 0; i < USES_VALUES_MAX; i++)
		if (rules[u].value[i] != NULL &&
		    span_is(value, rules[u].value[i])) {
			*out = i;
			return true;
		}
	return false;
}
