/* SPDX-License-Identifier: ISC */
/*
 * vault_columns - the columns of a record in the order in which its reader
 * takes them.  Private to vault_db.c, whose statements are made of them.
 */
#ifndef STORE_VAULT_COLUMNS_H
#define STORE_VAULT_COLUMNS_H

#define PARTNER	"id, ref, name, tier, state, since, agreement, signed, " \
		"ends, leaf"
#define HEARD	"n, writer, key, reader, partner, reason, received, told"
#define READER	"id, partner, name, email, state, since, token, expires, " \
		"key, sign, seal, active, revoked, leaf"
#define BULLETIN "id, name, title, folder, public, sealed, published, " \
		"text, codebook, depth_holders, depth_copies, sealing, " \
		"revision, editorial"
#define WAVE	"n, name, profile, opens, leaf, copies, root, terms, " \
		"bytes, slot, prefetch"
#define STAGGER	"bulletin, wave, salt, hash, slots, spacing, entered, " \
		"seen, source, before, revision"
#define REQUEST	"id, sealed, hash, key, expires, state, ended, n"
#define ANSWER	"request, key, sealed, n, received"
#define LETTER	"n, reader, about, bulletin, hash, written, received, " \
		"answered, body"
#define CASE	"id, title, state, outcome, tell, opened, leaf"
#define CASE_ENTRY "n, at, officer, act, subject, text, leaf"
#define NOTICE	"n, event, what, bulletin, reader, address, subject, " \
		"text, message, queued, due, state, tries, first, next, " \
		"ended, error"
#define STANDING "partner, staff, marks, vetting, vetted, probation, " \
		"runs_on, removed, term, confirmed, officer, reason, away, " \
		"party"
/* Records that are no partners. */
#define PARTIES	"(SELECT partner FROM standing WHERE party = 1)"
#define PARTY_KEY "k.bulletin, k.name, k.reader, k.added, k.officer, k.told, " \
		"k.told_to"
#define SIGNING	"partner, version, scan, signer, signed, ends, entered, " \
		"reader"
#define PREVIEW	"bulletin, revision, text, partner, reader, holder, number, " \
		"officer, at"
#define EVENT	"n, kind, leaf, bytes, set_proof, tlog_proof, batch, " \
		"coalesce(received, 0)"
#define EXCEPTION "n, partner, bulletin, rule, until, reason, officers, " \
		"at, leaf"
#define KNOWER	"n, bulletin, organisation, person, role, since_from, " \
		"since_until, source, conflict, parts, officer, added"
#define SIGHTING "n, bulletin, case_id, seen_from, seen_until, received, " \
		"source, confidence, country, network, victims, confirms, " \
		"evidence, digest, leaf"
#define CLOCK	"n, subject, duty, stage, aware, sighting, state, at, " \
		"note, officer"
#define EMISSION "n, partner, bulletin, what, since, until, networks, " \
		"reference, added"

#endif
