// SPDX-License-Identifier: Apache-2.0
#include <criterion/criterion.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "reconciler/net/clock.h"
#include "reconciler/net/process.h"
#include "reconciler/net/process_run.h"

static struct process start_shell(const char *script)
{
    const char *const words[] = {"/bin/sh", "-c", script, NULL};
    struct process process = {0};
    struct process_command command = {
        .arguments = words,
        .files = {PROCESS_DISCARD, PROCESS_DISCARD, PROCESS_DISCARD},
        .file_count = 3,
        .own_group = true,
    };
    cr_assert(process_start(&process, &command) == 0, "%s", strerror(errno));
    return process;
}

Test(process, a_missing_program_is_reported_by_errno)
{
    const char *const words[] = {"no-such-program", NULL};
    struct process process = {0};
    struct process_command command = {.arguments = words, .files = {0, 1, 2}, .file_count = 3};
    cr_assert(process_start(&process, &command) < 0 && errno == ENOENT);
    cr_assert_eq(process_end(&process, 0, 0), PROCESS_LOST);
}

Test(process, a_program_that_ends_in_time_is_not_signaled)
{
    struct process process = start_shell("exit 7");
    int status = process_end(&process, 10000, 0);
    cr_assert(WIFEXITED(status) && WEXITSTATUS(status) == 7);
    cr_assert_eq(process.id, 0);
}

Test(process, a_program_that_does_not_end_is_terminated_and_then_killed)
{
    struct process process = start_shell("sleep 60");
    int status = process_end(&process, 50, 10000);
    cr_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
    process = start_shell("trap '' TERM; while :; do sleep 1; done");
    usleep(100000);
    status = process_end(&process, 0, 100);
    cr_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static struct process_run run_of(const char *const *words)
{
    return (struct process_run){.command = {.arguments = words, .file_count = 3},
                                .output = text_of(1 << 16),
                                .errors = true,
                                .limit_ms = 10000};
}

Test(process_run, a_program_gets_its_files_input_and_environment_and_no_more)
{
    static const char script[] = "cat; cat <&3; echo \"$A,$HOME\"; echo x >&4 || echo none >&2";
    const char *const words[] = {"/bin/sh", "-c", script, NULL};
    const char *const environment[] = {"A=b", NULL};
    int ends[2];
    cr_assert(pipe(ends) == 0 && write(ends[1], "3", 1) == 1);
    close(ends[1]);
    struct process_run run = run_of(words);
    run.command.environment = environment;
    run.command.files[3] = ends[0];
    run.command.file_count = 4;
    run.input = "in";
    run.input_length = 2;
    process_run_all(&run, 1, 4, NULL);
    close(ends[0]);
    cr_assert_eq(run.result, PROCESS_EXITED);
    cr_assert_eq(run.number, 0);
    cr_assert(text_starts(run.output.data, "in3b,\n"), "%s", run.output.data);
    cr_assert(text_ends(run.output.data, "none\n"), "%s", run.output.data);
    text_done(&run.output);
}

Test(process_run, a_large_input_and_output_do_not_block_each_other)
{
    enum { SIZE = 1 << 20 };
    char *bytes = malloc(SIZE);
    memset(bytes, 'x', SIZE);
    const char *const words[] = {"/bin/cat", NULL};
    struct process_run run = run_of(words);
    run.output = text_of(SIZE);
    run.input = bytes;
    run.input_length = SIZE;
    process_run_all(&run, 1, 1, NULL);
    cr_assert_eq(run.result, PROCESS_EXITED);
    cr_assert_eq(run.output.length, SIZE);
    text_done(&run.output);
    free(bytes);
}

Test(process_run, a_flood_ends_the_program_or_loses_its_beginning)
{
    const char *const flood[] = {"/bin/sh", "-c", "while :; do echo yyyyyyyyyyyyyyyy; done", NULL};
    struct process_run run = run_of(flood);
    process_run_all(&run, 1, 1, NULL);
    cr_assert_eq(run.result, PROCESS_FLOODED);
    text_done(&run.output);
    const char *const words[] = {"/bin/sh", "-c", "yes | head -n 100000; echo end", NULL};
    run = run_of(words);
    run.keep_end = true;
    process_run_all(&run, 1, 1, NULL);
    cr_assert_eq(run.result, PROCESS_EXITED);
    cr_assert(text_ends(run.output.data, "y\nend\n"));
    cr_assert_leq(run.output.length, 1 << 16);
    text_done(&run.output);
}

Test(process_run, time_signals_and_the_stop_flag_end_a_run)
{
    const char *const sleeping[] = {"/bin/sh", "-c", "sleep 60 & wait", NULL};
    const char *const dying[] = {"/bin/sh", "-c", "kill -USR1 $$", NULL};
    struct process_run runs[] = {run_of(sleeping), run_of(dying)};
    volatile sig_atomic_t stop = 0;
    int64_t begun = clock_ms();
    runs[0].limit_ms = 100;
    process_run_all(runs, 2, 2, &stop);
    cr_assert_eq(runs[0].result, PROCESS_TIMED_OUT);
    cr_assert_eq(runs[1].result, PROCESS_SIGNALED);
    cr_assert_eq(runs[1].number, SIGUSR1);
    cr_assert_lt(clock_ms() - begun, PROCESS_GRACE_MS);
    stop = 1;
    process_run_all(runs, 2, 1, &stop);
    cr_assert_eq(runs[0].result, PROCESS_STOPPED);
    cr_assert_eq(runs[1].result, PROCESS_STOPPED);
}
