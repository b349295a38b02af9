/* SPDX-License-Identifier: ISC */
/*
 * bench_census [PARTNERS [READERS-OF-EACH [REVISIONS]]]: what a census costs
 * where all of them have a copy of each revision and have signed for it;
 * 10,000, 10 and 1 unless given.
 *
 * bench_census PARTNERS READERS-OF-EACH VAULT BULLETIN: puts them into the
 * database of a vault made for this, for a bulletin that was sealed there, so
 * that whole verbs can be timed: census, status.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <sodium.h>

#include "base/hex.h"
#include "cli/census_lines.h"
#include "store/vault_db.h"
#include "store/vault_ledger.h"
#include "store/vault_standing.h"

#define ID	"6f1d0c92b4e87a35"
#define HOLDER	1000000	/* above what is there */
#define PATH	"/tmp/bench-census.db"
#define OPENS	3000
#define REVISIONS_MAX	9
#define NOW	5000

static void
must(enum tt_err e)
{
	if (e == TT_OK)
		return;
	fprintf(stderr, "bench_census: %s\n", tt_err_text(e));
	exit(1);
}

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
add_copy(struct db *db, const struct vault_bulletin *b,
    const struct vault_reader *r, uint64_t holder, uint64_t n)
{
	static const char zero[] = "00000000000000000000000000000000"
	    "00000000000000000000000000000000";
	struct vault_copy c = { .number = HOLDER + n, .holder = holder };
	char key[HEX_LEN(TT_READER_ID_LEN) + 1], text[1024];
	struct vault_event e = { .kind = TT_RECEIPT,
		.n = (int64_t)(b->revision * (uint64_t)HOLDER * 10 + n) };

	memcpy(c.reader, r->id, sizeof(c.reader));
	memcpy(c.key, r->key, sizeof(c.key));
	must(vault_copy_add(db, b->sealing, &c));
	hex_encode(key, r->key, sizeof(r->key));
	snprintf(text, sizeof(text), "telltale/v1/receipt\nlog l.example\n"
	    "time 1970-01-01T01:00:00Z\nbulletin %s\nreader %s\n"
	    "terms %s\nuntil 2026-12-08T18:00:00Z\ncopies %062u%02x\n"
	    "copy %s\n\n\u2014 x y\n", b->id, key, zero, 0, b->revision,
	    zero);
	e.bytes = span_str(text);
	memcpy(e.leaf.b, &n, sizeof(n));
	e.leaf.b[sizeof(n)] = (uint8_t)b->revision;
	must(vault_event_add(db, &e, 1));
}

static void
add_reader(struct db *db, const struct vault_bulletin *b,
    const char *partner, uint64_t holder, uint64_t n)
{
	struct vault_reader r = { .state = READER_ACTIVE, .since_s = 1,
		.keyed = true, .active_s = 1, .sign = "vkey", .seal = "age1",
		.email = "a@b.example", .name = "Somebody" };

	snprintf(r.id, sizeof(r.id), "r%08llu", (unsigned long long)n);
	snprintf(r.partner, sizeof(r.partner), "%s", partner);
	memcpy(r.key, &n, sizeof(n));
	r.key[sizeof(n)] = 1;
	if (b->revision == 1)
		must(vault_reader_add(db, &r));
	add_copy(db, b, &r, holder, n);
}

/* As the desk enters one: applied, vetted, approved; each tenth suspended. */
static void
add_changes(struct db *db, const char *partner, uint64_t i)
{
	static const enum partner_state way[] = { PARTNER_APPLIED,
		PARTNER_VETTING, PARTNER_APPROVED, PARTNER_SUSPENDED,
		PARTNER_APPROVED };

	for (size_t k = 1; k < (i % 10 == 0 ? 5 : 3); k++)
		must(vault_change_add(db, partner, &(struct vault_change){
		    .at_s = (int64_t)k, .was = way[k - 1],
		    .state = way[k] }));
}

static void
fill(struct db *db, uint64_t partners, uint64_t each,
    const struct vault_bulletin *b)
{
	struct vault_partner p = { .state = PARTNER_APPROVED, .since_s = 1,
		.ends_s = PARTNER_NO_END, .tier = "member", .name = "Name" };

	must(db_begin(db));
	for (uint64_t i = 0; i < partners; i++) {
		snprintf(p.id, sizeof(p.id), "p%08llu",
		    (unsigned long long)i);
		snprintf(p.ref, sizeof(p.ref), "%032llu",
		    (unsigned long long)i);
		if (b->revision == 1) {
			must(vault_partner_add(db, &p));
			add_changes(db, p.id, i);
		}
		must(vault_holder_add(db, b->sealing, HOLDER + i, p.id));
		for (uint64_t k = 0; k < each; k++)
			add_reader(db, b, p.id, HOLDER + i, i * each + k);
	}
	must(db_commit(db));
}

/* A vault's own: the verbs are timed from outside. */
static int
fill_vault(const char *vault, const char *bulletin, uint64_t partners,
    uint64_t each)
{
	char path[4096];
	struct vault_bulletin b;
	struct db *db;

	snprintf(path, sizeof(path), "%s/vault.db", vault);
	must(vault_db_open(&db, path, DB_EXISTING, NULL));
	must(vault_bulletin_get(db, span_str(bulletin), &b));
	fill(db, partners, each, &b);
	db_close(db);
	return 0;
}

int
main(int argc, char **argv)
{
	static struct census_text text[REVISIONS_MAX];
	struct census_about about = { .text = text };
	struct vault_bulletin b = { .id = ID, .sealing = ID, .revision = 1,
		.name = "EX", .title = "T", .folder = "/", .public_s = 9000,
		.sealed_s = 1000, .published_s = 2000 };
	struct vault_wave w = { .profile = TT_PROFILE_FULL,
		.name = "main", .opens_s = OPENS, .bytes = 1024 };
	uint64_t partners = argc > 1 ? strtoull(argv[1], NULL, 10) : 10000;
	uint64_t each = argc > 2 ? strtoull(argv[2], NULL, 10) : 10;
	uint64_t revisions = argc == 4 ? strtoull(argv[3], NULL, 10) : 1;
	struct census_lines l;
	struct census_count c;
	struct db *db;
	double start;

	if (sodium_init() < 0)
		return 1;
	if (argc > 4)
		return fill_vault(argv[3], argv[4], partners, each);
	(void)remove(PATH);
	must(vault_db_open(&db, PATH, DB_CREATE, NULL));
	for (b.revision = 1; b.revision <= revisions &&
	    b.revision <= REVISIONS_MAX; b.revision++) {
		snprintf(b.sealing, sizeof(b.sealing), "%016u", b.revision);
		must(vault_bulletin_add(db, &b));
		must(vault_bulletin_published(db, b.sealing, b.published_s));
		w.copies.b[31] = (uint8_t)b.revision;
		must(vault_wave_add(db, b.sealing, &w));
		fill(db, partners, each, &b);
		text[about.n_texts].revision = b.revision;
		text[about.n_texts].manifest.n_parts = 1;
		text[about.n_texts++].manifest.parts[0].kind = TT_PART_POC;
	}
	b.revision = (unsigned)about.n_texts;
	for (int i = 0; i < 3; i++) {
		start = seconds();
		must(census_lines_read(&l, db, &b, &about, NOW));
		c = census_count_at(l.line, l.n, NOW, true);
		printf("%zu people at %zu organisations: %.2f s\n",
		    c.readers, c.reader_organisations, seconds() - start);
		census_lines_done(&l);
	}
	db_close(db);
	remove(PATH);
	remove(PATH "-wal");
	remove(PATH "-shm");
	return 0;
}
