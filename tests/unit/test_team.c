/* SPDX-License-Identifier: ISC */
/* What travels between officers, and how two vaults are compared. */
#include "ledgerkit.h"
#include "cli/team/asked.h"
#include "cli/team/compose.h"
#include "cli/team/inventory.h"
#include "cli/team/lineup_file.h"
#include "cli/team/word.h"

#define ID	"00112233445566aa"
#define NOW	1780000000

static struct asked
example(const struct tt_signer *anna)
{
	struct asked a = { .id = ID, .act = APPROVAL_REMOVE,
		.subject = SPAN("north"), .reason = SPAN("a leak"),
		.asked_s = NOW, .expires_s = NOW + 86400,
		.effect = SPAN("{\"partner\":\"north\"}"),
		.shown = SPAN("north is removed\n"), .n = 1,
		.text = { SPAN("telltale/v1/early\n") } };

	a.asker = anna->vkey;
	memset(a.salt[0].b, 7, sizeof(a.salt[0].b));
	return a;
}

static void
a_request_is_read_as_it_was_written(void **state)
{
	struct tt_signer anna = kit_signer(KIT_ANNA);
	struct asked a = example(&anna), b;
	struct buf text, again;

	(void)state;
	buf_init(&text, ASKED_MAX);
	buf_init(&again, ASKED_MAX);
	assert_int_equal(TT_OK, asked_format(&a, &text));
	assert_int_equal(TT_OK, asked_parse(&b, buf_view(&text)));
	assert_string_equal(b.id, ID);
	assert_int_equal(b.act, APPROVAL_REMOVE);
	assert_true(span_eq(a.shown, b.shown));
	assert_true(tt_vkey_eq(&a.asker, &b.asker));
	assert_memory_equal(&a.salt[0], &b.salt[0], sizeof(a.salt[0]));
	assert_int_equal(TT_OK, asked_format(&b, &again));
	assert_string_equal(text.p, again.p);
	asked_done(&b);
	buf_done(&text);
	buf_done(&again);
}

static const struct {
	const char *name, *from, *to;
	enum tt_err want;
} bad[] = {
	{ "another format", "request/1", "request/9", TT_EVERSION },
	{ "an act that is none", "\"remove\"", "\"feed\"", TT_ESYNTAX },
	{ "longer than its act is good for", "2026-05-29", "2026-05-30",
	  TT_ESYNTAX },
	{ "an id in capitals", "66aa", "66AA", TT_ESYNTAX },
	{ "a salt too short", "0707\"", "\"", TT_ESYNTAX },
	{ "a NUL where people read", "is removed", "is\\u0000moved",
	  TT_ESYNTAX },
};

/* The text with what is at `from` replaced. */
static void
replace(const struct buf *text, const char *from, const char *to,
    struct buf *out)
{
	const char *at = strstr(text->p, from);

	assert_non_null(at);
	buf_add(out, text->p, (size_t)(at - text->p));
	buf_str(out, to);
	buf_str(out, at + strlen(from));
}

static void
a_request_that_is_none_is_refused(void **state)
{
	struct tt_signer anna = kit_signer(KIT_ANNA);
	struct asked a = example(&anna), b, kept;
	struct buf text, changed;

	buf_init(&text, ASKED_MAX);
	assert_int_equal(TT_OK, asked_format(&a, &text));
	for (size_t i = 0; i < N_ROWS(bad); i++) {
		CHECK_ROW(state, bad[i].name);
		buf_init(&changed, ASKED_MAX);
		replace(&text, bad[i].from, bad[i].to, &changed);
		memset(&b, 0xaa, sizeof(b));
		kept = b;
		assert_int_equal(bad[i].want, asked_parse(&b,
		    buf_view(&changed)));
		assert_memory_equal(&b, &kept, sizeof(b));
		buf_done(&changed);
	}
	buf_done(&text);
}

static void
an_answer_is_bound_to_what_was_shown(void **state)
{
	struct tt_signer bert = kit_signer(KIT_BERT);
	struct tt_signer carla = kit_signer(KIT_CARLA);
	struct word_new n = { .by = &bert, .origin = SPAN(ORIGIN), .id = ID,
		.shown = { { 1 } }, .yes = false, .reason = "not yet",
		.now_s = NOW };
	const struct hash other = { { 2 } };
	struct word_said said;
	struct word w;
	struct buf text;

	(void)state;
	buf_init(&text, WORD_MAX);
	assert_int_equal(TT_OK, word_make(&n, &text));
	assert_int_equal(TT_OK, word_parse(&w, buf_view(&text)));
	assert_int_equal(TT_OK, word_check(&w, SPAN(ORIGIN), ID, &n.shown,
	    &bert.vkey, &said));
	assert_false(said.yes);
	assert_string_equal(said.reason, "not yet");
	assert_int_equal(said.time_s, NOW);
	assert_int_equal(TT_EREFUSED, word_check(&w, SPAN(ORIGIN), ID, &other,
	    &bert.vkey, &said));
	assert_int_equal(TT_EREFUSED, word_check(&w, SPAN(ORIGIN),
	    "00112233445566bb", &n.shown, &bert.vkey, &said));
	assert_int_equal(TT_EREFUSED, word_check(&w, SPAN("other.example"),
	    ID, &n.shown, &bert.vkey, &said));
	assert_int_equal(TT_EUNSIGNED, word_check(&w, SPAN(ORIGIN), ID,
	    &n.shown, &carla.vkey, &said));
	word_done(&w);
	buf_done(&text);
}

/* Lines under statements. */

#define EARLY_TEXT	"telltale/v1/early\nlog " ORIGIN \
			"\ntime 2026-05-28T00:00:00Z\nwave " \
			"0000000000000000000000000000000000000000000000000000" \
			"000000000000\nreason leak\n"
#define CASE_TEXT	"telltale/v1/case\nlog " ORIGIN \
			"\ntime 2026-05-28T00:00:00Z\ncase one\nstate opened\n"
#define FROM_PUBLISHER	"telltale/v1/published\nlog " ORIGIN \
			"\ntime 2026-05-28T00:00:00Z\nadvisory EX-1\n" \
			"document " \
			"0000000000000000000000000000000000000000000000000000" \
			"000000000000\n"

static const struct {
	const char *name, *text;
	enum kit_key by[3];	/* in the order in which they signed */
	enum tt_err want;
	unsigned lines;
} composed[] = {
	{ "two officers", EARLY_TEXT, { KIT_BERT, KIT_ANNA }, TT_OK, 2 },
	{ "one of two", EARLY_TEXT, { KIT_BERT }, TT_EUNSIGNED, 0 },
	{ "counsel's line is left out", EARLY_TEXT, { KIT_CARLA, KIT_ANNA,
	  KIT_BERT }, TT_OK, 2 },
	{ "one officer is enough", CASE_TEXT, { KIT_BERT, KIT_ANNA }, TT_OK,
	  1 },
	{ "a stranger's line is left out", CASE_TEXT, { KIT_OTHER, KIT_ANNA },
	  TT_OK, 1 },
	{ "nobody's but the publisher's", FROM_PUBLISHER, { KIT_ANNA }, TT_OK,
	  1 },
};

static struct tt_statement
list_of_keys(struct buf *text)
{
	static struct tt_statement_out o;
	struct tt_signer anna = kit_signer(KIT_ANNA);
	struct tt_signer bert = kit_signer(KIT_BERT);
	const struct tt_signer *both[] = { &anna, &bert };
	struct tt_statement s;

	tt_statement_begin(&o, TT_KEYS, SPAN(ORIGIN), NOW);
	tt_statement_put_number(&o, "number", 1);
	tt_statement_put_pair(&o, "key", SPAN("officer"),
	    span_str(kit_vkey(KIT_ANNA)));
	tt_statement_put_pair(&o, "key", SPAN("officer"),
	    span_str(kit_vkey(KIT_BERT)));
	tt_statement_put_pair(&o, "key", SPAN("counsel"),
	    span_str(kit_vkey(KIT_CARLA)));
	tt_statement_put_pair(&o, "key", SPAN("log"),
	    span_str(kit_vkey(KIT_LOG)));
	buf_init(text, TT_STATEMENT_MAX);
	assert_int_equal(TT_OK, tt_statement_sign(&o, both, 2, text));
	assert_int_equal(TT_OK, tt_statement_parse(&s, buf_view(text), NULL));
	return s;
}

static void
the_lines_are_those_that_are_asked_for(void **state)
{
	struct buf list, note[3], out, again;
	struct tt_statement keys = list_of_keys(&list);
	const struct tt_authority a = { .keys = &keys };
	struct tt_signer desk = kit_signer(KIT_KEEPER);
	struct tt_note parsed;

	for (size_t i = 0; i < N_ROWS(composed); i++) {
		struct span text = span_str(composed[i].text), line[3];
		size_t n = 0;

		CHECK_ROW(state, composed[i].name);
		for (; n < 3 && composed[i].by[n] != 0; n++) {
			struct tt_signer s = kit_signer(composed[i].by[n]);
			const struct tt_signer *one = &s;

			buf_init(&note[n], TT_NOTE_MAX);
			assert_int_equal(TT_OK, tt_note_sign(&note[n], text,
			    &one, 1));
			line[n] = span_of(note[n].p + text.n + 1,
			    note[n].n - text.n - 1);
		}
		buf_init(&out, TT_STATEMENT_MAX);
		buf_init(&again, TT_STATEMENT_MAX);
		assert_int_equal(composed[i].want, compose(text, line, n, &a,
		    &desk, &out));
		if (composed[i].want == TT_OK) {
			assert_int_equal(TT_OK, tt_note_parse(&parsed,
			    buf_view(&out)));
			assert_int_equal(composed[i].lines, parsed.n);
			assert_int_equal(TT_OK, compose(text, line, n, &a,
			    &desk, &again));
			assert_true(span_eq(buf_view(&out),
			    buf_view(&again)));
		}
		buf_done(&out);
		buf_done(&again);
		while (n > 0)
			buf_done(&note[--n]);
	}
	buf_done(&list);
}

/* Two vaults, and what both were before. */

static const struct {
	const char *name, *base, *less, *more;
	bool within;
} pairs[] = {
	{ "nothing happened in either", "a\nb\n", "a\nb\n", "a\nb\n", true },
	{ "nothing here, something there", "a\nb\n", "a\nb\n", "a\nc\n",
	  true },
	{ "something here, nothing there", "a\nb\n", "a\nc\n", "a\nb\n",
	  false },
	{ "the same in both", "a\nb\n", "a\nc\n", "a\nc\n", true },
	{ "the same in both, and more there", "a\nb\n", "a\nc\n", "a\nc\nd\n",
	  true },
	{ "something else in each", "a\n", "a\nc\n", "a\nd\n", false },
	{ "gone here, kept there", "a\nb\n", "a\n", "a\nb\nc\n", false },
	{ "gone in both", "a\nb\n", "a\n", "a\nc\n", true },
	{ "never the same, all of it there", "", "a\n", "a\nb\n", true },
	{ "never the same", "", "a\n", "b\n", false },
};

static void
whoever_has_all_of_it_goes_on(void **state)
{
	struct inventory base, less, more;

	for (size_t i = 0; i < N_ROWS(pairs); i++) {
		CHECK_ROW(state, pairs[i].name);
		assert_int_equal(TT_OK, inventory_parse(&base,
		    span_str(pairs[i].base)));
		assert_int_equal(TT_OK, inventory_parse(&less,
		    span_str(pairs[i].less)));
		assert_int_equal(TT_OK, inventory_parse(&more,
		    span_str(pairs[i].more)));
		assert_int_equal(pairs[i].within, inventory_within(&base,
		    &less, &more));
		assert_int_equal(inventory_same(&less, &more),
		    strcmp(pairs[i].less, pairs[i].more) == 0);
		inventory_done(&base);
		inventory_done(&less);
		inventory_done(&more);
	}
	assert_int_equal(TT_ESYNTAX, inventory_parse(&base, SPAN("cut")));
}

static void
a_line_up_is_read_as_it_was_written(void **state)
{
	static struct lineup_file l, again;
	struct tt_age_identity id;
	struct buf text;

	(void)state;
	tt_age_identity_generate(&id, rng_system());
	for (; l.n < 2; l.n++) {
		snprintf(l.of[l.n].name, sizeof(l.of[l.n].name), "%s",
		    l.n == 0 ? "anna" : "bert");
		l.of[l.n].seal = id.recipient;
		l.of[l.n].sign = kit_signer(l.n == 0 ? KIT_ANNA :
		    KIT_BERT).vkey;
	}
	buf_init(&text, LINEUP_FILE_MAX);
	lineup_file_format(&l, &text);
	assert_int_equal(TT_OK, lineup_file_parse(&again, buf_view(&text)));
	assert_int_equal(2, again.n);
	assert_non_null(lineup_file_find(&again, "bert"));
	assert_null(lineup_file_find(&again, "carla"));
	lineup_file_format(&l, &text);	/* everybody twice */
	assert_int_equal(TT_EEXIST, lineup_file_parse(&again,
	    buf_view(&text)));
	assert_int_equal(TT_ESYNTAX, lineup_file_parse(&again, SPAN("")));
	assert_int_equal(TT_ESYNTAX, lineup_file_parse(&again,
	    SPAN("anna\n")));
	buf_done(&text);
}

TEST_MAIN(cmocka_unit_test(a_request_is_read_as_it_was_written),
    cmocka_unit_test(a_request_that_is_none_is_refused),
    cmocka_unit_test(an_answer_is_bound_to_what_was_shown),
    cmocka_unit_test(the_lines_are_those_that_are_asked_for),
    cmocka_unit_test(whoever_has_all_of_it_goes_on),
    cmocka_unit_test(a_line_up_is_read_as_it_was_written))
