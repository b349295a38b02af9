/* SPDX-License-Identifier: ISC */
/* census - who could have known what of a bulletin, at an instant. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "base/json_out.h"
#include "cli/census_lines.h"
#include "cli/clock.h"
#include "cli/out.h"
#include "cli/paragraph.h"
#include "cli/say.h"
#include "cli/sealed.h"
#include "cli/verbs.h"

static const struct opt opts[] = {
	{ "at", 0, OPT_VALUE, "INSTANT",
	    "as it was then, in UTC or with an offset; now unless given" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "census",
	.args = "BULLETIN",
	.examples = {
		{ "census EX-2026-014",
		    "who could have read it by now" },
		{ "census EX-2026-014 --at 2026-12-03T09:30:00Z",
		    "who could have read it by then" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "Asks the hub for receipts and releases first, if it can be "
	    "reached.\nExit 1: the bulletin did not exist then.",
};

/* What a census never knows; it stands beside each. */
static const char *const not_in_it[] = {
	"people who were told by word of mouth",
	"people with access to partners' systems",
	"whoever took a key or a copy",
	"finders, authorities and the vendor's own staff",
	NULL
};

static const enum census_level shown[] = { CENSUS_TOLD, CENSUS_COULD,
	CENSUS_FETCHED };

struct taking {
	const struct cli *cli;
	struct vault *v;
	struct vault_bulletin record;
	bool has_poc;
	int64_t at_s, now_s;
	uint64_t size;		/* of the ledger, as last seen */
	struct census_lines lines;
};

/*
 * What the hub has and the vault has not.  A hub that is out of reach is
 * worth a note: the vault's own records are the census then.
 */
static int
ask_hub(struct taking *k)
{
	const struct hubclient_call call = { .verb = HTTP_GET,
		.path = "/checkpoint", .plain = true };
	struct http_answer a;
	struct hubclient *h;
	int code;
	enum tt_err e;

	if ((code = vault_hub(k->v, &h)) != CLI_DONE)
		return code;
	e = hubclient_try(h, &call, &a);
	if (e == TT_OK)
		http_answer_done(&a);
	if (e == TT_ENET || e == TT_EAGAIN)
		say_note(k->cli, "the hub cannot be reached now: receipts and "
		    "releases after the last visit are missing");
	else if ((code = vault_fetch(k->v)) == CLI_ALARM)
		return code;
	k->size = hubclient_seen(h)->size;
	return CLI_DONE;
}

static int
find_instant(struct taking *k, const char *at)
{
	char began[INSTANT_LEN + 1];

	k->now_s = clock_now();
	k->at_s = k->now_s;
	if (at != NULL && instant_parse_human(span_str(at), &k->at_s) != TT_OK)
		return say_fail(CLI_USAGE, "write it as 2026-12-03T09:30:00Z, "
		    "or with an offset such as +01:00",
		    "census: --at is an instant, not '%s'", at);
	if (k->at_s > k->now_s)
		return say_fail(CLI_USAGE, NULL, "census: %s is still to come",
		    at);
	if (k->at_s >= k->record.sealed_s)
		return CLI_DONE;
	instant_format(k->record.sealed_s, began);
	return say_fail(CLI_NO, NULL, "nobody could have read %s by then: it "
	    "was sealed at %s", k->record.name, began);
}

/* Its parts are in the vault, unlocked for this. */
static int
look_for_poc(struct taking *k)
{
	struct sealed *s = calloc(1, sizeof(*s));
	int code;

	if (s == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot take a census");
	code = sealed_open(s, k->v, &k->record);
	for (size_t i = 0; code == CLI_DONE &&
	    i < s->draft.manifest->n_parts; i++)
		if (s->draft.manifest->parts[i].kind == TT_PART_POC)
			k->has_poc = true;
	sealed_done(s);
	free(s);
	return code;
}

static void
add_sentence(const struct taking *k, bool poc_only, struct buf *out)
{
	const struct census_count n = census_count_at(k->lines.line,
	    k->lines.n, k->at_s, poc_only);

	buf_init(out, 4096);
	census_sentence(out, &n, poc_only ? "the proof of concept" :
	    "the bulletin", k->at_s);
}

static void
print_sentence(const struct taking *k, bool poc_only)
{
	struct buf b;

	add_sentence(k, poc_only, &b);
	if (buf_err(&b) == TT_OK)
		paragraph(0, "%s.", b.p);
	buf_done(&b);
}

static const struct out_column wave_columns[] = {
	{ "wave", "wave", OUT_TEXT },
	{ "profile", "profile", OUT_TEXT },
	{ "opens", "opens", OUT_TEXT },
	{ "readers", "readers", OUT_NUMBER },
	{ "told", "told", OUT_NUMBER },
	{ "could", "could read", OUT_NUMBER },
	{ "fetched", "fetched", OUT_NUMBER },
	{ "key", "its key", OUT_TEXT },
};

static const char *
key_words(const struct census_wave *w, int64_t at_s)
{
	if (w->released_s > at_s)
		return "not released by then";
	return w->released ? "released" : "due; its release was not seen";
}

static int
print_waves(const struct taking *k)
{
	const struct cli text = { .tty_out = true };
	struct out_table *t = out_table_new(&text, "", "", wave_columns,
	    N_ROWS(wave_columns));

	for (size_t w = 0; w < k->lines.n_waves; w++) {
		const struct census_wave *wave = &k->lines.wave[w];
		int64_t n[N_ROWS(shown)] = { 0 }, readers = 0;

		for (size_t i = 0; i < k->lines.n; i++) {
			if (k->lines.person[i].copy.wave != w)
				continue;
			readers++;
			for (size_t s = 0; s < N_ROWS(shown); s++)
				n[s] += census_at(&k->lines.line[i], shown[s],
				    k->at_s) == CENSUS_YES;
		}
		out_str(t, wave->wave.name);
		out_str(t, tt_profile_name(wave->wave.profile));
		out_instant(t, wave->wave.opens_s);
		out_int(t, readers);
		for (size_t s = 0; s < N_ROWS(shown); s++)
			out_int(t, n[s]);
		out_str(t, key_words(wave, k->at_s));
	}
	return out_table_end(t);
}

static const struct out_column person_columns[] = {
	{ "partner", "partner", OUT_TEXT },
	{ "reader", "reader", OUT_TEXT },
	{ "wave", "wave", OUT_TEXT },
	{ "could", "could read since", OUT_TEXT },
	{ "fetched", "fetched", OUT_TEXT },
};

static void
out_since(struct out_table *t, const struct census_line *line,
    enum census_level level, int64_t at_s)
{
	struct buf b;

	if (census_at(line, level, at_s) == CENSUS_NO) {
		out_none(t);
		return;
	}
	buf_init(&b, 256);
	census_since_text(&b, &line->since[level]);
	out_span(t, buf_view(&b));
	buf_done(&b);
}

/* Whoever could have read it by then. */
static int
print_people(const struct taking *k)
{
	const struct cli text = { .tty_out = true };
	struct out_table *t = out_table_new(&text, "", "", person_columns,
	    N_ROWS(person_columns));

	for (size_t i = 0; i < k->lines.n; i++) {
		const struct census_line *line = &k->lines.line[i];

		if (census_could_read(line, k->at_s) == CENSUS_NO)
			continue;
		out_str(t, line->partner);
		out_str(t, line->reader);
		out_str(t, line->as);
		out_since(t, line, CENSUS_COULD, k->at_s);
		out_since(t, line, CENSUS_FETCHED, k->at_s);
	}
	return out_table_end(t);
}

static int
print_words(const struct taking *k)
{
	char at[INSTANT_LEN + 1];
	int code;

	instant_format(k->at_s, at);
	paragraph(0, "Census of %s (%s) at %s, by the ledger as of %" PRIu64
	    " entries.", k->record.name, k->record.id, at, k->size);
	if (k->has_poc)
		print_sentence(k, true);
	print_sentence(k, false);
	if (k->record.published_s == 0)
		paragraph(0, "It has not been published yet.");
	out_line(" ");
	if ((code = print_waves(k)) != CLI_DONE)
		return code;
	out_line(" ");
	if ((code = print_people(k)) != CLI_DONE)
		return code;
	out_line(" ");
	out_line("Not in it:");
	for (size_t i = 0; not_in_it[i] != NULL; i++)
		paragraph(2, "- %s", not_in_it[i]);
	paragraph(0, "It accuses nobody.");
	return CLI_DONE;
}

static void
put_str(struct json_out *j, const char *key, const char *s)
{
	json_out_key(j, key);
	json_out_str(j, s);
}

static void
put_instant(struct json_out *j, const char *key, int64_t at_s)
{
	char s[INSTANT_LEN + 1];

	json_out_key(j, key);
	if (at_s == CENSUS_NEVER || at_s == 0) {
		json_out_null(j);
		return;
	}
	instant_format(at_s, s);
	json_out_str(j, s);
}

static void
put_sentence(struct json_out *j, const char *key, const struct taking *k,
    bool poc_only)
{
	struct buf b;

	add_sentence(k, poc_only, &b);
	json_out_key(j, key);
	json_out_span(j, buf_view(&b));
	buf_done(&b);
}

static void
put_wave(struct json_out *j, const struct census_wave *w)
{
	json_out_object(j);
	put_str(j, "wave", w->wave.name);
	put_str(j, "profile", tt_profile_name(w->wave.profile));
	put_instant(j, "opens", w->wave.opens_s);
	put_instant(j, "released", w->released ? w->released_s :
	    CENSUS_NEVER);
	json_out_object_end(j);
}

static void
put_line(struct json_out *j, const struct taking *k, size_t i)
{
	static const char *const answers[] = { [CENSUS_NO] = "no",
		[CENSUS_PERHAPS] = "perhaps", [CENSUS_YES] = "yes" };
	const struct census_line *line = &k->lines.line[i];

	json_out_object(j);
	put_str(j, "partner", line->partner);
	put_str(j, "reader", line->reader);
	put_str(j, "name", k->lines.person[i].name);
	put_str(j, "wave", line->as);
	json_out_key(j, "poc");
	json_out_bool(j, line->poc);
	put_str(j, "could_read", answers[census_could_read(line, k->at_s)]);
	for (size_t s = 0; s < N_ROWS(shown); s++) {
		const struct census_since *since = &line->since[shown[s]];

		json_out_key(j, census_level_text(shown[s]));
		if (census_at(line, shown[s], k->at_s) == CENSUS_NO) {
			json_out_null(j);
			continue;
		}
		json_out_object(j);
		put_instant(j, "from", since->from_s);
		put_instant(j, "until", since->until_s);
		json_out_object_end(j);
	}
	json_out_object_end(j);
}

static int
print_json(const struct taking *k)
{
	struct out_json o;
	struct json_out *j = out_json_begin(&o, "telltale-census/1");

	put_str(j, "bulletin", k->record.name);
	put_str(j, "id", k->record.id);
	put_instant(j, "at", k->at_s);
	json_out_key(j, "ledger_size");
	json_out_u64(j, k->size);
	put_instant(j, "published", k->record.published_s);
	put_instant(j, "public", k->record.public_s);
	put_sentence(j, "sentence", k, k->has_poc);
	put_sentence(j, "sentence_bulletin", k, false);
	json_out_key(j, "waves");
	json_out_array(j);
	for (size_t i = 0; i < k->lines.n_waves; i++)
		put_wave(j, &k->lines.wave[i]);
	json_out_array_end(j);
	json_out_key(j, "readers");
	json_out_array(j);
	for (size_t i = 0; i < k->lines.n; i++)
		put_line(j, k, i);
	json_out_array_end(j);
	json_out_key(j, "not_in_it");
	json_out_array(j);
	for (size_t i = 0; not_in_it[i] != NULL; i++)
		json_out_str(j, not_in_it[i]);
	json_out_array_end(j);
	return out_json_end(&o);
}

static int
run(struct taking *k, const struct opt_values *o)
{
	int code;
	enum tt_err e;

	if ((code = vault_open(k->v, k->cli, VAULT_WRITE,
	    opt_value(opts, o, "passphrase-file"))) != CLI_DONE ||
	    (code = sealed_find_told(k->v, o->args[0], &k->record)) !=
	    CLI_DONE ||
	    (code = find_instant(k, opt_value(opts, o, "at"))) != CLI_DONE ||
	    (code = ask_hub(k)) != CLI_DONE ||
	    (code = look_for_poc(k)) != CLI_DONE)
		return code;
	if ((e = census_lines_read(&k->lines, k->v->db, &k->record,
	    k->has_poc, k->now_s)) != TT_OK)
		return say_err(e, NULL, "cannot read who had %s",
		    k->record.name);
	return k->cli->json ? print_json(k) : print_words(k);
}

int
verb_census(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct vault v = { .lock = -1 };
	struct taking *k;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	if ((k = calloc(1, sizeof(*k))) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot take a census");
	k->cli = c;
	k->v = &v;
	code = run(k, &o);
	census_lines_done(&k->lines);
	free(k);
	vault_close(&v);
	return code;
}
