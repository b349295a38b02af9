/* SPDX-License-Identifier: ISC */
/* key_name - what https://c2sp.org/signed-note allows as a key's name. */
#ifndef LEDGER_KEY_NAME_H
#define LEDGER_KEY_NAME_H

#include <stdbool.h>

#include "base/span.h"

/* Not empty, UTF-8, no control, no '+', no Unicode space. */
bool key_name_ok(struct span name);

#endif
