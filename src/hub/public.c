/* SPDX-License-Identifier: ISC */
/*
 * public - parts of a bulletin for everybody, once there is no embargo.
 *
 * Kept below public/BULLETIN/ in the hub's folder.  The publisher may bring
 * them from the end on, and nobody gets any before: an id that is unknown and
 * one that is silent are one 404.
 */
#include <string.h>

#include "base/name.h"
#include "hub/answer.h"
#include "hub/bodies.h"
#include "hub/embargo.h"
#include "hub/routes.h"
#include "store/crash.h"

#define FOLDER		"public"
#define FILES_MAX	64	/* of one bulletin */

/* Both parts of the name are good, and what they name is public. */
static enum tt_err
check(struct call *c, char id[HUB_ID_MAX])
{
	struct hub_embargo m;
	enum tt_err e;

	if (!body_bulletin_ok(c->arg[0]) || !name_member_ok(c->arg[1]) ||
	    c->arg[1].n > NAME_COMPONENT_MAX)
		return TT_ENOENT;
	if ((e = span_copy(c->arg[0], id, HUB_ID_MAX)) != TT_OK)
		return e;
	hub_lock(c->hub);
	e = embargo_standing_of(c->hub, id, &m);
	hub_unlock(c->hub);
	if (e != TT_OK)
		return e;
	return embargo_is_over(&m, hub_now(c->hub)) ? TT_OK : TT_ENOENT;
}

static enum tt_err
folder_of(struct call *c, const char *id, char out[FILE_PATH_MAX])
{
	char top[FILE_PATH_MAX];
	enum tt_err e;

	if ((e = file_path(top, c->hub->dir, FOLDER)) != TT_OK)
		return e;
	return file_path(out, top, id);
}

static enum tt_err
path_of(struct call *c, const char *folder, char out[FILE_PATH_MAX])
{
	char name[NAME_COMPONENT_MAX + 1];
	enum tt_err e;

	if ((e = span_copy(c->arg[1], name, sizeof(name))) != TT_OK)
		return e;
	return file_path(out, folder, name);
}

static enum tt_err
has_room(const char *folder, const char *path)
{
	struct file_list list;
	enum tt_err e;

	if (file_exists(path))
		return TT_OK;
	if ((e = file_list(folder, FILES_MAX, &list)) != TT_OK)
		return e;
	e = list.n < FILES_MAX ? TT_OK : TT_ELIMIT;
	file_list_free(&list);
	return e;
}

static enum tt_err
keep(struct call *c)
{
	char id[HUB_ID_MAX], folder[FILE_PATH_MAX], path[FILE_PATH_MAX];
	enum tt_err e;

	if ((e = check(c, id)) != TT_OK ||
	    (e = folder_of(c, id, folder)) != TT_OK ||
	    (e = path_of(c, folder, path)) != TT_OK ||
	    (e = file_mkdirs(folder)) != TT_OK ||
	    (e = has_room(folder, path)) != TT_OK)
		return e;
	return file_write(path, c->q->body.p, c->q->body.n, 0600);
}

void
route_public_put(struct call *c)
{
	enum tt_err e = keep(c);

	crash_point("public");
	if (e == TT_OK)
		answer_empty(c->r);
	else
		answer_err(c->r, e);
}

/* Never a type that a browser would run: what is in it is the vendor's. */
static const char *
type_of(struct span name)
{
	static const struct {
		const char *ending, *type;
	} types[] = {
		{ ".json", "application/json" },
		{ ".md", "text/plain; charset=utf-8" },
		{ ".txt", "text/plain; charset=utf-8" },
		{ ".yml", "text/plain; charset=utf-8" },
	};

	for (size_t i = 0; i < N_ROWS(types); i++) {
		size_t n = strlen(types[i].ending);

		if (name.n > n && memcmp(name.p + name.n - n,
		    types[i].ending, n) == 0)
			return types[i].type;
	}
	return "application/octet-stream";
}

void
route_public(struct call *c)
{
	char id[HUB_ID_MAX], folder[FILE_PATH_MAX], path[FILE_PATH_MAX];
	enum tt_err e;

	if ((e = check(c, id)) == TT_OK &&
	    (e = folder_of(c, id, folder)) == TT_OK &&
	    (e = path_of(c, folder, path)) == TT_OK)
		e = file_open(path, &c->r->fd, &c->r->fd_size);
	if (e != TT_OK) {
		answer_err(c->r, e);
		return;
	}
	c->r->status = 200;
	c->r->content_type = type_of(c->arg[1]);
	c->r->cache_control = "max-age=60";
}
