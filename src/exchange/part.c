/* SPDX-License-Identifier: ISC */
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "exchange/part.h"

static const struct part_rule rules[] = {
	[PART_SIGMA] = { "sigma", "sigma", "Payload installation" },
	[PART_YARA] = { "yara", "yara", "Payload installation" },
	[PART_SURICATA] = { "suricata", "snort", "Network activity" },
	[PART_SNORT] = { "snort", "snort", "Network activity" },
	[PART_OTHER] = { NULL, NULL, NULL },
};

_Static_assert(sizeof(rules) / sizeof(rules[0]) == PART_KINDS,
    "a row for each kind");

const struct part_rule *
part_rule(enum part_kind kind)
{
	return &rules[kind];
}

/* The name of the file ends so, in any case; ends are parted by blanks. */
static bool
ends_so(struct span name, const char *ends)
{
	struct span rest = span_str(ends), end;

	while (span_word(&rest, ' ', &end))
		if (name.n > end.n && strncasecmp(name.p + name.n - end.n,
		    end.p, end.n) == 0)
			return true;
	return false;
}

static bool
holds(struct span text, const char *what)
{
	return memmem(text.p, text.n, what, strlen(what)) != NULL;
}

static bool
is_text(struct span text)
{
	return text.n > 0 && memchr(text.p, '\0', text.n) == NULL &&
	    utf8_valid(text.p, text.n);
}

static enum part_kind
kind_of_json(const json_t *root)
{
	const json_t *event = json_object_get(root, "Event");
	struct span s;

	if (json_in_str(json_object_get(root, "document"), "csaf_version",
	    &s, NULL) == TT_OK)
		return PART_CSAF;
	if (json_in_str(root, "type", &s, NULL) == TT_OK &&
	    span_is(s, "bundle") &&
	    json_is_array(json_object_get(root, "objects")))
		return PART_STIX;
	if (json_in_str(event, "uuid", &s, NULL) == TT_OK)
		return PART_MISP;
	return PART_OTHER;
}

enum part_kind
part_kind(struct span name, struct span text, json_t **json)
{
	enum part_kind kind = PART_OTHER;

	*json = NULL;
	if (!is_text(text))
		return PART_OTHER;
	if (ends_so(name, ".json") &&
	    json_in_parse(text, PART_JSON_MAX, json, NULL) == TT_OK &&
	    (kind = kind_of_json(*json)) == PART_OTHER) {
		json_decref(*json);
		*json = NULL;
	}
	if (kind != PART_OTHER)
		return kind;
	if (ends_so(name, ".yml .yaml") && holds(text, "\ndetection:"))
		return PART_SIGMA;
	if (ends_so(name, ".yar .yara"))
		return PART_YARA;
	if (ends_so(name, ".rules"))
		return holds(name, "snort") ? PART_SNORT : PART_SURICATA;
	if (ends_so(name, ".md .markdown .txt .rst .adoc"))
		return PART_TEXT;
	return PART_OTHER;
}

/* The next line and those that a backslash at its end goes on to. */
static struct span
whole_line(struct span *rest)
{
	struct span line, all = { rest->p, 0 };

	do {
		if (!span_line(rest, &line)) {
			line = *rest;
			*rest = span_of(line.p + line.n, 0);
		}
		all.n = (size_t)(line.p + line.n - all.p);
	} while (rest->n > 0 && line.n > 0 && line.p[line.n - 1] == '\\');
	return span_trim(all);
}

bool
part_next_rule(enum part_kind kind, struct span *rest, struct span *rule)
{
	if (kind != PART_SURICATA && kind != PART_SNORT) {
		*rule = *rest;
		*rest = span_of(rest->p + rest->n, 0);
		return rule->n > 0;
	}
	while (rest->n > 0) {
		*rule = whole_line(rest);
		if (rule->n > 0 && rule->p[0] != '#')
			return true;
	}
	return false;
}

static bool
named(struct span name, const char *what)
{
	size_t n = strlen(what);

	return name.n > n && strncasecmp(name.p, what, n) == 0 &&
	    name.p[n] == '.';
}

unsigned
part_rank(enum part_kind kind, struct span name)
{
	unsigned by_name = named(name, "advisory") ? 8 :
	    named(name, "brief") ? 4 : 0;

	switch (kind) {
	case PART_CSAF:
		return by_name + 2;
	case PART_TEXT:
		return by_name + (named(name, "readme") ? 1 : 3);
	case PART_OTHER:
		return by_name;
	case PART_SIGMA:
	case PART_YARA:
	case PART_SURICATA:
	case PART_SNORT:
	case PART_STIX:
	case PART_MISP:
	case PART_KINDS:
		break;
	}
	return 0;
}
