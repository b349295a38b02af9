/* SPDX-License-Identifier: ISC */
/* A programme made in a folder of its own, and its vault used without a hub. */
#include "test.h"

#include <dirent.h>
#include <sodium.h>
#include <sys/stat.h>

#include "cli/init.h"
#include "cli/keyfile.h"
#include "cli/vault.h"
#include "store/vault_ledger.h"
#include "telltale/authority.h"
#include "temp.h"

#define NOW	1780000000

static struct init_plan
plan(void **state)
{
	return (struct init_plan){ .dir = temp_path(state, "prog"),
		.name = "Example PSIRT", .url = "https://localhost:1",
		.origin = "localhost:1", .interval_s = 1, .depth = 8,
		.small_team = true, .keepers = 1, .threshold = 1,
		.officer = { { .name = "ana" } },
		.n_officers = 1, .agreement = init_agreement_text(),
		.now_s = NOW };
}

static void
make(void **state)
{
	struct init_plan p = plan(state);
	struct init_made made;

	assert_true(sodium_init() >= 0);
	assert_int_equal(CLI_DONE, init_make(&p, &made));
}

static struct cli
at(void **state)
{
	return (struct cli){ .dir = temp_path(state, "prog"), .quiet = true };
}

/* Files and folders that have any right for others, and how many there are. */
static size_t open_to_others, entries;

static int
look(const char *path, const struct stat *st, int type, struct FTW *w)
{
	(void)path;
	(void)type;
	(void)w;
	open_to_others += (st->st_mode & 077) != 0;
	entries++;
	return 0;
}

static void
all_of_it_is_private(void **state)
{
	make(state);
	open_to_others = entries = 0;
	assert_int_equal(0, nftw(temp_path(state, "prog"), look, 16,
	    FTW_PHYS));
	assert_true(entries > 20);
	assert_int_equal(0, open_to_others);
}

static void
the_first_statements_are_signed_by_its_officers(void **state)
{
	static struct tt_statement keys;
	const struct tt_authority a = { .keys = &keys };
	char *text;
	size_t n;

	make(state);
	text = test_read(temp_path(state, "prog/vault/keys/keys"), &n);
	assert_int_equal(TT_OK, tt_statement_parse(&keys, span_of(text, n),
	    NULL));
	assert_int_equal(TT_OK, tt_authority_check(&keys, &a));
	assert_true(tt_keys_small_team(&keys));
	assert_int_equal(4, tt_statement_count(&keys, "key"));
	free(text);
}

static void
an_existing_folder_is_left_as_it_is(void **state)
{
	struct init_plan p = plan(state);
	struct init_made made;

	assert_true(sodium_init() >= 0);
	temp_write(temp_path(state, "prog"), "mine");
	assert_int_equal(CLI_USAGE, init_make(&p, &made));
	assert_int_equal(0, unlink(temp_path(state, "prog")));
}

static void
a_failure_leaves_nothing(void **state)
{
	struct temp_limit limit;
	struct init_plan p = plan(state);
	struct init_made made;

	assert_true(sodium_init() >= 0);
	p.origin = "not an origin";
	assert_int_not_equal(CLI_DONE, init_make(&p, &made));
	p.origin = "localhost:1";
	temp_limit_files(&limit, 4096);	/* the databases are larger */
	assert_int_not_equal(CLI_DONE, init_make(&p, &made));
	temp_limit_end(&limit);
	assert_int_not_equal(0, access(temp_path(state, "prog"), F_OK));
	assert_int_not_equal(0, access(temp_path(state, "prog.part"), F_OK));
}

static void
secrets_open_with_the_officers_key_only(void **state)
{
	struct cli c = at(state);
	struct vault v;
	struct buf got;
	char *file;
	size_t n;

	make(state);
	assert_int_equal(CLI_DONE, vault_open(&v, &c, VAULT_WRITE, NULL));
	assert_int_equal(CLI_DONE, vault_secret_write(&v, "keys/x.age",
	    SPAN("a codebook's key")));
	assert_int_equal(CLI_DONE, vault_secret_read(&v, "keys/x.age", &got));
	assert_int_equal(16, got.n);
	assert_memory_equal("a codebook's key", got.p, 16);
	buf_done(&got);
	file = test_read(temp_path(state, "prog/vault/keys/x.age"), &n);
	assert_null(memmem(file, n, "codebook", 8));
	free(file);
	vault_close(&v);

	assert_int_equal(0, rename(temp_path(state, "prog/keeper/me.key"),
	    temp_path(state, "prog/vault/keys/officer-ana.key")));
	assert_int_equal(CLI_DONE, vault_open(&v, &c, VAULT_READ, NULL));
	assert_int_equal(CLI_TROUBLE, vault_secret_read(&v, "keys/x.age",
	    &got));
	vault_close(&v);
}

static void
what_others_can_read_is_refused(void **state)
{
	const struct tt_signer *s;
	struct cli c = at(state);
	struct vault v;
	struct buf got;

	make(state);
	assert_int_equal(0, chmod(temp_path(state,
	    "prog/vault/keys/officer-ana.sign"), 0640));
	assert_int_equal(CLI_DONE, vault_open(&v, &c, VAULT_READ, NULL));
	assert_int_equal(CLI_REFUSED, vault_officer(&v, &s));
	assert_int_equal(CLI_DONE, vault_publisher(&v, &s));
	vault_close(&v);
	assert_int_equal(0, chmod(temp_path(state,
	    "prog/vault/keys/publisher.sign.age"), 0604));
	assert_int_equal(CLI_DONE, vault_open(&v, &c, VAULT_READ, NULL));
	assert_int_equal(CLI_REFUSED, vault_secret_read(&v,
	    "keys/publisher.sign.age", &got));
	vault_close(&v);
	assert_int_equal(0, chmod(temp_path(state, "prog/vault"), 0710));
	assert_int_equal(CLI_REFUSED, vault_open(&v, &c, VAULT_READ, NULL));
	vault_close(&v);
}

static void
one_writer_at_a_time(void **state)
{
	struct cli c = at(state);
	struct vault a, b;

	make(state);
	assert_int_equal(CLI_DONE, vault_open(&a, &c, VAULT_WRITE, NULL));
	assert_int_equal(CLI_LATER, vault_open(&b, &c, VAULT_WRITE, NULL));
	vault_close(&b);
	assert_int_equal(CLI_DONE, vault_open(&b, &c, VAULT_READ, NULL));
	vault_close(&b);
	vault_close(&a);
	assert_int_equal(CLI_DONE, vault_open(&b, &c, VAULT_WRITE, NULL));
	vault_close(&b);
}

/* A statement is kept before anybody tries to reach the hub. */
static void
statements_wait_for_a_hub_that_is_away(void **state)
{
	static struct tt_statement_out o;
	const struct tt_signer *officer;
	struct cli c = at(state);
	struct buf statement;
	struct tt_salt salt;
	struct hash leaf, again;
	struct vault v;
	int64_t n;

	make(state);
	assert_int_equal(CLI_DONE, vault_open(&v, &c, VAULT_WRITE, NULL));
	assert_int_equal(CLI_DONE, vault_officer(&v, &officer));
	buf_init(&statement, TT_STATEMENT_MAX);
	tt_statement_begin(&o, TT_PARTNER, span_str(vault_origin(&v)), NOW);
	tt_statement_put_str(&o, "partner",
	    "00112233445566778899aabbccddeeff");
	tt_statement_put_str(&o, "name", "Acme");
	tt_statement_put_str(&o, "state", "approved");
	tt_statement_put_str(&o, "tier", "elite");
	tt_statement_put_str(&o, "agreement", "1");
	assert_int_equal(TT_OK, tt_statement_sign(&o, &officer, 1,
	    &statement));
	assert_int_equal(CLI_DONE, vault_queue(&v, buf_view(&statement),
	    &salt, &leaf));
	tt_leaf_hash(&again, &salt, buf_view(&statement));
	assert_memory_equal(&leaf, &again, sizeof(leaf));
	assert_int_equal(CLI_DONE, vault_post(&v));
	assert_int_equal(TT_OK, vault_statement_waiting(v.db, &n));
	assert_int_equal(1, n);
	vault_close(&v);
	buf_done(&statement);

	assert_int_equal(CLI_DONE, vault_open(&v, &c, VAULT_WRITE, NULL));
	assert_int_equal(TT_OK, vault_statement_waiting(v.db, &n));
	assert_int_equal(1, n);
	vault_close(&v);
}

static void
a_vault_that_forgot_what_it_saw_is_an_alarm(void **state)
{
	struct cli c = at(state);
	struct hubclient *h;
	struct vault v;

	make(state);
	assert_int_equal(0, unlink(temp_path(state,
	    "prog/vault/checkpoint")));
	assert_int_equal(CLI_DONE, vault_open(&v, &c, VAULT_READ, NULL));
	assert_int_equal(CLI_ALARM, vault_hub(&v, &h));
	vault_close(&v);
}

static void
no_vault_is_trouble(void **state)
{
	struct cli c = at(state);
	struct vault v;

	assert_true(sodium_init() >= 0);
	assert_int_equal(CLI_TROUBLE, vault_open(&v, &c, VAULT_READ, NULL));
	vault_close(&v);
	make(state);
	assert_int_equal(0, unlink(temp_path(state, "prog/vault/vault.db")));
	assert_int_equal(CLI_TROUBLE, vault_open(&v, &c, VAULT_READ, NULL));
	vault_close(&v);
	assert_int_not_equal(0, access(temp_path(state,
	    "prog/vault/vault.db"), F_OK));
}

/* As stock age would: armor, scrypt; here with the default of 2^18. */
static void
keys_under_a_passphrase(void **state)
{
	const char *dir = ((struct temp *)*state)->dir;
	struct tt_age_identities *ids;
	struct tt_age_identity id;
	struct passphrase p;
	char *text;

	assert_true(sodium_init() >= 0);
	tt_age_identity_generate(&id, rng_system());
	assert_int_equal(CLI_DONE, keyfile_write_identity(dir, "me.key", &id,
	    NOW, SPAN("correct horse")));
	assert_int_equal(CLI_USAGE, keyfile_write_identity(dir, "me.key", &id,
	    NOW, SPAN("correct horse")));
	text = test_read(temp_path(state, "me.key.age"), NULL);
	assert_int_equal(0, strncmp(text, "-----BEGIN AGE ENCRYPTED FILE", 29));
	free(text);

	temp_write(temp_path(state, "pass"), "correct horse\nsecond line\n");
	passphrase_init(&p, temp_path(state, "pass"));
	assert_int_equal(0, chmod(p.file, 0644));
	assert_int_equal(CLI_REFUSED, keyfile_read_identity(dir, "me.key", &p,
	    &ids));
	assert_int_equal(0, chmod(p.file, 0600));
	assert_int_equal(CLI_DONE, keyfile_read_identity(dir, "me.key", &p,
	    &ids));
	assert_int_equal(1, ids->n);
	assert_memory_equal(id.scalar, ids->id[0].scalar, sizeof(id.scalar));
	tt_age_identities_free(ids);
	passphrase_done(&p);

	temp_write(temp_path(state, "wrong"), "another\n");
	assert_int_equal(0, chmod(temp_path(state, "wrong"), 0600));
	passphrase_init(&p, temp_path(state, "wrong"));
	assert_int_equal(CLI_TROUBLE, keyfile_read_identity(dir, "me.key", &p,
	    &ids));
	passphrase_done(&p);
	passphrase_init(&p, temp_path(state, "nowhere"));
	assert_int_equal(CLI_TROUBLE, keyfile_read_identity(dir, "me.key", &p,
	    &ids));
	passphrase_done(&p);
}

#define ROW(f)	cmocka_unit_test_setup_teardown(f, temp_new, temp_gone)

TEST_MAIN(ROW(all_of_it_is_private),
    ROW(the_first_statements_are_signed_by_its_officers),
    ROW(an_existing_folder_is_left_as_it_is),
    ROW(a_failure_leaves_nothing),
    ROW(secrets_open_with_the_officers_key_only),
    ROW(what_others_can_read_is_refused),
    ROW(one_writer_at_a_time),
    ROW(statements_wait_for_a_hub_that_is_away),
    ROW(a_vault_that_forgot_what_it_saw_is_an_alarm),
    ROW(no_vault_is_trouble),
    ROW(keys_under_a_passphrase))
