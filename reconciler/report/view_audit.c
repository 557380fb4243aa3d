// SPDX-License-Identifier: Apache-2.0
#include "reconciler/report/view_audit.h"

#include "reconciler/report/shown.h"

const char *view_audit_summary(struct arena *arena, const struct report *report)
{
    const struct audit *audit = report->audit;
    size_t exceptions = audit->classes[FINDING_EXCEPTION];
    size_t unknown = audit->classes[FINDING_UNKNOWN];
    const char *text =
        arena_print(arena, "%s in %s", shown_count(arena, audit->moves.count, "move"),
                    shown_count(arena, audit->environments, "environment"));
    if (audit->rollbacks > 0)
        text = arena_print(arena, "%s, %zu of them %s", text, audit->rollbacks,
                           audit->rollbacks == 1 ? "a rollback" : "rollbacks");
    text =
        arena_print(arena, "%s; %s", text,
                    exceptions > 0 ? shown_count(arena, exceptions, "exception") : "no exceptions");
    if (unknown > 0)
        text = arena_print(arena, "%s, %zu unknown", text, unknown);
    return text;
}

const char *view_audit_range(struct arena *arena, const struct report *report)
{
    const struct audit_scope *scope = report->scope;
    char since[MOMENT_TEXT_MAX], until[MOMENT_TEXT_MAX];
    const char *begin =
        scope->since > INT64_MIN ? moment_print(scope->since, since) : "the beginning";
    const char *end = scope->until < MOMENT_NEVER ? moment_print(scope->until, until) : "now";
    return arena_print(arena, "from %s until %s%s%s", begin, end,
                       scope->namespace != NULL ? ", in " : "",
                       scope->namespace != NULL ? scope->namespace : "");
}

const char *view_finding_object(struct arena *arena, const struct finding *finding)
{
    if (finding->namespace == NULL)
        return NULL;
    return arena_print(arena, "%s/%s:%s", finding->namespace, finding->stream, finding->tag);
}

const char *view_finding_commits(struct arena *arena, const struct finding *finding)
{
    const char *commit = finding->commit != NULL ? shown_commit(arena, finding->commit) : NULL;
    const char *journal =
        finding->journal_commit != NULL ? shown_commit(arena, finding->journal_commit) : NULL;
    if (commit == NULL && journal == NULL)
        return NULL;
    return arena_print(arena, "%s%s%s%s%s", commit != NULL ? "commit " : "",
                       commit != NULL ? commit : "", commit != NULL && journal != NULL ? ", " : "",
                       journal != NULL ? "journal " : "", journal != NULL ? journal : "");
}

const char *view_finding_time(struct arena *arena, const struct finding *finding)
{
    char time[MOMENT_TEXT_MAX];
    return finding->time != 0 ? arena_text(arena, moment_print(finding->time, time)) : "";
}
