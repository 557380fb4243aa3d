// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/journal/journal_branch.h"

#include <stdarg.h>

#include "reconciler/git/commit_signature.h"
#include "reconciler/git/handle.h"
#include "reconciler/git/history/history.h"
#include "reconciler/git/journal/journal_rewind.h"
#include "reconciler/git/journal/ledger_load.h"

/* Sets the journal to UNKNOWN with this reason, and returns it. */
PRINTF_LIKE(2, 3)
static const struct journal *unknown(struct ledger *ledger, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(ledger->why, sizeof ledger->why, format, arguments);
    va_end(arguments);
    ledger->value = (struct journal){.state = JOURNAL_UNKNOWN, .why = ledger->why};
    return &ledger->value;
}

/* Returns the state of a journal whose branch does not exist: NEW, or LOST if it existed before. */
static enum journal_state absent_state(struct repository *repository)
{
    return journal_rewind_seen(repository) != NULL || history_names_journal(repository)
               ? JOURNAL_LOST
               : JOURNAL_NEW;
}

/* Loads the ledger. If that fails, makes a damaged cache again, as for the branch's files, and
 * tries once more. */
static int load_or_renew(struct repository *repository, const git_oid *id, struct err *err)
{
    struct err ignored;
    struct tip tip;
    int result = ledger_load(repository, id, err);
    if (result >= 0 || repository->driver->renew == NULL || repository_stopped(repository))
        return result;
    if (repository->driver->renew(repository, &ignored) < 0 ||
        repository->driver->tips(repository, &tip, &ignored) < 0 ||
        !git_odb_exists(repository->odb, id))
        return result;
    return ledger_load(repository, id, err);
}

/* Returns the path of a file that shows that the journal was rewound since the tip that was trusted
 * last. Returns NULL if there is no such file or the rewind is accepted, and remembers the tip as
 * trusted. */
static const char *find_rewind(struct repository *repository, const git_oid *id,
                               struct arena *arena)
{
    const git_oid *seen = journal_rewind_seen(repository);
    if (seen != NULL && git_oid_equal(seen, id))
        return NULL;
    const char *path = seen != NULL && !repository->options.accept_rewind
                           ? journal_rewind_find(repository, seen, arena)
                           : NULL;
    if (path == NULL)
        journal_rewind_remember(repository, id);
    return path;
}

static const struct journal *read_tip(struct repository *repository, const git_oid *id)
{
    arena_scope struct arena scratch = {0};
    struct ledger *ledger = &repository->ledger;
    struct err err = {0};
    char hex[GIT_OID_HEXSZ + 1];
    bool advisory = repository->driver->journal_advisory;
    struct tip tip = {.exists = true, .id = *id};
    if (repository->odb == NULL && git_repository_odb(&repository->odb, repository->git) != 0)
        return unknown(ledger, "the repository's objects can't be opened");
    if (!git_oid_equal(&ledger->tip, id) && load_or_renew(repository, id, &err) < 0)
        return unknown(ledger, "%s", err.message);
    if (!advisory && commit_signature_judge(repository, &tip, &err) < 0)
        return unknown(ledger, "%s", err.message);
    const char *path = advisory ? NULL : find_rewind(repository, id, &scratch);
    if (path != NULL)
        return unknown(ledger,
                       "the journal was rewound: \"%s\" no longer starts with the lines it had in "
                       "commit %s (use --accept-rewind to accept it)",
                       path, git_oid_tostr(hex, sizeof hex, journal_rewind_seen(repository)));
    ledger->value = ledger->loaded;
    ledger->value.state = JOURNAL_READ;
    ledger->value.commit = git_oid_tostr(ledger->commit, sizeof ledger->commit, id);
    ledger->value.advisory = advisory;
    return &ledger->value;
}

const struct journal *journal_branch_read(struct repository *repository)
{
    struct ledger *ledger = &repository->ledger;
    const struct journal_tip *tip = &repository->tip.journal;
    if (tip->state == JOURNAL_READ)
        return read_tip(repository, &tip->id);
    git_oid seen = ledger->seen;
    ledger_done(ledger);
    ledger->seen = seen;
    if (tip->state == JOURNAL_UNKNOWN)
        return unknown(ledger, "%s", tip->why);
    ledger->value.state = tip->state == JOURNAL_NEW ? absent_state(repository) : JOURNAL_NOT_KEPT;
    return &ledger->value;
}

const struct repository_note *journal_branch_notes(const struct repository *repository,
                                                   size_t *count)
{
    *count = repository->ledger.listing.notes.count;
    return repository->ledger.listing.notes.items;
}
