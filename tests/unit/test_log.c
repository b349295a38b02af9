/* SPDX-License-Identifier: ISC */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "test.h"

/* stderr goes to a file while a test runs. */
static struct {
	FILE *file;
	int kept;	/* the real one */
} capture;

static void
begin(void)
{
	fflush(stderr);
	assert_non_null(capture.file = tmpfile());
	assert_true((capture.kept = dup(STDERR_FILENO)) >= 0);
	assert_true(dup2(fileno(capture.file), STDERR_FILENO) >= 0);
}

static char *
end(void)
{
	static char text[20000];
	ssize_t n;

	assert_true(dup2(capture.kept, STDERR_FILENO) >= 0);
	close(capture.kept);
	n = pread(fileno(capture.file), text, sizeof(text) - 1, 0);
	assert_true(n >= 0);
	text[n] = '\0';
	fclose(capture.file);
	return text;
}

/* What follows the time stamp, which must be there. */
static const char *
after_ts(const char *line)
{
	assert_int_equal(0, strncmp("ts=", line, 3));
	assert_true(strlen(line) > 24);
	assert_int_equal('Z', line[22]);
	return line + 24;
}

static const struct {
	const char *value, *want;
} values[] = {
	{ "plain-1.0/x", "k=plain-1.0/x" },
	{ "", "k=\"\"" },
	{ NULL, "k=\"\"" },
	{ "two words", "k=\"two words\"" },
	{ "a=b", "k=\"a=b\"" },
	{ "say \"no\"", "k=\"say \\\"no\\\"\"" },
	{ "c:\\d", "k=\"c:\\\\d\"" },
	{ "a\nb", "k=\"a\\nb\"" },
	{ "\033[31m", "k=\"\\u001b[31m\"" },
	{ "\x7f", "k=\"\\u007f\"" },
	{ "\xc2\x9b", "k=\"\\u009b\"" },
	{ "caf\xc3\xa9", "k=caf\xc3\xa9" },
	{ "caf\xe9", "k=\"caf\\ufffd\"" },
};

static void
values_are_quoted_where_they_must(void **state)
{
	char want[200];
	char *got;

	unsetenv("JOURNAL_STREAM");
	log_open("prog", LOG_LEVEL_INFO);
	for (size_t i = 0; i < N_ROWS(values); i++) {
		CHECK_ROW(state, values[i].want);
		begin();
		log_line(LOG_LEVEL_INFO, "said", "k", values[i].value, NULL);
		got = end();
		snprintf(want, sizeof(want),
		    "level=info program=prog msg=\"said\" %s\n",
		    values[i].want);
		assert_string_equal(want, after_ts(got));
	}
}

static void
lines_above_the_level_are_dropped(void **state)
{
	char *got;

	(void)state;
	log_open("prog", LOG_LEVEL_WARN);
	begin();
	log_line(LOG_LEVEL_INFO, "no", NULL);
	log_line(LOG_LEVEL_DEBUG, "no", NULL);
	log_line(LOG_LEVEL_WARN, "yes", NULL);
	got = end();
	assert_string_equal("level=warn program=prog msg=\"yes\"\n",
	    after_ts(got));
}

static void
the_journal_gets_a_priority(void **state)
{
	char id[64], *got;
	struct stat st;

	(void)state;
	begin();
	assert_int_equal(0, fstat(STDERR_FILENO, &st));
	snprintf(id, sizeof(id), "%llu:%llu", (unsigned long long)st.st_dev,
	    (unsigned long long)st.st_ino);
	setenv("JOURNAL_STREAM", id, 1);
	log_open("prog", LOG_LEVEL_DEBUG);
	log_line(LOG_LEVEL_ERROR, "a", NULL);
	log_line(LOG_LEVEL_WARN, "b", NULL);
	log_line(LOG_LEVEL_INFO, "c", NULL);
	log_line(LOG_LEVEL_DEBUG, "d", "k", "v", NULL);
	got = end();
	assert_string_equal("<3>level=error msg=\"a\"\n"
	    "<4>level=warn msg=\"b\"\n<6>level=info msg=\"c\"\n"
	    "<7>level=debug msg=\"d\" k=v\n", got);
}

static void
another_streams_journal_is_none(void **state)
{
	static const char *const others[] = { "1:1", "", "x", "1", "1:" };
	char *got;

	for (size_t i = 0; i < N_ROWS(others); i++) {
		CHECK_ROW(state, others[i]);
		setenv("JOURNAL_STREAM", others[i], 1);
		begin();
		log_open("prog", LOG_LEVEL_INFO);
		log_line(LOG_LEVEL_INFO, "m", NULL);
		got = end();
		assert_string_equal("level=info program=prog msg=\"m\"\n",
		    after_ts(got));
	}
}

static void
a_line_too_long_says_that_it_was_cut(void **state)
{
	static char big[9000];
	char *got;

	(void)state;
	memset(big, 'x', sizeof(big) - 1);
	unsetenv("JOURNAL_STREAM");
	begin();
	log_open("prog", LOG_LEVEL_INFO);
	log_line(LOG_LEVEL_INFO, "m", "a", "1", "b", big, "c", "3", NULL);
	got = end();
	assert_string_equal(
	    "level=info program=prog msg=\"m\" a=1 cut=true\n",
	    after_ts(got));
}

TEST_MAIN(cmocka_unit_test(values_are_quoted_where_they_must),
    cmocka_unit_test(lines_above_the_level_are_dropped),
    cmocka_unit_test(the_journal_gets_a_priority),
    cmocka_unit_test(another_streams_journal_is_none),
    cmocka_unit_test(a_line_too_long_says_that_it_was_cut))
