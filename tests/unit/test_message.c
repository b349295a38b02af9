/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "cli/post/message.h"

static const struct {
	const char *name, *address;
	bool ok;
} addresses[] = {
	{ "plain", "u@alder.example", true },
	{ "with a plus", "u+x@alder.example", true },
	{ "two of them", "u@a.example,v@b.example", false },
	{ "a name before it", "U <u@a.example>", false },
	{ "a header after it", "u@a.example\r\nBcc: v@b.example", false },
	{ "no domain", "u@", false },
	{ "two ats", "u@v@a.example", false },
	{ "an option", "-u@a.example", false },
	{ "not ASCII", "\303\274@a.example", false },
	{ "a source route", "@b.example:u@a.example", false },
};

static void
an_address_is_one_and_bare(void **state)
{
	for (size_t i = 0; i < N_ROWS(addresses); i++) {
		CHECK_ROW(state, addresses[i].name);
		assert_int_equal(addresses[i].ok,
		    message_address_ok(addresses[i].address));
	}
}

static const struct message good = { .from = "p@v.example",
	.to = "u@a.example", .subject = "A thing", .id = "00ff",
	.origin = "hub.example:8443/x", .date_s = 1796580000,
	.text = SPAN_INIT("a=b\n.\nspace \n\342\200\224 x\n") };

static void
a_mail_has_its_headers_and_text(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, MESSAGE_MAX);
	assert_int_equal(TT_OK, message_write(&good, &b));
	assert_string_equal("Date: Sun, 6 Dec 2026 18:00:00 +0000\r\n"
	    "From: <p@v.example>\r\nTo: <u@a.example>\r\n"
	    "Subject: A thing\r\nMessage-ID: <00ff@hub.example>\r\n"
	    "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
	    "Content-Type: text/plain; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
	    "a=3Db\r\n=2E\r\nspace=20\r\n=E2=80=94 x\r\n", b.p);
	buf_done(&b);
}

static void
lines_are_short_and_headers_closed(void **state)
{
	struct message m = good;
	char lines[1002];
	struct span t, line;
	struct buf b;

	(void)state;
	memset(lines, '=', 1000);
	lines[1000] = '\n';
	lines[1001] = '\0';
	m.text = span_str(lines);
	buf_init(&b, MESSAGE_MAX);
	assert_int_equal(TT_OK, message_write(&m, &b));
	t = buf_view(&b);
	while (span_line(&t, &line))
		assert_true(line.n <= 77);
	buf_done(&b);
	m = good;
	m.subject = "A\r\nBcc: v@b.example";
	buf_init(&b, MESSAGE_MAX);
	assert_int_equal(TT_ESYNTAX, message_write(&m, &b));
	assert_int_equal(0, b.n);
	m = good;
	m.text = SPAN("no last line end");
	assert_int_equal(TT_ESYNTAX, message_write(&m, &b));
	buf_done(&b);
}

TEST_MAIN(cmocka_unit_test(an_address_is_one_and_bare),
    cmocka_unit_test(a_mail_has_its_headers_and_text),
    cmocka_unit_test(lines_are_short_and_headers_closed))
