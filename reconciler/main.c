// SPDX-License-Identifier: Apache-2.0
/* The program: reads options and configuration, runs one command, and prints its report. */
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "manifests/base/text.h"
#include "reconciler/commands/commands.h"
#include "reconciler/commands/help.h"
#include "reconciler/config_complete.h"
#include "reconciler/config_file.h"
#include "reconciler/report/fold.h"

/* Opens descriptors 0 to 2 when they are closed. Otherwise the next file that is opened would get
 * one of these numbers, and receive the program's output. They are opened in the wrong direction,
 * so that using them still fails. */
static void open_missing(void)
{
    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
            (void)!open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
}

enum { TERMINAL_MIN = 40, TERMINAL_MAX = 1000 };

/* Returns the width of this terminal in columns, from TERMINAL_MIN to TERMINAL_MAX. The variable
 * COLUMNS overrides the terminal's own width. Returns 0 if the file is not a terminal or the width
 * is unknown. */
static size_t terminal_width(int fd)
{
    struct winsize size = {0};
    const char *columns = getenv("COLUMNS");
    if (!isatty(fd))
        return 0;
    long wanted = columns != NULL ? strtol(columns, NULL, 10) : 0;
    if (wanted <= 0 && ioctl(fd, TIOCGWINSZ, &size) == 0)
        wanted = size.ws_col;
    if (wanted <= 0)
        return 0;
    return wanted < TERMINAL_MIN   ? TERMINAL_MIN
           : wanted > TERMINAL_MAX ? TERMINAL_MAX
                                   : (size_t)wanted;
}

static void complain(const struct err *err)
{
    char *bytes = NULL;
    size_t length = 0;
    FILE *out = memory_must(open_memstream(&bytes, &length));
    fputs("weir: ", out);
    if (err->place[0] != '\0') {
        text_print_safe(out, err->place);
        fputs(": ", out);
    }
    text_print_safe(out, err->message);
    if (err->hint[0] != '\0') {
        fputs("\nweir: hint: ", out);
        text_print_safe(out, err->hint);
    }
    fputc('\n', out);
    fclose(out);
    fold_print(stderr, memory_must(bytes), length, terminal_width(STDERR_FILENO));
    free(bytes);
}

static int usage(const struct err *err, const struct command *command)
{
    complain(err);
    fprintf(stderr, "weir: see `weir %s%s--help`\n", command != NULL ? command->name : "",
            command != NULL ? " " : "");
    return EXIT_TROUBLE;
}

/* Words that people may try because other programs have them. Each hint names weir's command. */
static const struct {
    const char *word, *hint;
} habits[] = {
    {"apply", "`weir sync` writes what `weir diff` shows"},
    {"reconcile", "`weir sync` writes what `weir diff` shows"},
    {"plan", "`weir diff` shows what `weir sync` would write"},
    {"status", "`weir diff` shows what would be written, `weir get tags` shows the current state"},
    {"show", "`weir describe STREAM` shows a stream, `weir explain STREAM:TAG` explains a tag"},
    {"find", "`weir where DIGEST` shows which tags and workloads have an image"},
    {"list", "use `weir get streams`, `weir get tags` or `weir get promotions`"},
    {"check", "`weir lint` shows every problem of the manifests"},
    {"validate", "`weir lint` shows every problem of the manifests"},
    {"daemon", "`weir run` syncs again and again"},
    {"watch", "`weir run` syncs again and again"},
    {"undo", "`weir rollback STREAM:TAG` moves a tag back to an earlier image"},
    {"resume", "`weir release STREAM:TAG` lets a held tag move again"},
    {"log", "`weir history STREAM:TAG` shows which images a tag had, and since when"},
};

static const char *habit_hint(const char *name)
{
    for (size_t i = 0; i < sizeof habits / sizeof *habits; i++)
        if (text_equal(habits[i].word, name))
            return habits[i].hint;
    return NULL;
}

static const char *nearest_command(const char *name)
{
    struct text_nearest nearest = {.distance = 3};
    for (const struct command *command = commands; command->name != NULL; command++)
        text_nearer(&nearest, name, command->name);
    return nearest.word;
}

static int operands_check(const struct command *command, struct arguments *arguments,
                          struct err *err)
{
    const option_list *operands = &arguments->operands;
    if (operands->count < command->operands_min)
        return err_set(err, "an operand is missing; usage: weir %s %s", command->name,
                       command->operands);
    if (operands->count > command->operands_max)
        return err_set(err, "too many operands, starting with \"%s\"",
                       operands->items[command->operands_max]);
    if (!text_equal(command->names, "repository") || operands->count == 0)
        return 0;
    const char *said = arguments->repository, *operand = operands->items[0];
    if (said != NULL && strcmp(said, operand) != 0)
        return err_set(err, "two repositories are given: \"%s\" and \"%s\"", said, operand);
    arguments->repository = operand;
    return 0;
}

/* Reads the command line. After success, the help or the version is requested, or the command is
 * set and has a valid number of operands. */
static int parse(int count, char *const *words, struct invocation *invocation, struct err *err)
{
    struct arguments *arguments = &invocation->arguments;
    int at = 1;
    arguments->now = MOMENT_NEVER;
    if (options_parse(&invocation->arena, common_sets, count, words, true, &at, arguments,
                      &arguments->operands, err) < 0)
        return -1;
    if (at < count) {
        invocation->command = command_find(commands, words[at]);
        if (invocation->command == NULL) {
            const char *nearest = nearest_command(words[at]), *habit = habit_hint(words[at]);
            err_set(err, "unknown command \"%s\"", words[at]);
            if (habit != NULL)
                return err_hint(err, "%s", habit);
            return nearest != NULL ? err_hint(err, "did you mean `weir %s`?", nearest) : -1;
        }
        at++;
        if (options_parse(&invocation->arena, invocation->command->sets, count, words, false, &at,
                          arguments, &arguments->operands, err) < 0)
            return -1;
    }
    if (arguments->help || arguments->version)
        return 0;
    if (invocation->command == NULL) {
        err_set(err, "no command given");
        return err_hint(err, "`weir diff` shows what would be written, `weir sync` writes it");
    }
    return operands_check(invocation->command, arguments, err);
}

/* Reads the configuration file. Prints all of its problems except the last one, which becomes the
 * error. */
static int read_config(struct arena *arena, const char *path, struct config *config,
                       struct err *err)
{
    problem_list problems = {0};
    if (config_file_read(arena, path, config, &problems, err) == 0)
        return 0;
    list_each (problem, &problems) {
        if (problem > problems.items)
            complain(err);
        config_file_problem(problem, err);
    }
    return -1;
}

/* Puts the values of options into the configuration. The caller must do this before it reads the
 * file: then the options win over the file. */
static int configure_options(struct invocation *invocation, struct err *err)
{
    const struct arguments *arguments = &invocation->arguments;
    struct arena *arena = &invocation->arena;
    struct config *config = &invocation->config;
    config->branch = arguments->branch;
    config->jobs = arguments->jobs;
    config->interval = arguments->interval;
    if (arguments->ca_file != NULL)
        *list_add(arena, &config->ca_files) = arguments->ca_file;
    list_each (host, &arguments->plain_http)
        if (config_plain_http(arena, config, *host, err) < 0)
            return -1;
    list_each (host, &arguments->allow_hosts)
        if (config_allow_host(arena, config, *host, err) < 0)
            return -1;
    list_each (layout, &arguments->oci_layouts)
        if (config_layout(arena, config, *layout, err) < 0)
            return -1;
    return 0;
}

/* Adds the values of the configuration file and of environment variables. */
static int configure_file(struct invocation *invocation, struct err *err)
{
    const char *file = invocation->arguments.config_file;
    if (file == NULL && !text_blank(getenv("WEIR_CONFIG")))
        file = getenv("WEIR_CONFIG");
    if (file != NULL && read_config(&invocation->arena, file, &invocation->config, err) < 0)
        return -1;
    return config_complete(&invocation->arena, &invocation->config, err);
}

/* Makes the configuration. Returns 0, or EXIT_TROUBLE after it printed the error. */
static int configure(struct invocation *invocation)
{
    struct err err = {0};
    if (configure_options(invocation, &err) < 0)
        return usage(&err, invocation->command);
    if (configure_file(invocation, &err) == 0)
        return 0;
    complain(&err);
    fputs("weir: see weir-config(5)\n", stderr);
    return EXIT_TROUBLE;
}

static bool wants_color(const char *when)
{
    if (when != NULL && strcmp(when, "auto") != 0)
        return strcmp(when, "always") == 0;
    const char *never = getenv("NO_COLOR"), *terminal = getenv("TERM");
    return (never == NULL || *never == '\0') && !text_equal(terminal, "dumb") &&
           isatty(STDOUT_FILENO);
}

static int execute(struct invocation *invocation)
{
    struct err err = {0};
    const struct arguments *arguments = &invocation->arguments;
    if (arguments->version) {
        return version_run(invocation, &err);
    } else if (arguments->help) {
        help_print(invocation->out, commands, invocation->command);
        return EXIT_DONE;
    }
    invocation->color = wants_color(arguments->color);
    invocation->width = terminal_width(STDOUT_FILENO);
    invocation->progress.wanted = !arguments->quiet && isatty(STDERR_FILENO);
    int status = invocation->command->unconfigured ? 0 : configure(invocation);
    if (status != 0)
        return status;
    status = invocation->command->run(invocation, &err);
    if (status < 0)
        complain(&err);
    return status < 0 ? EXIT_TROUBLE : status;
}

/* Prints the command's report. Returns `status`, or EXIT_TROUBLE if the report can't be written. */
static int deliver(const char *bytes, size_t length, int status)
{
    bool failed = length > 0 && fwrite(bytes, 1, length, stdout) != length;
    if (length > 0 && fflush(stdout) != 0)
        failed = true;
    /* Some file systems report a full disk only when the file is closed. */
    if (length > 0 && close(STDOUT_FILENO) != 0)
        failed = true;
    if (!failed)
        return status;
    fprintf(stderr, "weir: can't write to standard output: %s\n", strerror(errno));
    return EXIT_TROUBLE;
}

/* Makes malloc keep freed memory. Every round and every sync allocates about the same amount, and
 * otherwise the kernel would have to clear fresh pages each time. */
static void keep_memory(void)
{
    mallopt(M_MMAP_THRESHOLD, 4 << 20);
    mallopt(M_TRIM_THRESHOLD, 64 << 20);
}

int main(int count, char **words)
{
    keep_memory();
    open_missing();
    /* Ignores SIGPIPE while the command runs, so that a server that closes its connection fails
     * only that request. The old action is restored before the report is printed: if nobody reads
     * the report any more, SIGPIPE ends the program as usual. */
    void (*before)(int) = signal(SIGPIPE, SIG_IGN);

    struct invocation invocation = {.commands = commands};
    struct err err = {0};
    int status;
    char *report = NULL;
    size_t length = 0;
    invocation.out = memory_must(open_memstream(&report, &length));
    if (parse(count, words, &invocation, &err) < 0)
        status = usage(&err, invocation.command);
    else
        status = execute(&invocation);
    fclose(invocation.out);

    signal(SIGPIPE, before);
    status = deliver(report, length, status);
    free(report);
    arena_done(&invocation.arena);
    return status;
}
