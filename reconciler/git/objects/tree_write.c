// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/objects/tree_write.h"

#include <string.h>

#include "manifests/base/list.h"
#include "reconciler/git/files/path.h"
#include "reconciler/git/library_error.h"
#include "reconciler/git/library_scope.h"
#include "reconciler/git/objects/tree.h"

struct tree_writing {
    struct new_objects *objects;
    struct arena *arena;            /* the arena of `objects` */
    const struct file_edit **edits; /* sorted by path, so that the edits in a folder are together */
    struct err *err;
};

struct entries {
    LIST_OF(struct tree_entry) list;
};

static int by_path(const void *left, const void *right)
{
    const struct file_edit *const *a = left, *const *b = right;
    return strcmp((*a)->path, (*b)->path);
}

static int by_tree_order(const void *left, const void *right)
{
    return tree_order(left, right);
}

static int read_entries(struct tree_writing *build, const git_oid *tree, struct entries *out)
{
    struct err *err = build->err;
    odb_object_scope git_odb_object *object = NULL;
    if (object_read(build->objects->odb, tree, GIT_OBJECT_TREE, REPOSITORY_TREE_MAX, &object, err) <
        0)
        return -1;
    /* The bytes are copied, because names point into them and the object is freed here. */
    size_t size = git_odb_object_size(object);
    const char *at = arena_copy(build->arena, git_odb_object_data(object), size);
    const char *end = at + size;
    struct tree_entry entry;
    int more;
    while ((more = tree_next(&at, end, &entry)) > 0)
        *list_add(build->arena, &out->list) = entry;
    return more == 0 ? 0 : err_set(err, "a folder's tree object is damaged");
}

static int write_entries(struct tree_writing *build, struct entries *entries, git_oid *out)
{
    size_t size = 0, used = 0;
    list_each (entry, &entries->list)
        size += entry->mode_length + entry->length + 2 + GIT_OID_RAWSZ;
    if (size > REPOSITORY_TREE_MAX) /* weir could not read the folder again */
        return err_set(build->err, "a folder would have more than %d bytes of names and IDs",
                       REPOSITORY_TREE_MAX);
    char *bytes = arena_alloc(build->arena, size);
    list_each (entry, &entries->list) {
        memcpy(bytes + used, entry->mode_text, entry->mode_length);
        used += entry->mode_length;
        bytes[used++] = ' ';
        memcpy(bytes + used, entry->name, entry->length);
        used += entry->length;
        bytes[used++] = '\0';
        memcpy(bytes + used, entry->id.id, GIT_OID_RAWSZ);
        used += GIT_OID_RAWSZ;
    }
    if (new_objects_write(build->objects, bytes, size, GIT_OBJECT_TREE, out) != 0)
        return library_error(build->err, "a folder's tree object can't be written");
    return 0;
}

/* Writes the blob of an edit. entry: the old file, or NULL if the folder has no such name. */
static int write_blob(struct tree_writing *build, const struct file_edit *edit,
                      const struct tree_entry *entry, git_oid *out)
{
    struct err *err = build->err;
    if ((entry == NULL) != (edit->old_bytes == NULL))
        return err_set(err,
                       entry != NULL ? "\"%s\" exists already in the base commit"
                                     : "\"%s\" does not exist in the base commit",
                       edit->path);
    if (entry != NULL && !tree_regular(entry->mode))
        return err_set(err, "\"%s\" is not a regular file", edit->path);
    if (entry != NULL && !object_is(&entry->id, edit->old_bytes, edit->old_length, GIT_OBJECT_BLOB))
        return err_set(err, "\"%s\" is different in the base commit", edit->path);
    if (new_objects_write(build->objects, edit->bytes, edit->length, GIT_OBJECT_BLOB, out) != 0)
        return library_error(err, "\"%s\" can't be written", edit->path);
    return 0;
}

static struct tree_entry *entry_find(struct entries *entries, const char *name, size_t length)
{
    list_each (entry, &entries->list)
        if (entry->length == length && memcmp(entry->name, name, length) == 0)
            return entry;
    return NULL;
}

/* The edits of a folder that have the next part of their paths in common. */
struct path_part {
    const char *name; /* the name of a file or of a folder */
    size_t length;
    bool folder;
    size_t next; /* index of the first edit after these edits */
};

/* Returns the part that begins at the edit `first`. The edits from `first` up to, but not
 * including, `last` are in one folder, whose path has `prefix` bytes. */
static struct path_part part_at(const struct tree_writing *build, size_t first, size_t last,
                                size_t prefix)
{
    const char *name = build->edits[first]->path + prefix;
    struct path_part part = {.name = name, .length = strcspn(name, "/"), .next = first + 1};
    part.folder = name[part.length] == '/';
    while (part.folder && part.next < last &&
           strncmp(build->edits[part.next]->path + prefix, name, part.length + 1) == 0)
        part.next++;
    return part;
}

static struct tree_entry *add_entry(struct tree_writing *build, struct entries *entries,
                                    const struct path_part *part)
{
    const char *mode = part->folder ? "40000" : "100644";
    struct tree_entry *entry = list_add(build->arena, &entries->list);
    *entry = (struct tree_entry){.mode_text = mode,
                                 .mode_length = strlen(mode),
                                 .mode = part->folder ? MODE_TREE : 0100644,
                                 .name = part->name,
                                 .length = part->length};
    return entry;
}

/* Writes the tree of a folder with the edits from `first` up to, but not including, `last`. The
 * folder's path has `prefix` bytes. old: the folder's tree so far; NULL: the folder is new. */
static int write_folder(struct tree_writing *build, const git_oid *old, size_t first, size_t last,
                        size_t prefix, git_oid *out)
{
    struct entries entries = {0};
    bool added = false;
    if (old != NULL && read_entries(build, old, &entries) < 0)
        return -1;
    while (first < last) {
        const struct file_edit *edit = build->edits[first];
        struct path_part part = part_at(build, first, last, prefix);
        struct tree_entry *entry = entry_find(&entries, part.name, part.length);
        git_oid id;
        if (part.folder && entry != NULL && entry->mode != MODE_TREE)
            return err_set(build->err, "a parent of \"%s\" is not a folder", edit->path);
        int result = part.folder ? write_folder(build, entry != NULL ? &entry->id : NULL, first,
                                                part.next, prefix + part.length + 1, &id)
                                 : write_blob(build, edit, entry, &id);
        if (result < 0)
            return -1;
        added |= entry == NULL;
        entry = entry != NULL ? entry : add_entry(build, &entries, &part);
        entry->id = id;
        first = part.next;
    }
    if (added)
        list_sort(&entries.list, by_tree_order);
    return write_entries(build, &entries, out);
}

static int sort_edits(struct tree_writing *build, const struct file_edit *edits, size_t count)
{
    build->edits = arena_array(build->arena, const struct file_edit *, count);
    for (size_t i = 0; i < count; i++) {
        const char *path = edits[i].path, *problem = path_problem(path);
        if (problem != NULL)
            return err_set(build->err, "the path \"%s\" %s", path, problem);
        build->edits[i] = &edits[i];
    }
    list_order(build->edits, count, sizeof *build->edits, by_path);
    for (size_t i = 1; i < count; i++) {
        const char *before = build->edits[i - 1]->path, *path = build->edits[i]->path;
        size_t length = strlen(before);
        if (strncmp(before, path, length) == 0 && (!path[length] || path[length] == '/'))
            return err_set(build->err, "\"%s\" and \"%s\" can't both be edited", before, path);
    }
    return 0;
}

int tree_write(struct new_objects *objects, const git_oid *old, const struct file_edit *edits,
               size_t count, git_oid *out, struct err *err)
{
    struct tree_writing build = {.objects = objects, .arena = &objects->arena, .err = err};
    return sort_edits(&build, edits, count) < 0 ? -1 : write_folder(&build, old, 0, count, 0, out);
}
