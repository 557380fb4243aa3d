// SPDX-License-Identifier: Apache-2.0
/*
 * Gates of a hop, one table: each kind evaluates to holds, waits or refused, with text and
 * evidence.
 */
#pragma once

#include "diff/observed.h"
#include "manifests/promotion.h"

enum gate_state { GATE_HOLDS, GATE_WAITS, GATE_REFUSED, GATE_NOT_SUPPORTED };

struct gate_result {
    enum gate_state state;
    moment next;          /* GATE_WAITS: the earliest time at which it could hold */
    const char *evidence; /* one line: what was compared with what */
};

struct gate_result gate_evaluate(struct arena *arena, const struct gate *gate, const char *digest,
                                 const struct observed *observed);
