/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "hub/network.h"

/* Who connects, what a header says, and what is kept of it. */
static const struct {
	const char *name, *peer, *forwarded;
	bool proxied;		/* telltale.conf trusts 192.0.2.7 */
	const char *network;	/* NULL: nothing */
} rows[] = {
	{ "IPv4: its /24", "203.0.113.9", NULL, false, "203.0.113.0/24" },
	{ "IPv6: its /48", "2001:db8:7:8::9", NULL, false,
	  "2001:db8:7::/48" },
	{ "IPv4 within IPv6", "::ffff:198.51.100.9", NULL, false,
	  "198.51.100.0/24" },
	{ "a header of anybody's is not looked at", "203.0.113.9",
	  "198.51.100.1", true, "203.0.113.0/24" },
	{ "nor the proxy's while it is not named", "192.0.2.7",
	  "198.51.100.1", false, "192.0.2.0/24" },
	{ "of a proxy the last hop", "192.0.2.7", "10.0.0.1, 198.51.100.1",
	  true, "198.51.100.0/24" },
	{ "without spaces, too", "192.0.2.7", "10.0.0.1,2001:db8:9::1 ", true,
	  "2001:db8:9::/48" },
	{ "a proxy that says nothing", "192.0.2.7", NULL, true, NULL },
	{ "or nothing that is an address", "192.0.2.7", "unknown", true,
	  NULL },
	{ "an empty last hop", "192.0.2.7", "198.51.100.1,", true, NULL },
	{ "a hop with a port", "192.0.2.7", "198.51.100.1:80", true, NULL },
	{ "a hop that has no end", "192.0.2.7",
	  "1111111111111111111111111111111111111111111111111111111", true,
	  NULL },
	{ "no address, as of a socket", NULL, "198.51.100.1", true, NULL },
};

static void
a_network_and_no_address(void **state)
{
	char got[NETWORK_LEN];

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		struct http_request q = { .forwarded = rows[i].forwarded };
		struct conf conf = { .n = 0 };

		CHECK_ROW(state, rows[i].name);
		if (rows[i].proxied)
			assert_int_equal(TT_OK, conf_add(&conf,
			    "trusted-proxy", "192.0.2.7"));
		q.has_peer = rows[i].peer != NULL;
		if (q.has_peer)
			assert_true(network_address(span_str(rows[i].peer),
			    q.peer));
		assert_int_equal(rows[i].network != NULL,
		    network_of(&conf, &q, got));
		if (rows[i].network != NULL)
			assert_string_equal(rows[i].network, got);
		conf_done(&conf);
	}
}

static void
what_is_no_address(void **state)
{
	static const char *const none[] = { "", "203.0.113", "203.0.113.256",
		"::1::", "example.org", " 203.0.113.9", "fe80::1%eth0" };
	uint8_t a[HTTP_PEER_LEN];

	for (size_t i = 0; i < N_ROWS(none); i++) {
		CHECK_ROW(state, none[i]);
		assert_false(network_address(span_str(none[i]), a));
	}
}

TEST_MAIN(cmocka_unit_test(a_network_and_no_address),
    cmocka_unit_test(what_is_no_address))
