// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/bare.h"

#include <git2/sys/repository.h>
#include <stdlib.h>
#include <unistd.h>

#include "reconciler/git/blob.h"
#include "reconciler/git/current_files.h"
#include "reconciler/git/format.h"
#include "reconciler/git/journal/journal_tip.h"
#include "reconciler/git/library.h"
#include "reconciler/git/library_error.h"
#include "reconciler/git/objects/pack_cleanup.h"
#include "reconciler/git/objects/pack_draft.h"
#include "reconciler/git/objects/pack_join.h"
#include "reconciler/git/refs/local_commit.h"
#include "reconciler/git/refs/ref.h"
#include "reconciler/git/refs/tip.h"

/* Names the cache after the real path, so that all aliases share it. If there is no place for a
 * cache, repository->cache stays NULL. */
static void name_cache(struct repository *repository, const char *path)
{
    struct err ignored;
    char *real = realpath(path, NULL);
    if (real != NULL && cache_name(real, &repository->cache, &ignored) < 0)
        repository->cache = NULL;
    free(real);
}

static int bare_open(struct repository *repository, struct err *err)
{
    const char *path = repository->location.path;
    if (library_open(err) < 0)
        return -1;
    repository->library = true;
    name_cache(repository, path);
    if (git_repository_open_bare(&repository->git, path) != 0 ||
        git_repository_odb(&repository->odb, repository->git) != 0)
        return library_error(err, "the repository \"%s\" can't be opened", path);
    if (format_check(repository, err) < 0)
        return -1;
    git_config *config = NULL;
    int bare = 1;
    if (git_repository_config_snapshot(&config, repository->git) != 0)
        return library_error(err, "the configuration of \"%s\" can't be read", path);
    if (git_config_get_bool(&bare, config, "core.bare") != 0)
        bare = 1;
    git_config_free(config);
    if (!bare) {
        err_set(err, "\"%s\" belongs to a work tree", path);
        return err_hint(err, "name the folder that contains it, or a bare repository");
    }
    return 0;
}

static int tips(struct repository *repository, struct tip *out, struct err *err)
{
    struct tip tip;
    if (tip_read(repository->git, repository->branch, &tip, err) < 0)
        return -1;
    if (*tip.branch != '\0')
        journal_tip_read(repository->git, tip.branch, repository->location.name, &tip.journal);
    *out = tip;
    return 0;
}

static void read_journal(struct repository *repository, const char *branch, struct journal_tip *out)
{
    journal_tip_read(repository->git, branch, repository->location.name, out);
}

static void default_branch(struct repository *repository, char out[BRANCH_MAX])
{
    tip_head_branch(repository->git, "HEAD", BRANCH_PREFIX, out);
}

static int find(struct repository *repository, const char *revision, struct tip *out,
                struct err *err)
{
    return revision == NULL ? tips(repository, out, err)
                            : local_commit_tip(repository->git, revision, out, err);
}

/* Opens the object database again, because libgit2 keeps removed packs open. */
static void renew_database(struct repository *repository)
{
    git_buf path = {0};
    git_odb *fresh = NULL;
    if (git_repository_item_path(&path, repository->git, GIT_REPOSITORY_ITEM_OBJECTS) == 0 &&
        git_odb_open(&fresh, path.ptr) == 0) {
        if (git_repository_set_odb(repository->git, fresh) == 0) {
            git_odb_free(repository->odb);
            repository->odb = fresh;
        } else {
            git_odb_free(fresh);
        }
    }
    git_buf_dispose(&path);
}

/* Removes what killed runs left, and joins small packs if there are many. A failure is not an error
 * of the run, whose refs have moved. */
static void tidy(struct repository *repository)
{
    struct err ignored;
    int folder = pack_draft_folder(repository->git, &ignored);
    if (folder < 0)
        return;
    pack_cleanup(folder);
    if (!repository->precious && pack_join(folder))
        renew_database(repository);
    close(folder);
}

static int move(struct repository *repository, struct ref_steps *steps, struct write_outcome *out,
                struct err *err)
{
    (void)err;
    ref_move(repository->git, repository->options.stop, steps, out);
    tidy(repository);
    return 0;
}

const struct repository_driver bare_driver = {.kind = REPOSITORY_BARE,
                                              .open = bare_open,
                                              .refresh = current_files_refresh,
                                              .read = blob_read,
                                              .tips = tips,
                                              .find = find,
                                              .move = move,
                                              .journal = read_journal,
                                              .default_branch = default_branch};
