// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/history/origin_tree.h"

#include <string.h>

#include "reconciler/git/library_scope.h"
#include "reconciler/git/objects/tree.h"

/* Finds an entry of a tree by its name. Returns 1, or 0 if the tree has no such entry, or -1. id:
 * NULL if the tree is empty. */
static int find_entry(struct origin_walk *walk, const git_oid *id, const char *name, size_t length,
                      struct tree_entry *out)
{
    odb_object_scope git_odb_object *object = NULL;
    if (id == NULL)
        return 0;
    if (history_read(&walk->history, id, GIT_OBJECT_TREE, REPOSITORY_TREE_MAX, &object, walk->err) <
        0)
        return -1;
    const char *at = git_odb_object_data(object), *end = at + git_odb_object_size(object);
    int more;
    while ((more = tree_next(&at, end, out)) > 0)
        if (out->length == length && memcmp(out->name, name, length) == 0)
            return 1;
    return more < 0 ? err_set(walk->err, "a folder's tree object is damaged") : 0;
}

/* Adds the version that the file has in the older tree if it differs from the oldest version found
 * so far. entry: NULL if the older tree does not have the file. */
static void add_version(struct origin_walk *walk, struct origin_file *file,
                        const struct tree_entry *entry)
{
    bool exists = entry != NULL && tree_regular(entry->mode);
    if (exists == file->exists && (!exists || git_oid_equal(&entry->id, &file->blob)))
        return;
    file->exists = exists;
    file->blob = exists ? entry->id : (git_oid){0};
    *list_add(&walk->scratch, &file->versions) =
        (struct origin_version){walk->commits.count - 1, exists, file->blob};
}

/* Compares the two trees of one folder (NULL: it does not exist). The folder's path has `prefix`
 * bytes. `first` to `last` - 1 are the indexes of the walk's files in it. Equal trees are not read.
 */
static int compare(struct origin_walk *walk, const git_oid *was, const git_oid *is, size_t first,
                   size_t last, size_t prefix)
{
    if (was != NULL && is != NULL && git_oid_equal(was, is))
        return 0;
    for (size_t next; first < last; first = next) {
        const char *name = walk->files.items[first].path + prefix;
        size_t length = strcspn(name, "/");
        bool folder = name[length] == '/';
        for (next = first + 1; folder && next < last; next++)
            if (strncmp(walk->files.items[next].path + prefix, name, length + 1) != 0)
                break;
        struct tree_entry before, after;
        int existed = find_entry(walk, was, name, length, &before);
        int exists = existed < 0 ? -1 : find_entry(walk, is, name, length, &after);
        if (exists < 0)
            return -1;
        const git_oid *old = existed && before.mode == MODE_TREE ? &before.id : NULL;
        const git_oid *now = exists && after.mode == MODE_TREE ? &after.id : NULL;
        if (!folder)
            add_version(walk, &walk->files.items[first], existed ? &before : NULL);
        else if (compare(walk, old, now, first, next, prefix + length + 1) < 0)
            return -1;
    }
    return 0;
}

int origin_tree_compare(struct origin_walk *walk, const git_oid *was, const git_oid *is)
{
    return compare(walk, was, is, 0, walk->files.count, 0);
}

int origin_tree_find(struct origin_walk *walk, const git_oid *tree, const char *path,
                     struct origin_version *out)
{
    struct tree_entry entry = {.id = *tree};
    *out = (struct origin_version){0};
    for (const char *name = path;;) {
        size_t length = strcspn(name, "/");
        const git_oid id = entry.id;
        int found = find_entry(walk, &id, name, length, &entry);
        if (found <= 0)
            return found;
        if (name[length] == '\0')
            break;
        if (entry.mode != MODE_TREE)
            return 0;
        name += length + 1;
    }
    out->exists = tree_regular(entry.mode);
    out->blob = entry.id;
    return 0;
}
