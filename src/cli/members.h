/* SPDX-License-Identifier: ISC */
/* members - a name and its value, of the JSON object that is open. */
#ifndef CLI_MEMBERS_H
#define CLI_MEMBERS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/json_out.h"

static inline void
put_str(struct json_out *j, const char *key, const char *s)
{
	json_out_key(j, key);
	json_out_str(j, s);
}

static inline void
put_u64(struct json_out *j, const char *key, uint64_t v)
{
	json_out_key(j, key);
	json_out_u64(j, v);
}

static inline void
put_real(struct json_out *j, const char *key, double v)
{
	json_out_key(j, key);
	json_out_real(j, v);
}

static inline void
put_bool(struct json_out *j, const char *key, bool v)
{
	json_out_key(j, key);
	json_out_bool(j, v);
}

static inline void
put_buf(struct json_out *j, const char *key, const struct buf *b)
{
	json_out_key(j, key);
	json_out_span(j, buf_view(b));
}

#endif
