/* SPDX-License-Identifier: ISC */
/* page - a route that lists what came after a number, under the hub's lock. */
#ifndef HUB_PAGE_H
#define HUB_PAGE_H

#include <stdint.h>

#include "base/json_out.h"
#include "hub/routes.h"

/* Adds members to the answer's object, which is open; after is the query's. */
typedef enum tt_err page_fn(struct hub *h, struct json_out *j, int64_t after);

/* "?after=N" or nothing; answers, whatever fn gives. */
void page_answer(struct call *c, page_fn *fn);

#endif
