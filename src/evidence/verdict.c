/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <math.h>

#include "base/attr.h"
#include "telltale/power.h"
#include "telltale/verdict.h"

#define PLAIN_MAX	14	/* digits that are still written out */
#define HAIR		1e-12	/* relative, so that a million stays one */

static const char *const names[] = {
	[TT_VERDICT_NAMED] = "named",
	[TT_VERDICT_STRONG] = "strong",
	[TT_VERDICT_INCONCLUSIVE] = "inconclusive",
	[TT_VERDICT_NONE] = "none",
};
_Static_assert(N_ROWS(names) == TT_VERDICT_COUNT, "a name each");

static const char *const texts[][TT_SITE_LEVEL_COUNT] = {
	[TT_VERDICT_NAMED] = {
	    [TT_SITE_HOLDER] = "At least one of this holder's copies "
		"contributed to the specimen.",
	    [TT_SITE_COPY] = "This copy contributed to the specimen." },
	[TT_VERDICT_STRONG] = {
	    [TT_SITE_HOLDER] = "This holder is worth asking; the evidence "
		"names nobody, and is not for publication.",
	    [TT_SITE_COPY] = "Whoever had this copy is worth asking; the "
		"evidence does not name the copy, and is not for "
		"publication." },
	[TT_VERDICT_INCONCLUSIVE] = {
	    [TT_SITE_HOLDER] = "The sites that could be read do not decide "
		"whether this holder's copies contributed.",
	    [TT_SITE_COPY] = "The sites that could be read do not decide "
		"whether this copy contributed." },
	[TT_VERDICT_NONE] = {
	    [TT_SITE_HOLDER] = "No copy of this bulletin explains the text.",
	    [TT_SITE_COPY] = "No copy of this bulletin explains the text." },
};
_Static_assert(N_ROWS(texts) == TT_VERDICT_COUNT, "a text each");

static const struct {
	const char *whom, *this, *innocent;
} words[TT_SITE_LEVEL_COUNT] = {
	[TT_SITE_HOLDER] = { "any innocent holder", "this one",
	    "this holder is innocent" },
	[TT_SITE_COPY] = { "any innocent copy of this holder", "this copy",
	    "this copy is innocent" },
};

const char *const tt_verdict_not_excluded[] = {
	"that the copy was stolen, or its reader's keys were: a copy names a "
	    "copy, only the receipt names a reader",
	"that somebody who has the vault wrote the specimen: whoever holds it "
	    "knows every row",
	"that the vendor drew keys until a row fitted: without a beacon that "
	    "nobody chose, only its word stands against it",
	"that the vendor made a reader up: whose keys are a partner's is its "
	    "officers' word, which the partner may dispute",
	"that the vendor read other specimens before and did not count them: "
	    "which reading of its bulletin this is, is its word",
	"that the same reader has a second copy, and the specimen is from that "
	    "one or from both",
	NULL
};

/* With a comma before every three digits from the right. */
static void
add_grouped(struct buf *out, uint64_t v)
{
	char digits[24];
	int n = snprintf(digits, sizeof(digits), "%" PRIu64, v);

	for (int i = 0; i < n; i++) {
		if (i > 0 && (n - i) % 3 == 0)
			buf_char(out, ',');
		buf_char(out, digits[i]);
	}
}

const char *
tt_verdict_name(enum tt_verdict v)
{
	return names[v];
}

const char *
tt_verdict_text(enum tt_verdict v, enum tt_site_level level)
{
	return texts[v][level];
}

void
tt_verdict_one_in(double ln_bound, struct buf *out)
{
	double log10_x = fmax(0, -ln_bound / M_LN10);
	int digits = (int)floor(log10_x + HAIR);	/* behind the first */
	unsigned two;	/* the first two digits, rounded down */

	two = (unsigned)floor(pow(10, log10_x - digits + 1) * (1 + HAIR));
	if (digits > PLAIN_MAX) {
		buf_printf(out, "%u.%u x 10^%d", two / 10, two % 10, digits);
		return;
	}
	if (digits == 0) {
		add_grouped(out, two / 10);
		return;
	}
	add_grouped(out, (uint64_t)(two * pow(10, digits - 1) + .5));
}

void
tt_verdict_sentence(double ln_bound, enum tt_site_level level,
    struct buf *out)
{
	if (ln_bound > -M_LN2) {
		buf_printf(out, "A procedure that singles out %s says nothing "
		    "more of it than of the others. ", words[level].this);
	} else {
		buf_printf(out, "A procedure that names %s in at most one of ",
		    words[level].whom);
		tt_verdict_one_in(ln_bound, out);
		buf_printf(out, " specimens named %s. ", words[level].this);
	}
	buf_printf(out, "That is not the probability that %s: to give one "
	    "would mean to weigh who else could have leaked.",
	    words[level].innocent);
}

void
tt_power_sentence(uint32_t sites_needed, uint32_t n_sites, uint64_t n_words,
    struct buf *out)
{
	if (sites_needed == 0 || n_sites == 0) {
		buf_str(out, "However long a text with sites like these, a "
		    "lone leaker would not be named in 95 of 100 cases.");
		return;
	}
	buf_printf(out, "A lone leaker is named in 95 of 100 cases from about "
	    "%" PRIu32 " sites like these", sites_needed);
	if (n_words > 0) {
		double w = (double)n_words * sites_needed / n_sites;

		buf_str(out, ", some ");
		add_grouped(out, (uint64_t)ceil(w / 10) * 10);
		buf_str(out, " words marked as densely as this text");
	}
	buf_printf(out, "; it has %" PRIu32 ".", n_sites);
}
