// SPDX-License-Identifier: Apache-2.0
/* Parses and answers one question about the origin of a pin. */
#pragma once

#include "reconciler/git/history/origin_walk.h"

/*
 * Parses a key; texts live in the arena. Returns false for any other key. Sets *since to the commit
 * that a question about moves names.
 *
 *     FILE#NAMESPACE/STREAM:TAG@DIGEST   who gave the tag this digest
 *     FILE#NAMESPACE/STREAM:TAG!DIGEST   who released this digest
 *     FILE#NAMESPACE/STREAM:TAG!         who removed the hold
 *     FILE#NAMESPACE/STREAM:TAG?         who deleted the tag
 *     FILE#NAMESPACE/STREAM:TAG@DIGEST^FROM^COMMIT   which moves led from one digest to the other
 */
bool origin_question_parse(struct arena *arena, const char *key, struct origin_question *out,
                           git_oid *since);
/* Answers how the pin came to the branch. */
void origin_question_found(struct origin_walk *walk, struct origin_question *question,
                           const struct pin_origin *origin);
/* Adds a move that is older than those found so far. */
void origin_question_add(struct origin_question *question, struct pin_origin *origin);
/* Answers with the moves that were found, or that there are none. If they do not go back to the
 * digest and the commit that the question names, only the newest one is the answer. */
void origin_question_end(struct origin_walk *walk, struct origin_question *question, bool whole);
/* Answers that the tip's file does not have the digest. */
void origin_question_none(struct origin_walk *walk, struct origin_question *question);
/* Answers that the origin is unknown, for the reason `why`. If a newer move was found, it is the
 * answer. */
void origin_question_unknown(struct origin_walk *walk, struct origin_question *question,
                             const char *why);
