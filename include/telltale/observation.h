/* SPDX-License-Identifier: ISC */
/*
 * observation - what was read in a specimen, slot by slot.
 *
 * Made by the room reading, which looks at no row; weighed by the room
 * evidence.  evidence.md section 6: kinds, JSON forms, combination.  A vector
 * is immutable, so that the hash in the `observed` statement, which is logged
 * before any row is touched, says all that was read.  Which slots there are,
 * and of how many symbols, is the codebook's to check.  Pure.
 */
#ifndef TT_OBSERVATION_H
#define TT_OBSERVATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/json_in.h"
#include "base/span.h"
#include "telltale/err.h"
#include "telltale/site.h"

#define TT_SLOTS_MAX		((uint32_t)1 << 18)	/* in one codebook */
#define TT_READINGS_MAX		((size_t)1 << 20)	/* in one specimen */
#define TT_VALUES_MAX		65536		/* of one observation */
#define TT_VALUES_SUM_MAX	((size_t)1 << 22)	/* of all readings */
#define TT_OBSERVATIONS_TEXT_MAX ((size_t)1 << 28)	/* bytes of JSON */

enum tt_observation_kind {
	TT_OBS_ERASED,	/* nothing: the same as not being in the vector */
	TT_OBS_SYMBOL,	/* one alternative, exactly */
	TT_OBS_SOFT,	/* a likelihood for each alternative */
	TT_OBS_VALUES,	/* a value site: all values on offer there */
	TT_OBS_GONE,	/* the sentence is there, the site's place is cut */
	TT_OBS_NOVEL,	/* ... or has a text that is no alternative */
	TT_OBS_KIND_COUNT
};

struct tt_observation {
	uint32_t slot;			/* below TT_SLOTS_MAX */
	enum tt_observation_kind kind;
	unsigned symbol;		/* SYMBOL: below TT_Q_MAX */
	unsigned q;			/* SOFT: likelihoods, 2 to TT_Q_MAX */
	double likelihood[TT_Q_MAX];	/* SOFT: in [0, 1], one of them > 0 */
	const uint64_t *values;		/* VALUES: no two alike; borrowed */
	size_t n_values;		/* at most TT_VALUES_MAX */
	uint64_t count;			/* VALUES: N_V, 1 to 2^63 - 1 */
	bool whole;			/* VALUES: values are all of V, N_V of
					 * them; else those that were issued */
};

/* Slots ascend, each at most once, none erased; values ascend. */
struct tt_observations {
	const struct tt_observation *at;
	size_t n;
	const uint32_t *contradicted;	/* slots whose readings exclude each
					 * other, ascending; not among at */
	size_t n_contradicted;
};

/*
 * Two readings of one slot as one: likelihoods multiplied, then normalised to
 * a sum of 1; sets of values intersected, N_V that of the intersection if
 * both are whole, else the smaller.  A place cut here and rewritten there is
 * gone.  Values of both must ascend; those of *out are in room, which has
 * place for as many as the shorter of the two has and may be where one of
 * them stands.  TT_ESTATE if the readings contradict each other (one specimen
 * that is two), TT_ERANGE if slots or q's differ or one of them is not well
 * formed (see tt_observations_new).
 */
enum tt_err tt_observation_combine(const struct tt_observation *a,
    const struct tt_observation *b, uint64_t *room, struct tt_observation *out)
    MUST_USE;

/*
 * A vector of n readings in any order, several of one slot combined in that
 * order.  All is copied.  A slot whose readings contradict each other is left
 * out and listed as contradicted.  TT_ERANGE if a reading is not as struct
 * tt_observation says (values empty and whole, twice the same or more than
 * count; likelihoods all 0, outside [0, 1] or not numbers; ...), TT_ELIMIT
 * over TT_READINGS_MAX or TT_VALUES_SUM_MAX, TT_ENOMEM.
 */
enum tt_err tt_observations_new(struct tt_observations **out,
    const struct tt_observation *readings, size_t n) MUST_USE;
void tt_observations_free(struct tt_observations *o);	/* NULL is fine */

/* The observation of slot, or NULL: erased. */
const struct tt_observation *tt_observations_at(
    const struct tt_observations *o, uint32_t slot);

/*
 * From the JSON array of section 6, as text or as what json_in made of it; a
 * slot that stands twice is combined.  TT_ESYNTAX for another form, a member
 * that is not of that form included; TT_ERANGE for a number that cannot be;
 * TT_ELIMIT over TT_OBSERVATIONS_TEXT_MAX or as tt_observations_new.  *diag
 * (may be NULL) says what and where.
 */
enum tt_err tt_observations_parse(struct tt_observations **out,
    struct span text, struct json_diag *diag) MUST_USE;
enum tt_err tt_observations_from_json(struct tt_observations **out,
    const json_t *array, struct json_diag *diag) MUST_USE;

/* Observations one by one: in any order, several of one slot perhaps. */
struct tt_observation_list {
	const struct tt_observation *at;
	size_t n;
};

/*
 * That array before anything is combined, for whoever has to say which of its
 * items does not fit: of their forms as above, but no item is held against
 * what struct tt_observation says of its values.  On an error *which is the
 * index of the item at fault, or the size of the array if it is no single one.
 */
enum tt_err tt_observation_list_from_json(struct tt_observation_list **out,
    const json_t *array, size_t *which, struct json_diag *diag) MUST_USE;
void tt_observation_list_free(struct tt_observation_list *l); /* NULL: fine */

/*
 * Append the vector as one line of canonical JSON (RFC 8785), a rising order
 * of slots and of values.  Parsing that gives the same vector, but for the
 * list of contradicted slots.  Errors of out, TT_ENOMEM.
 */
enum tt_err tt_observations_write(const struct tt_observations *o,
    struct buf *out) MUST_USE;

/* SHA-256 of that line: what `observed` commits to.  TT_ENOMEM. */
enum tt_err tt_observations_hash(const struct tt_observations *o,
    uint8_t hash[32]) MUST_USE;

const char *tt_observation_kind_name(enum tt_observation_kind k);

#endif
