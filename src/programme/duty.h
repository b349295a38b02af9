/* SPDX-License-Identifier: ISC */
/*
 * duty - who must report what to whom by when, as data; and what that means
 * for one partner and one wave.
 *
 * specs/stories.md 3.7, written as telltale-duties/1 (docs/policy.md).  A
 * deadline is the latest lawful moment, not the earliest: what may be reported
 * at once is `possible`, though it need not be before the public instant.
 * Not a country binds anybody, but a role towards a product; a partner's own
 * declaration counts where it is stricter than what the file says.  Pure.
 */
#ifndef PROGRAMME_DUTY_H
#define PROGRAMME_DUTY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "programme/profile.h"
#include "telltale/diag.h"

#define DUTIES_FILE_MAX		((size_t)1 << 18)	/* bytes */
#define DUTIES_MAX		64
#define DUTY_STAGES_MAX		8
#define DUTY_GROUPS_MAX		16
#define DUTY_GROUP_MAX		64	/* countries of one */
#define DUTY_LINE_MAX		400	/* bytes, with NUL */
#define DUTY_NEVER		INT64_MAX

enum duty_territory {
	TERRITORY_ANYWHERE,
	TERRITORY_ESTABLISHED,
	TERRITORY_OFFERING,
	TERRITORY_EITHER,	/* established-or-offering-in */
	DUTY_TERRITORIES
};

enum duty_subject {
	SUBJECT_OWN_PRODUCT,
	SUBJECT_ANY_PRODUCT,
	SUBJECT_OWN_SYSTEMS,	/* whom somebody broke into */
	DUTY_SUBJECTS
};

enum duty_trigger {
	TRIGGER_VULNERABILITY,	/* aware of it: at the opening */
	TRIGGER_EXPLOITATION,	/* aware of it: when it is seen */
	TRIGGER_INCIDENT,	/* at oneself: no bulletin begins it */
	TRIGGER_FIX,		/* there is one: at the public instant */
	DUTY_TRIGGERS
};

enum duty_from { FROM_TRIGGER, FROM_PREVIOUS, FROM_FIX, DUTY_FROMS };

enum duty_confidence {
	CONFIDENCE_UNVERIFIED,
	CONFIDENCE_SECONDARY,
	CONFIDENCE_VERIFIED,
	DUTY_CONFIDENCES
};

struct duty_stage {
	int64_t after_s;
	enum duty_from from;
};

struct duty {
	char id[TT_ID_MAX + 1];
	char title[DUTY_LINE_MAX];
	char recipient[DUTY_LINE_MAX];
	char jurisdiction[MEMBER_COUNTRY_LEN + 1];
	bool prohibits;			/* forbids; nothing is reported */
	unsigned roles;			/* 1 << enum profile_role */
	enum duty_territory territory;
	enum duty_subject subject;
	enum duty_trigger trigger;
	struct duty_stage stage[DUTY_STAGES_MAX];
	size_t n_stages;
	int64_t in_force_s, ends_s;	/* ends_s may be DUTY_NEVER */
	/* as the file says; unverified without a source or a review date */
	enum duty_confidence confidence;
	int64_t review_s;		/* DUTY_NEVER: the file has none */
};

/* A jurisdiction of several countries, as the file has it. */
struct duty_group {
	char name[MEMBER_COUNTRY_LEN + 1];
	char country[DUTY_GROUP_MAX][MEMBER_COUNTRY_LEN + 1];
	size_t n;
};

struct duties {
	int64_t updated_s;
	struct duty duty[DUTIES_MAX];
	struct duty_group group[DUTY_GROUPS_MAX];
	size_t n, n_groups;
};

/*
 * TT_ESYNTAX if there was an error, TT_ELIMIT, TT_ENOMEM; then *out is as it
 * was.  Warned of: unknown members, entries that load as unverified.
 */
enum tt_err duties_parse(struct duties **out, struct span text,
    struct span file, struct tt_diags *diags) MUST_USE;
void duties_free(struct duties *d);	/* NULL is fine */

const struct duty *duties_find(const struct duties *d, const char *id);

const char *duty_confidence_text(enum duty_confidence c);

enum duty_report {
	DUTY_NONE,
	DUTY_POSSIBLE,		/* bound, and may wait past the public one */
	DUTY_UNKNOWN,		/* not declared, or not known who is bound */
	DUTY_CERTAIN,		/* a stage is due before it */
	DUTY_REPORTS
};

extern const char *const duty_reports[DUTY_REPORTS];

/* One partner and one wave. */
struct duty_ask {
	const struct duties *duties;		/* NULL: none */
	const struct profile *profile;		/* NULL: none */
	int64_t now_s;
	int64_t since_partner_s;	/* for one who never declared */
	int64_t opens_s, public_s;
	int64_t exploited_s;		/* first known attack, or DUTY_NEVER */
	const char (*products)[TT_ID_MAX + 1];	/* of the bulletin */
	size_t n_products;
};

#define DUTY_BECAUSE_MAX	256	/* bytes, with NUL */

struct duty_answer {
	unsigned all;			/* 1 << each that holds */
	enum duty_report report;	/* the last of them */
	char id[TT_ID_MAX + 1];		/* of the duty that did; "": none */
	int64_t due_s;			/* certain: when a stage is due */
	enum profile_declared declared;
	int64_t since_s;		/* unless declared is current */
	char because[DUTY_BECAUSE_MAX];	/* in words */
};

struct duty_answer duty_of(const struct duty_ask *ask);

#endif
