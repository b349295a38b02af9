/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "cli/engine.h"
#include "store/file.h"

/* Each one text, of share/checks. */
extern const char *const engine_schema_py[], *const engine_csaf_json[],
    *const engine_sigma_json[];

#define PYTHON	"/usr/bin/python3"	/* whose libraries are Debian's */

/*
 * In order: of two that fit, the first that is installed.  YARA's external
 * variables are those that the common scanners define.
 */
static const struct engine engines[] = {
	{ .reads = "CSAF", .ends = ".json", .holds = "\"csaf_version\"",
	    .check = PYTHON " -I schema.py csaf-schema.json {}",
	    .many = true, .package = "python3-jsonschema",
	    .files = { { "schema.py", engine_schema_py },
		{ "csaf-schema.json", engine_csaf_json } } },
	{ .reads = "Sigma rules", .ends = ".yml .yaml",
	    .holds = "\ndetection:",
	    .check = PYTHON " -I schema.py sigma-schema.json {}",
	    .many = true, .package = "python3-jsonschema",
	    .files = { { "schema.py", engine_schema_py },
		{ "sigma-schema.json", engine_sigma_json } } },
	{ .reads = "YARA rules", .ends = ".yar .yara",
	    .check = "yara -d filename= -d filepath= -d extension= "
	    "-d filetype= -d owner= {} {}", .package = "yara" },
	{ .reads = "Suricata rules", .ends = ".rules",
	    .check = "suricata -T -l . -S {}" },
	{ .reads = "Snort rules", .ends = ".rules",
	    .check = "snort -T -q -c {}" },
	{ .reads = "Python", .ends = ".py",
	    .check = "python3 -I -m py_compile {}", .many = true,
	    .package = "python3" },
	{ .reads = "bash", .ends = ".sh .bash", .holds = "#!/bin/bash",
	    .check = "bash -n {}", .package = "bash" },
	{ .reads = "shell", .ends = ".sh", .check = "sh -n {}",
	    .package = "dash" },
	{ .reads = "C", .ends = ".c", .check = "cc -fsyntax-only {}",
	    .many = true, .package = "gcc" },
	{ .reads = "C++", .ends = ".cc .cpp .cxx",
	    .check = "c++ -fsyntax-only {}", .many = true,
	    .package = "g++" },
	{ .reads = "Go", .ends = ".go", .check = "gofmt -e -l {}",
	    .many = true, .package = "golang-go" },
	{ .reads = "Ruby", .ends = ".rb", .check = "ruby -c {}",
	    .package = "ruby" },
	{ .reads = "JavaScript", .ends = ".js .mjs .cjs",
	    .check = "node --check {}", .package = "nodejs" },
	{ .reads = "PHP", .ends = ".php", .check = "php -l {}",
	    .package = "php-cli" },
	{ .reads = "Lua", .ends = ".lua", .check = "luac5.4 -p {}",
	    .package = "lua5.4" },
};

static bool
ends_so(struct span name, const char *ends)
{
	struct span rest = span_str(ends), end;

	while (span_word(&rest, ' ', &end))
		if (name.n > end.n && strncasecmp(name.p + name.n - end.n,
		    end.p, end.n) == 0)
			return true;
	return false;
}

static bool
fits(const struct engine *e, struct span name, struct span text)
{
	return ends_so(name, e->ends) && (e->holds == NULL ||
	    memmem(text.p, text.n, e->holds, strlen(e->holds)) != NULL);
}

const struct engine *
engine_for(struct span name, struct span text)
{
	const struct engine *first = NULL;

	for (size_t i = 0; i < N_ROWS(engines); i++) {
		if (!fits(&engines[i], name, text))
			continue;
		if (engines[i].package != NULL || engine_is_there(&engines[i]))
			return &engines[i];
		if (first == NULL)
			first = &engines[i];
	}
	return first;
}

bool
engine_is_there(const struct engine *e)
{
	struct span words = span_str(e->check), program, dirs, dir;
	const char *path = getenv("PATH");
	char name[FILE_PATH_MAX];

	if (!span_word(&words, ' ', &program))
		return false;
	if (program.p[0] == '/')
		return span_copy(program, name, sizeof(name)) == TT_OK &&
		    access(name, X_OK) == 0;
	dirs = span_str(path != NULL ? path : "/usr/bin:/bin");
	while (span_word(&dirs, ':', &dir)) {
		if (dir.n == 0 || dir.n + program.n + 2 > sizeof(name))
			continue;
		snprintf(name, sizeof(name), "%.*s/%.*s", (int)dir.n, dir.p,
		    (int)program.n, program.p);
		if (access(name, X_OK) == 0)
			return true;
	}
	return false;
}
