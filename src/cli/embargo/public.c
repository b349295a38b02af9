/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "cli/embargo/hub.h"
#include "cli/embargo/public.h"
#include "cli/say.h"
#include "cli/sealed.h"
#include "telltale/marked.h"

struct rendering {
	struct sealed *sealed;
	uint64_t *symbols;	/* per site */
};

static enum tt_err
find_copy(void *ctx, const struct vault_copy *c)
{
	struct vault_copy *out = ctx;

	if (c->reader[0] == '\0')
		*out = *c;
	return TT_OK;
}

static enum tt_err
draw_row(struct standing *s, struct rendering *r)
{
	struct vault_copy copy = { .reader = "?" };
	uint64_t *row = calloc(r->sealed->n_slots + 1, sizeof(*row));
	enum tt_err e = TT_ENOMEM;

	r->symbols = calloc(r->sealed->n_sites + 1, sizeof(*r->symbols));
	if (row != NULL && r->symbols != NULL)
		e = vault_copy_each(s->v->db, s->b.sealing, find_copy, &copy);
	if (e == TT_OK && copy.reader[0] != '\0')
		e = TT_ENOENT;
	if (e == TT_OK) {
		tt_codebook_copy(r->sealed->codebook, copy.holder,
		    copy.number, row);
		for (size_t i = 0; i < r->sealed->n_sites; i++)
			r->symbols[i] = row[r->sealed->slot_of[i]];
	}
	free(row);
	return e;
}

static void
shut(struct rendering *r)
{
	if (r->sealed != NULL)
		sealed_done(r->sealed);
	free(r->sealed);
	free(r->symbols);
}

static int
ready(struct standing *s, struct rendering *r)
{
	enum tt_err e;
	int code;

	memset(r, 0, sizeof(*r));
	if ((r->sealed = calloc(1, sizeof(*r->sealed))) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot render %s",
		    s->b.name);
	if ((code = sealed_open(r->sealed, s->v, &s->b)) != CLI_DONE)
		return code;
	if ((e = draw_row(s, r)) != TT_OK)
		return say_err(e, NULL, "cannot render %s", s->b.name);
	return CLI_DONE;
}

static bool
is_public(const struct rendering *r, size_t part)
{
	return tt_profile_carries(TT_PROFILE_PUBLIC,
	    r->sealed->draft.manifest->parts[part].kind);
}

static int
send_part(struct standing *s, const struct rendering *r, struct hubclient *h,
    size_t part)
{
	const struct tt_bulletin *b = r->sealed->draft.bulletin;
	struct buf text;
	enum tt_err e;
	int code;

	buf_init(&text, TT_RENDERING_MAX);
	if ((e = tt_bulletin_render(b, part, r->symbols, &text)) != TT_OK)
		code = say_err(e, NULL, "cannot render a part of %s",
		    s->b.name);
	else
		code = hub_put_public(h, s->b.id, b->parts[part].name,
		    buf_view(&text));
	buf_done(&text);
	return code;
}

int
public_send(struct standing *s, struct public_sent *out)
{
	struct hubclient *h = NULL;
	struct rendering r;
	int code, worst = CLI_DONE;

	memset(out, 0, sizeof(*out));
	if ((code = ready(s, &r)) == CLI_DONE)
		code = hub_publisher(s->v, &h);
	for (size_t i = 0; code == CLI_DONE &&
	    i < r.sealed->draft.manifest->n_parts; i++) {
		if (!is_public(&r, i))
			continue;
		out->parts++;
		if (send_part(s, &r, h, i) != CLI_DONE) {
			worst = CLI_LATER;
			continue;
		}
		out->sent++;
		if (out->first[0] == '\0')
			(void)!span_copy(r.sealed->draft.bulletin->
			    parts[i].name, out->first, sizeof(out->first));
	}
	hubclient_free(h);
	shut(&r);
	return code != CLI_DONE ? code : worst;
}

int
public_is_out(struct standing *s, bool *out)
{
	struct hubclient *h = NULL;
	struct rendering r;
	size_t i = 0;
	enum tt_err e;
	int code;

	*out = false;
	if ((code = ready(s, &r)) == CLI_DONE)
		code = hub_publisher(s->v, &h);
	while (code == CLI_DONE && i < r.sealed->draft.manifest->n_parts &&
	    !is_public(&r, i))
		i++;
	if (code == CLI_DONE && i < r.sealed->draft.manifest->n_parts &&
	    (e = hub_has_public(h, s->b.id, r.sealed->draft.bulletin->
	    parts[i].name, out)) != TT_OK)
		code = hubclient_say(h, e, NULL, "ask for what is public");
	hubclient_free(h);
	shut(&r);
	return code;
}

int
public_list(struct standing *s, struct buf *out)
{
	struct rendering r;
	int code;

	if ((code = ready(s, &r)) == CLI_DONE)
		for (size_t i = 0; i < r.sealed->draft.manifest->n_parts; i++)
			if (is_public(&r, i))
				buf_printf(out, "part %s becomes public\n",
				    r.sealed->draft.manifest->parts[i].file);
	shut(&r);
	return code;
}
