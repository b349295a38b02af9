/* SPDX-License-Identifier: ISC */
/*
 * peoplekit - verbs as typed, in a programme of a test's own, and a reader
 * who joins it.  Include after test.h.
 */
#ifndef PEOPLEKIT_H
#define PEOPLEKIT_H

#include <jansson.h>
#include <unistd.h>

#include "base/attr.h"
#include "cli/clock.h"
#include "cli/vault.h"
#include "cli/verbs.h"
#include "store/file.h"
#include "store/home.h"
#include "telltale/invitation.h"
#include "telltale/reader_id.h"

#define ORIGIN		"localhost:1"
#define WORDS_OUT_MAX	65536

/* The vault's address of the hub is wherever it listens now. */
static __attribute__((unused)) void
point_at(const char *dir, const char *address)
{
	char url[300], vault[FILE_PATH_MAX];
	struct conf c;

	snprintf(url, sizeof(url), "https://%s", address);
	assert_int_equal(TT_OK, file_path(vault, dir, "vault"));
	assert_int_equal(TT_OK, home_load(HOME_VAULT, vault, &c, NULL));
	assert_int_equal(TT_OK, conf_set(&c, "hub", url));
	assert_int_equal(TT_OK, home_store(HOME_VAULT, vault, &c));
	conf_done(&c);
}

/* Runs a command line in the programme; its stdout goes to out. */
static __attribute__((unused)) int
run_words(const char *dir, char out[WORDS_OUT_MAX], const char *const *words)
{
	struct cli c = { .dir = dir, .quiet = true };
	char *argv[16] = { strdup("telltale") };
	int argc = 1, old = dup(1), code;
	FILE *t = tmpfile();

	for (; words[argc - 1] != NULL; argc++)
		argv[argc] = strdup(words[argc - 1]);
	fflush(stdout);
	dup2(fileno(t), 1);
	code = cli_dispatch(&c, "", cli_verbs, argc, argv);
	fflush(stdout);
	dup2(old, 1);
	close(old);
	rewind(t);
	out[fread(out, 1, WORDS_OUT_MAX - 1, t)] = '\0';
	fclose(t);
	for (int i = 0; i < argc; i++)
		free(argv[i]);
	return code;
}

/* What a reader makes of an invitation. */
struct joiner {
	struct tt_signer sign;
	struct tt_age_identity seal;
	char fingerprint[TT_FINGERPRINT_LEN + 1];
	char *invitation, *statement;
	char token[65];
};

static __attribute__((unused)) void
draw_keys(struct joiner *j)
{
	uint8_t id[TT_READER_ID_LEN], seed[32];
	char name[TT_KEY_NAME_MAX + 1];

	rng_fill(rng_system(), seed, sizeof(seed));
	tt_age_identity_generate(&j->seal, rng_system());
	assert_int_equal(TT_OK, tt_signer_from_seed(&j->sign, SPAN("x"),
	    TT_KEY_SIGN, seed));
	tt_reader_id(id, j->sign.vkey.key, &j->seal.recipient);
	tt_fingerprint(j->fingerprint, id);
	assert_int_equal(TT_OK, tt_reader_key_name(name, SPAN(ORIGIN), id));
	assert_int_equal(TT_OK, tt_signer_from_seed(&j->sign, span_str(name),
	    TT_KEY_SIGN, seed));
}

static __attribute__((unused)) void
read_invitation(struct joiner *j, const char *file)
{
	static struct tt_statement in;
	static struct tt_statement_out o;
	const struct tt_signer *signer = &j->sign;
	uint8_t id[TT_READER_ID_LEN];
	struct buf text;
	size_t n;

	j->invitation = test_read(file, &n);
	assert_int_equal(TT_OK, tt_invitation_open(&in, span_of(j->invitation,
	    n), clock_now(), NULL));
	assert_int_equal(TT_OK, span_copy(tt_statement_get(&in, "token"),
	    j->token, sizeof(j->token)));
	tt_reader_id(id, j->sign.vkey.key, &j->seal.recipient);
	tt_statement_begin(&o, TT_READER, SPAN(ORIGIN), clock_now());
	tt_statement_put(&o, "partner", tt_statement_get(&in, "partner"));
	tt_statement_put_bytes(&o, "reader", id, sizeof(id));
	tt_statement_put_vkey(&o, "sign", &j->sign.vkey);
	tt_statement_put_recipient(&o, "seal", &j->seal.recipient);
	tt_statement_put_str(&o, "state", "active");
	buf_init(&text, TT_STATEMENT_MAX);
	assert_int_equal(TT_OK, tt_statement_sign(&o, &signer, 1, &text));
	assert_int_equal(TT_OK, buf_take(&text, &j->statement, &n));
}

static __attribute__((unused)) unsigned
send_join(const char *dir, const struct joiner *j)
{
	json_t *body = json_pack("{s:s,s:s}", "token", j->token, "reader",
	    j->statement);
	char *text = json_dumps(body, 0);
	struct hubclient_call call = { .verb = HTTP_POST, .plain = true,
		.path = "/api/v1/join", .body = span_str(text) };
	struct cli c = { .dir = dir, .quiet = true };
	struct http_answer a;
	struct hubclient *h;
	struct vault v;
	unsigned status;

	assert_int_equal(CLI_DONE, vault_open(&v, &c, VAULT_READ, NULL));
	assert_int_equal(CLI_DONE, vault_hub(&v, &h));
	assert_int_equal(TT_OK, hubclient_try(h, &call, &a));
	status = a.status;
	http_answer_done(&a);
	vault_close(&v);
	free(text);
	json_decref(body);
	return status;
}

static __attribute__((unused)) void
joiner_done(struct joiner *j)
{
	free(j->invitation);
	free(j->statement);
}

#endif
