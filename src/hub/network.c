/* SPDX-License-Identifier: ISC */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "hub/network.h"

static const uint8_t mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };

static bool
is_mapped(const uint8_t a[HTTP_PEER_LEN])
{
	return memcmp(a, mapped, sizeof(mapped)) == 0;
}

bool
network_address(struct span text, uint8_t out[HTTP_PEER_LEN])
{
	char s[INET6_ADDRSTRLEN];
	uint8_t a[HTTP_PEER_LEN];

	if (span_copy(text, s, sizeof(s)) != TT_OK)
		return false;
	memcpy(a, mapped, sizeof(mapped));
	if (inet_pton(AF_INET, s, a + sizeof(mapped)) != 1 &&
	    inet_pton(AF_INET6, s, a) != 1)
		return false;
	memcpy(out, a, sizeof(a));
	return true;
}

void
network_text(const uint8_t address[HTTP_PEER_LEN], char out[NETWORK_LEN])
{
	uint8_t a[HTTP_PEER_LEN] = { 0 };
	char s[INET6_ADDRSTRLEN];

	if (is_mapped(address)) {
		snprintf(out, NETWORK_LEN, "%u.%u.%u.0/24", address[12],
		    address[13], address[14]);
		return;
	}
	memcpy(a, address, 6);
	if (inet_ntop(AF_INET6, a, s, sizeof(s)) == NULL)
		s[0] = '\0';	/* it has room: that is its constant */
	snprintf(out, NETWORK_LEN, "%s/48", s);
}

static bool
is_trusted(const struct conf *conf, const uint8_t peer[HTTP_PEER_LEN])
{
	uint8_t proxy[HTTP_PEER_LEN];
	const char *row;

	for (size_t i = 0; (row = conf_nth(conf, "trusted-proxy", i)) != NULL;
	    i++)
		if (network_address(span_str(row), proxy) &&
		    memcmp(proxy, peer, sizeof(proxy)) == 0)
			return true;
	return false;
}

/* What stands after the last comma, without spaces. */
static struct span
last_hop(const char *list)
{
	const char *comma = strrchr(list, ',');
	struct span hop = span_str(comma != NULL ? comma + 1 : list);

	while (hop.n > 0 && (hop.p[0] == ' ' || hop.p[0] == '\t'))
		hop = span_of(hop.p + 1, hop.n - 1);
	while (hop.n > 0 && (hop.p[hop.n - 1] == ' ' ||
	    hop.p[hop.n - 1] == '\t'))
		hop.n--;
	return hop;
}

bool
network_of(const struct conf *conf, const struct http_request *q,
    char out[NETWORK_LEN])
{
	uint8_t address[HTTP_PEER_LEN];

	if (!q->has_peer)
		return false;
	memcpy(address, q->peer, sizeof(address));
	if (is_trusted(conf, address) && (q->forwarded == NULL ||
	    !network_address(last_hop(q->forwarded), address)))
		return false;
	network_text(address, out);
	return true;
}
