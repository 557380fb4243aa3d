// SPDX-License-Identifier: Apache-2.0
/*
 * Declares evidence: one fact that let a tag move. Gates and other rules make it when they judge,
 * the journal's records keep it, and an audit compares it with the declared gates. `text` is for
 * people only; no code reads it.
 */
#pragma once

#include <stddef.h>

#include "manifests/base/moment.h"

/* The kinds of evidence that are not about a gate. The kind of a gate's evidence is the gate's key
 * in the manifest. */
#define EVIDENCE_SETTLE "settle" /* the settle time was over; argument: that time */
#define EVIDENCE_PLATFORMS                                                                         \
    "tagPlatforms"               /* the image has all platforms of the tag's annotation            \
                                  */
#define EVIDENCE_FREEZE "freeze" /* a person overrode a freeze */
#define EVIDENCE_DENY "deny"     /* a person overrode a deny; argument: the digest */
#define EVIDENCE_STOP                                                                              \
    "stop" /* the move was merged although a rule stopped the tag; argument: freeze or hold */
#define EVIDENCE_FOLLOW "follow" /* a person overrode the rule that chooses the tag */
#define EVIDENCE_MORE "more"     /* the record has no room for further evidence */

enum evidence_outcome {
    EVIDENCE_HELD,       /* the rule was met */
    EVIDENCE_OVERRIDDEN, /* the rule was not met, and a person's request passed over it */
    EVIDENCE_OUTCOMES,
};

struct evidence {
    const char *kind;     /* NULL: an earlier build wrote only the text */
    const char *argument; /* which rule of this kind, such as "24h"; NULL: the kind has only one */
    enum evidence_outcome outcome;
    moment since, until; /* the time that the rule judged; 0: none, or until now */
    const char *text;    /* one line for people, or NULL */
};

/* Returns the line for people. */
static inline const char *evidence_line(const struct evidence *evidence)
{
    return evidence->text != NULL ? evidence->text : evidence->kind != NULL ? evidence->kind : "";
}
