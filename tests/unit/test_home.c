/* SPDX-License-Identifier: ISC */
#include <unistd.h>

#include "test.h"
#include "store/home.h"
#include "temp.h"

static void
conf_parses_or_says_the_line(void **state)
{
	static const struct {
		const char *name, *text;
		int line;	/* 0: well */
	} rows[] = {
		{ "kind only", "telltale hub\n", 0 },
		{ "rows, comment, empty line",
		  "telltale hub\n# c\n\nlisten localhost:1\nkeeper 01 a\n"
		  "keeper 02 b\n", 0 },
		{ "another kind", "telltale vault\n", 1 },
		{ "nothing", "", 1 },
		{ "no last newline", "telltale hub\nname x", 2 },
		{ "key without value", "telltale hub\nname\n", 2 },
		{ "empty value", "telltale hub\nname \n", 2 },
		{ "space at the end", "telltale hub\na b\nname x \n", 3 },
		{ "upper-case key", "telltale hub\nName x\n", 2 },
		{ "control character", "telltale hub\nname a\tb\n", 2 },
		{ "carriage return", "telltale hub\nname a\r\n", 2 },
		{ "not UTF-8", "telltale hub\nname \377\n", 2 },
	};
	struct conf c, again;
	struct conf_diag diag;
	struct buf b;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		diag.line = 0;
		assert_int_equal(rows[i].line == 0 ? TT_OK : TT_ESYNTAX,
		    conf_parse(span_str(rows[i].text), HOME_HUB, &c, &diag));
		assert_int_equal(rows[i].line, diag.line);
		if (rows[i].line != 0)
			continue;
		buf_init(&b, CONF_TEXT_MAX);
		conf_format(&c, HOME_HUB, &b);
		assert_int_equal(TT_OK, conf_parse(buf_view(&b), HOME_HUB,
		    &again, NULL));
		assert_int_equal(c.n, again.n);
		for (size_t r = 0; r < c.n; r++)
			assert_string_equal(c.row[r].value, again.row[r].value);
		buf_done(&b);
		conf_done(&c);
		conf_done(&again);
	}
}

static void
rows_are_got_set_and_stored(void **state)
{
	struct conf c = { .n = 0 }, got;
	const char *dir = temp_path(state, ".");

	assert_int_equal(TT_OK, conf_add(&c, "keeper", "01 a"));
	assert_int_equal(TT_OK, conf_add(&c, "name", "x y"));
	assert_int_equal(TT_OK, conf_add(&c, "keeper", "02 b"));
	assert_int_equal(TT_ESYNTAX, conf_add(&c, "a b", "x"));
	assert_int_equal(TT_ESYNTAX, conf_set(&c, "name", "two\nlines"));
	assert_string_equal("02 b", conf_nth(&c, "keeper", 1));
	assert_null(conf_nth(&c, "keeper", 2));
	assert_int_equal(TT_OK, home_store(HOME_KEEPER, dir, &c));
	assert_int_equal(TT_ESYNTAX, home_load(HOME_HUB, dir, &got, NULL));
	assert_int_equal(TT_OK, home_load(HOME_KEEPER, dir, &got, NULL));
	assert_string_equal("x y", conf_get(&got, "name"));
	assert_int_equal(TT_OK, conf_set(&got, "keeper", "03 c"));
	assert_string_equal("03 c", conf_get(&got, "keeper"));
	assert_null(conf_nth(&got, "keeper", 1));
	assert_int_equal(TT_OK, conf_set(&got, "new", "n"));
	assert_int_equal(3, got.n);
	conf_done(&c);
	conf_done(&got);
}

static void
make_home(const char *dir, enum home_kind kind)
{
	struct conf c = { .n = 0 };

	assert_int_equal(TT_OK, file_mkdirs(dir));
	assert_int_equal(TT_OK, home_store(kind, dir, &c));
}

static void
a_folder_of_the_kind_wanted_is_found(void **state)
{
	const char *prog = temp_path(state, "prog");
	const char *vault = temp_path(state, "prog/vault");
	const char *deep = temp_path(state, "prog/vault/a/b");
	const char *user = temp_path(state, "user");
	char found[FILE_PATH_MAX], here[FILE_PATH_MAX];

	make_home(vault, HOME_VAULT);
	make_home(temp_path(state, "prog/hub"), HOME_HUB);
	make_home(temp_path(state, "user/.telltale"), HOME_READER);
	assert_int_equal(TT_OK, file_mkdirs(deep));
	assert_non_null(getcwd(here, sizeof(here)));
	unsetenv("TELLTALE_HOME");
	setenv("HOME", user, 1);

	assert_int_equal(TT_OK, home_find(HOME_VAULT, prog, found));
	assert_string_equal(vault, found);
	assert_int_equal(TT_OK, home_find(HOME_VAULT, vault, found));
	assert_int_equal(TT_ENOENT, home_find(HOME_HUB, vault, found));
	assert_int_equal(TT_ENOENT, home_find(HOME_KEEPER, prog, found));

	assert_int_equal(0, chdir(deep));
	assert_int_equal(TT_OK, home_find(HOME_VAULT, NULL, found));
	assert_string_equal(vault, found);
	assert_int_equal(TT_OK, home_find(HOME_HUB, NULL, found));
	assert_int_equal(TT_ENOENT, home_find(HOME_KEEPER, NULL, found));
	assert_int_equal(TT_OK, home_find(HOME_READER, NULL, found));
	assert_string_equal(temp_path(state, "user/.telltale"), found);
	setenv("TELLTALE_HOME", user, 1);
	assert_int_equal(TT_ENOENT, home_find(HOME_VAULT, NULL, found));
	unsetenv("TELLTALE_HOME");
	assert_int_equal(0, chdir(here));
}

#define IN_TEMP(f)	cmocka_unit_test_setup_teardown(f, temp_new, temp_gone)

TEST_MAIN(cmocka_unit_test(conf_parses_or_says_the_line),
    IN_TEMP(rows_are_got_set_and_stored),
    IN_TEMP(a_folder_of_the_kind_wanted_is_found))
