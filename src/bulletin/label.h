/* SPDX-License-Identifier: ISC */
/*
 * label - names of sites that stand in several places, and who uses them.
 *
 * Definitions and uses are collected while all parts are read; then each use
 * is given its site.
 */
#ifndef BULLETIN_LABEL_H
#define BULLETIN_LABEL_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/span.h"
#include "telltale/bulletin.h"
#include "telltale/diag.h"
#include "telltale/err.h"

#define LABEL_NO_SITE	UINT32_MAX	/* defined, but badly */

struct label {
	struct span name;
	uint32_t site;
	struct tt_where at;
};

struct label_use {
	struct span name;
	size_t place;
	struct tt_where at;
};

struct labels {
	struct label *defined;
	size_t n_defined, cap_defined;
	struct label_use *used;
	size_t n_used, cap_used;
};

/* TT_ENOMEM, TT_ELIMIT.  Names are borrowed, and files in at. */
enum tt_err labels_define(struct labels *l, struct span name, uint32_t site,
    struct tt_where at) MUST_USE;
enum tt_err labels_use(struct labels *l, struct span name, size_t place,
    struct tt_where at) MUST_USE;

/* Tells labels that are defined twice or never; gives all uses their site. */
void labels_resolve(struct labels *l, struct tt_place *places,
    struct tt_site *sites, struct tt_diags *diags);

void labels_done(struct labels *l);

#endif
