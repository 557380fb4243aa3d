// SPDX-License-Identifier: Apache-2.0
/*
 * Makes the plan. Planning is pure: it does no I/O and reads no clock. It can't fail: if a tag or a
 * consumer can't be changed, its row says why.
 */
#pragma once

#include "diff/base/intent.h"
#include "diff/base/observed.h"
#include "diff/base/plan.h"

/* intent may be NULL. The plan's texts live in the run's arena, in declared, in observed or in the
 * intent. */
void plan_make(struct arena *run, const struct declared *declared, const struct observed *observed,
               const struct intent *intent, struct plan *out);
