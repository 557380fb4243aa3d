// SPDX-License-Identifier: Apache-2.0
#include "reconciler/commands/history_query.h"

int history_needed(const struct cycle *cycle, struct err *err)
{
    const struct journal *journal = cycle->observed.journal;
    if (journal == NULL || journal->state == JOURNAL_NOT_KEPT) {
        err_set(err, "there is no journal here");
        return err_hint(err, "run `weir sync` on a bare repository or a URL to start one; in a "
                             "clone, fetch the branch " JOURNAL_BRANCH " first");
    }
    if (journal->state != JOURNAL_UNKNOWN)
        return 0;
    err_set(err, "the journal can't be used: %s", journal->why != NULL ? journal->why : "?");
    return err_hint(err, "the journal is the branch " JOURNAL_BRANCH " of the repository");
}

static struct report report_of(const struct cycle *cycle, struct report_only only)
{
    return (struct report){
        .declared = &cycle->declared,
        .plan = &cycle->plan,
        .observed = &cycle->observed,
        .only = only,
    };
}

bool history_known(const struct cycle *cycle, struct report_only only)
{
    struct report report = report_of(cycle, only);
    return report_has_records(&report) || report_found(&report);
}

int history_status(const struct cycle *cycle, struct report_only only)
{
    struct report report = report_of(cycle, only);
    return report_history_trouble(&report) ? EXIT_TROUBLE : EXIT_DONE;
}
