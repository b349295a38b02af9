/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "cli/known/known_line.h"
#include "store/vault_known.h"
#include "store/vault_sighting.h"

static const enum history_source sources[] = {
	[SIGHTING_TELEMETRY] = HISTORY_TELEMETRY,
	[SIGHTING_HUNT] = HISTORY_HUNT,
	[SIGHTING_AUTHORITY] = HISTORY_AUTHORITY,
	[SIGHTING_VICTIM] = HISTORY_VICTIM,
	[SIGHTING_PUBLIC] = HISTORY_PRESS,
	[SIGHTING_PARTNER] = HISTORY_PARTNER,
	[SIGHTING_FINDER] = HISTORY_FINDER,
	[SIGHTING_OTHER] = HISTORY_OTHER,
};

_Static_assert(N_ROWS(sources) == SIGHTING_SOURCES, "one for each");

/* Whose knowledge is which event; all others were told. */
static const struct {
	const char *role;
	enum history_what what;
} roles[] = {
	{ "finder", HISTORY_FOUND },
	{ "contest", HISTORY_CONTEST },
	{ "staff", HISTORY_VENDOR },
	{ "contractor", HISTORY_VENDOR },
};

static enum tt_err
put_sighting(void *ctx, const struct vault_sighting *s)
{
	const struct sighting_rule *rule = &sighting_rules[s->source];
	const struct history_sighting seen = {
		.seen = { true, s->seen.from_s, s->seen.until_s },
		.source = sources[s->source],
		.who = s->partner[0] != '\0' ? s->partner : NULL,
		.interested = rule->interested,
		.place = s->network[0] != '\0' ? s->network :
		    s->country[0] != '\0' ? s->country : NULL,
		.weak = rule->open || s->confidence == SIGHTING_LOW };

	return line_add_sighting(ctx, &seen);
}

enum tt_err
known_line_sightings(struct line *l, struct db *db, const char *bulletin)
{
	return vault_sighting_each(db, bulletin, put_sighting, l);
}

static enum tt_err
put_knower(void *ctx, const struct vault_knower *k)
{
	struct history_event e = { HISTORY_TOLD,
		{ true, k->since.from_s, k->since.until_s }, NULL };
	struct buf source;
	enum tt_err err;

	for (size_t i = 0; i < N_ROWS(roles); i++)
		if (strcmp(k->role, roles[i].role) == 0)
			e.what = roles[i].what;
	buf_init(&source, 2 * VAULT_WORDS_MAX + VAULT_ROLE_MAX + 64);
	buf_printf(&source, "%s, %s: %s", k->organisation, k->role,
	    k->source[0] != '\0' ? k->source : "as stated by the officer");
	if ((err = buf_err(&source)) == TT_OK) {
		e.source = source.p;
		err = line_add_event(ctx, &e);
	}
	buf_done(&source);
	return err;
}

enum tt_err
known_line_knowers(struct line *l, struct db *db, const char *bulletin)
{
	return vault_knower_each(db, bulletin, put_knower, l);
}
