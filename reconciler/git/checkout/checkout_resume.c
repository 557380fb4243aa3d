// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/checkout/checkout_resume.h"

#include "manifests/base/list.h"
#include "reconciler/git/checkout/checkout_place.h"
#include "reconciler/git/checkout/checkout_state.h"
#include "reconciler/git/checkout/clean_bytes.h"
#include "reconciler/git/checkout/pending_commit.h"
#include "reconciler/git/files/folder_file.h"
#include "reconciler/git/library_error.h"
#include "reconciler/git/library_scope.h"
#include "reconciler/git/objects/tree.h"
#include "reconciler/git/objects/tree_diff.h"

/* The rest of a killed run's work. */
struct checkout_rest {
    struct repository *repository;
    struct index_file *index;
    struct arena arena;
    LIST_OF(struct file_edit) edits;
    LIST_OF(struct placed_file) files;
    bool foreign; /* a file is neither as before nor as wanted */
    bool halfway; /* the work failed again, and is still to be done */
};

/* Reads the new bytes of a file from its blob. */
static int read_new(struct checkout_rest *rest, const char *path, const git_oid *id,
                    struct byte_range *out, struct err *err)
{
    odb_object_scope git_odb_object *blob = NULL;
    git_repository *git = rest->repository->git;
    if (object_read(rest->repository->odb, id, GIT_OBJECT_BLOB, TEXT_FILE_MAX, &blob, err) < 0)
        return -1;
    struct byte_range bytes = {git_odb_object_data(blob), git_odb_object_size(blob)};
    bytes.data = arena_copy(&rest->arena, bytes.data, bytes.length);
    return clean_bytes_to_file(git, &rest->arena, path, bytes, out, err);
}

/* Reads the file in the work tree. Returns false if that is not possible. */
static bool read_now(const struct checkout_rest *rest, const char *path, struct text *out)
{
    struct err ignored = {0};
    return folder_file_read(rest->repository->root, path, out, &ignored) == 0;
}

/* Adds one file of the commit. */
static int add_file(void *context, const struct tree_diff *diff, struct err *err)
{
    struct checkout_rest *rest = context;
    text_scope struct text now = text_of(TEXT_FILE_MAX);
    struct byte_range clean, wanted;
    const git_index_entry *entry = index_file_find(rest->index, diff->path);
    struct placed_file *file = list_add(&rest->arena, &rest->files);
    rest->foreign |=
        diff->was == NULL || diff->is == NULL || entry == NULL || !read_now(rest, diff->path, &now);
    if (rest->foreign ||
        (!git_oid_equal(&entry->id, diff->was) && !git_oid_equal(&entry->id, diff->is))) {
        rest->foreign = true;
        return 0;
    }
    *file = (struct placed_file){arena_text(&rest->arena, diff->path), *diff->is};
    struct byte_range bytes = {
        arena_copy(&rest->arena, now.data != NULL ? now.data : "", now.length), now.length};
    if (clean_bytes_to_blob(rest->repository->git, &rest->arena, file->path, bytes, &clean, err) <
            0 ||
        read_new(rest, file->path, diff->is, &wanted, err) < 0)
        return -1;
    if (object_is(diff->is, clean.data, clean.length, GIT_OBJECT_BLOB))
        return 0;
    rest->foreign |= !object_is(diff->was, clean.data, clean.length, GIT_OBJECT_BLOB);
    *list_add(&rest->arena, &rest->edits) =
        (struct file_edit){file->path, bytes.data, bytes.length, wanted.data, wanted.length};
    return 0;
}

/* Collects the files that the commit changes. */
static int collect(struct checkout_rest *rest, const git_commit *commit, const git_oid *from,
                   struct err *err)
{
    commit_scope git_commit *parent = NULL;
    struct repository *repository = rest->repository;
    if (git_commit_lookup(&parent, repository->git, from) != 0)
        return library_error(err, "the last commit can't be read");
    return tree_diff_walk(repository->odb, git_commit_tree_id(parent), git_commit_tree_id(commit),
                          repository->options.wanted, add_file, rest, repository->options.stop,
                          err);
}

/* Completes the commit if its parent is checked out. out->result is WRITE_NOTHING otherwise. */
static int complete(struct checkout_rest *rest, const struct pending_commit *pending,
                    struct write_outcome *out, struct err *err)
{
    commit_scope git_commit *commit = NULL;
    struct tip head;
    struct placement placement = {.repository = rest->repository,
                                  .index = rest->index,
                                  .branch = pending->branch,
                                  .to = pending->id};
    out->result = WRITE_NOTHING;
    int result = checkout_state_head(rest->repository, &head, out, err);
    if (result < 0)
        return -1;
    if (result > 0)
        return 0;
    if (!text_equal(head.branch, pending->branch) ||
        git_commit_lookup(&commit, rest->repository->git, &pending->id) != 0 ||
        git_commit_parentcount(commit) != 1 ||
        !git_oid_equal(git_commit_parent_id(commit, 0), &head.id))
        return 0;
    placement.from = head.id;
    if (collect(rest, commit, &head.id, err) < 0)
        return -1;
    if (rest->foreign)
        return 0;
    placement.edits = rest->edits.items;
    placement.edit_count = rest->edits.count;
    placement.files = rest->files.items;
    placement.file_count = rest->files.count;
    int placed = checkout_place(&placement, out, err);
    rest->halfway = placement.halfway;
    return placed;
}

int checkout_resume(struct repository *repository, char commit[REPOSITORY_COMMIT_MAX],
                    struct err *err)
{
    index_file_scope struct index_file index = INDEX_FILE_NONE;
    struct checkout_rest rest = {.repository = repository, .index = &index};
    struct pending_commit pending;
    struct write_outcome out = {0};
    *commit = '\0';
    if (repository_kind(repository) != REPOSITORY_WORK_TREE)
        return 0;
    bool left = pending_commit_read(repository->git, &pending);
    if (!left && !index_file_left(repository->git))
        return 0;
    int result = index_file_lock(&index, repository->git, repository->options.stop, &out, err);
    if (result == 0 && left) {
        result = complete(&rest, &pending, &out, err);
        if (!rest.halfway)
            pending_commit_remove(repository->git);
    }
    arena_done(&rest.arena);
    if (result == 0 && out.result == WRITE_DONE)
        git_oid_tostr(commit, REPOSITORY_COMMIT_MAX, &pending.id);
    return result < 0 ? err_wrap(err, "completing the commit of a killed run") : 0;
}
