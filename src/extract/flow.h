/* SPDX-License-Identifier: ISC */
/*
 * flow - the connections of a capture: who speaks with whom, and what.
 *
 * Takes packets in the order in which they were caught.  TCP is put together
 * (stream.h), of UDP each direction's datagrams are kept in order.  A SYN
 * with a new number on ports that were in use begins a new connection.  Pure.
 */
#ifndef EXTRACT_FLOW_H
#define EXTRACT_FLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "extract/frame.h"
#include "extract/stream.h"
#include "telltale/err.h"

#define FLOWS_MAX	65536	/* at once */
#define FLOWS_BYTES	((size_t)384 << 20)	/* of payload at once */
#define FLOW_NAME_MAX	80

struct flow {
	bool udp, six;
	struct frame_end a, b;	/* a was seen to speak first */
	bool server_a;		/* b opened it */
	bool named;		/* server_a is known by a SYN */
	bool syn[2];		/* seen, of a and of b */
	uint32_t isn[2];
	struct stream dir[2];	/* what a says, what b says */
	uint32_t next;		/* with the same hash; ~0: none */
};

struct flows {
	struct flow *at;
	size_t n, cap;
	uint32_t *head;		/* by hash */
	struct stream_store store;
};

enum tt_err flows_init(struct flows *f) MUST_USE;
void flows_done(struct flows *f);	/* safe on zeroes */
void flows_clear(struct flows *f);	/* empty again, memory kept */

/* No room for one more packet of the greatest size. */
bool flows_full(const struct flows *f);

/* p is TCP or UDP, with its ports; other protocols are left out. */
enum tt_err flows_take(struct flows *f, struct frame_ip *p) MUST_USE;

/* "10.0.0.1:80", "[2001:db8::1]:443": the server's end; with a NUL. */
void flow_server(const struct flow *f, char out[FLOW_NAME_MAX]);
/* Is direction d (0 what a says, 1 what b says) from the server? */
bool flow_is_answer(const struct flow *f, unsigned d);

#endif
