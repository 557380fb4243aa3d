// SPDX-License-Identifier: Apache-2.0
#include "reconciler/check.h"

#include <string.h>
#include <unistd.h>

#include "manifests/base/duration.h"
#include "manifests/base/utf8.h"
#include "reconciler/net/process_run.h"
#include "reconciler/report/shown.h"

/* One question and the check that answers it. */
struct check_job {
    const struct config_check *check;
    struct answer *answer;
    struct arena *arena; /* for the texts of the answer */
};

const char *check_last_line(struct arena *arena, const char *output, size_t length)
{
    while (length > 0 && strchr(" \t\r\n", output[length - 1]) != NULL)
        length--;
    const char *line = length > 0 ? memrchr(output, '\n', length) : NULL;
    line = line != NULL ? line + 1 : output;
    length -= (size_t)(line - output);
    const char *safe = shown_safe(arena, arena_copy(arena, line, length));
    return arena_copy(arena, safe, utf8_fit(safe, CHECK_WHY_MAX));
}

static void unknown(struct answer *answer, const char *word, const char *why)
{
    answer->state = ANSWER_UNKNOWN;
    answer->word = word;
    answer->why = why;
}

static void judge_exit(const struct check_job *job, int status, const char *mark, const char *line)
{
    if (status > 1) {
        unknown(
            job->answer, "check-status",
            arena_print(job->arena, "the program ended with status %d%s%s", status, mark, line));
        return;
    }
    job->answer->state = ANSWER_FOUND;
    job->answer->passed = status == 0;
    job->answer->why = line;
}

/* Makes the answer from the program's result and output, and frees the output. */
static void judge(struct process_run *run)
{
    const struct check_job *job = run->context;
    const char *line = check_last_line(job->arena, run->output.length > 0 ? run->output.data : "",
                                       run->output.length);
    const char *mark = *line != '\0' ? ": " : "";
    char limit[MOMENT_TEXT_MAX];
    text_done(&run->output);
    switch (run->result) {
    case PROCESS_EXITED:
        judge_exit(job, run->number, mark, line);
        break;
    case PROCESS_SIGNALED:
        unknown(job->answer, "check-signal",
                arena_print(job->arena, "the program was ended by signal %d (%s)%s%s", run->number,
                            strsignal(run->number), mark, line));
        break;
    case PROCESS_NOT_STARTED:
        unknown(job->answer, "check-start",
                arena_print(job->arena, "\"%s\" can't be run: %s", job->check->command.items[0],
                            strerror(run->number)));
        break;
    case PROCESS_TIMED_OUT:
        unknown(job->answer, "timeout",
                arena_print(job->arena, "the program did not end within %s%s%s",
                            duration_print(job->check->timeout, limit), mark, line));
        break;
    case PROCESS_STOPPED:
        unknown(job->answer, "cancelled", "the run was stopped");
        break;
    case PROCESS_STATUS_LOST:
    case PROCESS_FLOODED: /* impossible, because keep_end is set */
        unknown(job->answer, "check-status", "the exit status of the program is unknown");
        break;
    }
}

static const char *const *environment_of(struct arena *arena, const struct config_check *check)
{
    static const char *const always[] = {"PATH", "HOME", "LANG"};
    LIST_OF(const char *) names = {0};
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        *list_add(arena, &names) = always[i];
    list_each (name, &check->variables)
        *list_add(arena, &names) = *name;
    return process_environment(arena, names.items, names.count);
}

static const char *const *arguments_of(struct arena *arena, const struct config_check *check)
{
    const char **made = arena_array(arena, const char *, check->command.count + 1);
    memcpy(made, check->command.items, check->command.count * sizeof *made);
    return made;
}

static struct process_run run_of(struct arena *arena, struct check_job *job, const char *question)
{
    const char *input = arena_print(arena, "%s\n", question);
    return (struct process_run){
        .command = {.arguments = arguments_of(arena, job->check),
                    .environment = environment_of(arena, job->check),
                    .file_count = STDERR_FILENO + 1},
        .input = input,
        .input_length = strlen(input),
        .output = text_of(CHECK_OUTPUT_MAX),
        .errors = true,
        .keep_end = true,
        .limit_ms = job->check->timeout * 1000,
        .ended = judge,
        .context = job,
    };
}

static const struct config_check *find(const struct config *config, const char *name, size_t length)
{
    list_each (check, &config->checks)
        if (strlen(check->name) == length && memcmp(check->name, name, length) == 0)
            return check;
    return NULL;
}

void check_ask(const struct config *config, const volatile sig_atomic_t *stop,
               const struct question *questions, size_t count, struct arena *arena,
               struct answer *answers)
{
    arena_scope struct arena scratch = {0};
    struct check_job *jobs = arena_array(&scratch, struct check_job, count);
    struct process_run *runs = arena_array(&scratch, struct process_run, count);
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        const char *key = questions[i].key;
        size_t length = strcspn(key, " ");
        const struct config_check *check = find(config, key, length);
        answers[i] = (struct answer){.question = questions[i]};
        if (check == NULL) {
            unknown(&answers[i], "no-such-check",
                    "the runner configuration has no check with this name; see `checks` in "
                    "weir-config(5)");
            continue;
        }
        jobs[used] = (struct check_job){check, &answers[i], arena};
        runs[used] = run_of(&scratch, &jobs[used], key + length + (key[length] == ' '));
        used++;
    }
    process_run_all(runs, used, config->jobs > 0 ? config->jobs : CHECK_JOBS_DEFAULT, stop);
}
