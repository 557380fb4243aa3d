// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/history/origin_tree.h"

#include <string.h>

#include "reconciler/git/library_scope.h"
#include "reconciler/git/objects/tree.h"

/* The entry of a name in a tree: 1, 0 when there is none, -1. id NULL: an empty tree. */
static int find_entry(struct origin_walk *walk, const git_oid *id, const char *name, size_t length,
                      struct tree_entry *out)
{
    odb_object_scope git_odb_object *object = NULL;
    if (id == NULL)
        return 0;
    if (history_read(&walk->history, id, GIT_OBJECT_TREE, REPOSITORY_TREE_MAX, &object,
                     walk->err) != 0)
        return -1;
    const char *at = git_odb_object_data(object), *end = at + git_odb_object_size(object);
    int more;
    while ((more = tree_next(&at, end, out)) > 0)
        if (out->length == length && memcmp(out->name, name, length) == 0)
            return 1;
    return more < 0 ? err_set(walk->err, "a tree is damaged") : 0;
}

/* The version of a file before the commit at hand. */
static void note_version(struct origin_walk *walk, struct origin_file *file,
                         const struct tree_entry *entry)
{
    bool there = entry != NULL && tree_regular(entry->mode);
    if (there == file->there && (!there || git_oid_equal(&entry->id, &file->blob)))
        return;
    file->there = there;
    file->blob = there ? entry->id : (git_oid){0};
    *list_add(&walk->scratch, &file->versions) =
        (struct origin_version){walk->commits.count - 1, there, file->blob};
}

/* Files [first, last) lie in these trees (NULL: in none), whose paths have `prefix` bytes. Only
 * what differs is looked at. */
int origin_tree_compare(struct origin_walk *walk, const git_oid *was, const git_oid *is,
                        size_t first, size_t last, size_t prefix)
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
        int there = find_entry(walk, was, name, length, &before);
        int stays = there < 0 ? -1 : find_entry(walk, is, name, length, &after);
        if (stays < 0)
            return -1;
        const git_oid *old = there && before.mode == MODE_TREE ? &before.id : NULL;
        const git_oid *now = stays && after.mode == MODE_TREE ? &after.id : NULL;
        if (!folder)
            note_version(walk, &walk->files.items[first], there ? &before : NULL);
        else if (origin_tree_compare(walk, old, now, first, next, prefix + length + 1) != 0)
            return -1;
    }
    return 0;
}
