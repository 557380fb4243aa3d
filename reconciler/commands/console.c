// SPDX-License-Identifier: Apache-2.0
#include "reconciler/commands/console.h"

#include <unistd.h>

#include "diff/base/plan_print.h"
#include "manifests/base/words.h"

static struct session_options make_options(struct invocation *invocation)
{
    return (struct session_options){
        .config = &invocation->config,
        .repository = invocation->arguments.repository,
        .commit = invocation->arguments.commit,
        .base = invocation->arguments.base,
        .accept_rewind = invocation->arguments.accept_rewind,
        .now = invocation->arguments.now,
        .progress = invocation->progress.wanted ? progress_count : NULL,
        .context = &invocation->progress,
    };
}

int console_session(struct invocation *invocation, bool asks, const volatile sig_atomic_t *stop,
                    struct session *session, struct err *err)
{
    struct session_options options = make_options(invocation);
    options.asks = asks;
    options.stop = stop;
    if (session_open(session, &options, err) < 0)
        return -1;
    if (options.commit && repository_kind(session->repository) == REPOSITORY_FOLDER) {
        err_set(err, "--commit: \"%s\" is not a Git work tree",
                repository_name(session->repository));
        return err_hint(err, "name the folder that contains `.git`, or leave out --commit");
    }
    if (invocation->config.signatures.wanted && !repository_commits(session->repository) &&
        !invocation->arguments.quiet) {
        fputs("weir: note: ", stderr);
        text_print_safe(stderr, repository_name(session->repository));
        fputs(" is read from its current files, so no signature was verified\n", stderr);
    }
    return 0;
}

int console_session_as(struct invocation *invocation, bool anonymous, struct session *session,
                       struct err *err)
{
    struct session_options options = make_options(invocation);
    options.asks = true;
    options.anonymous = anonymous;
    return session_open(session, &options, err);
}

int console_history(struct invocation *invocation, struct session *session, struct err *err)
{
    struct session_options options = make_options(invocation);
    return session_open(session, &options, err);
}

static void debug_timing(const struct timing *timing, FILE *out)
{
    int64_t sum = 0;
    for (size_t i = 0; i < TIMED_COUNT; i++)
        sum += timing->parts[i];
    fprintf(out, "debug: took %.1f ms in %u rounds:", (double)sum / 1e3, timing->rounds);
    for (size_t i = 0; i < TIMED_COUNT; i++)
        fprintf(out, " %s=%.1f", timing_word((enum timed)i), (double)timing->parts[i] / 1e3);
    fputc('\n', out);
}

/* Prints the answers and the plan for --debug. Uses a buffered stream, because stderr is not
 * buffered and a big plan has millions of characters. */
static void debug_print(const struct session *session, const struct cycle *cycle)
{
    static const char *const states[] = {
        [ANSWER_FOUND] = "found", [ANSWER_NONE] = "none", [ANSWER_UNKNOWN] = "unknown"};
    TABLE_COMPLETE(states, ANSWER_UNKNOWN + 1);
    FILE *buffered = fdopen(dup(STDERR_FILENO), "w"), *out = buffered != NULL ? buffered : stderr;
    list_each (answer, &cycle->observed.answers) {
        const char *more = answer->digest != NULL ? answer->digest : answer->why;
        fprintf(out, "debug: %s ", question_word(answer->question.kind));
        text_print_safe(out, answer->question.key);
        fprintf(out, ": %s ", states[answer->state]);
        text_print_safe(out, more != NULL ? more : "");
        fputc('\n', out);
    }
    plan_print(&cycle->plan, out);
    debug_timing(&session->timing, out);
    if (buffered != NULL)
        fclose(buffered);
}

/* Runs a cycle, shows its progress meanwhile, and then prints the lines of --debug. */
static int watched(struct invocation *invocation, struct session *session,
                   const struct intent *intent, struct cycle *cycle,
                   int (*run)(struct session *, const struct intent *, struct cycle *,
                              struct err *),
                   struct err *err)
{
    progress_begin(&invocation->progress);
    int result = run(session, intent, cycle, err);
    progress_end(&invocation->progress);
    if (invocation->arguments.debug)
        debug_print(session, cycle);
    return result;
}

int console_plan(struct invocation *invocation, struct session *session,
                 const struct intent *intent, struct cycle *cycle, struct err *err)
{
    return watched(invocation, session, intent, cycle, sync_plan, err);
}

int console_plan_selected(struct invocation *invocation, struct selected *selected,
                          struct session *session, struct cycle *cycle, struct err *err)
{
    if (console_session(invocation, true, NULL, session, err) < 0 ||
        console_plan(invocation, session, NULL, cycle, err) < 0)
        return -1;
    return selected_namespace(&invocation->arena, &cycle->declared, invocation->arguments.namespace,
                              selected, err);
}

int console_sync(struct invocation *invocation, struct session *session,
                 const struct intent *intent, struct cycle *cycle, struct err *err)
{
    int result = watched(invocation, session, intent, cycle, sync_once, err);
    if (*session->completed != '\0' && !invocation->arguments.quiet)
        fprintf(stderr, "weir: note: made the commit %.7s of an earlier run that was killed\n",
                session->completed);
    return result;
}

void console_advise(const struct invocation *invocation, const struct source *source,
                    const struct declared *declared, bool told)
{
    if (invocation->arguments.quiet)
        return;
    for (size_t i = 0; i < source->note_count && invocation->arguments.debug; i++)
        fprintf(stderr, "weir: not read: %s %s\n", source->notes[i].path, source->notes[i].reason);
    if (declared->streams.count == 0 && !told)
        report_advice(&(struct report){.source = source, .declared = declared}, stderr);
}

enum report_format console_format(const struct invocation *invocation)
{
    enum report_format format = REPORT_TEXT;
    if (invocation->arguments.output != NULL)
        (void)report_format_parse(invocation->arguments.output, &format);
    return format;
}

/* Says that the journal of a clone was not fetched. */
static void note_journal(const struct invocation *invocation, const struct cycle *cycle)
{
    const struct journal *journal = cycle->observed.journal;
    if (invocation->arguments.quiet || journal == NULL || journal->advice == NULL)
        return;
    fprintf(
        stderr,
        "weir: note: this clone does not have the journal, so history is unknown; fetch it: %s\n",
        journal->advice);
}

void console_report(struct invocation *invocation, enum report_kind kind,
                    const struct session *session, const struct cycle *cycle,
                    struct report_only only)
{
    const struct arguments *arguments = &invocation->arguments;
    struct report report = {
        .source = &cycle->source,
        .declared = &cycle->declared,
        .plan = &cycle->plan,
        .change = &cycle->change,
        .observed = &cycle->observed,
        .result = cycle->result,
        .only = only,
        .writer = arguments->dry_run ? "the same command without --dry-run" : NULL,
        .now = session_now(session),
        .color = invocation->color,
        .width = invocation->width,
        .all = arguments->all,
        .patch = arguments->patch || arguments->dry_run,
        .evidence = arguments->evidence,
    };
    report_print(kind, console_format(invocation), &report, invocation->out);
    note_journal(invocation, cycle);
}

bool console_for_people(const struct invocation *invocation)
{
    return report_format_for_people(console_format(invocation));
}

bool console_unwritten(const struct cycle *cycle)
{
    enum result_kind kind = cycle->result.kind;
    return kind == RESULT_RACE || kind == RESULT_REFUSED || kind == RESULT_FAILED;
}

int console_status(const struct cycle *cycle)
{
    /* The words of a commit say why the journal was not written. */
    bool unrecorded = cycle->result.kind == RESULT_COMMITTED && cycle->result.words != NULL;
    bool trouble = console_unwritten(cycle) || unrecorded || cycle->plan.unreadable != NULL ||
                   plan_counted(&cycle->plan).trouble > 0;
    return trouble ? EXIT_DIFFERS : EXIT_DONE;
}

int console_status_whole(const struct cycle *cycle)
{
    return declared_errors(&cycle->declared) > 0 ? EXIT_DIFFERS : console_status(cycle);
}
