// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/checkout/checkout_state.h"

#include <stdarg.h>

#include "reconciler/git/checkout/clean_bytes.h"
#include "reconciler/git/library_error.h"
#include "reconciler/git/library_scope.h"
#include "reconciler/git/objects/tree.h"

int checkout_state_refuse(struct write_outcome *out, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(out->words, sizeof out->words, format, arguments);
    va_end(arguments);
    out->result = WRITE_REFUSED;
    return 1;
}

/* Returns the operation of git that is in progress, or NULL. */
static const char *in_progress(git_repository *git)
{
    switch ((git_repository_state_t)git_repository_state(git)) {
    case GIT_REPOSITORY_STATE_NONE:
        return NULL;
    case GIT_REPOSITORY_STATE_MERGE:
        return "merge";
    case GIT_REPOSITORY_STATE_REVERT:
    case GIT_REPOSITORY_STATE_REVERT_SEQUENCE:
        return "revert";
    case GIT_REPOSITORY_STATE_CHERRYPICK:
    case GIT_REPOSITORY_STATE_CHERRYPICK_SEQUENCE:
        return "cherry-pick";
    case GIT_REPOSITORY_STATE_BISECT:
        return "bisect";
    case GIT_REPOSITORY_STATE_REBASE:
    case GIT_REPOSITORY_STATE_REBASE_INTERACTIVE:
    case GIT_REPOSITORY_STATE_REBASE_MERGE:
        return "rebase";
    case GIT_REPOSITORY_STATE_APPLY_MAILBOX:
    case GIT_REPOSITORY_STATE_APPLY_MAILBOX_OR_REBASE:
        return "git am or rebase";
    }
    return "an operation of git";
}

int checkout_state_head(struct repository *repository, struct tip *head, struct write_outcome *out,
                        struct err *err)
{
    git_repository *git = repository->git;
    if (repository->odb == NULL && git_repository_odb(&repository->odb, git) != 0)
        return library_error(err, "the objects can't be opened");
    if (repository->driver->tips(repository, head, err) < 0)
        return -1;
    if (*head->branch == '\0')
        return checkout_state_refuse(out, "no branch is checked out, so no branch would get the "
                                          "commit (check out a branch first)");
    const char *name = in_progress(git);
    if (name != NULL)
        return checkout_state_refuse(
            out, "a %s is in progress (finish or abort it, or leave out --commit)", name);
    if (!head->exists)
        return checkout_state_refuse(out,
                                     "the branch \"%s\" has no commit yet (make the first one "
                                     "with git)",
                                     head->branch);
    return 0;
}

static int refuse_file(struct write_outcome *out, const char *path, const char *problem)
{
    return checkout_state_refuse(
        out, "\"%s\" %s (commit or stash that first, or leave out --commit)", path, problem);
}

/* Returns 0 if the file is as in the commit, or 1 with a refusal. */
static int check_file(struct repository *repository, const git_tree *tree, struct index_file *index,
                      const struct file_edit *clean, struct write_outcome *out)
{
    git_tree_entry *committed = NULL;
    if (git_tree_entry_bypath(&committed, tree, clean->path) != 0)
        return refuse_file(out, clean->path, "is not in the last commit");
    const git_index_entry *staged = index_file_find(index, clean->path);
    git_oid head = *git_tree_entry_id(committed);
    uint32_t mode = git_tree_entry_filemode_raw(committed);
    git_tree_entry_free(committed);
    if (staged == NULL)
        return refuse_file(out, clean->path, "is in conflict, or removed from the index");
    if (!git_oid_equal(&staged->id, &head) ||
        (tree_regular(mode) && staged->mode != mode && mode != 0100664))
        return refuse_file(out, clean->path, "has staged changes");
    if (!object_is(&head, clean->old_bytes, clean->old_length, GIT_OBJECT_BLOB))
        return clean_bytes_filtered(repository->git, clean->path)
                   ? checkout_state_refuse(out,
                                           "\"%s\" has a filter in gitattributes, which weir does "
                                           "not run (leave out --commit)",
                                           clean->path)
                   : refuse_file(out, clean->path, "has changes that are not committed");
    return 0;
}

/* Sets `clean` to the edit with the bytes of blobs. */
static int clean_edit(struct repository *repository, struct arena *arena,
                      const struct file_edit *edit, struct file_edit *clean, struct err *err)
{
    struct byte_range was, is;
    const char *path = edit->path;
    if (clean_bytes_to_blob(repository->git, arena, path,
                            (struct byte_range){edit->old_bytes, edit->old_length}, &was,
                            err) < 0 ||
        clean_bytes_to_blob(repository->git, arena, path,
                            (struct byte_range){edit->bytes, edit->length}, &is, err) < 0)
        return -1;
    *clean = (struct file_edit){path, was.data, was.length, is.data, is.length};
    return 0;
}

int checkout_state_files(struct repository *repository, const git_oid *head,
                         struct index_file *index, struct arena *arena,
                         const struct file_edit *edits, size_t count, struct file_edit *clean,
                         struct write_outcome *out, struct err *err)
{
    commit_scope git_commit *commit = NULL;
    git_tree *tree = NULL;
    int result = 0;
    if (git_commit_lookup(&commit, repository->git, head) != 0 ||
        git_commit_tree(&tree, commit) != 0)
        return library_error(err, "the last commit can't be read");
    for (size_t i = 0; result == 0 && i < count; i++) {
        result = clean_edit(repository, arena, &edits[i], &clean[i], err);
        if (result == 0)
            result = check_file(repository, tree, index, &clean[i], out);
    }
    git_tree_free(tree);
    return result;
}
