// SPDX-License-Identifier: Apache-2.0
/*
 * Runs checks: programs that a gate asks whether an image may move. The repository names the check;
 * only the runner configuration says which program it is, with which arguments and variables
 * (reconciler/config.h).
 *
 * The program gets PATH, HOME, LANG and the variables that the configuration lists for the check;
 * reconciler/net/process_run.h describes the rest of its environment. Its standard input is the
 * question, one line of JSON. It answers with its exit status: 0 is yes, 1 is no. After any other
 * status, a signal or the time limit, the answer is unknown; also if the program can't be run. The
 * last line that the program prints is the reason.
 */
#pragma once

#include <signal.h>

#include "diff/base/question.h"
#include "reconciler/config.h"

enum {
    CHECK_JOBS_DEFAULT = 4,
    CHECK_OUTPUT_MAX = 8 << 10, /* bytes at the end of a program's output that are kept */
    CHECK_WHY_MAX = 300,        /* bytes of the last line that are reported; the rest is cut */
};

/*
 * Answers questions[i] in answers[i], with texts in the arena. All questions must be of the kind
 * QUESTION_CHECK. Runs up to config->jobs programs at the same time, or CHECK_JOBS_DEFAULT if jobs
 * is 0. Once *stop is set, running programs are ended and no other is started; stop may be NULL.
 */
void check_ask(const struct config *config, const volatile sig_atomic_t *stop,
               const struct question *questions, size_t count, struct arena *arena,
               struct answer *answers);

/*
 * Returns the last line of the output that is not blank, or "" if there is none. Control bytes and
 * broken UTF-8 are replaced, and the line is cut to at most CHECK_WHY_MAX bytes.
 */
const char *check_last_line(struct arena *arena, const char *output, size_t length);
