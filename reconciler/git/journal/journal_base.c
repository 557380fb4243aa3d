// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/journal/journal_base.h"

#include <stdio.h>
#include <string.h>

#include "reconciler/git/clean_text.h"
#include "reconciler/git/commit_signature.h"
#include "reconciler/git/journal/journal_cut.h"
#include "reconciler/git/journal/journal_decided.h"
#include "reconciler/git/journal/journal_named.h"
#include "reconciler/git/journal/journal_proof.h"
#include "reconciler/git/journal/journal_rewind.h"
#include "reconciler/git/journal/ledger_load.h"

/* Takes the name if it is a branch other than the repository's branch. */
static bool take(const struct repository *repository, const char *name, char out[BRANCH_MAX])
{
    if (name == NULL || !branch_valid(name) || journal_is_branch(name) ||
        text_equal(name, repository->tip.branch))
        return false;
    snprintf(out, BRANCH_MAX, "%s", name);
    return true;
}

/* Takes the base that the person names. A clone's "origin/main" means "main". */
static bool take_option(const struct repository *repository, char out[BRANCH_MAX])
{
    static const char origin[] = "origin/";
    const char *name = repository->options.base;
    if (name != NULL && branch_of_ref(name) != NULL)
        name = branch_of_ref(name);
    else if (name != NULL && repository->driver->in_place && text_starts(name, origin))
        name += strlen(origin);
    return take(repository, name, out);
}

/* Takes the branch's upstream, `branch.NAME.merge` of the Git configuration. The configuration of a
 * URL is that of its cache, which has none. */
static bool take_upstream(const struct repository *repository, char out[BRANCH_MAX])
{
    char key[BRANCH_MAX + 32];
    git_config *config = NULL;
    git_buf merge = {0};
    bool taken = false;
    if (*repository->tip.branch == '\0' || repository->remote != NULL ||
        git_repository_config_snapshot(&config, repository->git) != 0)
        return false;
    snprintf(key, sizeof key, "branch.%s.merge", repository->tip.branch);
    if (git_config_get_string_buf(&merge, config, key) == 0)
        taken = take(repository, branch_of_ref(merge.ptr), out);
    git_buf_dispose(&merge);
    git_config_free(config);
    git_error_clear();
    return taken;
}

static bool find_base(struct repository *repository, char out[BRANCH_MAX])
{
    char usual[BRANCH_MAX] = "";
    if (take_option(repository, out) || take_upstream(repository, out) ||
        take(repository, repository->settings_branch, out))
        return true;
    repository->driver->default_branch(repository, usual);
    return take(repository, usual, out);
}

/* Sets *out to the branch's commit. A work tree is at HEAD's commit. */
static bool find_tip(const struct repository *repository, git_oid *out)
{
    *out = repository->tip.id;
    return repository->tip.exists || (repository->driver->in_place &&
                                      git_reference_name_to_id(out, repository->git, "HEAD") == 0);
}

/* Fails if the commit has a file that is not a journal's. */
static int check_files(struct repository *repository, const git_oid *journal, struct err *err)
{
    struct ledger listed = {0};
    int result = ledger_load_list(repository, journal, &repository->ledger, &listed.listing,
                                  &listed.tree, err);
    if (result >= 0)
        result = ledger_load_check(&listed, err);
    ledger_done(&listed);
    return result < 0 ? -1 : 0;
}

/* Makes the cut, unless it was made for the same tips. */
static int cut(struct repository *repository, const char *base, const git_oid *tip,
               const git_oid *journal, struct err *err)
{
    char ref[BRANCH_REF_MAX];
    if (!journal_cut_known(repository, tip, journal) && check_files(repository, journal, err) < 0)
        return -1;
    if (!repository->driver->journal_advisory &&
        journal_rewind_judge(repository, branch_of_ref(branch_journal_ref(ref, base)), journal,
                             err) < 0)
        return -1;
    return journal_cut_find(repository, tip, journal, err);
}

static int cut_and_fetch(struct repository *repository, const git_oid *tip,
                         struct journal_base *out, struct err *err)
{
    const struct repository_driver *driver = repository->driver;
    struct tip judged = {.exists = true, .id = out->tip};
    if (!driver->journal_advisory &&
        (commit_signature_judge(repository, &judged, err) < 0 ||
         journal_proof_check(repository, out->branch, &out->tip, err) < 0))
        return -1;
    if (cut(repository, out->branch, tip, &out->tip, err) < 0)
        return -1;
    out->id = repository->cut.id;
    out->empty = repository->cut.empty;
    if (tip != NULL && !out->empty &&
        journal_decided_cut(repository, tip, &out->id, &out->empty, err) < 0)
        return -1;
    return driver->journal_commit != NULL ? driver->journal_commit(repository, &out->id, err) : 0;
}

/* Finds the branch that the newest of weir's own commits names, unless it names this branch, and
 * the tip of its journal. It is the base of a default branch that was renamed. Does nothing if
 * that journal does not exist. */
static void take_named(struct repository *repository, const git_oid *tip, struct journal_base *out,
                       struct journal_tip *journal)
{
    struct named_journal *named = &repository->named;
    const struct repository_driver *driver = repository->driver;
    struct journal_tip found = {0};
    struct err ignored;
    if (driver->journal_any != NULL && !driver->journal_any(repository))
        return;
    if (!git_oid_equal(&repository->named_at, tip) &&
        journal_named_find(repository, tip, true, named, &ignored) <= 0)
        *named = (struct named_journal){0};
    repository->named_at = *tip;
    if (*named->branch != '\0')
        driver->journal(repository, named->branch, &found);
    if (found.state != JOURNAL_READ)
        return;
    memcpy(out->branch, named->branch, sizeof out->branch);
    *journal = found;
}

void journal_base_find(struct repository *repository, bool lost, struct journal_base *out)
{
    struct journal_tip journal = {0};
    struct err err = {0};
    git_oid tip;
    *out = (struct journal_base){.state = JOURNAL_NEW};
    if (repository->driver->journal == NULL)
        return;
    bool has = find_tip(repository, &tip);
    journal.state = JOURNAL_NEW;
    if (find_base(repository, out->branch))
        repository->driver->journal(repository, out->branch, &journal);
    else if (has)
        take_named(repository, &tip, out, &journal);
    out->state = journal.state;
    if (journal.state == JOURNAL_UNKNOWN)
        memcpy(out->why, journal.why, sizeof out->why);
    if (journal.state != JOURNAL_READ)
        return;
    out->tip = journal.id;
    if (cut_and_fetch(repository, has && !lost ? &tip : NULL, out, &err) == 0)
        return;
    out->state = JOURNAL_UNKNOWN;
    char text[ERR_MESSAGE_MAX + 2 * BRANCH_MAX];
    snprintf(text, sizeof text, "the journal of \"%s\", the base of this branch: %s", out->branch,
             err.message);
    clean_text_copy(out->why, sizeof out->why, text, strlen(text));
}

/* Sets the bool at `context` if this value of remote.origin.fetch fetches a journal. */
static int find_fetched(const git_config_entry *entry, void *context)
{
    git_refspec *spec = NULL;
    bool *fetched = context;
    if (git_refspec_parse(&spec, entry->value, 1) == 0)
        *fetched |= git_refspec_src_matches(spec, BRANCH_JOURNAL_PREFIX "main") != 0;
    git_refspec_free(spec);
    return 0;
}

/* Reads the configuration itself, because git_remote_lookup of libgit2 1.5 leaks memory. */
const char *journal_base_advice(const struct repository *repository)
{
    git_config *config = NULL;
    bool fetched = false, clone = false;
    if (!repository->driver->journal_advisory ||
        git_repository_config_snapshot(&config, repository->git) != 0) {
        git_error_clear();
        return NULL;
    }
    clone = git_config_get_multivar_foreach(config, "remote.origin.fetch", NULL, find_fetched,
                                            &fetched) == 0;
    git_config_free(config);
    git_error_clear();
    return fetched || !clone ? NULL
                             : "git fetch origin "
                               "'refs/heads/weir-journal/*:refs/remotes/origin/weir-journal/*'";
}
