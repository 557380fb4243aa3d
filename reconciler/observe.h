// SPDX-License-Identifier: Apache-2.0
/* Observing: the questions of a plan and the refusals of a change become answers. */
#pragma once

#include "diff/change.h"
#include "reconciler/session.h"

/*
 * Gets the answers in one batch and adds them to `observed`. False when nothing new was learned:
 * the plan is final then. Kinds of questions that nobody answers yet become ANSWER_UNKNOWN.
 */
bool observe(struct session *session, struct observed *observed, const struct plan *plan,
             const struct change *change);
