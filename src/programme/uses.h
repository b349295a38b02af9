/* SPDX-License-Identifier: ISC */
/*
 * uses - what a recipient may do with a bulletin before the public instant.
 *
 * specs/stories.md 3.4: a part of the terms, as data (the `use` lines of a
 * terms file, specs/hub.md section 3) and as text for people.  Pure.
 */
#ifndef PROGRAMME_USES_H
#define PROGRAMME_USES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"

#define USES_VALUES_MAX	3

/* By name, in bytes: the order of a terms file. */
enum use {
	USE_COPY_INTO_PRODUCT,
	USE_DEPLOY_DETECTION,
	USE_DEPLOY_MITIGATION,
	USE_HUNT,
	USE_MACHINE_LEARNING,
	USE_SHIP_DETECTION,
	USE_TELL_AUTHORITY,
	USE_TELL_COLLEAGUES,
	USE_TELL_CONTRACTORS,
	USES
};

struct use_rule {
	const char *name;	/* "deploy-detection" */
	const char *text;	/* "deploy detection in its own service" */
	const char *value[USES_VALUES_MAX];	/* the first is the default */
};

const struct use_rule *use_rule(enum use u);

/* As a terms file has them; false: there is no such name, or value. */
bool use_parse(struct span name, enum use *out);
bool use_value_parse(enum use u, struct span value, size_t *out);

#endif
