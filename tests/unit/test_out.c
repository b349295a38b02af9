/* SPDX-License-Identifier: ISC */
#include "test.h"

#include <locale.h>
#include <time.h>
#include <unistd.h>

#include "cli/out.h"

static const struct out_column cols[] = {
	{ "id", "partner", OUT_TEXT },
	{ "readers", "readers", OUT_NUMBER },
	{ "opens_at", "opens", OUT_TEXT },
	{ "ready", "ready", OUT_TEXT },
};

static const struct cli human = { .tty_out = true }, pipe_ = { .quiet = false },
    json = { .json = true };

static void
fill(const struct cli *c)
{
	struct out_table *t = out_table_new(c, "telltale-test/1", "rows", cols,
	    N_ROWS(cols));

	if (out_table_head(t) != NULL) {
		json_out_key(out_table_head(t), "of");
		json_out_str(out_table_head(t), "x");
	}
	out_str(t, "Hügel");
	out_int(t, 7);
	out_instant(t, 1773162000);
	out_bool(t, true);
	out_str(t, "林\t美\n\033[2J\\");
	out_int(t, 1234);
	out_none(t);
	out_bool(t, false);
	assert_int_equal(CLI_DONE, out_table_end(t));
}

static void
long_one(const struct cli *c)
{
	struct out_table *t = out_table_new(c, "telltale-test/1", "rows", cols,
	    1);

	out_str(t, "The Extraordinarily Thorough 株式会社株式会社株式会社");
	out_str(t, "The Extraordinarily Thorough 株式会社株式会社株式 48");
	assert_int_equal(CLI_DONE, out_table_end(t));
}

static void
nothing(const struct cli *c)
{
	assert_int_equal(CLI_DONE, out_table_end(out_table_new(c,
	    "telltale-test/1", "rows", cols, N_ROWS(cols))));
}

static void
object(const struct cli *c)
{
	struct out_json o;

	(void)c;
	out_json_begin(&o, "telltale-thing/1");
	json_out_key(o.j, "n");
	json_out_int(o.j, 3);
	assert_int_equal(CLI_DONE, out_json_end(&o));
}

static const struct {
	const char *name;
	void (*f)(const struct cli *c);
	const struct cli *c;
	const char *want;
} rows[] = {
	{ "a terminal gets columns of one width, escapes for controls", fill,
	  &human,
	  "partner               readers  opens                 ready\n"
	  "Hügel                       7  2026-03-10T17:00:00Z  yes\n"
	  "林\\x09美\\x0a\\x1b[2J\\     1234  -                     no\n" },
	{ "a pipe gets a row a line", fill, &pipe_,
	  "Hügel\t7\t2026-03-10T17:00:00Z\tyes\n"
	  "林\\t美\\n\033[2J\\\\\t1234\t\tno\n" },
	{ "JSON has typed members and a format", fill, &json,
	  "{\n  \"format\": \"telltale-test/1\",\n  \"of\": \"x\",\n"
	  "  \"rows\": [\n"
	  "    {\n      \"id\": \"Hügel\",\n      \"readers\": 7,\n"
	  "      \"opens_at\": \"2026-03-10T17:00:00Z\",\n"
	  "      \"ready\": true\n    },\n"
	  "    {\n      \"id\": \"林\\t美\\n\\u001b[2J\\\\\",\n"
	  "      \"readers\": 1234,\n      \"opens_at\": null,\n"
	  "      \"ready\": false\n    }\n  ]\n}\n" },
	{ "what is too long for a terminal is cut there", long_one, &human,
	  "partner\n"
	  "The Extraordinarily Thorough 株式会社株式会社株…\n"
	  "The Extraordinarily Thorough 株式会社株式会社株…\n" },
	{ "and nowhere else", long_one, &pipe_,
	  "The Extraordinarily Thorough 株式会社株式会社株式会社\n"
	  "The Extraordinarily Thorough 株式会社株式会社株式 48\n" },
	{ "no rows: no heading", nothing, &human, "" },
	{ "no rows: an empty array", nothing, &json,
	  "{\n  \"format\": \"telltale-test/1\",\n  \"rows\": []\n}\n" },
	{ "an object of a verb's own", object, &json,
	  "{\n  \"format\": \"telltale-thing/1\",\n  \"n\": 3\n}\n" },
};

static void
one_description_gives_three_writings(void **state)
{
	char got[4096];
	FILE *t;
	size_t n;
	int old;

	assert_non_null(setlocale(LC_CTYPE, "C.UTF-8"));
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		t = tmpfile();
		fflush(stdout);
		old = dup(1);
		dup2(fileno(t), 1);
		rows[i].f(rows[i].c);
		fflush(stdout);
		dup2(old, 1);
		close(old);
		rewind(t);
		n = fread(got, 1, sizeof(got) - 1, t);
		got[n] = '\0';
		fclose(t);
		assert_string_equal(rows[i].want, got);
	}
}

static void
moments_say_how_far_away_they_are(void **state)
{
	char s[OUT_MOMENT_LEN];

	(void)state;
	setenv("TZ", "UTC", 1);
	out_moment(s, 1773162000, 1773162000 - 5 * 86400 - 3 * 3600);
	assert_string_equal("2026-03-10 17:00:00Z (in 5 d 3 h)", s);
	out_moment(s, 1773162000, 1773162000 + 90);
	assert_string_equal("2026-03-10 17:00:00Z (1 min 30 s ago)", s);
	out_moment(s, 1773162000, 1773162000);
	assert_string_equal("2026-03-10 17:00:00Z (now)", s);
	setenv("TZ", "XST-2", 1);
	tzset();
	out_moment(s, 1773162000, 1773162000 - 60);
	assert_string_equal("2026-03-10 17:00:00Z (19:00 XST, in 1 min)", s);
}

TEST_MAIN(cmocka_unit_test(one_description_gives_three_writings),
    cmocka_unit_test(moments_say_how_far_away_they_are))
