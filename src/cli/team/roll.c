/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "cli/say.h"
#include "cli/team/roll.h"
#include "store/vault_team.h"

int
roll_load(const struct vault *v, struct roll *out)
{
	struct roll p = { .keys = malloc(sizeof(*p.keys)) };
	char path[FILE_PATH_MAX];
	enum tt_err e = TT_ENOMEM;

	vault_path(v, "keys/keys", path);
	if (p.keys != NULL &&
	    (e = file_read(path, TT_STATEMENT_MAX, &p.text)) == TT_OK) {
		e = tt_statement_parse(p.keys, buf_view(&p.text), NULL);
		if (e == TT_OK && p.keys->kind != TT_KEYS)
			e = TT_EINTEGRITY;
	}
	if (e != TT_OK) {
		roll_done(&p);
		return say_err(e, NULL, "cannot read the list of keys %s",
		    path);
	}
	*out = p;
	return CLI_DONE;
}

void
roll_done(struct roll *p)
{
	free(p->keys);
	buf_done(&p->text);
	p->keys = NULL;
}

void
roll_tag(const struct tt_vkey *k, char out[ROLL_TAG_MAX])
{
	char id[HEX_LEN(TT_KEY_ID_LEN) + 1];

	hex_encode(id, k->id, sizeof(k->id));
	snprintf(out, ROLL_TAG_MAX, "%s+%s", k->name, id);
}

static bool
has_word(struct span list, const char *word)
{
	struct span w;

	while (span_word(&list, ' ', &w))
		if (span_is(w, word))
			return true;
	return false;
}

/* When the key came, and whether the asker signed the list it came with. */
static enum tt_err
find_enrolled(struct db *db, const struct tt_vkey *key,
    const struct tt_vkey *asker, struct approval_person *p)
{
	char vkey[TT_VKEY_TEXT_MAX + 1], signers[VAULT_SIGNERS_MAX] = "";
	char tag[ROLL_TAG_MAX];
	enum tt_err e;

	tt_vkey_format(key, vkey);
	if ((e = vault_enrolled(db, vkey, &p->enrolled_s, signers)) != TT_OK)
		return e == TT_ENOENT ? TT_OK : e;
	if (asker != NULL) {
		roll_tag(asker, tag);
		p->by_asker = has_word(span_str(signers), tag);
	}
	return TT_OK;
}

enum tt_err
roll_find(const struct roll *p, struct db *db, struct span key_name,
    const struct tt_vkey *asker, struct approval_person *out,
    struct tt_vkey *key)
{
	struct approval_person who = { .enrolled_s = 0 };
	struct tt_vkey k, found;
	enum tt_err e;

	who.officer = tt_keys_find(p->keys, TT_ROLE_OFFICER, key_name, 0,
	    &found) == TT_OK;
	who.counsel = tt_keys_find(p->keys, TT_ROLE_COUNSEL, key_name, 0,
	    &k) == TT_OK;
	if (!who.officer && !who.counsel)
		return TT_ENOENT;
	if (!who.officer)
		found = k;
	else if (who.counsel && !tt_vkey_eq(&found, &k))
		who.counsel = false;
	memcpy(who.key, found.key, sizeof(who.key));
	if ((e = find_enrolled(db, &found, asker, &who)) != TT_OK)
		return e;
	*key = found;
	*out = who;
	return TT_OK;
}

struct span
roll_short(const struct vault *v, struct span key_name)
{
	enum tt_owner owner;
	struct span who;

	if (tt_key_name_parse(&owner, &who, span_str(vault_origin(v)),
	    key_name) != TT_OK)
		return key_name;
	return who;
}

struct tt_authority
roll_authority(const struct roll *p, enum approval_act act)
{
	return (struct tt_authority){ .keys = p->keys,
		.two_officers = act == APPROVAL_LENGTHEN ||
		    act == APPROVAL_END || act == APPROVAL_RETRACT,
		.counsel = act == APPROVAL_EXCEPTION_DUTY };
}
