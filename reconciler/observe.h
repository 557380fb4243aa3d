// SPDX-License-Identifier: Apache-2.0
/* Observing: the questions of a plan and the refusals of a change become answers. */
#pragma once

#include "diff/base/observed.h"
#include "diff/plan/change.h"
#include "reconciler/session.h"

/*
 * Answers questions[i] in answers[i], texts in the arena. Kinds of questions that nobody answers
 * yet become ANSWER_UNKNOWN.
 */
void observe_ask(struct session *session, const struct question *questions, size_t count,
                 struct arena *arena, struct answer *answers);

/*
 * Gets the answers in one batch and adds them to `observed`. False when nothing new was learned:
 * the plan is final then.
 */
bool observe_plan(struct session *session, struct observed *observed, const struct plan *plan,
                  const struct change *change);
