/* SPDX-License-Identifier: ISC */
/*
 * known_line - sightings and knowers on record as a time line takes them.
 *
 * A sighting whose source may gain by it, or that a partner could have
 * shaped, or at low confidence, excludes nothing there: programme/sighting.h
 * has the table.  A confirmation does not lend a reporter's own instant any
 * weight: who confirms stands in the line too.
 */
#ifndef CLI_KNOWN_LINE_H
#define CLI_KNOWN_LINE_H

#include "cli/line/gather.h"

gather_source known_line_sightings, known_line_knowers;

#endif
