// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/history/origin_moved.h"

#include "reconciler/git/files/path.h"
#include "reconciler/git/history/origin_part.h"
#include "reconciler/git/library_scope.h"
#include "reconciler/git/objects/tree_diff.h"

/* A file that a commit changed or removed. */
struct touched_file {
    const char *path;
    struct origin_version was, is;
};

struct touched_files {
    struct arena *arena;
    LIST_OF(struct touched_file) list;
};

static int collect(void *context, const struct tree_diff *diff, struct err *err)
{
    struct touched_files *files = context;
    (void)err;
    if (diff->was == NULL || files->list.count >= ORIGIN_MOVED_MAX)
        return 0;
    struct touched_file *file = list_add(files->arena, &files->list);
    file->path = arena_text(files->arena, diff->path);
    file->was = (struct origin_version){.exists = true, .blob = *diff->was};
    file->is = (struct origin_version){.exists = diff->is != NULL};
    if (diff->is != NULL)
        file->is.blob = *diff->is;
    return 0;
}

/* Lists the manifests that differ between the commit and its first parent. */
static int find_touched(struct origin_walk *walk, const git_oid *id, size_t back,
                        struct touched_files *files)
{
    commit_scope git_commit *commit = NULL, *parent = NULL;
    struct history *history = &walk->history;
    if (history_commit(history, id, (unsigned)back, &commit, walk->err) < 0)
        return -1;
    if (git_commit_parentcount(commit) == 0)
        return 0;
    if (history_commit(history, git_commit_parent_id(commit, 0), (unsigned)back + 1, &parent,
                       walk->err) < 0)
        return -1;
    return tree_diff_walk(history_odb(history), git_commit_tree_id(parent),
                          git_commit_tree_id(commit), path_is_manifest, collect, files,
                          history->repository->options.stop, walk->err);
}

/* Fetches the versions before the commit together. */
static int want_versions(struct origin_walk *walk, const struct touched_files *files)
{
    struct object_ids blobs = {0};
    list_each (file, &files->list)
        *list_add(&walk->scratch, &blobs.list) = file->was.blob;
    return history_want(&walk->history, &blobs, walk->err);
}

int origin_moved_find(struct origin_walk *walk, const struct origin_question *question,
                      const git_oid *id, size_t back, const char **path, struct origin_version *was)
{
    struct touched_files files = {.arena = &walk->scratch};
    if (find_touched(walk, id, back, &files) < 0 || want_versions(walk, &files) < 0)
        return -1;
    list_each (file, &files.list) {
        struct origin_question there = *question;
        struct origin_state before, after;
        there.file = file->path;
        if (origin_part_read(walk, &there, &file->was, &before) < 0)
            return -1;
        if (!before.exists)
            continue;
        if (origin_part_read(walk, &there, &file->is, &after) < 0)
            return -1;
        if (after.exists)
            continue;
        *path = file->path;
        *was = file->was;
        return 1;
    }
    return 0;
}
