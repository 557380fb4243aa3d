// SPDX-License-Identifier: Apache-2.0
/* Runs the loop of a reconcile: read, plan, change, observe, apply. Plan, change and observe are
 * repeated while answers are new, at most SYNC_ROUNDS_MAX times. */
#pragma once

#include "diff/base/intent.h"
#include "diff/base/observed.h"
#include "diff/plan/change.h"
#include "reconciler/report/report.h"
#include "reconciler/session.h"

enum {
    SYNC_ROUNDS_MAX = 8,   /* rounds of questions and answers */
    SYNC_ATTEMPTS_MAX = 5, /* attempts in all, if each one loses a race */
};

/* The values of one reconcile. Plan and change live in `round`, the declarations in the session,
 * and all others in `run`. */
struct cycle {
    struct arena run, round;
    struct source source;
    struct declared declared;
    struct observed observed;
    struct plan plan;
    struct change change;
    struct report_result result;
};

/* Also accepts a zeroed cycle. */
void cycle_close(struct cycle *cycle);
#define cycle_scope CLEANUP(cycle_close)

/* Does all steps except apply. intent may be NULL. Returns -1 if the repository can't be read. */
MUST_USE int sync_plan(struct session *session, const struct intent *intent, struct cycle *cycle,
                       struct err *err);
/* Plans and applies. In a work tree first completes the commit of a killed run. After a lost race
 * it starts again with reading, up to SYNC_ATTEMPTS_MAX attempts in all. Returns -1 if the
 * repository can't be read, or if the program was asked to stop before anything was written. If a
 * change could not be written, returns 0, and the cycle's result says why. */
MUST_USE int sync_once(struct session *session, const struct intent *intent, struct cycle *cycle,
                       struct err *err);
