/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/instant.h"
#include "cli/embargo/slip_plan.h"
#include "cli/team/request.h"
#include "cli/out.h"
#include "cli/say.h"

static int64_t
since(const struct standing *s)
{
	return s->n_said > 0 ? s->said[0].entry.at_s : s->b.published_s;
}

static int
check_public(const struct standing *s, int64_t public_s)
{
	char at[INSTANT_LEN + 1], cap[LENGTH_LEN];

	instant_format(public_s, at);
	if (public_s <= s->now_s)
		return say_fail(CLI_USAGE, "telltale release ends it now",
		    "cannot slip %s: %s has passed", s->b.name, at);
	if (public_s == s->now.public_s)
		return say_fail(CLI_USAGE, NULL, "cannot slip %s: %s is its "
		    "public instant already", s->b.name, at);
	if (public_s - since(s) <= EMBARGO_MAX_S)
		return CLI_DONE;
	length_format(EMBARGO_MAX_S, cap);
	instant_format(since(s) + EMBARGO_MAX_S, at);
	return say_fail(CLI_REFUSED, "choose an earlier one", "cannot slip "
	    "%s: the longest embargo is %s, which ends at %s (rule "
	    "embargo_max)", s->b.name, cap, at);
}

bool
slip_moves(const struct slip_wave *w)
{
	return w->move == SCHEDULE_MOVES || w->move == SCHEDULE_OPENS_NOW;
}

static int
plan_wave(struct slip_plan *p, size_t i)
{
	const struct standing_wave *w = &p->s->wave[i];
	const struct schedule_wave was = { .opens_s = w->wave.opens_s,
		.before_s = w->before_s, .open = standing_is_open(p->s, w) };
	struct slip_wave *to = &p->wave[i];

	to->move = schedule_moved(&was, p->public_s, p->s->now_s,
	    &to->opens_s);
	if (to->move == SCHEDULE_CLOSES_OUT)
		return say_fail(CLI_USAGE, "choose a later public instant; "
		    "opens_at of a wave stays where it is", "cannot slip %s: "
		    "the wave \"%s\" would not open before it", p->s->b.name,
		    w->wave.name);
	if (to->move == SCHEDULE_BEYOND)
		return say_fail(CLI_USAGE, NULL, "cannot slip %s: there is "
		    "no such instant for the wave \"%s\"", p->s->b.name,
		    w->wave.name);
	p->n_moves += slip_moves(to);
	return CLI_DONE;
}

static struct consent_now
then(const struct slip_plan *p, const struct consents_row *r)
{
	return consent_if(&r->now, p->public_s, false,
	    p->consents.allowance_s);
}

static unsigned
next_revision(const struct standing *s)
{
	unsigned last = s->now.revision;

	for (size_t i = 0; i < s->n_said; i++)
		if (s->said[i].entry.revision > last)
			last = s->said[i].entry.revision;
	return last + 1;
}

int
slip_plan_make(struct slip_plan *p, struct standing *s, int64_t public_s)
{
	int code;

	memset(p, 0, sizeof(*p));
	p->s = s;
	p->public_s = public_s;
	p->later = public_s > s->now.public_s;
	p->revision = next_revision(s);
	if ((code = check_public(s, public_s)) != CLI_DONE ||
	    (code = standing_schedule(s)) != CLI_DONE ||
	    (code = consents_read(s, &p->consents)) != CLI_DONE)
		return code;
	for (size_t i = 0; i < s->n_waves; i++)
		if ((code = plan_wave(p, i)) != CLI_DONE)
			return code;
	for (size_t i = 0; i < p->consents.n; i++) {
		const struct consents_row *r = &p->consents.row[i];
		bool lapses = r->now.state != CONSENT_LAPSED &&
		    then(p, r).state == CONSENT_LAPSED;

		p->again += lapses;
		p->free += lapses && p->later;
	}
	return CLI_DONE;
}

void
slip_plan_done(struct slip_plan *p)
{
	consents_done(&p->consents);
}

/* What becomes of one partner, in words. */
static const char *
words_of(const struct slip_plan *p, const struct consents_row *r)
{
	switch (then(p, r).state) {
	case CONSENT_UNBOUND:
		return "is not bound";
	case CONSENT_INVITED:
		return "has not answered yet";
	case CONSENT_SIGNATORY:
		return "stays bound: carried";
	case CONSENT_LAPSED:
		return p->later ? "signs anew; else free to speak at the "
		    "old instant" : "signs anew";
	case CONSENT_DECLINED:
		return "declined";
	case CONSENT_STATES:
		break;
	}
	return "";
}

static void
tell_wave(const struct slip_plan *p, size_t i, struct buf *out)
{
	const struct standing_wave *w = &p->s->wave[i];
	char was[INSTANT_LEN + 1], to[INSTANT_LEN + 1];

	instant_format(w->wave.opens_s, was);
	instant_format(p->wave[i].opens_s, to);
	buf_printf(out, "wave %s, %s, text %u, %zu readers: %s, %s",
	    w->wave.name, tt_profile_name(w->wave.profile), w->revision,
	    w->copies, was, schedule_move_text(p->wave[i].move));
	if (slip_moves(&p->wave[i]))
		buf_printf(out, " (%s)", to);
	buf_printf(out, "\n");
}

/* An answer to other terms is none to these. */
static const char *
answer_of(const struct slip_plan *p, const struct vault_party *party)
{
	if (party->revision != p->revision ||
	    p->s->now.proposed != p->revision ||
	    p->s->now.proposed_s != p->public_s)
		return "is to accept";
	return party->accepts ? "has accepted" : "has refused";
}

void
slip_plan_tell(const struct slip_plan *p, struct buf *out)
{
	char was[OUT_MOMENT_LEN], to[OUT_MOMENT_LEN];

	out_moment(was, p->s->now.public_s, p->s->now_s);
	out_moment(to, p->public_s, p->s->now_s);
	buf_printf(out, "%s, %s: public %s, instead of %s; terms %u\n",
	    p->s->b.id, p->s->b.name, to, was, p->revision);
	for (size_t i = 0; i < p->s->n_waves; i++)
		tell_wave(p, i, out);
	for (size_t i = 0; i < p->consents.n; i++)
		buf_printf(out, "partner %s: %s\n",
		    p->consents.row[i].partner,
		    words_of(p, &p->consents.row[i]));
	for (size_t i = 0; i < p->s->n_parties; i++)
		buf_printf(out, "terms party %s (%s): %s\n",
		    p->s->party[i].name,
		    vault_party_role_text(p->s->party[i].role),
		    answer_of(p, &p->s->party[i]));
	buf_printf(out, "%zu partner%s to consent again, %zu of them free to "
	    "speak at the old instant\n", p->again, p->again == 1 ? "" :
	    "s", p->free);
}

static void
put_str(struct json_out *j, const char *key, const char *s)
{
	json_out_key(j, key);
	json_out_str(j, s);
}

static void
put_wave(const struct slip_plan *p, size_t i, struct json_out *j)
{
	const struct standing_wave *w = &p->s->wave[i];

	json_out_object(j);
	put_str(j, "wave", w->wave.name);
	put_str(j, "profile", tt_profile_name(w->wave.profile));
	json_out_key(j, "revision");
	json_out_u64(j, w->revision);
	json_out_key(j, "readers");
	json_out_u64(j, w->copies);
	json_out_at(j, "from", w->wave.opens_s);
	json_out_at(j, "to", p->wave[i].opens_s);
	put_str(j, "move", schedule_move_text(p->wave[i].move));
	json_out_object_end(j);
}

static void
put_partner(const struct slip_plan *p, const struct consents_row *r,
    struct json_out *j)
{
	struct consent_now after = then(p, r);

	json_out_object(j);
	put_str(j, "partner", r->partner);
	put_str(j, "consent", consent_state_text(r->now.state));
	put_str(j, "after", consent_state_text(after.state));
	json_out_key(j, "free_at");
	if (after.state == CONSENT_LAPSED && p->later) {
		char at[INSTANT_LEN + 1];

		instant_format(after.bound_until_s, at);
		json_out_str(j, at);
	} else
		json_out_null(j);
	json_out_object_end(j);
}

static int
print_json(const struct slip_plan *p)
{
	struct out_json o;
	struct json_out *j = out_json_begin(&o, "telltale-slip-plan/1");

	put_str(j, "id", p->s->b.id);
	put_str(j, "bulletin", p->s->b.name);
	json_out_at(j, "from", p->s->now.public_s);
	json_out_at(j, "to", p->public_s);
	json_out_key(j, "terms");
	json_out_u64(j, p->revision);
	json_out_key(j, "waves");
	json_out_array(j);
	for (size_t i = 0; i < p->s->n_waves; i++)
		put_wave(p, i, j);
	json_out_array_end(j);
	json_out_key(j, "partners");
	json_out_array(j);
	for (size_t i = 0; i < p->consents.n; i++)
		put_partner(p, &p->consents.row[i], j);
	json_out_array_end(j);
	json_out_key(j, "consent_again");
	json_out_u64(j, p->again);
	json_out_key(j, "free_at_old_instant");
	json_out_u64(j, p->free);
	return out_json_end(&o);
}

int
slip_plan_print(const struct slip_plan *p)
{
	struct span text, line;
	struct buf b;
	enum tt_err e;

	if (p->s->v->cli->json)
		return print_json(p);
	buf_init(&b, REQUEST_EFFECT_MAX);
	slip_plan_tell(p, &b);
	e = buf_err(&b);
	text = buf_view(&b);
	while (e == TT_OK && span_line(&text, &line))
		out_line("%.*s", (int)line.n, line.p);
	buf_done(&b);
	return e == TT_OK ? CLI_DONE : say_err(e, NULL, "cannot print");
}
