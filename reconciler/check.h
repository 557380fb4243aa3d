// SPDX-License-Identifier: Apache-2.0
/*
 * Checks: programs of the runner's configuration that a gate asks whether an image may move. The
 * repository names the check; the configuration alone says which program it is, with which
 * arguments and variables (reconciler/config.h).
 *
 * The program gets PATH, HOME, LANG and the variables that the configuration names for it; the
 * rest of its surroundings is described in reconciler/net/process_run.h. Its input is the question,
 * one line of JSON. It answers with its exit status: 0 is yes, 1 is no. Any other status, a signal
 * and the time limit leave the answer unknown. The last line that it prints is the reason.
 */
#pragma once

#include <signal.h>

#include "diff/base/question.h"
#include "reconciler/config.h"

enum {
    CHECK_JOBS_DEFAULT = 4,
    CHECK_OUTPUT_MAX = 8 << 10, /* bytes of its output that are kept, the last ones */
    CHECK_WHY_MAX = 300,        /* bytes of its last line that are reported */
};

/*
 * Answers questions[i], all of kind CHECK, in answers[i], with texts in the arena. Runs
 * config->jobs programs at once, CHECK_JOBS_DEFAULT if that is 0. stop may be NULL; once it is set,
 * running programs are ended and no other is started.
 */
void check_ask(const struct config *config, const volatile sig_atomic_t *stop,
               const struct question *questions, size_t count, struct arena *arena,
               struct answer *answers);

/*
 * Returns the last line of the output that is not blank, or "". Control bytes and broken UTF-8 are
 * replaced, and it is cut after CHECK_WHY_MAX bytes.
 */
const char *check_last_line(struct arena *arena, const char *output, size_t length);
