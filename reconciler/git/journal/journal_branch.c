// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/journal/journal_branch.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "reconciler/git/commit_signature.h"
#include "reconciler/git/handle.h"
#include "reconciler/git/history/history.h"
#include "reconciler/git/journal/journal_base.h"
#include "reconciler/git/journal/journal_limits.h"
#include "reconciler/git/journal/journal_proof.h"
#include "reconciler/git/journal/journal_reach.h"
#include "reconciler/git/journal/journal_rewind.h"
#include "reconciler/git/journal/ledger_load.h"
#include "reconciler/git/journal/ledger_tag.h"

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

/* True if the journal's branch does not exist, but existed before. */
static bool is_lost(struct repository *repository, const char *journal)
{
    git_oid seen;
    return journal_rewind_seen(repository, journal, &seen) || history_names_journal(repository);
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

/* Loads the ledger from this commit, which must be a commit of a journal. */
static int load(struct repository *repository, const git_oid *id, struct err *err)
{
    const struct ledger *ledger = &repository->ledger;
    if (!git_oid_equal(&ledger->tip, id) && load_or_renew(repository, id, err) < 0)
        return -1;
    return ledger_load_check(ledger, err);
}

/* Returns the value, READ, for the records that are loaded. */
static struct journal *accept(struct repository *repository)
{
    struct ledger *ledger = &repository->ledger;
    ledger->value = ledger->loaded;
    ledger->value.state = JOURNAL_READ;
    ledger->value.advisory = repository->driver->journal_advisory;
    if (!ledger->value.advisory)
        ledger->value.reached = journal_reach_find(repository, &ledger->tip, &ledger->value.behind);
    ledger->value.warning = journal_limits_warning(&ledger->listing);
    return &ledger->value;
}

static const struct journal *read_own(struct repository *repository, const char *journal)
{
    struct ledger *ledger = &repository->ledger;
    struct err err = {0};
    struct tip tip = {.exists = true, .id = repository->tip.journal.id};
    if (load(repository, &tip.id, &err) < 0 ||
        (!repository->driver->journal_advisory &&
         (commit_signature_judge(repository, &tip, &err) < 0 ||
          journal_proof_check(repository, repository->tip.branch, &tip.id, &err) < 0 ||
          journal_rewind_judge(repository, journal, &tip.id, &err) < 0)))
        return unknown(ledger, "%s", err.message);
    accept(repository)->commit = git_oid_tostr(ledger->commit, sizeof ledger->commit, &tip.id);
    return &ledger->value;
}

static const struct journal *begin(struct ledger *ledger, enum journal_state state)
{
    ledger_done(ledger);
    ledger->value.state = state;
    return &ledger->value;
}

/* Reads the journal of the branch's base, because the branch has none of its own. */
static const struct journal *read_base(struct repository *repository, bool lost)
{
    struct ledger *ledger = &repository->ledger;
    struct journal_base base;
    struct err err = {0};
    journal_base_find(repository, lost, &base);
    if (base.state == JOURNAL_UNKNOWN) {
        begin(ledger, JOURNAL_UNKNOWN);
        return unknown(ledger, "%s", base.why);
    }
    if (base.state == JOURNAL_READ)
        repository->start = (struct journal_start){true, base.empty, base.id};
    if (lost)
        return begin(ledger, JOURNAL_LOST);
    if (base.state != JOURNAL_READ || base.empty)
        return begin(ledger, repository->driver->journal_advisory && base.state != JOURNAL_READ
                                 ? JOURNAL_NOT_KEPT
                                 : JOURNAL_NEW);
    if (load(repository, &base.id, &err) < 0)
        return unknown(ledger, "%s", err.message);
    accept(repository)->base = ledger->base;
    memcpy(ledger->base, base.branch, sizeof ledger->base);
    return &ledger->value;
}

static const struct journal *read_any(struct repository *repository, const char *journal)
{
    struct ledger *ledger = &repository->ledger;
    const struct journal_tip *tip = &repository->tip.journal;
    struct err err = {0};
    repository->start = (struct journal_start){0};
    if (repository->git == NULL)
        return begin(ledger, JOURNAL_NOT_KEPT);
    if (repository->odb == NULL && git_repository_odb(&repository->odb, repository->git) != 0)
        return unknown(ledger, "the repository's objects can't be opened");
    if (tip->state == JOURNAL_READ)
        return read_own(repository, journal);
    if (tip->state == JOURNAL_UNKNOWN) {
        begin(ledger, JOURNAL_UNKNOWN);
        return unknown(ledger, "%s", tip->why);
    }
    if (!repository->driver->journal_advisory && journal_proof_begin(repository, &err) < 0) {
        begin(ledger, JOURNAL_UNKNOWN);
        return unknown(ledger, "%s", err.message);
    }
    return read_base(repository, tip->state == JOURNAL_NEW && is_lost(repository, journal));
}

const struct journal *journal_branch_read(struct repository *repository)
{
    struct ledger *ledger = &repository->ledger;
    const char *branch = repository->tip.branch;
    char ref[BRANCH_REF_MAX];
    const char *journal = branch_of_ref(branch_journal_ref(ref, branch));
    (void)read_any(repository, journal);
    if (ledger->value.state == JOURNAL_NOT_KEPT && repository->git != NULL)
        ledger->value.advice = journal_base_advice(repository);
    if (*branch != '\0') {
        snprintf(ledger->branch, sizeof ledger->branch, "%s", journal);
        ledger->value.branch = ledger->branch;
    }
    return &ledger->value;
}

static bool read_more(git_odb *odb, struct ledger *ledger, const struct ledger_tag *tag,
                      const struct journal_need *need)
{
    if (need->digest != NULL)
        return ledger_tag_seek(odb, ledger, tag, need->digest);
    return need->late ? ledger_tag_read_late(odb, ledger, tag)
                      : ledger_tag_complete(odb, ledger, tag);
}

bool journal_branch_complete(struct repository *repository, const struct journal_need *needs,
                             size_t count)
{
    struct ledger *ledger = &repository->ledger;
    bool more = false;
    for (const struct journal_need *need = needs; need < needs + count; need++) {
        const struct ledger_tag *tag =
            ledger_find(ledger, need->tag->environment, need->tag->stream, need->tag->tag);
        if (tag != NULL)
            more |= read_more(repository->odb, ledger, tag, need);
    }
    return more;
}

void journal_branch_reached(struct repository *repository)
{
    if (repository->ledger.value.state == JOURNAL_READ && !repository->ledger.value.advisory)
        journal_reach_remember(repository);
}
