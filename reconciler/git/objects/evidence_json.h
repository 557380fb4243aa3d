// SPDX-License-Identifier: Apache-2.0
/*
 * Writes and reads evidence as JSON, for the journal's records and for trailers of weir's commits:
 *
 *     {"kind":"soak","argument":"24h","outcome":"held","since":"…Z","until":"…Z","text":"…"}
 *
 * `outcome` is "held" or "overridden". Members without a value are left out, but `kind` and
 * `outcome` always exist. Evidence that an earlier build wrote is a string: the text.
 */
#pragma once

#include <jansson.h>

#include "diff/base/evidence.h"
#include "manifests/base/arena.h"
#include "manifests/base/err.h"

enum { EVIDENCE_JSON_KIND_MAX = 64, EVIDENCE_JSON_ARGUMENT_MAX = 256 }; /* bytes with the NUL */

/* Returns the evidence with a text of less than `text_max` bytes; longer texts are cut. text_max:
 * at most CLEAN_JSON_TEXT_MAX. Returns NULL for evidence without kind and text. */
json_t *evidence_json_encode(const struct evidence *evidence, size_t text_max);
/* Reads one item. Its texts are in the arena. */
MUST_USE int evidence_json_decode(struct arena *arena, const json_t *value, struct evidence *out,
                                  struct err *err);

/* Returns the JSON on one line of at most `maximum` bytes, in the arena. The text is cut if the
 * line would be longer. Returns NULL if it is too long even without a text. */
const char *evidence_json_line(struct arena *arena, const struct evidence *evidence,
                               size_t maximum);
/* Reads a line. Returns false for a line that evidence_json_line() can't have written. */
bool evidence_json_parse(struct arena *arena, const char *line, struct evidence *out);
