/* SPDX-License-Identifier: ISC */
/*
 * bench_audience - a dry run's plan over a vault of ten thousand partners with
 * ten readers each, every partner with a profile of its own.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/plan.h"
#include "store/vault_db.h"

#define PARTNERS	10000
#define READERS		10	/* of each */
#define NOW		INT64_C(1795000000)
#define DAY		86400

static void
need(bool ok, const char *what)
{
	if (!ok) {
		fprintf(stderr, "bench_audience: %s\n", what);
		exit(1);
	}
}

static void
add_readers(struct db *db, const char *partner, unsigned n)
{
	for (unsigned k = 0; k < READERS; k++) {
		struct vault_reader r = { .state = READER_ACTIVE,
			.since_s = NOW, .keyed = true, .name = "Reader",
			.email = "r@example.org", .sign = "key",
			.seal = "age1" };

		snprintf(r.id, sizeof(r.id), "r%u-%u", n, k);
		snprintf(r.partner, sizeof(r.partner), "%s", partner);
		memcpy(r.key, &n, sizeof(n));
		memcpy(r.key + sizeof(n), &k, sizeof(k));
		need(vault_reader_add(db, &r) == TT_OK, "a reader");
	}
}

static void
fill(struct db *db)
{
	static const char profile[] = "{\"format\":\"telltale-profile/1\","
	    "\"countries\":[\"JP\"],\"roles\":[{\"role\":\"manufacturer\","
	    "\"family\":\"relay\"}],\"products\":[\"relay\",\"mail\"],"
	    "\"declared_at\":\"2026-11-01\",\"markets\":[\"JP\"]}";

	need(db_begin(db) == TT_OK, "begin");
	for (unsigned i = 0; i < PARTNERS; i++) {
		struct vault_partner p = { .state = PARTNER_APPROVED,
			.since_s = NOW, .ends_s = PARTNER_NO_END,
			.name = "Partner", .tier = "elite",
			.agreement = "1", .signed_s = NOW };

		snprintf(p.id, sizeof(p.id), "p%u", i);
		snprintf(p.ref, sizeof(p.ref), "%032x", i);
		need(vault_partner_add(db, &p) == TT_OK, "a partner");
		need(vault_profile_add(db, p.id, NOW, span_str(profile)) ==
		    TT_OK, "a profile");
		add_readers(db, p.id, i);
	}
	need(db_commit(db) == TT_OK, "commit");
}

static struct tt_part_text part = { .name = SPAN_INIT("a.md"),
	.text = SPAN_INIT("Text.\n") };

static void
make_draft(struct draft *d)
{
	static const char json[] = "{\"id\":\"B\",\"title\":\"T\","
	    "\"public_at\":\"2026-12-08T18:00:00Z\",\"products\":[\"mail\"],"
	    "\"waves\":[{\"name\":\"w\",\"before\":\"24h\",\"tiers\":"
	    "[\"elite\"],\"profile\":\"full\"}],\"parts\":[{\"file\":"
	    "\"a.md\",\"kind\":\"advisory\"}]}";

	need(draft_from(d, span_str(json), &part, 1) == TT_OK, "the draft");
}

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int
main(void)
{
	char dir[] = "/tmp/bench-audience-XXXXXX", path[64];
	struct ruleset rules = { .policy = NULL };
	struct plan_at at = { .now_s = NOW, .rules = &rules,
		.bulletin = "" };
	static struct draft d;
	struct plan p;
	struct db *db;
	double began;

	need(mkdtemp(dir) != NULL, "a folder");
	snprintf(path, sizeof(path), "%s/vault.db", dir);
	need(vault_db_open(&db, path, DB_CREATE, NULL) == TT_OK, "vault.db");
	fill(db);
	make_draft(&d);
	need(ruleset_load(&rules, db, NOW) == CLI_DONE, "rules");
	began = seconds();
	need(plan_make(&p, &d, db, &at) == CLI_DONE, "the plan");
	printf("%zu readers of %zu partners planned in %.2f s; %zu get a "
	    "copy\n", p.n, p.n_partners, seconds() - began, p.granted);
	need(p.granted == (size_t)PARTNERS * READERS, "somebody is missing");
	plan_done(&p);
	ruleset_done(&rules);
	draft_done(&d);
	db_close(db);
	unlink(path);
	rmdir(dir);
	return 0;
}
