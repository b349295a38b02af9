/* SPDX-License-Identifier: ISC */
/* sodium_start - the group setup of tests that use libsodium. */
#ifndef SODIUM_START_H
#define SODIUM_START_H

#include <sodium.h>

static int
sodium_start(void **state)
{
	(void)state;
	return sodium_init() < 0;
}

#endif
