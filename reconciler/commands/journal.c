// SPDX-License-Identifier: Apache-2.0
/* `weir journal repair`: records images again whose records have wrong times. */
#include "diff/journal/journal.h"

#include "reconciler/commands/request.h"
#include "reconciler/git/journal/journal_branch.h"

/* Fails if the repository has no journal that may get records. */
static int check_journal(struct session *session, struct err *err)
{
    if (!repository_commits(session->repository)) {
        err_set(err, "the journal is not written from a work tree or a folder");
        return err_hint(err, "name the repository that gets the branch: -C REPO");
    }
    struct arena run = {0};
    struct source source;
    struct declared declared;
    int result = session_read(session, &run, &source, &declared, err);
    arena_done(&run);
    if (result < 0)
        return -1;
    const struct journal *journal = journal_branch_read(session->repository);
    if (journal->state == JOURNAL_UNKNOWN)
        return err_set(err, "the journal can't be used: %s", journal->why);
    return 0;
}

int journal_run(struct invocation *invocation, struct err *err)
{
    const struct arguments *arguments = &invocation->arguments;
    const char *action = arguments->operands.items[0];
    if (!text_equal(action, "repair")) {
        err_set(err, "\"%s\" is not an action on the journal", action);
        return err_hint(err, "write `weir journal repair`");
    }
    session_scope struct session session = {0};
    if (console_session(invocation, false, NULL, &session, err) < 0 ||
        check_journal(&session, err) < 0)
        return -1;
    struct intent intent = {.kind = INTENT_REPAIR, .at = MOMENT_NEVER, .until = MOMENT_NEVER};
    return request_carry_out(invocation, &session, &intent, err);
}
