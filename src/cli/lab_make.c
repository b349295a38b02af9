/* SPDX-License-Identifier: ISC */
/* lab_make - the folder of a lab, unless it would do harm; and a word of it. */
#include <string.h>

#include "base/json_out.h"
#include "cli/lab.h"
#include "cli/out.h"
#include "cli/say.h"
#include "cli/vault.h"
#include "store/file.h"
#include "store/vault_bulletin.h"

/* Names of readers are folders beside these. */
static bool
is_ours(const char *name)
{
	return strcmp(name, "marked") == 0 ||
	    strcmp(name, "codebook.json") == 0;
}

static int
check_names(const struct lineup *l)
{
	for (size_t i = 0; i < l->roster.n_copies; i++)
		if (is_ours(l->reader[i].id))
			return say_fail(CLI_USAGE, "another name", "cannot "
			    "make a folder for the reader '%s': a lab has "
			    "something else of that name", l->reader[i].id);
	return CLI_DONE;
}

/* The bulletin that was sealed from this very text. */
struct search {
	struct hash text;
	char id[VAULT_BULLETIN_LEN + 1];
};

static enum tt_err
compare(void *ctx, const struct vault_bulletin *b)
{
	struct search *s = ctx;

	if (memcmp(&s->text, &b->text, sizeof(s->text)) == 0)
		memcpy(s->id, b->id, sizeof(s->id));
	return TT_OK;
}

static int
refuse_sealed(const struct cli *c, const struct draft *d)
{
	struct search s = { .id = "" };
	struct vault v = { .lock = -1 };
	char dir[FILE_PATH_MAX];
	int code;
	enum tt_err e;

	if (home_find(HOME_VAULT, c->dir, dir) != TT_OK)
		return CLI_DONE;
	draft_text_hash(d, s.text.b);
	if ((code = vault_open(&v, c, VAULT_READ, NULL)) == CLI_DONE) {
		e = vault_bulletin_each(v.db, compare, &s);
		if (e != TT_OK)
			code = say_err(e, NULL, "cannot read what was sealed");
		else if (s.id[0] != '\0')
			code = say_fail(CLI_REFUSED, "a lab is for texts that "
			    "nobody has yet; trace the specimen with the "
			    "vault", "cannot make a lab of this text: it was "
			    "sealed as %s", s.id);
	}
	vault_close(&v);
	return code;
}

static int
print_made(const struct cli *c, const struct lab *lab, size_t n,
    const char *folder)
{
	const struct tt_roster *r = &lab->lineup.roster;
	struct out_json o;
	struct json_out *j;

	if (!c->json) {
		out_line("made %s: %zu %s, %zu %s, %zu %s, %zu %s written",
		    folder, lab->draft.bulletin->n_sites,
		    lab->draft.bulletin->n_sites == 1 ? "site" : "sites",
		    r->n_holders, r->n_holders == 1 ? "partner" : "partners",
		    r->n_copies, r->n_copies == 1 ? "reader" : "readers",
		    n,
		    n == 1 ? "copy" : "copies");
		say_note(c, "next: telltale trace --lab %s SPECIMEN",
		    folder);
		return CLI_DONE;
	}
	j = out_json_begin(&o, "telltale-lab/1");
	json_out_key(j, "folder");
	json_out_str(j, folder);
	json_out_key(j, "sites");
	json_out_u64(j, lab->draft.bulletin->n_sites);
	json_out_key(j, "holders");
	json_out_u64(j, r->n_holders);
	json_out_key(j, "copies");
	json_out_u64(j, r->n_copies);
	json_out_key(j, "rendered");
	json_out_u64(j, n);
	return out_json_end(&o);
}

int
lab_make(const struct cli *c, const struct lab *lab, size_t n,
    const char *folder)
{
	int code;

	if ((code = refuse_sealed(c, &lab->draft)) != CLI_DONE ||
	    (code = check_names(&lab->lineup)) != CLI_DONE ||
	    (code = lab_write(lab, n, folder)) != CLI_DONE)
		return code;
	return print_made(c, lab, n, folder);
}
