/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/buf.h"
#include "cli/diags.h"
#include "cli/say.h"

struct tt_diags *
diags_new(void)
{
	struct tt_diags *d = calloc(1, sizeof(*d));

	if (d == NULL)
		abort();
	tt_diags_init(d);
	return d;
}

void
diags_print(const struct tt_diags *d)
{
	struct buf line;

	for (size_t i = 0; i < d->n; i++) {
		buf_init(&line, 4096);
		tt_diag_format(&d->row[i], &line);
		say_place("%s", line.p != NULL ? line.p : "");
		buf_done(&line);
	}
	if (d->n_errors + d->n_warnings > d->n)
		say_place("and %zu more", d->n_errors + d->n_warnings - d->n);
}

int
diags_refuse(const struct tt_diags *d, const char *what)
{
	int code = say_fail(CLI_USAGE, NULL, "cannot use %s: %zu %s, nothing "
	    "was changed", what, d->n_errors, d->n_errors == 1 ? "fault" :
	    "faults");

	diags_print(d);
	say_hint("each line above says where and how");
	return code;
}
