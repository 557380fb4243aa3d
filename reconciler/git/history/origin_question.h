// SPDX-License-Identifier: Apache-2.0
/* Parses and answers one question about the origin of a pin. */
#pragma once

#include "reconciler/git/history/origin_walk.h"

/*
 * Parses a key; texts live in the arena. Returns false for any other key.
 *
 *     FILE#NAMESPACE/STREAM:TAG@DIGEST   who gave the tag this digest
 *     FILE#NAMESPACE/STREAM:TAG!DIGEST   who released this digest
 *     FILE#NAMESPACE/STREAM:TAG!         who removed the hold
 *     FILE#NAMESPACE/STREAM:TAG?         who deleted the tag
 */
bool origin_question_parse(struct arena *arena, const char *key, struct origin_question *out);
/* Answers how the pin came to the branch. */
void origin_question_found(struct origin_walk *walk, struct origin_question *question,
                           const struct pin_origin *origin);
/* Answers that the tip's file does not have the digest. */
void origin_question_none(struct origin_walk *walk, struct origin_question *question);
/* Answers that the origin is unknown, for the reason `why`. */
void origin_question_unknown(struct origin_walk *walk, struct origin_question *question,
                             const char *why);
