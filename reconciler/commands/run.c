// SPDX-License-Identifier: Apache-2.0
/* `weir run`: syncs whenever the interval is over or a row may change by itself. */
#include <poll.h>
#include <stdarg.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "manifests/base/duration.h"
#include "reconciler/commands/console.h"
#include "reconciler/message.h"

static volatile sig_atomic_t stop;
/* An eventfd. It is readable after a signal, even if the signal came before poll(). */
static int wake = -1;

static void on_signal(int number)
{
    (void)number;
    uint64_t one = 1;
    stop = 1;
    (void)!write(wake, &one, sizeof one);
}

/* The first signal makes the loop stop in order. A second signal of the same kind ends the program
 * immediately. */
static int catch_signals(struct err *err)
{
    wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (wake < 0)
        return err_errno(err, "can't wait for signals");
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    return 0;
}

PRINTF_LIKE(1, 2)
static void say(const char *format, ...)
{
    char stamp[MOMENT_TEXT_MAX], line[2048];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    fputs(moment_print((moment)time(NULL), stamp), stderr);
    fputc(' ', stderr);
    text_print_safe(stderr, line);
    fputc('\n', stderr);
}

static uint64_t hash_text(uint64_t hash, const char *text)
{
    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * 1099511628211U; /* FNV-1a */
    return hash;
}

/* Returns a hash of the rows that need attention, and of the reason why the journal can't be used.
 * Both are printed only when the hash changes, not at every sync. */
static uint64_t trouble_of(const struct plan *plan)
{
    uint64_t hash = 1469598103934665603U;
    if (plan->unreadable != NULL)
        hash = hash_text(hash, plan->unreadable);
    list_each (row, &plan->rows) {
        if (!reason_trouble(row->reason))
            continue;
        hash = hash_text(hash_text(hash, row->object), reason_word(row->reason));
    }
    return hash;
}

static void tell_trouble(const struct plan *plan)
{
    if (plan->unreadable != NULL)
        say("%s", plan->unreadable);
    if (plan->limited != NULL)
        say("%s", plan->limited);
    list_each (row, &plan->rows)
        if (reason_trouble(row->reason) && row->reason != REASON_GUARD)
            say("%s: %s (%s)%s%s", row->object, reason_sentence(row->reason),
                reason_word(row->reason), row->detail != NULL ? ": " : "",
                row->detail != NULL ? row->detail : "");
}

/* The trouble of the last syncs, which is said when it begins, when it changes and when it ends,
 * but not at every sync. */
struct told {
    uint64_t rows;   /* trouble_of() the last plan */
    char sync[2048]; /* why the last sync failed or did not write; "" if it did neither */
};

/* Says why a sync failed or did not write, unless the last one did so for the same reason. */
PRINTF_LIKE(2, 3)
static void say_once(struct told *told, const char *format, ...)
{
    char line[sizeof told->sync];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (strcmp(line, told->sync) == 0)
        return;
    strcpy(told->sync, line);
    say("%s", line);
}

/* Says that the trouble of the last syncs has ended. */
static void say_ended(struct told *told)
{
    if (told->sync[0] != '\0')
        say("the sync works again");
    told->sync[0] = '\0';
}

static void tell_effects(struct cycle *cycle, struct told *told)
{
    enum { OBJECTS_MAX = 1000 };
    const struct report_result *result = &cycle->result;
    const char *words = result->words != NULL ? result->words : "";
    switch (result->kind) {
    case RESULT_COMMITTED:
        say("committed %.12s to %s: %s", result->commit,
            cycle->source.branch != NULL ? cycle->source.branch : "HEAD",
            message_objects(&cycle->run, &cycle->plan, OBJECTS_MAX));
        if (*words != '\0')
            say("%s", words);
        break;
    case RESULT_EDITED:
        for (size_t i = 0; i < result->written; i++)
            say("wrote %s", cycle->change.files.items[i].path);
        say("%zu %s written, nothing committed", result->written,
            result->written == 1 ? "file" : "files");
        break;
    case RESULT_RACE:
        say_once(told,
                 "not written: the repository changed during each attempt; the next sync tries "
                 "again");
        return;
    case RESULT_REFUSED:
        say_once(told, "not written, refused: %s", words);
        return;
    case RESULT_FAILED:
        say_once(told, "not written: %s", words);
        return;
    case RESULT_PLANNED:
    case RESULT_NOTHING:
        break;
    }
    say_ended(told);
}

/* Syncs once. Returns the time at which a row may change by itself, or MOMENT_NEVER if there is
 * none or the sync failed. */
static moment tick(struct invocation *invocation, struct session *session, struct told *told)
{
    cycle_scope struct cycle cycle = {0};
    struct err err = {0};
    if (console_sync(invocation, session, NULL, &cycle, &err) < 0) {
        if (!stop)
            say_once(told, "%s%s%s", err.message, err.hint[0] != '\0' ? "; " : "", err.hint);
        return MOMENT_NEVER;
    }
    /* --accept-rewind applies only until a sync has read the repository. */
    repository_accept_rewind(session->repository, false);
    tell_effects(&cycle, told);
    uint64_t now = trouble_of(&cycle.plan);
    if (now != told->rows) {
        tell_trouble(&cycle.plan);
        if (plan_counted(&cycle.plan).trouble == 0 && cycle.plan.unreadable == NULL)
            say("no row needs attention any more");
    }
    told->rows = now;
    return cycle.plan.next;
}

static void sleep_until(int64_t seconds)
{
    struct timespec end, now;
    clock_gettime(CLOCK_MONOTONIC, &end);
    end.tv_sec += seconds;
    while (!stop) {
        clock_gettime(CLOCK_MONOTONIC, &now);
        int64_t left =
            (int64_t)(end.tv_sec - now.tv_sec) * 1000 + (end.tv_nsec - now.tv_nsec) / 1000000;
        if (left <= 0)
            return;
        struct pollfd signaled = {.fd = wake, .events = POLLIN};
        poll(&signaled, 1, left > 3600 * 1000 ? 3600 * 1000 : (int)left);
    }
}

int run_run(struct invocation *invocation, struct err *err)
{
    session_scope struct session session = {0};
    invocation->progress.wanted = false; /* stderr is a log here, without a progress line */
    if (catch_signals(err) < 0 || console_session(invocation, true, &stop, &session, err) < 0)
        return -1;
    int64_t interval = invocation->config.interval;
    struct plan none = {0};
    struct told told = {.rows = trouble_of(&none)};
    if (!invocation->arguments.quiet) {
        char text[MOMENT_TEXT_MAX];
        say("weir " WEIR_VERSION ": syncing %s every %s", repository_name(session.repository),
            duration_print(interval, text));
    }
    while (!stop) {
        moment next = tick(invocation, &session, &told);
        moment now = session_now(&session);
        int64_t wait = interval;
        if (next != MOMENT_NEVER && next > now && next - now < wait)
            wait = next - now;
        sleep_until(wait);
    }
    if (!invocation->arguments.quiet)
        say("stopped");
    return EXIT_DONE;
}
