// SPDX-License-Identifier: Apache-2.0
/* Gets the answers to a plan's questions, and records which edits were refused. */
#pragma once

#include "diff/base/observed.h"
#include "diff/plan/change.h"
#include "reconciler/session.h"

/* Answers questions[i] in answers[i], with texts in the arena. The answer is ANSWER_UNKNOWN if
 * nothing answers this kind of question, or if the session has no registry for it. */
void observe_ask(struct session *session, const struct question *questions, size_t count,
                 struct arena *arena, struct answer *answers);

/* Gets the answers to the plan's questions together, and adds them and the change's refused edits
 * to `observed`. Returns false if nothing new was learned: then the plan is final. */
bool observe_plan(struct session *session, struct observed *observed, const struct plan *plan,
                  const struct change *change);
