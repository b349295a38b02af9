/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <stddef.h>

#include "ledger/statement_table.h"

#define TEXT		.type = VALUE_TEXT
#define NUMBER		.type = VALUE_NUMBER
#define INSTANT		.type = VALUE_INSTANT
#define VKEY		.type = VALUE_VKEY
#define RECIPIENT	.type = VALUE_RECIPIENT
#define HEX(n)		.type = VALUE_HEX, .bytes = (n)
#define HASH		HEX(32)		/* SHA-256, a leaf hash, a scalar */
#define BULLETIN	HEX(8)		/* specs/hub.md section 3 */
#define ID		HEX(16)		/* of a partner, a reader */
#define WORD(list)	.type = VALUE_WORD, .words = (list)

#define FIELD(f, c, ...)	{ .name = f, .count = c, __VA_ARGS__ }
#define ONE(f, ...)	FIELD(f, FIELD_ONCE, __VA_ARGS__)
#define MAYBE(f, ...)	FIELD(f, FIELD_OPTIONAL, __VA_ARGS__)
#define MANY(f, ...)	FIELD(f, FIELD_REPEATED, __VA_ARGS__)

/* In the clear. */

static const struct field_rule programme[] = {
	ONE("name", TEXT),
	ONE("interval", NUMBER),	/* seconds */
	ONE("depth", NUMBER),
	ONE("log-key", VKEY),
	MAYBE("predecessor", .type = VALUE_ORIGIN),
	MAYBE("predecessor-size", NUMBER),
	MAYBE("predecessor-root", HASH),
};

static const struct field_rule keys[] = {
	ONE("number", NUMBER),
	MAYBE("interval", NUMBER),
	MAYBE("small-team", WORD("yes")),
	MANY("key", .type = VALUE_ROLE_VKEY,
	    .words = "counsel keeper log officer publisher"),
};

static const struct field_rule agreement[] = {
	ONE("version", TEXT),
	ONE("text", HASH),
};

static const struct field_rule published[] = {
	ONE("advisory", TEXT),
	ONE("document", HASH),
};

static const struct field_rule batch[] = {
	ONE("number", NUMBER),
	ONE("keys", HASH),
	ONE("depth", NUMBER),
	ONE("set", HASH),
	MAYBE("urgent", WORD("yes")),
};

/* Committed. */

static const struct field_rule partner[] = {
	ONE("partner", ID),
	ONE("name", TEXT),
	ONE("state", WORD("approved suspended removed")),
	ONE("tier", TEXT),
	ONE("agreement", TEXT),
	MAYBE("reason", TEXT),
	MANY("duty", TEXT),
};

static const struct field_rule reader[] = {
	ONE("partner", ID),
	ONE("reader", ID),
	ONE("sign", VKEY),
	ONE("seal", RECIPIENT),
	ONE("state", WORD("active revoked")),
};

static const struct field_rule codebook[] = {
	ONE("bulletin", BULLETIN),
	ONE("commitment", HASH),
	ONE("text", HASH),
};

static const struct field_rule rendered[] = {
	ONE("codebook", HASH),
	ONE("holders", NUMBER),
	ONE("copies", NUMBER),
};

static const struct field_rule wave[] = {
	ONE("bulletin", BULLETIN),
	ONE("wave", TEXT),
	ONE("profile", TEXT),
	ONE("opens", INSTANT),
	ONE("recipient", RECIPIENT),
	ONE("threshold", NUMBER),
	MANY("coefficient", .type = VALUE_INDEX_HEX, .bytes = 32),
	MANY("keeper", .type = VALUE_INDEX_RECIPIENT),
};

static const struct field_rule copies[] = {
	ONE("bulletin", BULLETIN),
	ONE("wave", HASH),
	ONE("codebook", HASH),
	MAYBE("beacon", HEX(0)),
	ONE("set", HASH),
	ONE("depth", NUMBER),
	ONE("bytes", NUMBER),
};

static const struct field_rule consent[] = {
	ONE("bulletin", BULLETIN),
	ONE("reader", ID),
	ONE("terms", HASH),
	ONE("until", INSTANT),
	ONE("state", WORD("signatory declined withdrawn")),
};

static const struct field_rule receipt[] = {
	ONE("bulletin", BULLETIN),
	ONE("reader", ID),
	ONE("terms", HASH),
	ONE("until", INSTANT),
	ONE("copies", HASH),
	ONE("copy", HASH),
};

static const struct field_rule release[] = {
	ONE("wave", HASH),
	ONE("cause", WORD("instant early officer")),
	ONE("recipient", RECIPIENT),
};

static const struct field_rule early[] = {
	ONE("wave", HASH),
	ONE("reason", TEXT),
};

static const struct field_rule move[] = {
	ONE("wave", HASH),
	ONE("number", NUMBER),
	ONE("opens", INSTANT),
};

static const struct field_rule destroyed[] = {
	ONE("wave", HASH),
	ONE("index", NUMBER),
};

static const struct field_rule observed[] = {
	ONE("case", TEXT),
	ONE("specimen", HASH),
	ONE("observations", HASH),
	ONE("number", NUMBER),
};

static const struct field_rule clock[] = {
	ONE("keeper", TEXT),
	ONE("wave", HASH),
	ONE("reason", TEXT),
};

static const struct field_rule sighting[] = {
	ONE("seen", INSTANT),
	ONE("source", TEXT),
	ONE("evidence", HASH),
	MAYBE("bulletin", BULLETIN),
	MAYBE("case", TEXT),
};

static const struct field_rule leak_case[] = {
	ONE("case", TEXT),
	ONE("state", WORD("opened closed")),
	MANY("bulletin", BULLETIN),
};

static const struct field_rule embargo[] = {
	ONE("bulletin", BULLETIN),
	ONE("revision", NUMBER),
	MANY("terms", HASH),
	ONE("public", INSTANT),
	ONE("state", WORD("proposed active ended retracted")),
	MAYBE("reason", TEXT),
};

static const struct field_rule policy[] = {
	ONE("what", WORD("policy duties")),
	ONE("version", TEXT),
	ONE("document", HASH),
};

static const struct field_rule exception[] = {
	ONE("partner", ID),
	MAYBE("bulletin", BULLETIN),
	ONE("rule", TEXT),
	ONE("until", INSTANT),
	ONE("reason", TEXT),
};

static const struct field_rule finding[] = {
	ONE("case", TEXT),
	ONE("bulletin", BULLETIN),
	ONE("codebook", HASH),
	ONE("observed", HASH),
	ONE("level", WORD("holder copy")),
	ONE("verdict", WORD("named strong inconclusive none")),
	ONE("epsilon", TEXT),
	ONE("t", NUMBER),
	ONE("n", NUMBER),
	MANY("suspect", TEXT),
	MANY("out", TEXT),
};

/* A leaf of a set of copies. */

static const struct field_rule copy[] = {
	ONE("bulletin", BULLETIN),
	ONE("number", NUMBER),
	ONE("holder", NUMBER),
	ONE("reader", ID),
	ONE("copy", HASH),
};

/* Between vault, keeper and hub. */

static const struct field_rule share[] = {
	ONE("wave", HASH),
	ONE("index", NUMBER),
	ONE("threshold", NUMBER),
	ONE("shares", NUMBER),
	ONE("opens", INSTANT),
	ONE("value", HASH),	/* a scalar */
};

static const struct field_rule held[] = {
	ONE("wave", HASH),
	ONE("index", NUMBER),
	ONE("opens", INSTANT),
	ONE("share", HASH),
};

static const struct field_rule shown[] = {
	ONE("wave", HASH),
	ONE("index", NUMBER),
	ONE("value", HASH),	/* a scalar */
};

/* Never logged. */

static const struct field_rule evidence[] = {
	MANY("file", .type = VALUE_HEX_TEXT, .bytes = 32),
};

static const struct field_rule request[] = {
	ONE("key", TEXT),
	ONE("challenge", ID),
	ONE("method", WORD("DELETE GET HEAD POST PUT")),
	ONE("path", TEXT),
	ONE("body", HASH),
};

static const struct field_rule approval[] = {
	ONE("request", BULLETIN),	/* as long: 8 random bytes */
	ONE("shown", HASH),		/* of all that was shown */
	ONE("answer", WORD("no yes")),
	MAYBE("reason", TEXT),
};

static const struct field_rule invitation[] = {
	ONE("hub", TEXT),
	MAYBE("pin", HASH),
	ONE("log-key", VKEY),
	ONE("officer", VKEY),
	MAYBE("admin", VKEY),	/* of the partner, who invites */
	ONE("partner", ID),
	ONE("name", TEXT),
	ONE("email", TEXT),
	ONE("token", HASH),	/* 32 random bytes */
	ONE("expires", INSTANT),
};

static const struct field_rule terms[] = {
	ONE("bulletin", BULLETIN),
	ONE("revision", NUMBER),
	ONE("public", INSTANT),
	ONE("opens", INSTANT),
	ONE("wave", BULLETIN),
	ONE("agreement", TEXT),
	ONE("respond-by", INSTANT),
	MANY("use", .type = VALUE_NAME_TEXT),
};

static const struct field_rule letter[] = {
	ONE("key", TEXT),	/* the name of the writer's */
	ONE("about", WORD("agreement answer declaration duty leave mishap "
	    "people question reader report revoke sighting terms")),
	MAYBE("bulletin", BULLETIN),
	MAYBE("re", HASH),	/* of the letter that this one answers */
	MAYBE("since", INSTANT),
	MAYBE("until", INSTANT),
	MAYBE("place", TEXT),
	MAYBE("confidence", WORD("high low medium")),
	MAYBE("to", TEXT),	/* whom something was passed to */
	MAYBE("version", TEXT),	/* of the agreement that it signs */
	MAYBE("document", HASH),	/* SHA-256 of its text */
	MAYBE("revision", NUMBER),	/* of the terms that it answers */
	MAYBE("public", INSTANT),	/* by them */
	MAYBE("said", WORD("accept reject")),	/* to them */
	MAYBE("reader", ID),	/* whom it is about */
	MAYBE("reason", WORD("keys left other role")),
};

static const struct field_rule desk[] = {
	MANY("recipient", RECIPIENT),
};

static const struct field_rule members[] = {
	ONE("setting", WORD("hidden members public")),
	MANY("name", TEXT),
};

#define FIELDS(f)	f, N_ROWS(f)
#define IN_LOG(name, f)		{ name, TT_PLACE_LOG, true, true, FIELDS(f) }
#define IN_BATCH(name, f)	{ name, TT_PLACE_BATCH, true, true, FIELDS(f) }
#define OUTSIDE(name, f)	{ name, TT_PLACE_NONE, true, true, FIELDS(f) }

static const struct kind_rule kinds[] = {
	[TT_PROGRAMME] = IN_LOG("programme", programme),
	[TT_KEYS] = IN_LOG("keys", keys),
	[TT_AGREEMENT] = IN_LOG("agreement", agreement),
	[TT_PUBLISHED] = IN_LOG("published", published),
	[TT_BATCH] = { "batch", TT_PLACE_LOG, false, true, FIELDS(batch) },
	[TT_PARTNER] = IN_BATCH("partner", partner),
	[TT_READER] = IN_BATCH("reader", reader),
	[TT_CODEBOOK] = IN_BATCH("codebook", codebook),
	[TT_RENDERED] = IN_BATCH("rendered", rendered),
	[TT_WAVE] = IN_BATCH("wave", wave),
	[TT_COPIES] = IN_BATCH("copies", copies),
	[TT_CONSENT] = IN_BATCH("consent", consent),
	[TT_RECEIPT] = IN_BATCH("receipt", receipt),
	[TT_RELEASE] = IN_BATCH("release", release),
	[TT_EARLY] = IN_BATCH("early", early),
	[TT_MOVE] = IN_BATCH("move", move),
	[TT_DESTROYED] = IN_BATCH("destroyed", destroyed),
	[TT_OBSERVED] = IN_BATCH("observed", observed),
	[TT_CLOCK] = IN_BATCH("clock", clock),
	[TT_SIGHTING] = IN_BATCH("sighting", sighting),
	[TT_CASE] = IN_BATCH("case", leak_case),
	[TT_EMBARGO] = IN_BATCH("embargo", embargo),
	[TT_POLICY] = IN_BATCH("policy", policy),
	[TT_EXCEPTION] = IN_BATCH("exception", exception),
	[TT_FINDING] = IN_BATCH("finding", finding),
	[TT_COPY] = { "copy", TT_PLACE_COPIES, false, false, FIELDS(copy) },
	[TT_SHARE] = OUTSIDE("share", share),
	[TT_HELD] = OUTSIDE("held", held),
	[TT_SHOWN] = OUTSIDE("shown", shown),
	[TT_EVIDENCE] = { "evidence", TT_PLACE_NONE, false, true,
	    FIELDS(evidence) },
	[TT_REQUEST] = OUTSIDE("request", request),
	[TT_APPROVAL] = OUTSIDE("approval", approval),
	[TT_INVITATION] = OUTSIDE("invitation", invitation),
	[TT_TERMS] = { "terms", TT_PLACE_NONE, false, false, FIELDS(terms) },
	[TT_LETTER] = { "letter", TT_PLACE_NONE, false, true,
	    FIELDS(letter) },
	[TT_DESK] = OUTSIDE("desk", desk),
	[TT_MEMBERS] = OUTSIDE("members", members),
};

_Static_assert(N_ROWS(kinds) == TT_KIND_COUNT, "a row for each kind");

const struct kind_rule *
kind_rule(enum tt_kind kind)
{
	assert((unsigned)kind < TT_KIND_COUNT);
	return &kinds[kind];
}

const struct field_rule *
field_rule(enum tt_kind kind, struct span name)
{
	const struct kind_rule *k = kind_rule(kind);

	for (size_t i = 0; i < k->n; i++)
		if (span_is(name, k->field[i].name))
			return &k->field[i];
	return NULL;
}

const char *
tt_kind_name(enum tt_kind kind)
{
	return kind_rule(kind)->name;
}

enum tt_err
tt_kind_parse(enum tt_kind *out, struct span name)
{
	for (size_t i = 0; i < TT_KIND_COUNT; i++)
		if (span_is(name, kinds[i].name)) {
			*out = (enum tt_kind)i;
			return TT_OK;
		}
	return TT_ESYNTAX;
}

enum tt_venue
tt_kind_place(enum tt_kind kind)
{
	return kind_rule(kind)->place;
}

bool
tt_kind_signed(enum tt_kind kind)
{
	return kind_rule(kind)->is_signed;
}
