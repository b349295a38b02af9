/* SPDX-License-Identifier: ISC */
#include "test.h"

#include <errno.h>
#include <unistd.h>

#include "cli/say.h"

static char *
escaped(const char *s, size_t n)
{
	struct buf b;
	char *out;

	buf_init(&b, 4096);
	buf_str(&b, "");
	say_escape(&b, span_of(s, n));
	assert_int_equal(TT_OK, buf_err(&b));
	out = strdup(b.p == NULL ? "" : b.p);
	buf_done(&b);
	return out;
}

static const struct {
	const char *name, *in, *want;
} rows[] = {
	{ "plain text stays", "Aldermoor Threat Defence",
	  "Aldermoor Threat Defence" },
	{ "other scripts stay", "한빛 נועה Łódź",
	  "한빛 נועה Łódź" },
	{ "a newline cannot begin a line of its own", "a\ntelltale: ok",
	  "a\\x0atelltale: ok" },
	{ "an escape sequence cannot paint", "\033[2J", "\\x1b[2J" },
	{ "C1 control sequence introducer", "\302\2332J", "\\x9b2J" },
	{ "right-to-left override", "a\342\200\256b", "a\\u{202e}b" },
	{ "isolate", "\342\201\246x", "\\u{2066}x" },
	{ "no UTF-8", "a\377b", "a\\xffb" },
	{ "cut UTF-8", "a\342\200", "a\\xe2\\x80" },
	{ "delete", "\177", "\\x7f" },
	{ "joiners of Persian and emoji stay", "\342\200\214\342\200\215",
	  "\342\200\214\342\200\215" },
};

static void
nothing_from_outside_reaches_the_terminal_raw(void **state)
{
	char *got;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		got = escaped(rows[i].in, strlen(rows[i].in));
		assert_string_equal(rows[i].want, got);
		free(got);
	}
	got = escaped("a\0b", 3);
	assert_string_equal("a\\x00b", got);
	free(got);
}

/* What f prints on stderr. */
static char *
captured(int (*f)(void), int *code)
{
	FILE *t = tmpfile();
	int old = dup(2);
	char *s = calloc(1, 4096);

	assert_non_null(t);
	fflush(stderr);
	dup2(fileno(t), 2);
	*code = f();
	fflush(stderr);
	dup2(old, 2);
	close(old);
	rewind(t);
	assert_true(fread(s, 1, 4095, t) > 0);
	fclose(t);
	return s;
}

static int
refused(void)
{
	return say_fail(CLI_REFUSED, "telltale partner list",
	    "cannot approve %s: it has signed no agreement", "kiyo\nkawa");
}

static int
no_file(void)
{
	return say_err(TT_ENOENT, NULL, "cannot read %s", "x.json");
}

static int
no_right(void)
{
	errno = EACCES;
	return say_err(TT_EIO, NULL, "cannot read %s", "x.json");
}

/* Whatever was tried since: the cause is still the disk. */
static int
no_room(void)
{
	errno = EISDIR;
	return say_err(TT_EFULL, "look at it", "cannot keep %s", "x.json");
}

static int
over_quota(void)
{
	errno = EDQUOT;
	return say_err(TT_EFULL, NULL, "cannot keep %s", "x.json");
}

static void
a_full_disk_says_so_and_what_to_do(void **state)
{
	int code;
	char *s;

	(void)state;
	s = captured(no_room, &code);
	assert_string_equal("telltale: cannot keep x.json: the disk is full\n"
	    "hint: make room on that disk, or lift the limit on files; then "
	    "the same command again\n", s);
	assert_int_equal(3, code);
	free(s);
	s = captured(over_quota, &code);
	assert_non_null(strstr(s, "x.json: Disk quota exceeded\nhint: make "));
	assert_int_equal(3, code);
	free(s);
}

static void
errors_have_cause_remedy_and_code(void **state)
{
	int code;
	char *s;

	(void)state;
	s = captured(refused, &code);
	assert_string_equal("telltale: cannot approve kiyo\\x0akawa: it has "
	    "signed no agreement\nhint: telltale partner list\n", s);
	assert_int_equal(4, code);
	free(s);
	s = captured(no_file, &code);
	assert_string_equal("telltale: cannot read x.json: not there\n", s);
	assert_int_equal(3, code);
	free(s);
	s = captured(no_right, &code);
	assert_string_equal("telltale: cannot read x.json: Permission denied\n",
	    s);
	assert_int_equal(3, code);
	free(s);
}

static const struct {
	enum tt_err e;
	int code;
} codes[] = {
	{ TT_OK, 0 }, { TT_ESYNTAX, 3 }, { TT_ENET, 3 }, { TT_EFULL, 3 },
	{ TT_EPAYLOAD, 3 }, { TT_EREFUSED, 4 }, { TT_EEARLY, 4 },
	{ TT_ESTATE, 4 }, { TT_ESIG, 5 }, { TT_EUNSIGNED, 5 },
	{ TT_EPROOF, 5 }, { TT_EROLLBACK, 5 }, { TT_EFORK, 5 },
	{ TT_EINTEGRITY, 5 }, { TT_EAGAIN, 75 }, { TT_EEXIST, 2 },
};

static void
exit_codes_are_those_of_the_contract(void **state)
{
	for (size_t i = 0; i < N_ROWS(codes); i++) {
		CHECK_ROW(state, tt_err_text(codes[i].e));
		assert_int_equal(codes[i].code, say_exit(codes[i].e));
	}
}

TEST_MAIN(cmocka_unit_test(nothing_from_outside_reaches_the_terminal_raw),
    cmocka_unit_test(errors_have_cause_remedy_and_code),
    cmocka_unit_test(a_full_disk_says_so_and_what_to_do),
    cmocka_unit_test(exit_codes_are_those_of_the_contract))
