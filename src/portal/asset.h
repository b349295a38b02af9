/* SPDX-License-Identifier: ISC */
/*
 * asset - the files that stand beside the pages: style, modules, pictures.
 *
 * They are in the program itself; the table is made at build time, by
 * scripts/embed-assets, of the list in meson.build.
 */
#ifndef PORTAL_ASSET_H
#define PORTAL_ASSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"
#include "http/server.h"

struct asset {
	const char *name;	/* "style.css" */
	const char *path;	/* "/asset/style.1f0c5c0de1b2a3f4.css" */
	const char *type;	/* of its content */
	const uint8_t *bytes;
	size_t n;
	uint8_t sha256[32];
};

extern const struct asset assets[];
extern const size_t assets_n;

/* Its path, for a link.  The name is a literal of ours. */
const char *asset_path(const char *name);

/* Fills r if there is one of that path, which may be kept for ever. */
bool asset_answer(struct span path, struct http_response *r);

#endif
