// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/objects/tree_diff.h"

#include <string.h>

#include "reconciler/git/files/path.h"
#include "reconciler/git/objects/tree.h"

struct tree_comparison {
    git_odb *odb;
    bool (*wanted)(const char *name);
    tree_diff_visit *visit;
    void *context;
    const volatile sig_atomic_t *stop;
    size_t entries; /* number of entries that were compared */
    char path[SOURCE_PATH_MAX];
};

/* One of the two trees that are compared at a folder's path, and its next entry. */
struct tree_side {
    git_odb_object *object;
    const char *at, *end;
    struct tree_entry entry;
    int more; /* 1: `entry` is the next entry; 0: the end; -1: damaged */
};

static void side_close(struct tree_side *side)
{
    git_odb_object_free(side->object);
}
#define side_scope CLEANUP(side_close)

static void side_next(struct tree_side *side)
{
    side->more = tree_next(&side->at, side->end, &side->entry);
}

static int side_open(struct tree_comparison *walk, const git_oid *tree, struct tree_side *side,
                     struct err *err)
{
    if (tree == NULL)
        return 0;
    if (object_read(walk->odb, tree, GIT_OBJECT_TREE, REPOSITORY_TREE_MAX, &side->object, err) < 0)
        return err_wrap(err, "folder \"%s\"", walk->path);
    side->at = git_odb_object_data(side->object);
    side->end = side->at + git_odb_object_size(side->object);
    side_next(side);
    return 0;
}

static int walk_folder(struct tree_comparison *walk, const git_oid *was, const git_oid *is,
                       size_t length, unsigned depth, struct err *err);

/* Compares the entries with one name. was or is: NULL if that tree has no entry with the name. */
static int walk_entry(struct tree_comparison *walk, const struct tree_entry *was,
                      const struct tree_entry *is, size_t length, unsigned depth, struct err *err)
{
    const struct tree_entry *any = is != NULL ? is : was;
    size_t end = length + any->length;
    bool same =
        was != NULL && is != NULL && was->mode == is->mode && git_oid_equal(&was->id, &is->id);
    if (same || path_name_problem(any->name, any->length) != NULL || end + 2 > sizeof walk->path)
        return 0;
    memcpy(walk->path + length, any->name, any->length);
    walk->path[end] = '\0';
    if (any->mode == MODE_TREE) { /* the other entry, if any, is a folder too: see tree_order */
        memcpy(walk->path + end, "/", 2);
        return walk_folder(walk, was != NULL ? &was->id : NULL, is != NULL ? &is->id : NULL,
                           end + 1, depth + 1, err);
    }
    struct tree_diff diff = {
        .path = walk->path,
        .was = was != NULL && tree_regular(was->mode) ? &was->id : NULL,
        .is = is != NULL && tree_regular(is->mode) ? &is->id : NULL,
    };
    if ((diff.was == NULL && diff.is == NULL) || !walk->wanted(walk->path + length))
        return 0;
    return walk->visit(walk->context, &diff, err);
}

static int walk_folder(struct tree_comparison *walk, const git_oid *was, const git_oid *is,
                       size_t length, unsigned depth, struct err *err)
{
    side_scope struct tree_side old = {0}, new = {0};
    if ((was != NULL && is != NULL && git_oid_equal(was, is)) || depth > REPOSITORY_DEPTH_MAX)
        return 0;
    if (walk->stop != NULL && *walk->stop)
        return err_set(err, "stopped");
    if (side_open(walk, was, &old, err) < 0 || side_open(walk, is, &new, err) < 0)
        return -1;
    while (old.more > 0 || new.more > 0) {
        int order = old.more <= 0 ? 1 : new.more <= 0 ? -1 : tree_order(&old.entry, &new.entry);
        if (++walk->entries > REPOSITORY_ENTRIES_MAX)
            return err_set(err, "there are more than %d files and folders", REPOSITORY_ENTRIES_MAX);
        if (walk_entry(walk, order <= 0 ? &old.entry : NULL, order >= 0 ? &new.entry : NULL, length,
                       depth, err) < 0)
            return -1;
        if (order <= 0)
            side_next(&old);
        if (order >= 0)
            side_next(&new);
    }
    walk->path[length] = '\0';
    if (old.more < 0 || new.more < 0)
        return err_set(err, "the tree of folder \"%s\" is damaged", walk->path);
    return 0;
}

int tree_diff_walk(git_odb *odb, const git_oid *was, const git_oid *is,
                   bool (*wanted)(const char *name), tree_diff_visit *visit, void *context,
                   const volatile sig_atomic_t *stop, struct err *err)
{
    struct tree_comparison walk = {
        .odb = odb, .wanted = wanted, .visit = visit, .context = context, .stop = stop};
    return walk_folder(&walk, was, is, 0, 0, err);
}
