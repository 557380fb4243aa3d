// SPDX-License-Identifier: Apache-2.0
/* `weir diff`: shows what a sync would write, or compares two revisions. */
#include <string.h>

#include "diff/base/plan_print.h"
#include "reconciler/commands/console.h"
#include "reconciler/comparison.h"

/* True if the row was not judged, or an error or the limit stops it. */
static bool unjudged(const struct row *row)
{
    return row_state(row) == ROW_UNKNOWN || row->reason == REASON_PROBLEM ||
           row->reason == REASON_GUARD;
}

static int plan_status(const struct cycle *cycle)
{
    bool judged = cycle->plan.unreadable == NULL && declared_errors(&cycle->declared) == 0;
    list_each (row, &cycle->plan.rows)
        judged = judged && !unjudged(row);
    if (!judged)
        return EXIT_NOT_JUDGED;
    return cycle->change.files.count > 0 ? EXIT_DIFFERS : EXIT_DONE;
}

static int plan(struct invocation *invocation, struct err *err)
{
    session_scope struct session session = {0};
    cycle_scope struct cycle cycle = {0};
    if (console_session(invocation, true, NULL, &session, err) < 0 ||
        console_plan(invocation, &session, NULL, &cycle, err) < 0)
        return -1;
    console_report(invocation, REPORT_PLAN, &session, &cycle, (struct report_only){0});
    console_advise(invocation, &cycle.source, &cycle.declared, console_for_people(invocation));
    return plan_status(&cycle);
}

static void print(struct invocation *invocation, const struct comparison_options *options,
                  const struct comparison *made)
{
    const struct report_review review = {
        .review = &made->review,
        .base = &made->base.source,
        .base_name = made->base.revision.name,
        .head_name = made->head.revision.name,
        .untrusted = options->untrusted,
        .refused = made->refused.items,
        .refused_count = made->refused.count,
        .doubt = made->head.revision.doubt,
    };
    const struct report report = {
        .source = &made->head.source,
        .declared = &made->head.said,
        .plan = &made->head.plan,
        .observed = &made->head.observed,
        .review = &review,
        .now = made->head.observed.now,
        .color = invocation->color,
        .width = invocation->width,
    };
    report_print(REPORT_REVIEW, console_format(invocation), &report, invocation->out);
}

/* True if the row of an untrusted head is unknown because weir may not contact a host, or because
 * the row of its source is unknown, which counts by itself. */
static bool forbidden(const struct comparison *made, const struct row *row)
{
    if (made->refused.count == 0 || row_state(row) != ROW_UNKNOWN)
        return false;
    list_each (answer, &made->head.observed.answers)
        if (text_equal(answer->word, registry_class_word(REGISTRY_POLICY)) && row->detail != NULL &&
            strstr(row->detail, answer->why) != NULL)
            return true;
    return row->reason == REASON_SOURCE_UNKNOWN;
}

/* Counts only what head brings: rows that base could judge, and new errors. */
static int review_status(const struct comparison *made)
{
    bool judged = true;
    list_each (row, &made->review.rows) {
        bool known = row->base != NULL ? !unjudged(row->base) : row->head->reason == REASON_GUARD;
        judged = judged && (row->head == NULL || !known || !unjudged(row->head) ||
                            forbidden(made, row->head));
    }
    list_each (problem, &made->review.problems)
        judged = judged && problem_severity((*problem)->code) != SEVERITY_ERROR;
    if (!judged)
        return EXIT_NOT_JUDGED;
    return review_differs(&made->review) ? EXIT_DIFFERS : EXIT_DONE;
}

static void debug(const struct comparison *made)
{
    fputs("debug: base\n", stderr);
    plan_print(&made->base.plan, stderr);
    fputs("debug: head\n", stderr);
    plan_print(&made->head.plan, stderr);
}

static int review(struct invocation *invocation, const struct comparison_options *options,
                  struct err *err)
{
    session_scope struct session session = {0};
    comparison_scope struct comparison made = {0};
    if (console_session_as(invocation, options->untrusted, &session, err) < 0)
        return -1;
    progress_begin(&invocation->progress);
    int result = comparison_make(&session, options, &made, err);
    progress_end(&invocation->progress);
    if (result < 0)
        return -1;
    print(invocation, options, &made);
    if (invocation->arguments.debug)
        debug(&made);
    return review_status(&made);
}

int diff_run(struct invocation *invocation, struct err *err)
{
    const struct arguments *arguments = &invocation->arguments;
    const struct comparison_options options = {arguments->base, arguments->head,
                                               arguments->untrusted};
    if (options.base != NULL && arguments->patch)
        return err_set(
            err, "--patch shows what a sync would write, so it can't be combined with --base");
    if (options.base != NULL)
        return review(invocation, &options, err);
    const char *lone = options.head != NULL               ? "--head"
                       : options.untrusted                ? "--untrusted"
                       : arguments->allow_hosts.count > 0 ? "--allow-host"
                                                          : NULL;
    if (lone != NULL) {
        err_set(err, "%s needs --base", lone);
        return err_hint(err, "add the revision to compare with, for example --base origin/main");
    }
    return plan(invocation, err);
}
