/* SPDX-License-Identifier: ISC */
/*
 * sighting - exploitation seen somewhere, and how far it counts.
 *
 * specs/stories.md LI-5b and LI-9.  Who says so decides: a report from
 * somebody who may be the leak, and whom nobody else confirms, neither
 * exonerates anybody nor fixes the first instant; it stays on record with
 * both its instants, the said and the received.  Where a packet came from is
 * never a score.  Pure.
 */
#ifndef PROGRAMME_SIGHTING_H
#define PROGRAMME_SIGHTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"
#include "programme/moment.h"

enum sighting_source {
	SIGHTING_TELEMETRY,	/* the vendor's own sensors */
	SIGHTING_HUNT,		/* what its people found when they looked */
	SIGHTING_AUTHORITY,
	SIGHTING_VICTIM,
	SIGHTING_PUBLIC,	/* anybody could have written it */
	SIGHTING_PARTNER,
	SIGHTING_FINDER,
	SIGHTING_OTHER,
	SIGHTING_SOURCES
};

struct sighting_rule {
	const char *name;
	bool interested;	/* may gain by what it says */
	bool open;		/* a partner could have made it say so */
};

/* By enum sighting_source. */
extern const struct sighting_rule sighting_rules[SIGHTING_SOURCES];

/*
 * "hunt", "partner:ID": *who is the ID, empty for the others.  False if it is
 * no source; a partner without ID, or an ID on anything else, is none.
 */
bool sighting_source_parse(struct span s, enum sighting_source *out,
    struct span *who);

enum sighting_confidence {
	SIGHTING_LOW,
	SIGHTING_MEDIUM,
	SIGHTING_HIGH,
	SIGHTING_CONFIDENCES
};

const char *sighting_confidence_text(enum sighting_confidence c);
bool sighting_confidence_parse(struct span s, enum sighting_confidence *out);
/* STIX 2.1, appendix A: 1 to 29, 30 to 69, 70 to 100; 0 is low too. */
enum sighting_confidence sighting_confidence_of(unsigned percent);

/* As much of a sighting as the rules look at. */
struct sighting_fact {
	int64_t n;			/* its number, above 0 */
	enum sighting_source source;
	struct moment seen;
	int64_t received_s;
	int64_t confirms;		/* the number of another one, or 0 */
};

/*
 * all[i] counts: its source has no interest, or another one without interest
 * says that it confirms it, and can have seen it at the same instant.
 */
bool sighting_counts(const struct sighting_fact *all, size_t n, size_t i);

/*
 * When it was first seen: not before the earliest beginning, not after the
 * earliest end.  `interested` counts reports of everybody; without, of one
 * that is confirmed counts what was confirmed: the other's instant.  False if
 * there is none.
 */
bool sighting_first(const struct sighting_fact *all, size_t n,
    bool interested, struct moment *out);

/*
 * It takes all readers out of the hypothesis that one of them leaked: seen
 * for certain before the first opening, at low confidence never, by a source
 * that no partner could have made say so.
 */
bool sighting_clears_readers(const struct sighting_fact *f,
    enum sighting_confidence c, int64_t first_opening_s);

/* "under 5": how a number of victims is told in public. */
const char *sighting_band(uint64_t n);

/* What a shared field may hold: "DE", an ISO 3166-1 code. */
bool sighting_country_ok(struct span s);

/* "192.0.2.0/24", "2001:db8::/32", an address alone, "AS64500". */
bool sighting_network_ok(struct span s);

#endif
