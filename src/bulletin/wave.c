/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/instant.h"
#include "bulletin/wave.h"

static const char say_length[] =
    "write one number and one of s m h d: 5d, 24h, 90m, 10s";

static void
read_before(struct reader *r, struct node n, struct tt_wave *w)
{
	struct span s;
	int64_t before;

	if (!node_text(r, n, "before", &s))
		return;
	if (length_parse(s, &before) != TT_OK) {
		node_tell(r, TT_ERROR, node_member(n, "before"), say_length,
		    "\"before\": '%.*s' is no length of time", NODE_QUOTE(s));
		return;
	}
	w->before_s = before;
	if (r->public_at_known &&
	    (__builtin_sub_overflow(r->m->public_at_s, before,
	    &w->opens_at_s) || w->opens_at_s < 0))
		node_tell(r, TT_ERROR, node_member(n, "before"), NULL,
		    "\"before\": '%.*s' is too long", NODE_QUOTE(s));
}

static void
check_instant(struct reader *r, struct node n, const struct tt_wave *w)
{
	char text[INSTANT_LEN + 1];

	instant_format(w->opens_at_s, text);
	if (w->opens_at_s >= r->m->public_at_s)
		node_tell(r, TT_ERROR, n,
		    "let it open before public_at",
		    "the wave opens at %s, which is not before the public "
		    "instant", text);
	else if (w->opens_at_s < r->now_s && r->m->public_at_s >= r->now_s)
		node_tell(r, TT_ERROR, n, "let it open later, or remove it",
		    "the wave opens at %s, which is past", text);
}

static void
read_instant(struct reader *r, struct node n, struct tt_wave *w)
{
	struct node before = node_member(n, "before");
	struct node opens = node_member(n, "opens_at");
	size_t errors = r->diags->n_errors;

	w->before_s = -1;
	if (before.v != NULL && opens.v != NULL)
		node_tell(r, TT_ERROR, opens, "keep one",
		    "a wave has \"before\" or \"opens_at\", not both");
	else if (before.v == NULL && opens.v == NULL)
		node_tell(r, TT_ERROR, n, "say when the wave opens",
		    "\"before\" or \"opens_at\" is missing");
	else if (before.v != NULL)
		read_before(r, n, w);
	else
		(void)node_instant(r, n, "opens_at", &w->opens_at_s);
	if (r->public_at_known && r->diags->n_errors == errors)
		check_instant(r, before.v != NULL ? before : opens, w);
}

static bool
has_tier(const struct tt_wave *w, const char *tier)
{
	for (size_t i = 0; i < w->n_tiers; i++)
		if (strcmp(w->tiers[i], tier) == 0)
			return true;
	return false;
}

static void
read_tier(struct reader *r, struct node tier, struct tt_wave *w)
{
	struct span s = { json_string_value(tier.v),
		json_string_length(tier.v) };
	char name[TT_ID_MAX + 1];

	if (!json_is_string(tier.v) || !tt_id_ok(s) ||
	    span_copy(s, name, sizeof(name)) != TT_OK)
		node_tell(r, TT_ERROR, tier, NULL, "this is no tier's name");
	else if (has_tier(w, name))
		node_tell(r, TT_ERROR, tier, "keep one",
		    "tier '%s' stands twice", name);
	else
		memcpy(w->tiers[w->n_tiers++], name, sizeof(name));
}

static void
read_tiers(struct reader *r, struct node n, struct tt_wave *w)
{
	struct node tiers = node_member(n, "tiers");

	if (tiers.v == NULL)
		tiers.path = n.path;
	if (!node_is_array(r, tiers, "tiers", TT_TIERS_MAX))
		return;
	for (size_t i = 0; i < json_array_size(tiers.v); i++)
		read_tier(r, node_item(tiers, i), w);
}

static void
read_profile(struct reader *r, struct node n, struct tt_wave *w)
{
	const char *names[TT_PROFILE_PUBLIC];	/* which is of no wave */
	unsigned p;

	for (unsigned i = 0; i < TT_PROFILE_PUBLIC; i++)
		names[i] = tt_profile_name((enum tt_profile)i);
	if (node_word(r, n, "profile", names, TT_PROFILE_PUBLIC, &p))
		w->profile = (enum tt_profile)p;
}

/* Its partners in slots so far apart, by lot, and in how many. */
static void
read_stagger(struct reader *r, struct node n, struct tt_wave *w)
{
	struct node stagger = node_member(n, "stagger");
	struct node slots = node_member(n, "slots");
	struct span s;
	json_int_t many;

	if (stagger.v != NULL && node_text(r, n, "stagger", &s) &&
	    (length_parse(s, &w->stagger_s) != TT_OK || w->stagger_s < 1))
		node_tell(r, TT_ERROR, stagger, say_length,
		    "\"stagger\": '%.*s' is no length of time",
		    NODE_QUOTE(s));
	else if (r->public_at_known && w->opens_at_s < r->m->public_at_s &&
	    w->stagger_s >= r->m->public_at_s - w->opens_at_s)
		node_tell(r, TT_ERROR, stagger, "let the slots stand closer",
		    "the wave's second slot would not open before the public "
		    "instant");
	if (slots.v == NULL)
		return;
	many = json_integer_value(slots.v);
	if (many < 2 || many > TT_WAVES_MAX)
		node_tell(r, TT_ERROR, slots, NULL, "\"slots\" is no number "
		    "from 2 to %d", TT_WAVES_MAX);
	else if (stagger.v == NULL)
		node_tell(r, TT_ERROR, slots, "say how far they are apart: "
		    "\"stagger\"", "there are slots, but no \"stagger\"");
	else
		w->slots = (unsigned)many;
}

static void
read_prefetch(struct reader *r, struct node n, struct tt_wave *w)
{
	struct node prefetch = node_member(n, "prefetch");

	if (prefetch.v == NULL)
		return;
	if (!json_is_boolean(prefetch.v))
		node_tell(r, TT_ERROR, prefetch, "it is false unless given",
		    "\"prefetch\" is true or false");
	w->prefetch = json_is_true(prefetch.v);
}

void
wave_read(struct reader *r, struct node n, struct tt_wave *w)
{
	static const char *const known[] = { "name", "before", "opens_at",
		"tiers", "profile", "stagger", "slots", "prefetch", NULL };
	uint32_t column;

	w->profile = TT_PROFILE_COUNT;
	if (!node_is_object(r, n, known))
		return;
	json_place(r->text, &n.path, &w->line, &column);
	(void)node_id(r, n, "name", w->name);
	read_instant(r, n, w);
	read_tiers(r, n, w);
	read_profile(r, n, w);
	read_stagger(r, n, w);
	read_prefetch(r, n, w);
}

static void
compare_tiers(struct reader *r, struct node n, const struct tt_wave *a,
    const struct tt_wave *b)
{
	for (size_t i = 0; i < b->n_tiers; i++)
		if (has_tier(a, b->tiers[i]))
			node_tell(r, TT_WARNING, node_member(n, "tiers"),
			    NULL, "tier '%s' is in wave '%s' too; its partners "
			    "get the earlier one", b->tiers[i], a->name);
}

void
waves_compare(struct reader *r, struct node waves)
{
	for (size_t i = 0; i < r->m->n_waves; i++) {
		const struct tt_wave *w = &r->m->waves[i];
		struct node n = node_item(waves, i);

		for (size_t j = 0; j < i; j++) {
			const struct tt_wave *other = &r->m->waves[j];

			if (w->name[0] != '\0' &&
			    strcmp(w->name, other->name) == 0)
				node_tell(r, TT_ERROR, node_member(n, "name"),
				    "give each wave a name of its own",
				    "wave '%s' stands in line %u too",
				    w->name, other->line);
			compare_tiers(r, n, other, w);
		}
	}
}
