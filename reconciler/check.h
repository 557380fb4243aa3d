// SPDX-License-Identifier: Apache-2.0
/*
 * Checks: programs that the runner's configuration names, asked by gates whether an image may move.
 * A repository says which check is asked about what; which program that is, with what arguments and
 * variables, the runner alone says (reconciler/config.h).
 *
 * A program is started directly, without a shell, in a process group of its own, with PATH, HOME,
 * LANG and the variables that are named for it. Its input is the question, one line of JSON. It
 * answers by its status: 0 yes, 1 no; anything else, a signal and the time limit are
 * could-not-tell. The last line that it prints says why. When it has ended, so has all that it
 * started in its group.
 */
#pragma once

#include <signal.h>

#include "diff/base/question.h"
#include "reconciler/config.h"

enum {
    CHECK_JOBS_DEFAULT = 4,
    CHECK_OUTPUT_MAX = 8 << 10, /* bytes of the end of its output that are kept */
    CHECK_WHY_MAX = 300,        /* bytes of its last line that are told */
    CHECK_GRACE = 2,            /* seconds from SIGTERM to SIGKILL */
};

/*
 * Answers questions[i], all of kind CHECK, in answers[i], texts in the arena; config->jobs at once.
 * stop may be NULL; once it is set, what runs is ended and nothing else is started.
 */
void check_ask(const struct config *config, const volatile sig_atomic_t *stop,
               const struct question *questions, size_t count, struct arena *arena,
               struct answer *answers);

/*
 * The last line of a program's output that is not blank, without control bytes and broken UTF-8, at
 * most CHECK_WHY_MAX bytes; "" when there is none.
 */
const char *check_last_line(struct arena *arena, const char *output, size_t length);
