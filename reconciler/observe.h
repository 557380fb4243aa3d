// SPDX-License-Identifier: Apache-2.0
/* Observing: gets the answers to a plan's questions, and takes note of refused edits. */
#pragma once

#include "diff/base/observed.h"
#include "diff/plan/change.h"
#include "reconciler/session.h"

/* Answers questions[i] in answers[i], with texts in the arena. Kinds of questions that are not
 * supported yet become ANSWER_UNKNOWN. */
void observe_ask(struct session *session, const struct question *questions, size_t count,
                 struct arena *arena, struct answer *answers);

/* Gets the answers to the plan's questions in one batch and adds them to `observed`, with the
 * change's refused edits. False when nothing new was learned: then the plan is final. */
bool observe_plan(struct session *session, struct observed *observed, const struct plan *plan,
                  const struct change *change);
