// SPDX-License-Identifier: Apache-2.0
#include "reconciler/commands/history_query.h"

#include "reconciler/git/journal/journal_branch.h"

int history_name(const struct journal *journal, struct err *err)
{
    return journal->branch != NULL ? err_hint(err, "the journal is the branch %s", journal->branch)
                                   : -1;
}

int history_needed(const struct cycle *cycle, struct err *err)
{
    const struct journal *journal = cycle->observed.journal;
    if (journal == NULL || journal->state == JOURNAL_NOT_KEPT) {
        err_set(err, "there is no journal here");
        if (journal != NULL && journal->advice != NULL)
            return err_hint(err, "fetch the journal: %s", journal->advice);
        return err_hint(err, "run `weir sync` on a bare repository or a URL to start one; in a "
                             "clone, run `git fetch` first");
    }
    if (journal->state != JOURNAL_UNKNOWN)
        return 0;
    err_set(err, "the journal can't be used: %s", journal->why != NULL ? journal->why : "?");
    return history_name(journal, err);
}

static bool selects(struct report_only only, const struct tag_journal *tag)
{
    return (only.namespace == NULL || text_equal(only.namespace, tag->environment)) &&
           (only.stream == NULL || text_equal(only.stream, tag->stream)) &&
           (only.tag == NULL || text_equal(only.tag, tag->tag));
}

void history_complete(const struct session *session, const struct cycle *cycle,
                      struct report_only only)
{
    const struct journal *journal = cycle->observed.journal;
    for (size_t i = 0; journal != NULL && i < journal->tags.count; i++) {
        const struct tag_journal *tag = &journal->tags.items[i];
        if (selects(only, tag))
            (void)journal_branch_complete(session->repository, &(struct journal_need){.tag = tag},
                                          1);
    }
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
    const struct journal *journal = cycle->observed.journal;
    bool unknown = journal != NULL && journal->state == JOURNAL_UNKNOWN;
    return unknown || report_history_trouble(&report) ? EXIT_TROUBLE : EXIT_DONE;
}
