/* SPDX-License-Identifier: ISC */
#include <stddef.h>
#include <stdint.h>

#include "base/utf8.h"
#include "ledger/key_name.h"

/* White_Space of Unicode 15, as Go's unicode.IsSpace has it. */
static bool
space(int32_t cp)
{
	switch (cp) {
	case 0x20: case 0x85: case 0xa0: case 0x1680: case 0x2028:
	case 0x2029: case 0x202f: case 0x205f: case 0x3000:
		return true;
	}
	return cp >= 0x2000 && cp <= 0x200a;
}

bool
key_name_ok(struct span name)
{
	size_t len;

	if (name.n == 0)
		return false;
	for (size_t i = 0; i < name.n; i += len) {
		int32_t cp = utf8_next(name.p + i, name.n - i, &len);

		if (cp < 0x20 || cp == '+' || space(cp))
			return false;
	}
	return true;
}
