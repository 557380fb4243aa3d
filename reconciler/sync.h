// SPDX-License-Identifier: Apache-2.0
/* The loop: read, plan, observe, change, apply. */
#pragma once

#include "diff/base/intent.h"
#include "diff/base/observed.h"
#include "diff/plan/change.h"
#include "reconciler/report/report.h"
#include "reconciler/session.h"

enum {
    SYNC_ROUNDS_MAX = 8,   /* rounds of questions and answers */
    SYNC_ATTEMPTS_MAX = 5, /* attempts after lost races */
};

/* The values of one reconcile. Plan and change live in `round`, all others in `run`; declarations
 * also use the session's parts. */
struct cycle {
    struct arena run, round;
    struct source source;
    struct declared declared;
    struct observed observed;
    struct plan plan;
    struct change change;
    struct report_result result;
};

/* Takes a zeroed cycle. */
void cycle_close(struct cycle *cycle);
#define cycle_scope CLEANUP(cycle_close)

/* Does everything but apply. intent may be NULL. -1 when the repository can't be read. */
MUST_USE int sync_plan(struct session *session, const struct intent *intent, struct cycle *cycle,
                       struct err *err);
/* Plans and applies; after a lost race it starts again from the top. -1 when the repository can't
 * be read. A change that could not be written is the cycle's result. */
MUST_USE int sync_once(struct session *session, const struct intent *intent, struct cycle *cycle,
                       struct err *err);
