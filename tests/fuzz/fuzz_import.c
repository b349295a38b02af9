/* SPDX-License-Identifier: ISC */
/*
 * What an import accepts can be written into a statement: every text is a
 * value, every id once; what it refuses it says why.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/import.h"
#include "telltale/manifest.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct told {
	size_t faults, all;
};

static void
count(void *ctx, bool fault, const char *text)
{
	struct told *t = ctx;

	if (text[0] == '\0')
		abort();
	t->faults += fault;
	t->all++;
}

static void
check(bool ok)
{
	if (!ok)
		abort();
}

static void
check_partner(const struct import_partner *p)
{
	check(tt_id_ok(span_str(p->p.id)) && tt_id_ok(span_str(p->p.tier)));
	check(import_value_ok(span_str(p->p.name)));
	check(p->p.state != PARTNER_APPROVED || p->p.agreement[0] != '\0');
	check(p->p.ends_s > p->p.signed_s);
	for (size_t i = 0; i < p->n_duties; i++)
		check(strlen(p->duties[i]) <= TT_VALUE_MAX);
	for (size_t i = 0; i < p->n_readers; i++) {
		check(tt_id_ok(span_str(p->readers[i].id)));
		check(import_value_ok(span_str(p->readers[i].name)));
		check(import_email_ok(span_str(p->readers[i].email)));
		check(strcmp(p->readers[i].partner, p->p.id) == 0);
		check(!p->readers[i].keyed);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct told told = { 0, 0 };
	const struct import_notes notes = { count, &told };
	struct import *im = NULL;
	enum tt_err e;

	e = import_parse(&im, span_of(data, size), &notes);
	if (e != TT_OK) {
		check(im == NULL && (e != TT_ESYNTAX || told.faults > 0));
		return 0;
	}
	check(told.faults == 0);
	for (size_t i = 0; i < im->n; i++)
		check_partner(&im->partners[i]);
	import_free(im);
	return 0;
}
