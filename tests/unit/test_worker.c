/* SPDX-License-Identifier: ISC */
/*
 * What the parent makes of children that die, lie, or never stop: a program
 * of the child's name that does just that, beside a copy of this test, for
 * only there it is looked for.  What it does is what its input says.
 */
#include "test.h"

#include <stdbool.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "extract/extract.h"
#include "extract/worker.h"
#include "temp.h"

#define FRESH	"telltale-worker-test"	/* in argv[1]: this is the copy */

/*
 * Octal, for printf of sh.  Each message: letter, four bytes of length, body.
 */
static const char script[] =
    "#!/bin/sh\n"
    "read -r mode\n"
    "head='T\\015\\000\\000\\000text\\ntext/abc'\n"
    "item() { printf 'I\\003\\000\\000\\000%s' \"$1\"; }\n"
    "piece() { printf 'P\\011\\000\\000\\000\\000\\000\\000\\000\\000'\n"
    "  printf '\\000\\000\\000\\000D\\005\\000\\000\\000%s' \"$1\"; }\n"
    "end() { printf 'E\\000\\000\\000\\000'; }\n"
    "stop() { printf 'Z\\000\\000\\000\\000'; exit; }\n"
    "printf \"$head\"\n"
    "case $mode,$1,$2 in\n"
    "dies,tell,0) item one; piece first; end; item two; piece secon\n"
    "  kill -SEGV $$;;\n"
    "dies,text,2) item 333; piece third; end; stop;;\n"
    "early,tell,0) kill -SEGV $$;;\n"
    "early,bytes,0) piece bytes; end; stop;;\n"
    "always,*) item one; kill -SEGV $$;;\n"
    "lies,tell,0) item one; piece first; end; printf 'XXXXXXXX';;\n"
    "leaves,tell,0) item one; piece first; end; exit 3;;\n"
    "cut,tell,0) item one; printf 'I\\003\\000'; exit 0;;\n"
    "floods,tell,0) while :; do item one; done;;\n"
    "esac\n"
    "exit 9\n";

static struct extract *
run(const char *mode)
{
	struct extract *x = NULL;

	assert_int_equal(TT_OK, extract_run(&x, span_str(mode), SPAN("")));
	return x;
}

static bool
has(const struct extract *x, const char *text)
{
	for (size_t i = 0; i < x->n_pieces; i++)
		if (span_is(x->pieces[i].bytes, text))
			return true;
	return false;
}

static bool
noted(const struct extract *x, const char *piece, const char *cause)
{
	for (size_t i = 0; i < x->n_notes; i++)
		if (strcmp(x->notes[i].piece, piece) == 0 &&
		    strstr(x->notes[i].cause, cause) != NULL)
			return true;
	return false;
}

static void
a_death_costs_one_item(void **state)
{
	struct extract *x = run("dies\n");

	(void)state;
	assert_int_equal(2, x->n_pieces);
	assert_true(has(x, "first") && has(x, "third"));
	assert_int_equal(1, x->n_notes);
	assert_true(noted(x, "two", "died (signal 11)"));
	extract_free(x);
}

static void
a_death_before_any_item_leaves_bytes(void **state)
{
	struct extract *x = run("early\n");

	(void)state;
	assert_int_equal(1, x->n_pieces);
	assert_true(has(x, "bytes"));
	assert_true(noted(x, "", "died (signal 11)"));
	extract_free(x);
}

static void
a_reader_that_always_dies_is_given_up(void **state)
{
	struct extract *x = run("always\n");

	(void)state;
	assert_int_equal(0, x->n_pieces);
	assert_true(noted(x, "", "failed too often"));
	assert_true(x->n_notes < 32);
	extract_free(x);
}

static void
nonsense_ends_the_child(void **state)
{
	struct extract *x = run("lies\n");

	(void)state;
	assert_true(has(x, "first"));
	assert_true(noted(x, "one", "sent nonsense"));
	extract_free(x);
	x = run("cut\n");
	assert_true(noted(x, "one", "gave up (exit 0)"));
	extract_free(x);
	x = run("leaves\n");
	assert_true(has(x, "first"));
	assert_true(noted(x, "one", "gave up (exit 3)"));
	extract_free(x);
}

static enum tt_err
take_ten(void *arg, const struct hatch_msg *m)
{
	size_t *n = arg;

	(void)m;
	return ++*n < 10 ? TT_OK : TT_ELIMIT;
}

static void
a_flood_is_stopped_by_who_takes_it(void **state)
{
	const struct worker_task t = { WORKER_TELL, 0, SPAN_INIT("floods\n"),
		SPAN_INIT("") };
	struct worker_end end;
	size_t n = 0;

	(void)state;
	assert_int_equal(TT_OK, worker_run(&t, take_ten, &n, &end));
	assert_int_equal(WORKER_STOPPED, end.how);
	assert_int_equal(10, n);
}

static int
all_tests(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_death_costs_one_item),
		cmocka_unit_test(a_death_before_any_item_leaves_bytes),
		cmocka_unit_test(a_reader_that_always_dies_is_given_up),
		cmocka_unit_test(nonsense_ends_the_child),
		cmocka_unit_test(a_flood_is_stopped_by_who_takes_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The copy in a folder of its own, with the program beside it. */
static int
run_copy(const char *self)
{
	void *state = NULL;
	char line[8192];
	size_t n;
	char *exe;
	FILE *f;
	int r;

	if (temp_new(&state) != 0)
		return 1;
	temp_write(temp_path(&state, "telltale-extract"), script);
	chmod(temp_path(&state, "telltale-extract"), 0755);
	exe = test_read(self, &n);
	f = fopen(temp_path(&state, "copy"), "w");
	r = f == NULL || fwrite(exe, 1, n, f) != n || fclose(f) != 0 ||
	    chmod(temp_path(&state, "copy"), 0755) != 0;
	free(exe);
	snprintf(line, sizeof(line), "%s", temp_path(&state, "copy"));
	if (r == 0) {
		pid_t pid = fork();
		int status = 1;

		if (pid == 0) {
			execl(line, line, FRESH, (char *)NULL);
			_exit(127);
		}
		waitpid(pid, &status, 0);
		r = WIFEXITED(status) ? WEXITSTATUS(status) : 1;
	}
	return temp_gone(&state) == 0 ? r : 1;
}

int
main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], FRESH) == 0)
		return all_tests();
	return run_copy("/proc/self/exe");
}
