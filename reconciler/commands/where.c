// SPDX-License-Identifier: Apache-2.0
/* `weir where`: lists the tags and workloads that have, or had, an image. */
#include <string.h>

#include "manifests/values/digest.h"
#include "reconciler/commands/history_query.h"

int where_run(struct invocation *invocation, struct err *err)
{
    const char *digest = invocation->arguments.operands.items[0];
    const char *at = strrchr(digest, '@'); /* in a reference, the digest follows the '@' */
    digest = at != NULL ? at + 1 : digest;
    if (!digest_beginning_valid(digest)) {
        err_set(err, "\"%s\" is not a digest", digest);
        return err_hint(err, "write sha256:0123456789ab, or seven or more of its hex digits");
    }
    session_scope struct session session = {0};
    cycle_scope struct cycle cycle = {0};
    if (console_session(invocation, false, NULL, &session, err) < 0 ||
        console_plan(invocation, &session, NULL, &cycle, err) < 0)
        return -1;
    struct report_only only = {.digest = digest};
    const struct report found = {.declared = &cycle.declared,
                                 .plan = &cycle.plan,
                                 .observed = &cycle.observed,
                                 .only = only};
    history_complete(&session, &cycle, (struct report_only){0});
    const char *several = report_where_ambiguous(&invocation->arena, &found);
    if (several != NULL) {
        err_set(err, "several images begin with %s: %s", digest, several);
        return err_hint(err, "write more digits of the digest");
    }
    bool somewhere = report_where_found(&found);
    const struct journal *journal = cycle.observed.journal;
    /* "Not found" would be a guess if a part of the journal can't be used. */
    if (!somewhere && journal != NULL &&
        (journal->state == JOURNAL_UNKNOWN || report_history_trouble(&found))) {
        err_set(err, "\"%s\" is not deployed anywhere now, and the journal can't be used: %s",
                digest, journal->why != NULL ? journal->why : "a tag's file is damaged");
        return journal->state == JOURNAL_UNKNOWN
                   ? history_name(journal, err)
                   : err_hint(err, "run `weir history STREAM` to see which tag's file is damaged");
    }
    console_report(invocation, REPORT_WHERE, &session, &cycle, only);
    return somewhere ? history_status(&cycle, (struct report_only){0}) : EXIT_DIFFERS;
}
