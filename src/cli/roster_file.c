/* SPDX-License-Identifier: ISC */
#include "cli/clock.h"
#include "cli/import.h"
#include "cli/roster_file.h"
#include "cli/say.h"
#include "programme/audience.h"
#include "store/file.h"

static void
note(void *ctx, bool fault, const char *text)
{
	if (fault)
		say_fail(CLI_USAGE, NULL, "%s", text);
	else
		say_note(ctx, "%s", text);
}

static int
read_list(const struct cli *c, const char *path, struct import **out)
{
	struct cli say = *c;
	const struct import_notes notes = { note, &say };
	struct buf text;
	enum tt_err e;

	if ((e = file_read(path, IMPORT_TEXT_MAX, &text)) != TT_OK)
		return say_err(e, NULL, "cannot read %s", path);
	e = import_parse(out, buf_view(&text), &notes);
	buf_done(&text);
	if (e == TT_ESYNTAX)
		return say_fail(CLI_USAGE, "telltale partner import --help "
		    "says what the file must be", "cannot use %s", path);
	if (e != TT_OK)
		return say_err(e, NULL, "cannot use %s", path);
	return CLI_DONE;
}

/* False: no wave is for that tier. */
static bool
find_profile(const struct draft *d, const struct vault_partner *p,
    enum tt_profile *out)
{
	struct audience_bulletin b = { .now_s = INT64_MIN,
		.exploited_s = DUTY_NEVER };
	struct audience_ask ask = { .bulletin = &b, .tier = p->tier,
		.partner = PARTNER_APPROVED,
		.agreement_ends_s = PARTNER_NO_END };
	struct audience_answer a;

	*out = TT_PROFILE_FULL;
	if (d->manifest == NULL)
		return true;
	b.waves = d->manifest->waves;
	b.n_waves = d->manifest->n_waves;
	b.public_s = d->manifest->public_at_s;
	a = audience_trace_of(&ask, NULL);
	if (a.granted)
		*out = a.profile;
	return a.granted;
}

static void
add(struct lineup *l, const struct import_partner *p, enum tt_profile profile,
    size_t max)
{
	if (p->n_readers == 0 || l->roster.n_copies == max)
		return;
	lineup_add_holder(l, l->roster.n_holders, p->p.id);
	for (size_t k = 0; k < p->n_readers && l->roster.n_copies < max &&
	    l->err == TT_OK; k++)
		lineup_add_copy(l, l->roster.n_copies, p->readers[k].id,
		    profile);
}

int
roster_file_all(const struct cli *c, struct lineup *l, const struct draft *d,
    const char *path, size_t max)
{
	struct import *im = NULL;
	enum tt_profile profile;
	int code;

	if ((code = read_list(c, path, &im)) != CLI_DONE)
		return code;
	for (size_t i = 0; i < im->n; i++) {
		find_profile(d, &im->partners[i].p, &profile);
		add(l, &im->partners[i], profile, max);
	}
	import_free(im);
	return CLI_DONE;
}

int
roster_file_approved(const struct cli *c, struct lineup *l,
    const struct draft *d, const char *path)
{
	struct import *im = NULL;
	enum tt_profile profile;
	int code;

	if ((code = read_list(c, path, &im)) != CLI_DONE)
		return code;
	for (size_t i = 0; i < im->n; i++) {
		const struct vault_partner *p = &im->partners[i].p;

		if (partner_state_at(p->state, p->ends_s, clock_now()) ==
		    PARTNER_APPROVED && find_profile(d, p, &profile))
			add(l, &im->partners[i], profile, SIZE_MAX);
	}
	import_free(im);
	if (l->roster.n_copies == 0)
		return say_fail(CLI_USAGE, NULL, "cannot measure: nobody in %s "
		    "would get this bulletin", path);
	lineup_add_holder(l, l->roster.n_holders, "");
	lineup_add_copy(l, l->roster.n_copies, "", TT_PROFILE_PUBLIC);
	return CLI_DONE;
}
