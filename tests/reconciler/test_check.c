// SPDX-License-Identifier: Apache-2.0
#include "reconciler/check.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "manifests/base/text.h"
#include "reconciler/net/process_run.h"

enum { CHECKS_MAX = 20 };

/* Checks that are scripts of the shell, by their order: "0", "1", … */
struct world {
    struct arena arena;
    struct config config;
    struct question questions[CHECKS_MAX];
    struct answer answers[CHECKS_MAX];
};

static void world_done(struct world *world)
{
    arena_done(&world->arena);
}
#define world_scope CLEANUP(world_done)

static struct config_check *add(struct world *world, const char *script)
{
    size_t number = world->config.checks.count;
    struct config_check *check = list_add(&world->arena, &world->config.checks);
    check->name = arena_print(&world->arena, "%zu", number);
    check->timeout = 10;
    const char *const words[] = {"/bin/sh", "-c", script};
    for (size_t i = 0; i < 3; i++)
        *list_add(&world->arena, &check->command) = words[i];
    world->questions[number] = (struct question){
        QUESTION_CHECK, arena_print(&world->arena, "%zu {\"number\":%zu}", number, number)};
    return check;
}

static double ask(struct world *world, const volatile sig_atomic_t *stop)
{
    struct timespec before, after;
    clock_gettime(CLOCK_MONOTONIC, &before);
    check_ask(&world->config, stop, world->questions, world->config.checks.count, &world->arena,
              world->answers);
    clock_gettime(CLOCK_MONOTONIC, &after);
    return (double)(after.tv_sec - before.tv_sec) + (double)(after.tv_nsec - before.tv_nsec) / 1e9;
}

/* "passed: WHY", "refused: WHY", "WORD: WHY" */
static const char *told(struct world *world, size_t number)
{
    const struct answer *answer = &world->answers[number];
    const char *word = answer->state == ANSWER_UNKNOWN ? answer->word
                       : answer->passed                ? "passed"
                                                       : "refused";
    return arena_print(&world->arena, "%s: %s", word, answer->why);
}

Test(check, the_status_answers_and_the_last_line_says_why)
{
    static const struct {
        const char *script, *told;
    } rows[] = {
        {"echo one; echo two", "passed: two"},
        {"echo out; echo why >&2; exit 1", "refused: why"},
        {"exit 0", "passed: "},
        {"exit 1", "refused: "},
        {"echo oops; exit 2", "check-status: the program ended with status 2: oops"},
        {"exit 255", "check-status: the program ended with status 255"},
        {"echo before; kill -SEGV $$",
         "check-signal: the program was ended by signal 11 (Segmentation fault): before"},
        {"cat", "passed: {\"number\":7}"},
        {"printf 'a\\033[2Jb\\n \\n\\n'", "passed: a?[2Jb"},
        {"printf 'no end'", "passed: no end"},
        {"exec >&- 2>&-; sleep 0.2; exit 1", "refused: "},
        {"exec <&-; sleep 0.1", "passed: "},
        {"echo \"$-\" | grep -q i || echo 'no terminal'", "passed: no terminal"},
        {"yes 0123456789 | head -c 3000000; echo; echo end", "passed: end"},
        {"head -c 100000 /dev/zero | tr '\\0' x", NULL},
    };
    world_scope struct world world = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        add(&world, rows[i].script);
    ask(&world, NULL);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].told != NULL)
            cr_expect_str_eq(told(&world, i), rows[i].told, "%s", rows[i].script);
    cr_expect_eq(strlen(world.answers[14].why), CHECK_WHY_MAX);
}

Test(check, a_check_that_takes_too_long_is_ended)
{
    world_scope struct world world = {0};
    add(&world, "echo waiting; sleep 1000")->timeout = 1;
    add(&world, "trap '' TERM; echo stubborn; while :; do sleep 1; done")->timeout = 1;
    add(&world, "trap 'exit 0' TERM; sleep 1000 & wait")->timeout = 1;
    add(&world, "yes")->timeout = 1;
    double seconds = ask(&world, NULL);
    cr_expect_str_eq(told(&world, 0), "timeout: the program did not end within 1s: waiting");
    cr_expect_str_eq(told(&world, 1), "timeout: the program did not end within 1s: stubborn");
    cr_expect_str_eq(told(&world, 2), "timeout: the program did not end within 1s");
    cr_expect_str_eq(told(&world, 3), "timeout: the program did not end within 1s: y");
    cr_expect(seconds >= 1 && seconds < 1 + PROCESS_GRACE_MS / 1000 + 3, "%f", seconds);
}

/* True once the process is gone or dead. */
static bool gone(const char *pid)
{
    char path[64], line[256] = "";
    for (int i = 0; i < 200; i++) {
        snprintf(path, sizeof path, "/proc/%.20s/stat", pid);
        FILE *in = fopen(path, "r");
        if (in == NULL)
            return true;
        bool read = fgets(line, sizeof line, in) != NULL;
        fclose(in);
        if (read && strstr(line, ") Z") != NULL)
            return true;
        usleep(10000);
    }
    return false;
}

Test(check, a_child_of_a_check_ends_with_it)
{
    world_scope struct world world = {0};
    add(&world, "sleep 1000 & echo $!");
    add(&world, "(trap '' TERM HUP; sleep 1000) & echo $!; sleep 1000")->timeout = 1;
    double seconds = ask(&world, NULL);
    cr_expect(world.answers[0].passed);
    cr_expect(gone(world.answers[0].why), "%s", world.answers[0].why);
    const char *mark = strrchr(world.answers[1].why, ' ');
    cr_expect(mark != NULL && gone(mark + 1), "%s", world.answers[1].why);
    cr_expect_lt(seconds, 8);
}

Test(check, a_check_gets_only_the_configured_variables)
{
    world_scope struct world world = {0};
    setenv("WEIR_GIT_TOKEN", "canary", 1);
    setenv("HOME", "/home/x", 1);
    setenv("LANG", "C.UTF-8", 1);
    setenv("PASSED", "on", 1);
    unsetenv("MISSING");
    struct config_check *check = add(
        &world, "exec 1>&2; env | grep -vE '^(PATH|PWD|SHLVL|_|OLDPWD)=' | sort | tr '\\n' ' '");
    *list_add(&world.arena, &check->variables) = "PASSED";
    *list_add(&world.arena, &check->variables) = "MISSING";
    ask(&world, NULL);
    cr_expect_str_eq(told(&world, 0), "passed: HOME=/home/x LANG=C.UTF-8 PASSED=on");
}

Test(check, a_check_inherits_no_descriptors)
{
    world_scope struct world world = {0};
    int fd = dup(STDERR_FILENO);
    add(&world, "ls /proc/self/fd | tr '\\n' ' '");
    ask(&world, NULL);
    cr_expect_str_eq(told(&world, 0), "passed: 0 1 2 3", "3 is that of ls");
    close(fd);
}

Test(check, a_program_that_cannot_be_started_gives_no_answer)
{
    world_scope struct world world = {0};
    for (int i = 0; i < 6; i++)
        add(&world, "exit 0")->command.items[0] = i % 2 ? "/bin/sh" : "/nonexistent/program";
    ask(&world, NULL);
    for (size_t i = 0; i < 6; i++)
        cr_expect_str_eq(told(&world, i),
                         i % 2 ? "passed: "
                               : "check-start: \"/nonexistent/program\" can't be run: No such file "
                                 "or directory");
    world.config.checks.items[0].name = "other";
    ask(&world, NULL);
    cr_expect(text_starts(told(&world, 0),
                          "no-such-check: the runner configuration has no check with this name"));
}

Test(check, several_checks_run_at_once_up_to_a_maximum)
{
    world_scope struct world world = {0};
    for (int i = 0; i < 12; i++)
        add(&world, "sleep 0.4");
    double four = ask(&world, NULL);
    world.config.jobs = 12;
    double twelve = ask(&world, NULL);
    cr_expect(four >= 1.2, "%f", four);
    cr_expect(twelve < four, "%f %f", twelve, four);
    for (size_t i = 0; i < 12; i++)
        cr_expect_str_eq(told(&world, i), "passed: ");
}

static volatile sig_atomic_t stop;

static void on_alarm(int number)
{
    (void)number;
    stop = 1;
}

Test(check, the_stop_flag_ends_running_checks)
{
    world_scope struct world world = {0};
    for (int i = 0; i < 6; i++)
        add(&world, "sleep 1000");
    sigaction(SIGALRM, &(struct sigaction){.sa_handler = on_alarm}, NULL);
    alarm(1);
    double seconds = ask(&world, &stop);
    cr_expect_lt(seconds, 4);
    for (size_t i = 0; i < 6; i++)
        cr_expect_str_eq(told(&world, i), "cancelled: the run was stopped");
}

Test(check, a_lost_exit_status_is_reported)
{
    world_scope struct world world = {0};
    add(&world, "exit 0");
    signal(SIGCHLD, SIG_IGN);
    ask(&world, NULL);
    signal(SIGCHLD, SIG_DFL);
    cr_expect_str_eq(told(&world, 0), "check-status: the exit status of the program is unknown");
}

Test(check, a_truncated_line_ends_with_a_whole_character)
{
    arena_scope struct arena arena = {0};
    char line[1000] = "";
    for (int i = 0; i < 120; i++)
        strcat(line, "\xe2\x82\xac");
    cr_expect_eq(strlen(check_last_line(&arena, line, strlen(line))), CHECK_WHY_MAX);
    memmove(line + 1, line, strlen(line) + 1);
    line[0] = 'x';
    cr_expect_eq(strlen(check_last_line(&arena, line, strlen(line))), CHECK_WHY_MAX - 2);
    cr_expect_str_eq(check_last_line(&arena, "\n \n", 3), "");
    cr_expect_str_eq(check_last_line(&arena, "a\xff\n", 3), "a?");
}
