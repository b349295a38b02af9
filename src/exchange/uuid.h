/* SPDX-License-Identifier: ISC */
/*
 * uuid - names that follow from what they name: UUIDv5 of RFC 4122, section
 * 4.3, in a namespace of ours.
 *
 * The same seed gives the same name, so that converting twice gives the same
 * bytes.  Pure.
 */
#ifndef EXCHANGE_UUID_H
#define EXCHANGE_UUID_H

#include <stdint.h>

#include "base/span.h"

#define UUID_LEN	36	/* characters, no NUL */

struct uuid {
	char text[UUID_LEN + 1];
};

/* The namespace of whatever telltale writes for other tools. */
extern const uint8_t uuid_ours[16];

struct uuid uuid_v5(const uint8_t space[16], struct span seed);

/* Eight, four, four, four and twelve lower-case digits. */
bool uuid_ok(struct span s);

#endif
