// SPDX-License-Identifier: Apache-2.0
/*
 * Writes and reads the trailers of weir's own commits:
 *
 *     Weir-Asked-For: WORD NAMESPACE/STREAM:TAG     once for each tag that an intent moved; WORD is
 *                                                   the kind of intent
 *     Weir-Evidence: NAMESPACE/STREAM:TAG LINE      once for each line of evidence
 *     Weir-Source-Commit: ID                        the commit's first parent, or "none"
 *     Weir-Journal: ID                              the journal's tip before this commit, or "new"
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "manifests/base/arena.h"

/* The next three functions print one trailer each. Control bytes are replaced. */
void own_commit_print_asked_for(FILE *out, const char *word, const char *object);
/* value: "NAMESPACE/STREAM:TAG LINE". */
void own_commit_print_evidence(FILE *out, const char *value);
/* source: hex id of the commit from which the plan was made; NULL: there are no commits yet. */
void own_commit_print_source(FILE *out, const char *source);
/* Returns the message, in the arena, with the trailer Weir-Journal. tip: hex id of the journal's
 * tip, or NULL before the journal's first commit. */
const char *own_commit_add_journal(struct arena *arena, const char *message, const char *tip);

/*
 * Returns true if weir made the commit with this message for this parent (hex id; NULL: none). A
 * revert, a cherry-pick or a squash of weir's commit has a copy of the message and another parent,
 * so it is not weir's own.
 */
bool own_commit_is(const char *message, const char *parent);

/* Returns the value of Weir-Journal in the arena, or NULL if the message has no such trailer. */
const char *own_commit_journal(struct arena *arena, const char *message);
/* Returns the values of Weir-Asked-For in the arena, at most `maximum`. */
const char *const *own_commit_asked_for(struct arena *arena, const char *message, size_t maximum,
                                        size_t *count);
/* Returns the WORD of the first Weir-Asked-For for this object ("NAMESPACE/STREAM:TAG") in the
 * arena, or NULL if there is none. */
const char *own_commit_word(struct arena *arena, const char *message, const char *object);
/* Returns the LINEs of Weir-Evidence for this object in the arena, at most `maximum`. */
const char *const *own_commit_evidence(struct arena *arena, const char *message, const char *object,
                                       size_t maximum, size_t *count);
