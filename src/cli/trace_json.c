/* SPDX-License-Identifier: ISC */
/* trace_json - a trace for programs: DESIGN section 5, and more. */
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "base/instant.h"
#include "base/secret.h"
#include "cli/out.h"
#include "cli/say.h"
#include "cli/trace_json_own.h"
#include "telltale/commitment.h"

static void
put_hash(struct json_out *j, const char *key, const struct hash *h)
{
	json_out_key(j, key);
	json_out_hex(j, h->b, sizeof(h->b));
}

/* A probability; never 0, for none of these is. */
static void
put_probability(struct json_out *j, const char *key, double ln)
{
	put_real(j, key, fmax(exp(ln), DBL_MIN));
}

/* Names of files need not be UTF-8. */
static void
put_path(struct json_out *j, const char *key, const char *path)
{
	struct buf b;

	buf_init(&b, FILE_PATH_MAX * 4);
	say_escape(&b, span_str(path));
	put_buf(j, key, &b);
	buf_done(&b);
}

static void
put_counts(struct json_out *j, const char *key,
    const struct tt_site_counts *c)
{
	json_out_key(j, key);
	json_out_object(j);
	put_u64(j, "total", c->total);
	put_u64(j, "read", c->read);
	put_u64(j, "novel", c->novel);
	put_u64(j, "gone", c->gone);
	put_u64(j, "erased", c->erased);
	put_u64(j, "absent", c->absent);
	json_out_object_end(j);
}

/* Of whom: a member of a team, as its level names them. */
static void
put_member(struct json_out *j, const struct tracing *t,
    enum tt_site_level level, uint32_t index)
{
	struct tt_suspect s = { .level = level, .holder = index,
		.copy = TT_NO_COPY };

	if (level == TT_SITE_COPY) {
		s.holder = t->lineup->roster.copies[index].holder;
		s.copy = index;
	}
	json_out_str(j, level == TT_SITE_COPY ? trace_reader(t, &s) :
	    trace_partner(t, &s));
}

/* A model, and who is known in it; it accuses nobody. */
static void
put_team(struct json_out *j, const struct tracing *t, const char *key,
    enum tt_site_level level, const struct tt_team *team)
{
	struct tt_model_told m = tt_model_tell(team->model);

	json_out_key(j, key);
	json_out_object(j);
	put_u64(j, "model", team->model);
	put_u64(j, "colluders", m.colluders);
	put_str(j, "strategy", m.strategy);
	put_real(j, "misread", m.misread);
	json_out_key(j, "members");
	json_out_array(j);
	for (unsigned i = 0; i < team->n; i++)
		put_member(j, t, level, team->at[i]);
	json_out_array_end(j);
	json_out_object_end(j);
}

/* What a certified row was weighed against. */
static void
put_certificate(struct json_out *j, const struct tracing *t,
    const struct tt_suspect *s)
{
	put_real(j, "log_e_out", s->log_e_out);
	if (s->certified)
		put_one_in(j, "one_in_out", trace_ln_out(s));
	if (!s->certified) {
		json_out_key(j, "team");
		json_out_null(j);
		json_out_key(j, "outside");
		json_out_null(j);
		return;
	}
	put_team(j, t, "team", s->level, &s->team);
	put_team(j, t, "outside", s->level, &s->outside);
}

static void
put_part(struct json_out *j, const char *key, double ln)
{
	json_out_key(j, key);
	if (!isfinite(ln)) {
		json_out_null(j);
		return;
	}
	json_out_object(j);
	put_real(j, "ln_bound", ln);
	put_one_in(j, "one_in", ln);
	json_out_object_end(j);
}

/* What each of the three numbers bounds by itself. */
static void
put_parts(struct json_out *j, const struct tt_suspect *s)
{
	struct tt_parts x = tt_suspect_parts(s);

	json_out_key(j, "parts");
	json_out_object(j);
	put_part(j, "p", x.p);
	put_part(j, "e", x.e);
	put_part(j, "e_comb", x.e_comb);
	json_out_object_end(j);
}

static void
put_suspect(struct json_out *j, const struct tracing *t,
    const struct tt_suspect *s)
{
	struct buf sentence;

	buf_init(&sentence, 4096);
	tt_verdict_sentence(s->ln_bound, s->level, &sentence);
	json_out_object(j);
	put_str(j, "level", tt_level_name(s->level));
	put_str(j, "partner", trace_partner(t, s));
	put_str(j, "reader", trace_reader(t, s));
	put_u64(j, "number", trace_number(t, s));
	put_real(j, "log_e", s->log_e);
	put_real(j, "log_e_comb", s->log_e_comb);
	put_probability(j, "p_value", s->ln_p);
	put_real(j, "ln_p", s->ln_p);
	put_probability(j, "bound", s->ln_bound);
	put_real(j, "ln_bound", s->ln_bound);
	put_one_in(j, "one_in", s->ln_bound);
	put_parts(j, s);
	put_u64(j, "n", s->n);
	put_str(j, "verdict", tt_verdict_name(s->verdict));
	put_str(j, "means", tt_verdict_text(s->verdict, s->level));
	put_buf(j, "sentence", &sentence);
	put_bool(j, "certified", s->certified);
	put_certificate(j, t, s);
	put_bool(j, "needs_permitted", s->needs_permitted);
	put_counts(j, "sites", &s->sites);
	trace_json_sites(j, t, s);
	json_out_object_end(j);
	buf_done(&sentence);
}

/* What could not be taken out of a file. */
static void
put_notes(struct json_out *j, const struct extract *x)
{
	json_out_key(j, "unread");
	json_out_array(j);
	for (size_t i = 0; x != NULL && i < x->n_notes; i++) {
		json_out_object(j);
		put_path(j, "piece", x->notes[i].piece);
		put_path(j, "cause", x->notes[i].cause);
		json_out_object_end(j);
	}
	json_out_array_end(j);
}

static void
put_specimen(struct json_out *j, const struct specimen *s)
{
	json_out_key(j, "specimen");
	json_out_object(j);
	put_hash(j, "sha256", &s->sha256);
	json_out_key(j, "files");
	json_out_array(j);
	for (size_t i = 0; i < s->n; i++) {
		json_out_object(j);
		put_path(j, "file", s->file[i].path);
		put_hash(j, "sha256", &s->file[i].sha256);
		put_u64(j, "bytes", s->file[i].raw.n);
		put_str(j, "type", s->file[i].extract != NULL ?
		    s->file[i].extract->type : NULL);
		put_u64(j, "pieces", s->file[i].n_pieces);
		put_notes(j, s->file[i].extract);
		json_out_object_end(j);
	}
	json_out_array_end(j);
	json_out_object_end(j);
}

static void
put_classes(struct json_out *j, const struct showing *x)
{
	json_out_key(j, "classes");
	json_out_object(j);
	for (enum tt_site_class c = 0; c < TT_SITE_CLASS_COUNT; c++) {
		json_out_key(j, tt_class_name(c));
		json_out_object(j);
		put_u64(j, "total", x->total[c]);
		put_u64(j, "read", x->read[c]);
		json_out_object_end(j);
	}
	json_out_object_end(j);
}

static void
put_observed(struct json_out *j, const struct tracing *t)
{
	json_out_key(j, "observed");
	json_out_object(j);
	put_hash(j, "observations", &t->observations);
	json_out_key(j, "leaf");
	if (t->logged)
		json_out_hex(j, t->leaf.b, sizeof(t->leaf.b));
	else
		json_out_null(j);
	put_bool(j, "logged", t->logged);
	put_bool(j, "posted", t->posted);
	put_bool(j, "given", t->given != NULL);
	json_out_key(j, "same_as");
	if (t->found_again)
		json_out_hex(j, t->first_specimen.b,
		    sizeof(t->first_specimen.b));
	else
		json_out_null(j);
	json_out_object_end(j);
}

static void
put_contradicted(struct json_out *j, const struct tt_observations *o)
{
	json_out_key(j, "contradicted");
	json_out_array(j);
	for (size_t i = 0; i < o->n_contradicted; i++)
		json_out_u64(j, o->contradicted[i]);
	json_out_array_end(j);
}

/* Of a text that is public by now: since when, and does that explain it? */
static void
put_public(struct json_out *j, const struct tracing *t)
{
	char since[INSTANT_LEN + 1];

	json_out_key(j, "public");
	if (t->trace->public_text == NULL || t->sealed == NULL) {
		json_out_null(j);
		return;
	}
	instant_format(t->sealed->record.public_s, since);
	json_out_object(j);
	put_str(j, "since", since);
	put_bool(j, "explains", t->trace->public_explains);
	put_probability(j, "bound", t->trace->public_text->ln_bound);
	json_out_object_end(j);
}

/* Texts that everybody could have before, and whether they explain it. */
static void
put_published(struct json_out *j, const struct tracing *t)
{
	json_out_key(j, "published");
	json_out_array(j);
	for (size_t i = 0; i < t->n_published; i++) {
		json_out_object(j);
		put_path(j, "file", t->published[i].name);
		put_bool(j, "explains", t->trace->published_explain[i]);
		json_out_object_end(j);
	}
	json_out_array_end(j);
}

/* Of one, two, three who mix; null where nothing turned on it. */
static void
put_powers(struct json_out *j, const struct tt_trace *r)
{
	json_out_key(j, "power_mixing");
	json_out_array(j);
	for (unsigned c = 0; c < TT_NONE_COLLUDERS; c++)
		json_out_real(j, r->power[c]);
	json_out_array_end(j);
}

static void
put_weights(struct json_out *j, const struct tt_trace *r)
{
	json_out_key(j, "weights");
	json_out_array(j);
	for (unsigned b = 0; b < TT_MODELS; b++)
		json_out_real(j, r->weight[b]);
	json_out_array_end(j);
}

/* For telltale combine: an e of every holder, and of which codebook. */
static void
put_evidence(struct json_out *j, const struct tracing *t)
{
	const struct tt_trace *r = t->trace;
	struct tt_revealed shown = { .n_slots = 0,
		.beacon = span_str(TT_BEACON_NONE) };
	struct tt_commitment_parts parts;
	bool ok;

	tt_codebook_bias_key(t->codebook, &shown.bias_key);
	ok = tt_revealed_parts(&shown, &parts) == TT_OK;
	secret_wipe(&shown.bias_key, sizeof(shown.bias_key));
	json_out_key(j, "codebook");
	if (ok)
		json_out_hex(j, parts.bias.b, sizeof(parts.bias.b));
	else
		json_out_null(j);
	json_out_key(j, "evidence");
	json_out_array(j);
	for (size_t h = 0; h < r->n_holders; h++) {
		json_out_object(j);
		json_out_key(j, "partner");
		put_member(j, t, TT_SITE_HOLDER, (uint32_t)h);
		put_real(j, "ln_e", r->ln_e[h]);
		json_out_object_end(j);
	}
	json_out_array_end(j);
}

/* From which bound on a verdict is what it is. */
static void
put_threshold(struct json_out *j, const char *key, double bound)
{
	json_out_key(j, key);
	json_out_object(j);
	put_real(j, "bound", bound);
	put_one_in(j, "one_in", log(bound));
	json_out_object_end(j);
}

static void
put_rest(struct json_out *j, const struct tracing *t)
{
	const struct tt_trace *r = t->trace;

	put_real(j, "epsilon_t", r->epsilon_t);
	put_threshold(j, "named_from", r->epsilon_t / 2);
	put_threshold(j, "strong_from", TT_STRONG);
	put_u64(j, "holders_of_others", r->n_others);
	put_bool(j, "sure", t->sure);
	put_published(j, t);
	put_counts(j, "holder_sites", &r->level[TT_SITE_HOLDER]);
	put_counts(j, "copy_sites", &r->level[TT_SITE_COPY]);
	put_classes(j, &t->showing);
	put_contradicted(j, t->showing.observations);
	put_public(j, t);
	put_observed(j, t);
	json_out_key(j, "codebook_leaf");
	if (t->sealed != NULL)
		json_out_hex(j, trace_codebook(t)->b,
		    sizeof(trace_codebook(t)->b));
	else
		json_out_null(j);
	put_real(j, "power", r->power[0]);
	put_powers(j, r);
	put_team(j, t, "team", TT_SITE_HOLDER, &r->team);
	trace_json_stretches(j, t);
	put_weights(j, r);
	put_evidence(j, t);
	trace_json_strategies(j, r);
	trace_json_says(j, t);
	put_bool(j, "too_short", r->too_short);
	json_out_key(j, "sites_needed");
	if (t->sites_needed > 0)
		json_out_u64(j, t->sites_needed);
	else
		json_out_null(j);
	json_out_key(j, "not_excluded");
	json_out_array(j);
	for (size_t i = 0; tt_verdict_not_excluded[i] != NULL; i++)
		json_out_str(j, tt_verdict_not_excluded[i]);
	json_out_array_end(j);
}

/* The object of one bulletin; t NULL: none fits. */
static void
put_members(struct json_out *j, const struct traces *all,
    const struct tracing *t)
{
	static const struct tt_site_counts none = { 0, 0, 0, 0, 0, 0 };
	const struct tt_trace *r = t != NULL ? t->trace : NULL;

	put_str(j, "bulletin", t != NULL ? t->bulletin : NULL);
	put_str(j, "id", t != NULL && t->sealed != NULL ?
	    t->sealed->record.id : NULL);
	put_str(j, "title", t != NULL && t->sealed != NULL ?
	    t->sealed->record.title : NULL);
	put_specimen(j, &all->specimen);
	put_str(j, "verdict", tt_verdict_name(r != NULL ? r->verdict :
	    TT_VERDICT_NONE));
	put_str(j, "case", all->in_case);
	if (t == NULL) {
		put_u64(j, "compared_with", all->n_compared);
		put_u64(j, "not_compared_with", all->n_unread);
	}
	put_counts(j, "sites", r != NULL ? &r->sites : &none);
	put_u64(j, "holders", r != NULL ? r->n_holders : 0);
	put_u64(j, "copies", r != NULL ? r->n_copies : 0);
	put_real(j, "epsilon", t != NULL ? t->epsilon : TT_EPSILON);
	json_out_key(j, "t");
	if (r != NULL)
		json_out_u64(j, r->t);
	else
		json_out_null(j);
	json_out_key(j, "suspects");
	json_out_array(j);
	for (size_t i = 0; r != NULL && i < r->n_suspects; i++)
		put_suspect(j, t, &r->suspects[i]);
	json_out_array_end(j);
	if (r != NULL)
		put_rest(j, t);
}

void
trace_put_json(const struct traces *all, struct json_out *j)
{
	if (all->n <= 1) {
		put_members(j, all, all->n > 0 ? all->at[0] : NULL);
		return;
	}
	put_specimen(j, &all->specimen);
	put_str(j, "verdict", tt_verdict_name(trace_verdict(all)));
	json_out_key(j, "bulletins");
	json_out_array(j);
	for (size_t i = 0; i < all->n; i++) {
		json_out_object(j);
		put_members(j, all, all->at[i]);
		json_out_object_end(j);
	}
	json_out_array_end(j);
}

int
trace_print_json(const struct traces *all)
{
	struct out_json o;

	trace_put_json(all, out_json_begin(&o, "telltale-trace/1"));
	return out_json_end(&o);
}
