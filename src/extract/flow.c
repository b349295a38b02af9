/* SPDX-License-Identifier: ISC */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extract/flow.h"

#define HASHES	((size_t)1 << 16)
#define NONE	UINT32_MAX

enum tt_err
flows_init(struct flows *f)
{
	*f = (struct flows){ .n = 0 };
	/* and a datagram more than flows_full looks for */
	buf_init(&f->store.bytes, FLOWS_BYTES + 65536);
	if ((f->head = malloc(HASHES * sizeof(*f->head))) == NULL)
		return TT_ENOMEM;
	memset(f->head, 0xff, HASHES * sizeof(*f->head));
	return TT_OK;
}

void
flows_clear(struct flows *f)
{
	for (size_t i = 0; i < f->n; i++)
		for (size_t d = 0; d < 2; d++)
			stream_done(&f->at[i].dir[d]);
	f->n = 0;
	buf_clear(&f->store.bytes);
	memset(f->head, 0xff, HASHES * sizeof(*f->head));
}

void
flows_done(struct flows *f)
{
	if (f->head != NULL)
		flows_clear(f);
	buf_done(&f->store.bytes);
	free(f->at);
	free(f->head);
	*f = (struct flows){ .n = 0 };
}

bool
flows_full(const struct flows *f)
{
	return f->n >= FLOWS_MAX || f->store.bytes.n >= FLOWS_BYTES;
}

static uint64_t
hash_end(const struct frame_end *e, uint64_t seed)
{
	uint64_t w[2];

	memcpy(w, e->ip, sizeof(w));
	return ((w[0] ^ seed) * 0x9e3779b97f4a7c15u ^ w[1] ^ e->port) *
	    0xbf58476d1ce4e5b9u;
}

/* The same for both directions. */
static size_t
hash_of(const struct frame_ip *p)
{
	uint64_t h = hash_end(&p->from, 7) + hash_end(&p->to, 7) +
	    p->protocol;

	return (size_t)(h * 0x94d049bb133111ebu >> 48) % HASHES;
}

static bool
same_end(const struct frame_end *a, const struct frame_end *b)
{
	return a->port == b->port && memcmp(a->ip, b->ip, 16) == 0;
}

/* The newest connection of p, and in which direction p goes. */
static struct flow *
find(struct flows *f, const struct frame_ip *p, size_t h, unsigned *d)
{
	for (uint32_t i = f->head[h]; i != NONE; i = f->at[i].next) {
		struct flow *w = &f->at[i];

		if (w->udp != (p->protocol == FRAME_UDP) || w->six != p->six)
			continue;
		for (*d = 0; *d < 2; ++*d)
			if (same_end(&p->from, *d == 0 ? &w->a : &w->b) &&
			    same_end(&p->to, *d == 0 ? &w->b : &w->a))
				return w;
	}
	return NULL;
}

static struct flow *
add(struct flows *f, const struct frame_ip *p, size_t h)
{
	struct flow *w;
	size_t cap;

	if (f->n == f->cap) {
		cap = f->cap + f->cap / 2 + 64;
		if ((w = reallocarray(f->at, cap, sizeof(*w))) == NULL)
			return NULL;
		f->at = w;
		f->cap = cap;
	}
	w = &f->at[f->n];
	*w = (struct flow){ .udp = p->protocol == FRAME_UDP, .six = p->six,
		.a = p->from, .b = p->to, .next = f->head[h] };
	/* who listens has the lower port, until a SYN says otherwise */
	w->server_a = p->from.port < p->to.port;
	f->head[h] = (uint32_t)f->n++;
	return w;
}

static bool
begins_anew(const struct flow *w, unsigned d, const struct frame_tcp *tcp)
{
	return tcp->syn && !tcp->ack && (w->dir[0].n > 0 || w->dir[1].n > 0) &&
	    (!w->syn[d] || w->isn[d] != tcp->seq);
}

static void
note_syn(struct flow *w, unsigned d, const struct frame_tcp *tcp)
{
	if (!tcp->syn)
		return;
	w->syn[d] = true;
	w->isn[d] = tcp->seq;
	w->server_a = tcp->ack == (d == 0);
	w->named = true;
}

static enum tt_err
take_tcp(struct flows *f, struct frame_ip *p)
{
	struct frame_tcp tcp;
	struct flow *w;
	unsigned d = 0;
	size_t h;

	if (!frame_tcp(p, &tcp))
		return TT_OK;
	h = hash_of(p);
	w = find(f, p, h, &d);
	if (w == NULL || begins_anew(w, d, &tcp)) {
		d = 0;
		if ((w = add(f, p, h)) == NULL)
			return TT_ENOMEM;
	}
	note_syn(w, d, &tcp);
	return stream_add(&w->dir[d], &f->store, tcp.seq + tcp.syn,
	    p->payload);
}

/* Datagrams follow each other as if they were numbered. */
static enum tt_err
take_udp(struct flows *f, struct frame_ip *p)
{
	struct flow *w;
	unsigned d = 0;
	size_t h;
	uint32_t seq = 0;

	if (!frame_udp(p))
		return TT_OK;
	h = hash_of(p);
	if ((w = find(f, p, h, &d)) == NULL) {
		d = 0;
		if ((w = add(f, p, h)) == NULL)
			return TT_ENOMEM;
	}
	if (w->dir[d].n > 0)
		seq = w->dir[d].seq + w->dir[d].at[w->dir[d].n - 1].n;
	return stream_add(&w->dir[d], &f->store, seq, p->payload);
}

enum tt_err
flows_take(struct flows *f, struct frame_ip *p)
{
	if (p->protocol == FRAME_TCP)
		return take_tcp(f, p);
	return p->protocol == FRAME_UDP ? take_udp(f, p) : TT_OK;
}

void
flow_server(const struct flow *f, char out[FLOW_NAME_MAX])
{
	const struct frame_end *e = f->server_a ? &f->a : &f->b;
	char ip[INET6_ADDRSTRLEN] = "?";

	inet_ntop(f->six ? AF_INET6 : AF_INET, e->ip, ip, sizeof(ip));
	snprintf(out, FLOW_NAME_MAX, f->six ? "[%s]:%u" : "%s:%u", ip, e->port);
}

bool
flow_is_answer(const struct flow *f, unsigned d)
{
	return f->server_a == (d == 0);
}
