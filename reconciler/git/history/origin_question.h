// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "manifests/declared/part.h"
#include "reconciler/git/history/origin_walk.h"

bool origin_question_parse(struct arena *arena, const char *key, struct origin_question *out);
void origin_question_unknown(struct origin_walk *walk, struct origin_question *question,
                             const char *why);
bool origin_question_holds(const struct part *part, const struct origin_question *question);
void origin_question_found(struct origin_walk *walk, struct origin_question *question,
                           size_t index);
