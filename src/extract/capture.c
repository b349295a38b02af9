/* SPDX-License-Identifier: ISC */
/*
 * Captures: pcap and pcapng by libpcap, packets by frame.h, connections by
 * flow.h, HTTP/1 and 2 by http_stream.h, TLS by tls.h where its keys are
 * given.
 *
 * A limit met (connections, bytes) ends the connections that there are: they
 * are given as far as they go, and go on as new ones.  After CAPTURE_PIECES
 * pieces the rest is given together.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <pcap/pcap.h>

#include "extract/extract.h"
#include "extract/flow.h"
#include "extract/fragment.h"
#include "extract/http_stream.h"
#include "extract/parse.h"
#include "extract/tls.h"

#define CAPTURE_PIECES	1024	/* with names of their own */
#define CAPTURE_NOTES	32	/* on messages; more are counted */
#define CAPTURE_FILES	64	/* bodies that are looked at as files */
#define UNPACK_MAX	((size_t)512 << 20)	/* bytes of all bodies */
#define REST_MAX	((size_t)768 << 20)	/* bytes given together */

struct capture {
	struct hatch *h;
	struct tls_keys *keys;
	struct flows flows;
	struct fragments fragments;
	struct buf rest;		/* pieces that have no name */
	size_t pieces, files, unpack;
	uint64_t troubles;
	uint64_t packets, others, unread_tls, cut_off;
	bool memory;			/* there was none */
	/* the stream that is being given */
	const struct flow *flow;
	char server[FLOW_NAME_MAX];
	bool answer;
};

/* One piece, under its name while there are few, else with the rest. */
static void
give(struct capture *c, struct span name, struct span bytes)
{
	if (bytes.n == 0)
		return;
	if (++c->pieces <= CAPTURE_PIECES) {
		hatch_whole(c->h, HATCH_BYTES, name, bytes);
		return;
	}
	buf_span(&c->rest, bytes);
	buf_char(&c->rest, '\n');
}

static const char *
what_of(const struct http_told *t)
{
	switch (t->what) {
	case HTTP_HEAD:
		return "";
	case HTTP_BODY:
		return ", body";
	case HTTP_PART_HEADS:
		return ", heads of its parts";
	case HTTP_PART:
		return ", part";
	case HTTP_OTHER:
		break;
	}
	return ", beside it";
}

/* What a message holds may be a page, a document, an archive. */
static bool
is_worth_a_look(const struct capture *c, const struct http_told *t)
{
	return (t->what == HTTP_BODY || t->what == HTTP_PART) &&
	    t->bytes.n >= 64 && c->files < CAPTURE_FILES;
}

static void
take_http(void *ctx, const struct http_told *t)
{
	struct capture *c = ctx;
	char name[FLOW_NAME_MAX + 80], part[24] = "";

	if (t->what == HTTP_PART)
		snprintf(part, sizeof(part), " %zu", t->part);
	snprintf(name, sizeof(name), "%s, %s %zu%s%s", c->server,
	    t->request ? "request" : "answer", t->message, what_of(t), part);
	if (t->trouble != NULL && ++c->troubles <= CAPTURE_NOTES)
		hatch_note(c->h, span_str(name), t->trouble);
	if (is_worth_a_look(c, t)) {
		c->files++;
		c->pieces++;
		parse_inner(c->h, span_str(name), t->bytes);
	} else {
		give(c, span_str(name), t->bytes);
	}
}

/* A stretch of what one side says, in the clear. */
static void
give_clear(struct capture *c, struct span s)
{
	char name[FLOW_NAME_MAX + 40];

	if (http_stream_read(s, &c->unpack, take_http, c))
		return;
	snprintf(name, sizeof(name), "%s%s %s", c->flow->udp ? "UDP " : "",
	    c->answer ? "from" : "to", c->server);
	give(c, span_str(name), s);
}

static void
take_stretch(void *ctx, int64_t at, struct span bytes, bool other)
{
	struct capture *c = ctx;
	char name[FLOW_NAME_MAX + 60];

	(void)at;
	if (!other && !c->flow->udp) {
		give_clear(c, bytes);
		return;
	}
	snprintf(name, sizeof(name), other ?
	    "%s, sent a second time with other bytes" : "UDP of %s",
	    c->server);
	give(c, span_str(name), bytes);
}

struct whole {
	struct buf bytes;
	bool broken;
};

static void
take_whole(void *ctx, int64_t at, struct span bytes, bool other)
{
	struct whole *w = ctx;

	(void)at;
	if (other)
		return;
	/* what is missing breaks TLS: the rest cannot be decrypted */
	if (w->bytes.n > 0)
		w->broken = true;
	else
		buf_span(&w->bytes, bytes);
}

static void
take_tls(void *ctx, bool from_client, struct span clear)
{
	struct capture *c = ctx;

	c->answer = !from_client;
	give_clear(c, clear);
}

/* True if the connection was TLS, and is done with. */
static bool
try_tls(struct capture *c, struct flow *f)
{
	struct whole dir[2] = { { .broken = false } };
	unsigned client = flow_is_answer(f, 0) ? 1 : 0;
	enum tls_outcome o = TLS_NONE;

	for (unsigned d = 0; d < 2; d++) {
		buf_init(&dir[d].bytes, FLOWS_BYTES);
		if (stream_give(&f->dir[d], &c->flows.store, take_whole,
		    &dir[d]) != TT_OK || buf_err(&dir[d].bytes) != TT_OK)
			c->memory = true;
	}
	if (tls_looks_so(buf_view(&dir[0].bytes)) ||
	    tls_looks_so(buf_view(&dir[1].bytes)))
		o = tls_read(c->keys, buf_view(&dir[client].bytes),
		    buf_view(&dir[1 - client].bytes), take_tls, c);
	c->unread_tls += o == TLS_NO_KEY;
	c->cut_off += o == TLS_BROKEN || (o == TLS_READ &&
	    (dir[0].broken || dir[1].broken));
	for (unsigned d = 0; d < 2; d++)
		buf_done(&dir[d].bytes);
	return o != TLS_NONE;
}

static void
give_flow(struct capture *c, struct flow *f)
{
	c->flow = f;
	flow_server(f, c->server);
	if (!hatch_item(c->h, span_str(c->server)))
		return;
	if (!f->udp && try_tls(c, f))
		return;
	for (unsigned d = 0; d < 2; d++) {
		c->answer = flow_is_answer(f, d);
		if (stream_give(&f->dir[d], &c->flows.store, take_stretch,
		    c) != TT_OK)
			c->memory = true;
	}
}

static void
give_all(struct capture *c)
{
	for (size_t i = 0; i < c->flows.n; i++)
		give_flow(c, &c->flows.at[i]);
	flows_clear(&c->flows);
}

static void
take_packet(struct capture *c, int link, struct span frame)
{
	struct frame_ip p;

	if (!frame_packet(link, frame, &p)) {
		c->others++;
		return;
	}
	if (p.fragment && !fragments_take(&c->fragments, &p))
		return;
	if (flows_full(&c->flows))
		give_all(c);
	if (flows_take(&c->flows, &p) != TT_OK)
		c->memory = true;
}

static void
note_number(struct capture *c, uint64_t n, const char *one, const char *many)
{
	char cause[200];

	if (n == 0)
		return;
	if (n == 1)
		snprintf(cause, sizeof(cause), "1 %s", one);
	else
		snprintf(cause, sizeof(cause), "%llu %s",
		    (unsigned long long)n, many);
	hatch_note(c->h, SPAN(""), cause);
}

static void
note_all(struct capture *c)
{
	if (c->troubles > CAPTURE_NOTES)
		note_number(c, c->troubles - CAPTURE_NOTES, "more part of a "
		    "message could not be unpacked whole", "more parts of "
		    "messages could not be unpacked whole");
	note_number(c, c->unread_tls, "connection is encrypted, and its keys "
	    "are not at hand: it was not searched", "connections are "
	    "encrypted, and their keys are not at hand: they were not "
	    "searched");
	note_number(c, c->cut_off, "encrypted connection could be read in "
	    "part only: packets are missing, or it uses what is not known",
	    "encrypted connections could be read in part only: packets are "
	    "missing, or they use what is not known");
	note_number(c, c->fragments.lost, "packet in pieces was never whole",
	    "packets in pieces were never whole");
	if (c->memory)
		hatch_note(c->h, SPAN(""), "there was not enough memory for "
		    "all of it");
}

static void
read_packets(struct capture *c, pcap_t *p)
{
	struct pcap_pkthdr *head;
	const u_char *bytes;
	char cause[PCAP_ERRBUF_SIZE + 80];
	int link = pcap_datalink(p), r;

	if (!frame_knows(link)) {
		snprintf(cause, sizeof(cause), "its link layer, %d, is not "
		    "read", link);
		hatch_note(c->h, SPAN(""), cause);
		return;
	}
	while ((r = pcap_next_ex(p, &head, &bytes)) == 1) {
		c->packets++;
		take_packet(c, link, span_of(bytes, head->caplen));
	}
	if (r != PCAP_ERROR_BREAK) {
		snprintf(cause, sizeof(cause), "it could be read up to packet "
		    "%llu: %s", (unsigned long long)c->packets,
		    pcap_geterr(p));
		hatch_note(c->h, SPAN(""), cause);
	}
	give_all(c);
}

static void
give_rest(struct capture *c)
{
	if (c->rest.n > 0)
		hatch_whole(c->h, HATCH_BYTES, SPAN("all other messages and "
		    "streams"), buf_view(&c->rest));
	if (buf_err(&c->rest) != TT_OK)
		hatch_note(c->h, SPAN("all other messages and streams"),
		    "there were more than are searched");
}

void
parse_capture(struct hatch *h, const struct parse *in)
{
	struct capture c = { .h = h, .unpack = UNPACK_MAX };
	char error[PCAP_ERRBUF_SIZE] = "";
	FILE *f = fmemopen((void *)(uintptr_t)in->file.p, in->file.n, "rb");
	pcap_t *p = NULL;

	buf_init(&c.rest, REST_MAX);
	if (f == NULL || flows_init(&c.flows) != TT_OK ||
	    tls_keys_new(&c.keys, in->tls_keys) != TT_OK) {
		hatch_note(h, SPAN(""), "there is not enough memory to read "
		    "it");
		goto out;
	}
	if ((p = pcap_fopen_offline(f, error)) == NULL) {
		hatch_note(h, SPAN(""), error);
		goto out;
	}
	f = NULL;	/* transferred */
	read_packets(&c, p);
	give_rest(&c);
	note_all(&c);
out:
	if (p != NULL)
		pcap_close(p);
	if (f != NULL)
		fclose(f);
	tls_keys_free(c.keys);
	fragments_done(&c.fragments);
	flows_done(&c.flows);
	buf_done(&c.rest);
}
