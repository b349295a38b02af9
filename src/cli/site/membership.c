/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "cli/clock.h"
#include "cli/people/change.h"
#include "cli/say.h"
#include "cli/site/membership.h"
#include "programme/vetting.h"
#include "store/vault_membership.h"
#include "store/vault_standing.h"

#define TOLD		"members"	/* a file: what the hub has */

struct partners {
	struct vault_partner *at;
	size_t n;
};

static enum tt_err
add_partner(void *ctx, const struct vault_partner *p)
{
	struct partners *l = ctx;
	void *more = reallocarray(l->at, l->n + 1, sizeof(*l->at));

	if (more == NULL)
		return TT_ENOMEM;
	l->at = more;
	l->at[l->n++] = *p;
	return TT_OK;
}

/* By the newest vetting record; without one, not. */
static enum tt_err
is_willing(struct vault *v, const char *partner, bool *yes)
{
	struct vetting r = { .review_s = 0 };
	struct buf text = { .n = 0 };
	enum tt_err e;

	*yes = false;
	if ((e = vault_vetting_get(v->db, partner, &text)) != TT_OK)
		return e == TT_ENOENT ? TT_OK : e;
	e = vetting_parse(&r, buf_view(&text), partner, NULL);
	*yes = e == TT_OK && r.named;
	buf_done(&text);
	return e;
}

static enum tt_err
add_name(struct vault *v, const struct vault_partner *p, int64_t now_s,
    struct membership_list *out)
{
	struct vault_standing s;
	bool willing;
	void *more;
	enum tt_err e;

	if ((e = vault_standing_get(v->db, p->id, &s)) != TT_OK ||
	    (e = is_willing(v, p->id, &willing)) != TT_OK)
		return e;
	if (!membership_lists(out->setting, people_state(p, &s, now_s),
	    s.staff, willing))
		return TT_OK;
	more = reallocarray(out->name, out->n + 1, sizeof(*out->name));
	if (more == NULL)
		return TT_ENOMEM;
	out->name = more;
	memset(out->name[out->n], 0, sizeof(out->name[0]));
	memcpy(out->name[out->n++], p->name, strlen(p->name));
	return TT_OK;
}

static int
by_bytes(const void *a, const void *b)
{
	return strcmp(a, b);
}

int
membership_read(struct vault *v, enum membership setting,
    struct membership_list *out)
{
	struct partners all = { .n = 0 };
	int64_t now_s = clock_now();
	size_t k = 0;
	enum tt_err e;

	*out = (struct membership_list){ .setting = setting };
	e = vault_partner_each(v->db, add_partner, &all);
	for (size_t i = 0; i < all.n && e == TT_OK; i++)
		e = add_name(v, &all.at[i], now_s, out);
	free(all.at);
	if (e != TT_OK)
		return say_err(e, NULL, "cannot read who is in the programme");
	if (out->n > 0)
		qsort(out->name, out->n, sizeof(*out->name), by_bytes);
	for (size_t i = 0; i < out->n; i++)
		if (i == 0 || strcmp(out->name[i], out->name[k - 1]) != 0)
			memmove(out->name[k++], out->name[i],
			    sizeof(*out->name));
	out->n = k;
	return CLI_DONE;
}

void
membership_done(struct membership_list *l)
{
	free(l->name);
	*l = (struct membership_list){ .n = 0 };
}

/* Whether the hub was told of this very list. */
static bool
was_told(const char *path, const struct membership_list *l)
{
	struct tt_statement *s = malloc(sizeof(*s));
	struct buf file = { .n = 0 };
	bool same;

	same = s != NULL && file_read(path, TT_STATEMENT_MAX, &file) ==
	    TT_OK && tt_statement_parse(s, buf_view(&file), NULL) == TT_OK &&
	    s->kind == TT_MEMBERS &&
	    tt_statement_is(s, "setting", membership_text(l->setting)) &&
	    tt_statement_count(s, "name") == l->n;
	for (size_t i = 0; i < l->n && same; i++)
		same = span_is(tt_statement_nth(s, "name", i), l->name[i]);
	buf_done(&file);
	free(s);
	return same;
}

static enum tt_err
write_list(struct vault *v, const struct membership_list *l,
    const struct tt_signer *officer, struct buf *out)
{
	struct tt_statement_out *o = calloc(1, sizeof(*o));
	enum tt_err e;

	if (o == NULL)
		return TT_ENOMEM;
	tt_statement_begin(o, TT_MEMBERS, span_str(vault_origin(v)),
	    clock_now());
	tt_statement_put_str(o, "setting", membership_text(l->setting));
	for (size_t i = 0; i < l->n; i++)
		tt_statement_put_str(o, "name", l->name[i]);
	e = tt_statement_sign(o, &officer, 1, out);
	free(o);
	return e;
}

static int
put(struct vault *v, const char *path, const struct buf *statement)
{
	const struct hubclient_call call = { .verb = HTTP_PUT,
		.path = "/api/v1/members", .body = buf_view(statement),
		.content_type = "text/plain; charset=utf-8" };
	struct http_answer a;
	struct hubclient *hub;
	enum tt_err e;
	int code;

	if ((code = vault_hub(v, &hub)) != CLI_DONE ||
	    (code = hubclient_do(hub, &call, "say who is a member", &a)) !=
	    CLI_DONE)
		return code;
	http_answer_done(&a);
	e = file_write(path, statement->p, statement->n, 0600);
	return e == TT_OK ? CLI_DONE : say_err(e, NULL, "cannot keep %s",
	    path);
}

static int
tell(struct vault *v, const char *path, const struct membership_list *l)
{
	const struct tt_signer *officer;
	struct buf text;
	enum tt_err e;
	int code;

	if ((code = vault_greet(v)) != CLI_DONE)
		return code;
	if (v->away || !vault_officer_at_hand(v)) {
		say_warn("the hub still has the list of members as it was; "
		    "telltale hub members tells it");
		return CLI_DONE;
	}
	if ((code = vault_officer(v, &officer)) != CLI_DONE)
		return code;
	buf_init(&text, TT_STATEMENT_MAX);
	if ((e = write_list(v, l, officer, &text)) == TT_OK)
		code = put(v, path, &text);
	else
		code = say_err(e, e == TT_ELIMIT ? "it holds some 250 names, "
		    "16 KB in all: set it to hidden, and publish a list of "
		    "your own" : NULL, "cannot write the list of members");
	buf_done(&text);
	return code;
}

int
membership_tell(struct vault *v, bool anew)
{
	struct vault_membership m;
	struct membership_list l;
	char path[FILE_PATH_MAX];
	enum tt_err e;
	int code;

	vault_path(v, TOLD, path);
	if ((e = vault_membership_get(v->db, &m)) != TT_OK)
		return say_err(e, NULL, "cannot read to whom members are "
		    "shown");
	if (m.setting == MEMBERSHIP_HIDDEN && !anew && !file_exists(path))
		return CLI_DONE;
	if ((code = membership_read(v, m.setting, &l)) == CLI_DONE &&
	    (anew || !was_told(path, &l)))
		code = tell(v, path, &l);
	membership_done(&l);
	return code;
}
