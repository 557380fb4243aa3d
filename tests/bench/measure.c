// SPDX-License-Identifier: Apache-2.0
/*
 * Prints the cost of a command: the least of N runs, and the largest peak memory.
 *
 *     measure N COMMAND [ARGUMENT…]         prints "wall=SECONDS cpu=SECONDS rss=KB status=N"
 *     measure -t SECONDS COMMAND …          one run, ended by SIGTERM after that time
 *
 * The command keeps stderr; what it prints on stdout is dropped.
 */
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

struct cost {
    double wall, cpu;
    long rss;
    int status;
};

static double seconds(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static double of_timeval(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static int run(char **command, unsigned limit, struct cost *out)
{
    posix_spawn_file_actions_t actions;
    struct rusage used;
    int status;
    pid_t child;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    double before = seconds();
    int failed = posix_spawnp(&child, command[0], &actions, NULL, command, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) {
        fprintf(stderr, "%s: %s\n", command[0], strerror(failed));
        return -1;
    }
    if (limit > 0) {
        sleep(limit);
        kill(child, SIGTERM);
    }
    if (wait4(child, &status, 0, &used) != child)
        return -1;
    *out = (struct cost){
        .wall = seconds() - before,
        .cpu = of_timeval(used.ru_utime) + of_timeval(used.ru_stime),
        .rss = used.ru_maxrss,
        .status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
    };
    return 0;
}

int main(int count, char **words)
{
    int at = 1;
    unsigned limit = 0;
    if (count > 3 && strcmp(words[1], "-t") == 0) {
        limit = (unsigned)atoi(words[2]);
        at = 2;
    }
    if (count < at + 2)
        return 2;
    int runs = limit > 0 ? 1 : atoi(words[at]);
    struct cost least = {.wall = 1e9, .cpu = 1e9};
    for (int i = 0; i < runs; i++) {
        struct cost cost;
        if (run(words + at + 1, limit, &cost) < 0)
            return 1;
        least.wall = cost.wall < least.wall ? cost.wall : least.wall;
        least.cpu = cost.cpu < least.cpu ? cost.cpu : least.cpu;
        least.rss = cost.rss > least.rss ? cost.rss : least.rss;
        least.status = cost.status;
    }
    printf("wall=%.5f cpu=%.5f rss=%ld status=%d\n", least.wall, least.cpu, least.rss,
           least.status);
    return 0;
}
