/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "base/secret.h"
#include "cli/cli.h"
#include "cli/lab.h"
#include "draftkit.h"
#include "sodium_start.h"
#include "store/file.h"
#include "temp.h"

#define ADVISORY	"A {{first|second|third}} site, {{one|other}}.\n"
#define POC		"k = \"{{@k hex 20}}\"  # {{@:copy int 5..90}}\n"
#define RULE		"match: '{{@k}}'\n"

/* Two holders; the second, of one copy, lacks the proof of concept. */
static struct lab *
make(void)
{
	struct draft *d = draftkit_whole(ADVISORY, POC, RULE);
	struct lab *lab = calloc(1, sizeof(*lab));

	assert_non_null(lab);
	lab->draft = *d;
	free(d);	/* its contents moved */
	/* what draft_read would keep; the file of a lab is made of it */
	buf_init(&lab->draft.json, TT_MANIFEST_MAX);
	buf_str(&lab->draft.json, draftkit_json);
	lab->key = SECRET_NEW(struct tt_codebook_key);
	assert_non_null(lab->key);
	memset(lab->key, 3, sizeof(*lab->key));
	lab->epsilon = 1e-6;
	lineup_profiles_of(&lab->lineup, &lab->draft);
	lineup_add_holder(&lab->lineup, 0, "alder");
	lineup_add_copy(&lab->lineup, 0, "alder-1", TT_PROFILE_FULL);
	lineup_add_copy(&lab->lineup, 1, "alder-2", TT_PROFILE_FULL);
	lineup_add_holder(&lab->lineup, 1, "birch");
	lineup_add_copy(&lab->lineup, 2, "birch-1", TT_PROFILE_NO_POC);
	assert_int_equal(TT_OK, lineup_err(&lab->lineup));
	assert_int_equal(TT_OK, lab_codebook(lab));
	return lab;
}

static void
drop(struct lab *lab)
{
	lab_done(lab);
	free(lab);
}

/* Symbols and presence of every copy. */
static void
same_copies(const struct lab *a, const struct lab *b)
{
	size_t n = a->draft.bulletin->n_sites;
	uint64_t x[8], y[8];

	assert_int_equal(n, 4);
	for (size_t k = 0; k < a->lineup.roster.n_copies; k++) {
		const struct tt_copy_of *c = &a->lineup.copy[k];
		const struct tt_copy_of *d = &b->lineup.copy[k];

		assert_int_equal(c->number, d->number);
		assert_int_equal(c->holder, d->holder);
		assert_string_equal(a->lineup.reader[k].id,
		    b->lineup.reader[k].id);
		tt_codebook_copy(a->codebook,
		    a->lineup.holder[c->holder].number, c->number, x);
		tt_codebook_copy(b->codebook,
		    b->lineup.holder[d->holder].number, d->number, y);
		assert_memory_equal(x, y, n * sizeof(*x));
		assert_memory_equal(a->lineup.has[c->profile],
		    b->lineup.has[d->profile], n * sizeof(bool));
	}
}

static void
what_is_written_is_read_back(void **state)
{
	const char *path = temp_path(state, "lab");
	struct lab *a = make(), b = { .epsilon = 0 };

	assert_int_equal(CLI_DONE, lab_write(a, 3, path));
	assert_int_equal(CLI_DONE, lab_read(&b, path));
	assert_int_equal(b.lineup.roster.n_holders, 2);
	assert_int_equal(b.lineup.roster.n_copies, 3);
	assert_string_equal(b.lineup.partner[1].id, "birch");
	assert_string_equal(b.draft.manifest->id, "EX-1");
	assert_true(b.epsilon == a->epsilon);
	same_copies(a, &b);
	lab_done(&b);
	drop(a);
}

static void
a_copy_has_the_parts_of_its_profile(void **state)
{
	const char *path = temp_path(state, "lab");
	struct lab *lab = make();

	assert_int_equal(CLI_DONE, lab_write(lab, 3, path));
	assert_true(file_exists(temp_path(state, "lab/alder-1/poc.py")));
	assert_true(file_exists(temp_path(state, "lab/birch-1/rule.yml")));
	assert_false(file_exists(temp_path(state, "lab/birch-1/poc.py")));
	drop(lab);
}

static void
only_the_copies_asked_for_are_written(void **state)
{
	const char *path = temp_path(state, "lab");
	struct lab *lab = make(), b = { .epsilon = 0 };

	assert_int_equal(CLI_DONE, lab_write(lab, 1, path));
	assert_true(file_exists(temp_path(state, "lab/alder-1")));
	assert_false(file_exists(temp_path(state, "lab/alder-2")));
	assert_int_equal(CLI_DONE, lab_read(&b, path));
	assert_int_equal(b.lineup.roster.n_copies, 3);
	lab_done(&b);
	drop(lab);
}

static void
a_folder_that_is_there_is_left_alone(void **state)
{
	const char *path = temp_path(state, "lab");
	struct lab *lab = make();
	char *kept;

	temp_write(path, "mine");
	assert_int_equal(CLI_USAGE, lab_write(lab, 1, path));
	kept = test_read(path, NULL);
	assert_string_equal(kept, "mine");
	free(kept);
	drop(lab);
}

/* Each makes a codebook.json of which lab_read must want nothing. */
static const struct {
	const char *name, *from, *to;
} changes[] = {
	{ "another format", "dump-2", "dump-3" },
	{ "a key that is short", "\"key\":\"03", "\"key\":\"" },
	{ "a key in capitals", "\"beacon\":\"00", "\"beacon\":\"AA" },
	{ "epsilon of 1", "\"epsilon\":0.000001", "\"epsilon\":1" },
	{ "a site of another level", "\"level\":\"copy\"",
	    "\"level\":\"holder\"" },
	{ "a site of other values", "\"value\":\"", "\"value\":\"1" },
	{ "a site of more alternatives", "\"q\":3", "\"q\":4" },
	{ "a holder without a number", "\"holder\":0,\"name\"",
	    "\"holder\":\"0\",\"name\"" },
	{ "two holders of one number", "\"holder\":1,\"name\"",
	    "\"holder\":0,\"name\"" },
	{ "a copy of nobody", "\"copy\":2,\"holder\":1",
	    "\"copy\":2,\"holder\":9" },
	{ "two copies of one number", "\"copy\":1,", "\"copy\":0," },
	{ "half a copy number", "\"copy\":2,", "\"copy\":2.5," },
	{ "a number twice", "\"copy\":2,", "\"copy\":2,\"copy\":2," },
	{ "a copy number beyond all", "\"copy\":2,",
	    "\"copy\":18446744073709551616," },
	{ "a row that is short", "\"symbols\":[", "\"symbols\":[],\"was\":[" },
	{ "no JSON", "{", "[" },
};

/* The first `from` in text by `to`; the caller's, free(). */
static char *
replace(const char *text, const char *from, const char *to)
{
	const char *at = strstr(text, from);
	char *out;

	assert_non_null(at);
	assert_true(asprintf(&out, "%.*s%s%s", (int)(at - text), text, to,
	    at + strlen(from)) > 0);
	return out;
}

static void
a_changed_codebook_is_refused(void **state)
{
	const char *path = temp_path(state, "lab");
	char *file = strdup(temp_path(state, "lab/codebook.json")), *text, *bad;
	struct lab *lab = make(), b = { .epsilon = 0 };

	assert_int_equal(CLI_DONE, lab_write(lab, 0, path));
	text = test_read(file, NULL);
	for (size_t i = 0; i < N_ROWS(changes); i++) {
		CHECK_ROW(state, changes[i].name);
		bad = replace(text, changes[i].from, changes[i].to);
		temp_write(file, bad);
		memset(&b, 0, sizeof(b));
		assert_int_equal(CLI_TROUBLE, lab_read(&b, path));
		lab_done(&b);
		free(bad);
	}
	temp_write(file, text);
	assert_int_equal(CLI_DONE, lab_read(&b, path));
	lab_done(&b);
	free(text);
	free(file);
	drop(lab);
}

TEST_MAIN_SETUP(sodium_start,
    cmocka_unit_test_setup_teardown(what_is_written_is_read_back, temp_new,
    temp_gone),
    cmocka_unit_test_setup_teardown(a_copy_has_the_parts_of_its_profile,
    temp_new, temp_gone),
    cmocka_unit_test_setup_teardown(only_the_copies_asked_for_are_written,
    temp_new, temp_gone),
    cmocka_unit_test_setup_teardown(a_folder_that_is_there_is_left_alone,
    temp_new, temp_gone),
    cmocka_unit_test_setup_teardown(a_changed_codebook_is_refused, temp_new,
    temp_gone))
