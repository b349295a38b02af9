/* SPDX-License-Identifier: ISC */
/*
 * Proposals: where the public table speaks and where it is silent, what is
 * never touched, and that no choice anywhere spoils another.
 */
#include <dirent.h>

#include "base/rng.h"
#include "test.h"
#include "telltale/wording.h"
#include "wording/coupling.h"
#include "wording/page.h"
#include "wording/sound.h"

static struct tt_wordings *table;

static int
read_table(void **state)
{
	static struct tt_diags diags;
	size_t n;
	const struct tt_wordings_text *t = tt_wordings_public(&n);

	(void)state;
	return tt_wordings_parse(&table, t, n, &diags) == TT_OK ? 0 : -1;
}

struct cut {
	struct tt_prose *prose;
	struct tt_proposals *all;
};

static struct cut
propose_in(struct span text, enum tt_prose_format format)
{
	struct cut c = { NULL, NULL };

	assert_int_equal(TT_OK, tt_prose_cut(&c.prose, format, text));
	assert_int_equal(TT_OK, tt_wording_propose(&c.all, table, text,
	    c.prose));
	return c;
}

static void
done(struct cut *c)
{
	tt_prose_free(c->prose);
	tt_proposals_free(c->all);
}

/* The draft with its sites, as a marked text. */
static void
write_marked(struct span text, const struct tt_proposals *p, struct buf *b)
{
	size_t at = 0;

	for (size_t i = 0; i < p->n; i++) {
		const struct tt_proposal *s = &p->at[i];

		buf_add(b, text.p + at, s->offset - at);
		buf_str(b, "{{");
		for (size_t k = 0; k < s->n; k++) {
			buf_str(b, k == 0 ? "" : "|");
			buf_span(b, s->alternatives[k]);
		}
		buf_str(b, "}}");
		at = s->offset + s->length;
	}
	buf_add(b, text.p + at, text.n - at);
}

#define TWENTY_WORDS	"He came home late and saw a cat on the dark roof of " \
			"her old red house near a small quiet lake."

static const struct {
	const char *name, *draft, *want;	/* NULL: as it stands */
} rows[] = {
	{ "a capital is carried over", "Prior to version 2.1 it was so.",
	  NULL },
	{ "a phrase", "All versions prior to 2.1 have it.",
	  "All versions {{prior to|before}} 2.1 have it." },
	{ "and the other way", "All versions before 2.1 have it.",
	  "All versions {{before|prior to}} 2.1 have it." },
	{ "before a clause it is another word",
	  "Stop the server before the client is ready again.", NULL },
	{ "an article stays right", "It sends a crafted request today.",
	  "It sends a {{crafted|specially crafted|specially constructed}} "
	  "request today." },
	{ "both begin with a vowel", "Here an attacker from outside waits.",
	  NULL },
	{ "at the start of a sentence", "It works. Nevertheless, nobody knows.",
	  "It works. {{Nevertheless|Nonetheless}}, nobody knows." },
	{ "a base that looks like a participle",
	  "They let it run commands. It is run by root.",
	  "They let it {{run|execute}} commands. It is run by root." },
	{ "a line end within", "We are safe at the\ntime of writing here.",
	  "We are safe {{at the\ntime of writing|as of this\nwriting|"
	  "as of this\nadvisory}} here." },
	{ "a word that is put in", "We suggest you take it home.",
	  "We {{suggest|recommend}} {{|that }}you take it home." },
	{ "and taken out", "We suggest that you take it home.",
	  "We {{suggest|recommend}} {{that |}}you take it home." },
	{ "short forms where there is one",
	  "It isn't ready and they are not here.", NULL },
	{ "a date", "It came on October 7, 2024 to us.",
	  "It came on {{October 7, 2024|7 October 2024}} to us." },
	{ "no date in figures", "It came on 2024-10-07 to us.", NULL },
	{ "a date without its year", "It came on October 7th to us.",
	  "It came on {{October 7th|October 7|7 October}} to us." },
	{ "a date with an ordinal", "It came on 7th October 2024 to us.",
	  "It came on {{7th October 2024|October 7, 2024|7 October 2024}} "
	  "to us." },
	{ "the comma of a list", "Here drop files, folders, and links of it.",
	  "Here drop files, folders{{, and| and}} links of it." },
	{ "not where the paragraph has two of them",
	  "Here drop files, folders, and links of it. See cats, dogs, and "
	  "birds of it.",
	  "Here drop files, folders, and links of it. See cats, dogs, and "
	  "birds of it." },
	{ "what is likely, and what is likely to result",
	  "It will most likely result in a fall.",
	  "It will {{most likely|probably}} result in a fall." },
	{ "none that parts clauses",
	  "Here drop files, folders, and they are gone.", NULL },
	{ "nor sets off what is put in",
	  "Here drop files, folders, and links, of it.", NULL },
	{ "nor after what opens a sentence",
	  "Under load, files, and links are gone.", NULL },
	{ "nor in a list within a list",
	  "Here drop red and blue files, folders, and links or pipes.", NULL },
	{ "no date of an embargo",
	  "The embargo is until October 7, 2024 for us.", NULL },
	{ "the perfect beside a verb that reads like a month",
	  "The module was released and may be used there.",
	  "The module {{was|has been}} released and may be used there." },
	{ "but not beside the month",
	  "On 3 May, the module was released by him.",
	  "On {{3 May|May 3}}, the module was released by him." },
	{ "nor before it", "The module was released on May 3 by him.",
	  "The module was released on {{May 3|3 May}} by him." },
	{ "access is not enabled to do something",
	  "This will allow an intruder access to it.",
	  "This will allow an intruder access to it." },
	{ "no date with a time",
	  "It came on October 7, 2024 at 17:00 to us.", NULL },
	{ "a word with a hyphen or without one", "They reuse his key twice.",
	  "They {{reuse|re-use}} his key twice." },
	{ "not where the paragraph has it in another form",
	  "They reuse his key. So it was. Reusing keys is bad.",
	  "They reuse his key. So it was. Reusing keys is bad." },
	{ "but where a paragraph further on has it",
	  "They reuse his key.\n\n" TWENTY_WORDS "\n\nReusing keys is bad.",
	  "They {{reuse|re-use}} his key.\n\n" TWENTY_WORDS "\n\n"
	  "{{Reusing|Re-using}} keys is bad." },
	{ "not where it stands in two words",
	  "The filename is long. Here stands a second file name.",
	  "The filename is long. Here stands a second file name." },
	{ "nor where a part of the term stands",
	  "He found a denial-of-service attack. It is no denial of service.",
	  "He found a denial-of-service attack. It is no denial of service." },
	{ "a term that stands once", "He found a denial-of-service attack.",
	  "He found a {{denial-of-service attack|denial of service attack}}." },
	{ "British or American", "They sanitize his key twice.",
	  "They {{sanitize|sanitise}} his key twice." },
	{ "not where another word says which",
	  "They sanitize his key. It reserializes keys.",
	  "They sanitize his key. It reserializes keys." },
	{ "whatever its ending", "They sanitize his key in its defense.",
	  "They sanitize his key in its defense." },
	{ "a word that only ends like one says nothing",
	  "They sanitize his size or otherwise compromise it.",
	  "They {{sanitize|sanitise}} his size or otherwise compromise it." },
	{ "no date where the paragraph has two",
	  "It came on October 7, 2024. So it was. They saw it on October 9.",
	  "It came on October 7, 2024. So it was. They saw it on October 9." },
	{ "but its comma, where the other has none",
	  "It came on October 7 2024.\n\nThey saw it on October 9 again.",
	  "It came on {{October 7 2024|October 7, 2024}}.\n\nThey saw it on "
	  "October 9 again." },
	{ "or has one",
	  "It came on October 7 2024.\n\nThey saw it on October 9, 2024.",
	  "It came on {{October 7 2024|October 7, 2024}}.\n\nThey saw it on "
	  "October 9, 2024." },
	{ "not where both go without",
	  "It came on October 7 2024.\n\nThey saw it on October 9 2024.",
	  "It came on October 7 2024.\n\nThey saw it on October 9 2024." },
	{ "nor a plain day among others that are not",
	  "It came on May 7th 2024.\n\nThey saw it on October 9th again.",
	  "It came on May 7th 2024.\n\nThey saw it on October 9th again." },
	{ "a short month shows a manner, and stays",
	  "It came on Oct 7, 2024.\n\nThey saw it on 9 October 2024.",
	  "It came on Oct 7, 2024.\n\nThey saw it on 9 October 2024." },
	{ "a word across two paragraphs, side by side",
	  "They reuse his key.\n\nReusing keys is bad.",
	  "They reuse his key.\n\nReusing keys is bad." },
	{ "one party where the paragraph names it once",
	  "An attacker waits there. It is late.",
	  "An {{attacker|adversary}} waits there. It is late." },
	{ "not two where it names it again",
	  "An attacker waits there. They say the attacker left.",
	  "An attacker waits there. They say the attacker left." },
};

static void
a_site_stands_where_its_context_allows(void **state)
{
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		struct span text = span_str(rows[i].draft);
		struct cut c = propose_in(text, TT_PROSE_TEXT);
		struct buf b;

		CHECK_ROW(state, rows[i].name);
		buf_init(&b, 1 << 16);
		write_marked(text, c.all, &b);
		assert_int_equal(TT_OK, buf_err(&b));
		if (rows[i].want != NULL)
			assert_string_equal(rows[i].want, b.p);
		buf_done(&b);
		done(&c);
	}
}

/* In each of them stands a wording of the table that is not to be touched. */
static const struct {
	const char *name, *draft;
} untouched[] = {
	{ "in quotes", "He wrote \"prior to 2.1 the issue occurs\" there." },
	{ "in single quotes", "He wrote 'prior to 2.1 it occurs' there." },
	{ "in typographic quotes",
	  "He wrote \u201cprior to 2.1 it occurs\u201d there." },
	{ "a quote that never ends",
	  "He wrote \"all versions prior to 2.1 are so." },
	{ "in inline code", "Call `prior to 2.1` and go there." },
	{ "an identifier", "The name prior_to_2.1 stands for issue_tracker." },
	{ "a path", "Look at /usr/prior/to/issue and www.via.example there." },
	{ "a name of several words", "The Bank Prior To Before Inc Corp." },
	{ "a heading in capitals", "THE ISSUE OCCURS PRIOR TO 2.1" },
	{ "normative words", "You must, shall, should or may go there now." },
	{ "a term of the trade", "A remote code execution in libfoo came." },
	{ "a CVE id", "See CVE-2024-9681 and CWE-125 for it there." },
	{ "what is said to be none", "Not a vulnerability. It is so." },
	{ "a comma of a pair", "This is similar, but not identical, to him." },
	{ "a site that stands already",
	  "All versions {{prior to|before}} 2.1 do it." },
};

static void
some_words_are_never_touched(void **state)
{
	for (size_t i = 0; i < N_ROWS(untouched); i++) {
		struct cut c = propose_in(span_str(untouched[i].draft),
		    TT_PROSE_MARKDOWN);

		CHECK_ROW(state, untouched[i].name);
		assert_int_equal(0, c.all->n);
		done(&c);
	}
}

static const struct {
	const char *before, *after;
	bool fits;
} sounds[] = {
	{ "a", "flaw", true }, { "an", "flaw", false },
	{ "a", "issue", false }, { "an", "issue", true },
	{ "a", "user", true }, { "an", "user", false },
	{ "an", "hour", true }, { "a", "one-time", true },
	{ "an", "uninitialised", true }, { "a", "unique", true },
	{ "a", "utility", true }, { "an", "update", true },
	{ "the", "the", false }, { "the", "The", false },
	{ "to", "go", true },
};

static void
articles_go_with_what_follows(void **state)
{
	for (size_t i = 0; i < N_ROWS(sounds); i++) {
		struct seen a = { SEEN_WORD, 0, span_str(sounds[i].before) };
		struct seen b = { SEEN_WORD, 0, span_str(sounds[i].after) };

		CHECK_ROW(state, sounds[i].after);
		assert_int_equal(sounds[i].fits, sound_follows(&a, &b));
	}
}

/* Any alternative at each place. */
static void
render(struct span text, const struct tt_proposals *p, struct rng r,
    struct buf *b, size_t *offsets)
{
	size_t at = 0;

	for (size_t i = 0; i < p->n; i++) {
		const struct tt_proposal *s = &p->at[i];

		buf_add(b, text.p + at, s->offset - at);
		offsets[i] = b->n;
		buf_span(b, s->alternatives[rng_below(r, s->n)]);
		at = s->offset + s->length;
	}
	buf_add(b, text.p + at, text.n - at);
}

/* Faults of articles and doubled words that a text has. */
static size_t
count_faults(struct span text, enum tt_prose_format format)
{
	struct tt_prose *prose;
	struct page pg;
	size_t n = 0;

	assert_int_equal(TT_OK, tt_prose_cut(&prose, format, text));
	assert_int_equal(TT_OK, page_read(&pg, table, text, prose));
	for (size_t i = 1; i < pg.n; i++) {
		const struct seen *a = &pg.at[i - 1].s, *b = &pg.at[i].s;

		n += a->kind == SEEN_WORD && b->kind == SEEN_WORD &&
		    !sound_follows(a, b);
	}
	page_done(&pg);
	tt_prose_free(prose);
	return n;
}

/* What stands in order, does not overlap, and says what the draft says. */
static void
check_shape(struct span text, const struct tt_proposals *p)
{
	size_t end = 0;

	for (size_t i = 0; i < p->n; i++) {
		const struct tt_proposal *s = &p->at[i];

		assert_true(s->offset >= end);
		assert_true(s->length <= text.n - s->offset);
		assert_in_range(s->n, 2, TT_Q_MAX);
		assert_true(span_eq(s->alternatives[0],
		    span_of(text.p + s->offset, s->length)));
		assert_true(s->why[0] != '\0');
		assert_true(s->group[0] != '\0');
		for (size_t k = 1; k < s->n; k++)
			for (size_t j = 0; j < k; j++)
				assert_false(span_eq(s->alternatives[k],
				    s->alternatives[j]));
		end = s->offset + s->length;
	}
}

/* A candidate of this group there, whose conditions hold by themselves. */
static bool
stands(const struct matching *m, const struct candidates *all, size_t offset,
    const char *group)
{
	for (size_t i = 0; i < all->n; i++) {
		struct candidate c = *all->at[i];
		struct taken none;
		bool ok;

		if (c.offset != offset || strcmp(c.group->name, group) != 0)
			continue;
		none.inside = calloc(m->pg->n + 1, sizeof(*none.inside));
		none.before = calloc(m->pg->n + 1, sizeof(*none.before));
		assert_non_null(none.inside);
		assert_non_null(none.before);
		ok = coupling_take(m, &none, &c);
		free(none.inside);
		free(none.before);
		if (ok)
			return true;
	}
	return false;
}

/* A short line may read as a title for want of one small word. */
static bool
is_closed_at(const struct page *pg, size_t offset)
{
	for (size_t i = 0; i < pg->n; i++)
		if (pg->at[i].run != PAGE_NO_RUN &&
		    pg->at[i].offset >= offset)
			return pg->at[i].closed;
	return false;
}

/* Of a rule, and of no table. */
static bool
is_ruled(const char *group)
{
	return strcmp(group, "date") == 0 || strcmp(group, "order") == 0 ||
	    strcmp(group, "serial-comma") == 0;
}

/*
 * In a rendering, each site's group stands where the site was: its wording is
 * one of the group's, and what is beside it allows it.
 */
static void
check_rendering(struct span text, enum tt_prose_format format,
    const struct tt_proposals *p, const size_t *offsets)
{
	struct arena arena = { NULL };
	struct tt_prose *prose;
	struct page pg;
	struct matching m = { .w = table, .pg = &pg, .draft = text,
		.arena = &arena };
	struct candidates all;

	assert_int_equal(TT_OK, tt_prose_cut(&prose, format, text));
	m.prose = prose;
	assert_int_equal(TT_OK, page_read(&pg, table, text, prose));
	pg.informal = true;	/* as the draft may have been */
	assert_int_equal(TT_OK, candidates_find(&all, &m));
	for (size_t i = 0; i < p->n; i++) {
		const char *group = p->at[i].group;

		if (!is_ruled(group) && !is_closed_at(&pg, offsets[i]) &&
		    !stands(&m, &all, offsets[i], group))
			fail_msg("%s: '%.*s' at %zu", group, 60,
			    text.p + offsets[i], offsets[i]);
	}
	free(all.at);
	page_done(&pg);
	tt_prose_free(prose);
	arena_done(&arena);
}

static void
check_uncoupled(struct span text, enum tt_prose_format format, struct rng r)
{
	struct cut c = propose_in(text, format);
	size_t faults = count_faults(text, format);
	size_t *offsets = calloc(c.all->n + 1, sizeof(*offsets));

	assert_non_null(offsets);
	check_shape(text, c.all);
	for (int round = 0; round < 4; round++) {
		struct buf b;

		buf_init(&b, 1 << 24);
		render(text, c.all, r, &b, offsets);
		assert_int_equal(TT_OK, buf_err(&b));
		assert_true(count_faults(buf_view(&b), format) <= faults);
		check_rendering(buf_view(&b), format, c.all, offsets);
		buf_done(&b);
	}
	free(offsets);
	done(&c);
}

static void
check_folder(const char *path, struct rng r)
{
	DIR *d = opendir(path);
	struct dirent *e;

	assert_non_null(d);
	while ((e = readdir(d)) != NULL) {
		char file[4096];
		enum tt_prose_format f;
		size_t n;
		char *p;

		if (e->d_name[0] == '.')
			continue;
		snprintf(file, sizeof(file), "%s/%s", path, e->d_name);
		CHECK_ROW(NULL, file);
		p = test_read(file, &n);
		f = tt_prose_format_of(span_str(e->d_name), span_of(p, n));
		check_uncoupled(span_of(p, n), f, r);
		free(p);
	}
	closedir(d);
}

static struct rng
seeded(struct rng_seeded *state)
{
	static const uint8_t seed[32] = { 4 };

	return rng_seeded(state, seed);
}

static void
no_choice_spoils_another(void **state)
{
	struct rng_seeded s;

	(void)state;
	check_folder(TEST_DATA "/wording", seeded(&s));
}

static void
nor_in_real_advisories(void **state)
{
	static const char *const folders[] = { "cisa-csaf", "curl",
		"kernelctf", "openssl-cve", "openstack", "rustsec" };
	struct rng_seeded s;
	struct rng r = seeded(&s);

	(void)state;
	for (size_t i = 0; i < N_ROWS(folders); i++) {
		char rel[64];

		snprintf(rel, sizeof(rel), "data/advisories/%s", folders[i]);
		check_folder(shared_or_skip(rel), r);
	}
}

/* "let it run" is not "let it executed"; "it was run" may be. */
static void
a_base_is_not_taken_for_a_participle(void **state)
{
	static const struct tt_wordings_text tables[] = {
		{ SPAN_INIT("t"), SPAN_INIT("irregular run runs running ran "
		    "run\nverb a: run | execute\n\twhy x\n"), true },
		{ SPAN_INIT("t"), SPAN_INIT("irregular run runs running ran "
		    "run\nverb a: run | execute\n\tforms part\n"
		    "\tbefore was\n\twhy x\n"), true },
	};
	static const char *const want[] = { "execute", "executed" };
	static struct tt_diags diags;
	struct tt_wordings *kept = table;

	(void)state;
	for (size_t i = 0; i < N_ROWS(tables); i++) {
		struct tt_wordings *w;
		struct cut c;

		assert_int_equal(TT_OK, tt_wordings_parse(&w, &tables[i], 1,
		    &diags));
		table = w;
		c = propose_in(span_str(i == 0 ? "They let him run code now." :
		    "The code was run by him."), TT_PROSE_TEXT);
		assert_int_equal(1, c.all->n);
		assert_true(span_is(c.all->at[0].alternatives[1], want[i]));
		done(&c);
		tt_wordings_free(w);
		table = kept;
	}
}

/* Two sites whose conditions look at each other are not both proposed. */
static void
one_that_would_be_coupled_is_left_out(void **state)
{
	static const struct tt_wordings_text t = { SPAN_INIT("t"), SPAN_INIT(
	    "words a: big | large\n\tafter dog\n\twhy x\n"
	    "words b: dog | hound\n\twhy x\n"), true };
	static struct tt_diags diags;
	struct tt_wordings *w, *kept = table;
	struct cut c;

	(void)state;
	assert_int_equal(TT_OK, tt_wordings_parse(&w, &t, 1, &diags));
	table = w;
	c = propose_in(SPAN("Here the big dog sleeps and eats."),
	    TT_PROSE_TEXT);
	assert_int_equal(1, c.all->n);
	assert_true(c.all->at[0].own);
	assert_string_equal("a", c.all->at[0].group);
	done(&c);
	table = kept;
	tt_wordings_free(w);
}

/* Whichever of the two is looked at first. */
static void
nor_is_a_word_that_another_site_may_bring_again(void **state)
{
	static const struct tt_wordings_text t = { SPAN_INIT("t"), SPAN_INIT(
	    "words a: big | reusable\n\twhy x\n"
	    "words b: reuse | re-use\n\tuniform\n\twhy x\n"
	    "words c: dog | hound\n\tparagraph not reusable\n\twhy x\n"),
	    true };
	static const struct {
		const char *draft, *group;
	} drafts[] = {
		{ "They reuse it. The big one is here.", "b" },
		{ "The big one is here. They reuse it.", "a" },
		{ "The dog is ill. The big one is here.", "c" },
		{ "The big one is here. The dog is ill.", "a" },
	};
	static struct tt_diags diags;
	struct tt_wordings *w, *kept = table;

	assert_int_equal(TT_OK, tt_wordings_parse(&w, &t, 1, &diags));
	table = w;
	for (size_t i = 0; i < N_ROWS(drafts); i++) {
		struct cut c = propose_in(span_str(drafts[i].draft),
		    TT_PROSE_TEXT);

		CHECK_ROW(state, drafts[i].draft);
		assert_int_equal(1, c.all->n);
		assert_string_equal(drafts[i].group, c.all->at[0].group);
		done(&c);
	}
	table = kept;
	tt_wordings_free(w);
}

static void
a_vendors_group_comes_first(void **state)
{
	static struct tt_diags diags;
	struct tt_wordings_text t[64];
	struct tt_wordings *w, *kept = table;
	struct cut c;
	size_t n;
	const struct tt_wordings_text *public = tt_wordings_public(&n);

	(void)state;
	assert_true(n < 63);
	t[0] = (struct tt_wordings_text){ SPAN("own"), SPAN("words mine: "
	    "prior to | lower than\n\tafter <number>\n\twhy ours\n"), true };
	memcpy(t + 1, public, n * sizeof(*t));
	assert_int_equal(TT_OK, tt_wordings_parse(&w, t, n + 1, &diags));
	table = w;
	c = propose_in(SPAN("All versions prior to 2.1 have it."),
	    TT_PROSE_TEXT);
	assert_int_equal(1, c.all->n);
	assert_string_equal("mine", c.all->at[0].group);
	assert_true(c.all->at[0].own);
	done(&c);
	table = kept;
	tt_wordings_free(w);
}

static void
without_a_table_there_are_rules(void **state)
{
	struct tt_wordings *kept = table;
	struct cut c;

	(void)state;
	table = NULL;
	c = propose_in(SPAN("It came prior to us on 7 October 2024 again."),
	    TT_PROSE_TEXT);
	assert_int_equal(1, c.all->n);
	assert_string_equal("date", c.all->at[0].group);
	done(&c);
	table = kept;
}

/* What JSON may not hold is never put into it. */
static void
lists_in_free_order_are_sites(void **state)
{
	struct span text = SPAN("{\"document\": {\"references\": ["
	    "{\"url\": \"https://a.example\"}, {\"url\": \"https://b.example\"}"
	    "]}}");
	struct cut c = propose_in(text, TT_PROSE_JSON);

	(void)state;
	assert_int_equal(1, c.all->n);
	assert_int_equal(TT_CLASS_ORDER, c.all->at[0].class);
	assert_int_equal(2, c.all->at[0].n);
	done(&c);
}

TEST_MAIN_SETUP(read_table,
    cmocka_unit_test(a_site_stands_where_its_context_allows),
    cmocka_unit_test(some_words_are_never_touched),
    cmocka_unit_test(articles_go_with_what_follows),
    cmocka_unit_test(a_base_is_not_taken_for_a_participle),
    cmocka_unit_test(one_that_would_be_coupled_is_left_out),
    cmocka_unit_test(nor_is_a_word_that_another_site_may_bring_again),
    cmocka_unit_test(a_vendors_group_comes_first),
    cmocka_unit_test(without_a_table_there_are_rules),
    cmocka_unit_test(lists_in_free_order_are_sites),
    cmocka_unit_test(no_choice_spoils_another),
    cmocka_unit_test(nor_in_real_advisories))
