/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <string.h>

#include "portal/asset.h"

const char *
asset_path(const char *name)
{
	size_t i = 0;

	while (i < assets_n && strcmp(assets[i].name, name) != 0)
		i++;
	assert(i < assets_n);
	return assets[i].path;
}

bool
asset_answer(struct span path, struct http_response *r)
{
	for (size_t i = 0; i < assets_n; i++)
		if (span_is(path, assets[i].path)) {
			r->status = 200;
			r->content_type = assets[i].type;
			r->cache_control =
			    "public, max-age=31536000, immutable";
			buf_add(&r->body, assets[i].bytes, assets[i].n);
			return true;
		}
	return false;
}
