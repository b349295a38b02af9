/* SPDX-License-Identifier: ISC */
/* A trusted proxy's header: what is kept of it is a network, and its own. */
#include <stdlib.h>
#include <string.h>

#include "hub/network.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(const char *text)
{
	char again[NETWORK_LEN];
	uint8_t address[HTTP_PEER_LEN];
	struct span rest = span_str(text), base;

	if (!span_word(&rest, '/', &base) || rest.p == NULL ||
	    (!span_is(rest, "24") && !span_is(rest, "48")) ||
	    !network_address(base, address))
		abort();
	network_text(address, again);
	if (strcmp(again, text) != 0)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct http_request q = { .has_peer = true };
	struct conf conf = { .n = 0 };
	char header[256], text[NETWORK_LEN];

	if (size >= sizeof(header))
		return 0;
	memcpy(header, data, size);
	header[size] = '\0';
	if (conf_add(&conf, "trusted-proxy", "192.0.2.7") != TT_OK)
		return 0;
	if (!network_address(SPAN("192.0.2.7"), q.peer))
		abort();
	q.forwarded = header;
	if (network_of(&conf, &q, text))
		check(text);
	conf_done(&conf);
	return 0;
}
