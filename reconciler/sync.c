// SPDX-License-Identifier: Apache-2.0
#include "reconciler/sync.h"

#include <stdint.h>
#include <sys/random.h>
#include <time.h>

#include "diff/plan/plan_make.h"
#include "reconciler/apply.h"
#include "reconciler/git/checkout/checkout_resume.h"
#include "reconciler/git/journal/journal_branch.h"
#include "reconciler/observe.h"

void cycle_close(struct cycle *cycle)
{
    arena_done(&cycle->run);
    arena_done(&cycle->round);
    *cycle = (struct cycle){0};
}

/* Makes the plan, and makes it again as long as it needs all records of a tag. */
static void plan_whole(struct session *session, const struct intent *intent, struct cycle *cycle)
{
    struct plan *plan = &cycle->plan;
    do {
        *plan = (struct plan){0};
        plan_make(&cycle->round, &cycle->declared, &cycle->observed, intent, plan);
    } while (
        journal_branch_complete(session->repository, plan->lacking.items, plan->lacking.count));
}

int sync_plan(struct session *session, const struct intent *intent, struct cycle *cycle,
              struct err *err)
{
    struct arena *run = &cycle->run, *round = &cycle->round;
    struct timing *timing = &session->timing;
    timing_begin(timing);
    if (session_read(session, run, &cycle->source, &cycle->declared, err) < 0)
        return -1;
    cycle->observed = observed_make(run, session_now(session));
    cycle->observed.journal = journal_branch_read(session->repository);
    bool learned;
    do {
        arena_clear(round); /* keeps the answers, which live in `run` */
        cycle->change = (struct change){0};
        plan_whole(session, intent, cycle);
        timing_note(timing, TIMED_PLAN);
        change_make(round, &cycle->source, &cycle->plan, &cycle->change);
        timing_note(timing, TIMED_CHANGE);
        learned = timing->rounds++ < SYNC_ROUNDS_MAX &&
                  observe_plan(session, &cycle->observed, &cycle->plan, &cycle->change);
        timing_note(timing, TIMED_ASK);
    } while (learned);
    return 0;
}

/* Waits before another attempt, for 50 milliseconds and a random time. The random time keeps
 * writers that lost the same race from meeting again. Its upper bound doubles with each attempt. */
static void wait_before(unsigned attempt)
{
    uint32_t random = 0;
    (void)!getrandom(&random, sizeof random, 0);
    uint32_t most = 200U << attempt;
    uint32_t milliseconds = 50 + random % most;
    struct timespec time = {milliseconds / 1000, (long)(milliseconds % 1000) * 1000000};
    nanosleep(&time, NULL); /* a signal may end the wait early, which does no harm */
}

/* Remembers that no commit of the branch needs another look: this run looked at all tags, and found
 * no move without a record. */
static void remember(struct session *session, const struct intent *intent,
                     const struct cycle *cycle)
{
    bool request = intent != NULL && intent->kind != INTENT_NONE;
    enum result_kind kind = cycle->result.kind;
    if (request || cycle->plan.questions.count > 0 ||
        (kind != RESULT_NOTHING && kind != RESULT_COMMITTED))
        return;
    list_each (row, &cycle->plan.rows)
        if (row->arrival != NULL)
            return;
    journal_branch_reached(session->repository);
}

int sync_once(struct session *session, const struct intent *intent, struct cycle *cycle,
              struct err *err)
{
    if (checkout_resume(session->repository, session->completed, err) < 0)
        return -1;
    for (unsigned attempt = 1;; attempt++) {
        cycle_close(cycle);
        if (sync_plan(session, intent, cycle, err) < 0)
            return -1;
        if (session_stopped(session))
            return err_set(err, "stopped before anything was written");
        cycle->result = apply_cycle(session, cycle, intent);
        remember(session, intent, cycle);
        timing_note(&session->timing, TIMED_APPLY);
        if (cycle->result.kind != RESULT_RACE || attempt == SYNC_ATTEMPTS_MAX)
            return 0;
        wait_before(attempt);
    }
}
