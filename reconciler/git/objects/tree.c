// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/objects/tree.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

#include "manifests/kinds/settings.h"
#include "reconciler/git/files/lfs_pointer.h"
#include "reconciler/git/files/path.h"
#include "reconciler/git/library.h"
#include "reconciler/git/library_error.h"
#include "reconciler/git/library_scope.h"

bool object_is(const git_oid *id, const void *bytes, size_t size, git_object_t type)
{
    char head[32];
    unsigned char digest[EVP_MAX_MD_SIZE];
    int length = snprintf(head, sizeof head, "%s %zu", git_object_type2string(type), size) + 1;
    EVP_MD_CTX *context = memory_must(EVP_MD_CTX_new());
    bool made = EVP_DigestInit_ex(context, EVP_sha1(), NULL) == 1 &&
                EVP_DigestUpdate(context, head, (size_t)length) == 1 &&
                EVP_DigestUpdate(context, bytes, size) == 1 &&
                EVP_DigestFinal_ex(context, digest, NULL) == 1;
    EVP_MD_CTX_free(context);
    return made && memcmp(digest, id->id, GIT_OID_RAWSZ) == 0;
}

/* Does the same as object_read, and sets *longer to whether the object is longer than `maximum`. */
static int read_object(git_odb *odb, const git_oid *id, git_object_t type, size_t maximum,
                       git_odb_object **out, bool *longer, struct err *err)
{
    size_t size = 0;
    git_object_t found = GIT_OBJECT_INVALID;
    char hex[GIT_OID_HEXSZ + 1];
    git_oid_tostr(hex, sizeof hex, id);
    *longer = false;
    if (git_odb_read_header(&size, &found, odb, id) != 0)
        return library_error(err, "object %s can't be read", hex);
    if (found != type)
        return err_set(err, "object %s is not a %s", hex, git_object_type2string(type));
    *longer = size > maximum;
    if (*longer)
        return err_set(err, "object %s has %zu bytes, more than %zu", hex, size, maximum);
    odb_object_scope git_odb_object *object = NULL;
    if (library_read_unverified(&object, odb, id) != 0)
        return library_error(err, "object %s can't be read", hex);
    if (!object_is(id, git_odb_object_data(object), git_odb_object_size(object), type))
        return err_set(err, "object %s can't be read: its content does not match its ID", hex);
    *out = object;
    object = NULL;
    return 0;
}

int object_read(git_odb *odb, const git_oid *id, git_object_t type, size_t maximum,
                git_odb_object **out, struct err *err)
{
    bool longer;
    return read_object(odb, id, type, maximum, out, &longer, err);
}

int tree_next(const char **at, const char *end, struct tree_entry *out)
{
    if (*at == end)
        return 0;
    const char *mode = *at, *space = memchr(mode, ' ', (size_t)(end - mode));
    if (space == NULL || space == mode || space - mode > 6)
        return -1;
    uint32_t value = 0;
    for (const char *digit = mode; digit < space; digit++) {
        if (*digit < '0' || *digit > '7')
            return -1;
        value = value << 3 | (uint32_t)(*digit - '0');
    }
    const char *name = space + 1, *nul = memchr(name, '\0', (size_t)(end - name));
    if (nul == NULL || end - nul - 1 < GIT_OID_RAWSZ)
        return -1;
    *out = (struct tree_entry){.mode_text = mode,
                               .mode_length = (size_t)(space - mode),
                               .mode = value,
                               .name = name,
                               .length = (size_t)(nul - name)};
    memcpy(out->id.id, nul + 1, GIT_OID_RAWSZ);
    *at = nul + 1 + GIT_OID_RAWSZ;
    return 1;
}

int tree_order(const struct tree_entry *a, const struct tree_entry *b)
{
    size_t shared = a->length < b->length ? a->length : b->length;
    int order = memcmp(a->name, b->name, shared);
    if (order != 0)
        return order;
    unsigned x = a->length > shared     ? (unsigned char)a->name[shared]
                 : a->mode == MODE_TREE ? '/'
                                        : 0;
    unsigned y = b->length > shared     ? (unsigned char)b->name[shared]
                 : b->mode == MODE_TREE ? '/'
                                        : 0;
    return (int)x - (int)y;
}

bool tree_regular(uint32_t mode)
{
    return mode == 0100644 || mode == 0100755 || mode == 0100664;
}

struct source_id tree_source_id(const git_oid *id)
{
    struct source_id made = {0};
    memcpy(made.bytes, id->id, GIT_OID_RAWSZ);
    made.bytes[SOURCE_ID_SIZE - 1] = 'g'; /* never the last byte for a file of a work tree */
    return made;
}

git_oid tree_object_id(const struct source_id *id)
{
    git_oid made;
    memcpy(made.id, id->bytes, GIT_OID_RAWSZ);
    return made;
}

struct tree_walk {
    git_odb *odb;
    bool (*wanted)(const char *name);
    const volatile sig_atomic_t *stop;
    struct listing *out;
    char path[SOURCE_PATH_MAX];
};

static int too_many(struct err *err)
{
    return err_set(err, "there are more than %d manifest files", SOURCE_FILES_MAX);
}

static int list_blob(struct tree_walk *walk, const struct tree_entry *entry, size_t length,
                     struct err *err)
{
    struct source_file *file = listing_add(walk->out, walk->path, length);
    if (file == NULL)
        return too_many(err);
    file->mode = entry->mode == 0100755 ? 0100755 : 0100644;
    file->size = SOURCE_SIZE_UNKNOWN;
    file->id = tree_source_id(&entry->id);
    return 0;
}

static int list_tree(struct tree_walk *walk, const git_oid *id, const git_oid *old, size_t length,
                     unsigned depth, struct err *err);

/* Lists one entry. walk->path is the entry's path; old: the previous tree at this path, or NULL. */
static int list_entry(struct tree_walk *walk, const struct tree_entry *entry, const git_oid *old,
                      size_t length, unsigned depth, struct err *err)
{
    const char *name = walk->path + length - entry->length;
    if (entry->mode == MODE_TREE) {
        if (settings_named(walk->path))
            listing_note(walk->out, walk->path, "is a folder");
        walk->path[length] = '/';
        walk->path[length + 1] = '\0';
        return list_tree(walk, &entry->id, old, length + 1, depth + 1, err);
    }
    if (entry->mode == MODE_SUBMODULE)
        listing_note(walk->out, walk->path, "is a submodule");
    else if (entry->mode == MODE_LINK && (walk->wanted(name) || strchr(name, '.') == NULL))
        listing_note(walk->out, walk->path, "is a symbolic link");
    else if (tree_regular(entry->mode) && walk->wanted(name))
        return list_blob(walk, entry, length, err);
    else if (!tree_regular(entry->mode) && entry->mode != MODE_LINK && walk->wanted(name))
        listing_note(walk->out, walk->path, "has an invalid file mode");
    return 0;
}

/* Copies the entry's name into walk->path after `length` bytes, cut if there is no room. Returns
 * why the entry must be left out, or NULL. */
static const char *take_name(struct tree_walk *walk, const struct tree_entry *entry, size_t length)
{
    const char *problem = path_name_problem(entry->name, entry->length);
    size_t room = sizeof walk->path - length - 2, shown = entry->length;
    if (shown > room) {
        shown = room;
        problem = problem != NULL ? problem : "has a path that is too long";
    }
    memcpy(walk->path + length, entry->name, shown);
    walk->path[length + shown] = '\0';
    return problem;
}

/* The previous tree at the same path, whose entries are read in step with those of the new one. */
struct beside {
    git_odb_object *object;
    const char *at, *end;
    struct tree_entry entry;
    int more; /* > 0: `entry` is the next entry; else there are no more */
};

static void beside_open(struct beside *beside, git_odb *odb, const git_oid *old)
{
    struct err ignored;
    if (old == NULL ||
        object_read(odb, old, GIT_OBJECT_TREE, REPOSITORY_TREE_MAX, &beside->object, &ignored) < 0)
        return;
    beside->at = git_odb_object_data(beside->object);
    beside->end = beside->at + git_odb_object_size(beside->object);
    beside->more = tree_next(&beside->at, beside->end, &beside->entry);
}

static void beside_close(struct beside *beside)
{
    git_odb_object_free(beside->object);
}

/* Returns the id of the previous folder with this entry's name, or NULL if there was none. The
 * caller must ask for the entries in tree order. */
static const git_oid *beside_find(struct beside *beside, const struct tree_entry *entry)
{
    while (beside->more > 0) {
        int order = tree_order(&beside->entry, entry);
        /* The folder "a" compares equal to an entry with the invalid name "a/", which was not
         * listed, so the lengths must be equal too. */
        if (order == 0 && beside->entry.mode == MODE_TREE && entry->mode == MODE_TREE &&
            beside->entry.length == entry->length)
            return &beside->entry.id;
        if (order >= 0)
            return NULL;
        beside->more = tree_next(&beside->at, beside->end, &beside->entry);
    }
    return NULL;
}

static int list_tree(struct tree_walk *walk, const git_oid *id, const git_oid *old, size_t length,
                     unsigned depth, struct err *err)
{
    if (old != NULL && git_oid_equal(id, old))
        return listing_take(walk->out, walk->path, length) ? 0 : too_many(err);
    if (depth > REPOSITORY_DEPTH_MAX) {
        listing_note(walk->out, walk->path, "is nested too deeply");
        return 0;
    }
    if (walk->stop != NULL && *walk->stop)
        return err_set(err, "stopped");
    odb_object_scope git_odb_object *tree = NULL;
    CLEANUP(beside_close) struct beside beside = {0};
    if (object_read(walk->odb, id, GIT_OBJECT_TREE, REPOSITORY_TREE_MAX, &tree, err) < 0)
        return err_wrap(err, "folder \"%s\"", walk->path);
    beside_open(&beside, walk->odb, old);
    const char *at = git_odb_object_data(tree), *end = at + git_odb_object_size(tree);
    struct tree_entry entry, last = {0};
    int more;
    while ((more = tree_next(&at, end, &entry)) > 0) {
        if (++walk->out->entries > REPOSITORY_ENTRIES_MAX)
            return err_set(err, "there are more than %d files and folders", REPOSITORY_ENTRIES_MAX);
        const char *problem = take_name(walk, &entry, length);
        if (last.name != NULL && tree_order(&last, &entry) >= 0)
            return err_set(err, "the tree of folder \"%.*s\" is not sorted or has a duplicate name",
                           (int)length, walk->path);
        last = entry;
        if (problem != NULL)
            listing_note(walk->out, walk->path, problem);
        else if (list_entry(walk, &entry, beside_find(&beside, &entry), length + entry.length,
                            depth, err) < 0)
            return -1;
    }
    walk->path[length] = '\0';
    return more < 0 ? err_set(err, "the tree of folder \"%s\" is damaged", walk->path) : 0;
}

int tree_list(git_odb *odb, const git_oid *tree, bool (*wanted)(const char *name),
              const struct listing *before, const git_oid *old, const volatile sig_atomic_t *stop,
              struct listing *out, struct err *err)
{
    struct tree_walk walk = {.odb = odb, .wanted = wanted, .stop = stop, .out = out, .path = ""};
    /* If notes were dropped, an unchanged folder's notes may be missing, so every folder is read.
     */
    if (before == NULL || before->notes.count >= REPOSITORY_NOTES_MAX)
        old = NULL;
    listing_begin(out, before);
    int result = list_tree(&walk, tree, old, 0, 0, err);
    listing_end(out);
    return result;
}

int tree_read(git_odb *odb, const struct source_file *file, struct text *bytes, struct err *err)
{
    git_oid id = tree_object_id(&file->id);
    odb_object_scope git_odb_object *blob = NULL;
    size_t room = bytes->maximum > bytes->length ? bytes->maximum - bytes->length : 0;
    bool longer;
    if (read_object(odb, &id, GIT_OBJECT_BLOB, room, &blob, &longer, err) < 0) {
        err_wrap(err, "\"%s\"", file->path);
        return longer ? 1 : -1;
    }
    if (text_append(bytes, git_odb_object_data(blob), git_odb_object_size(blob)) != 0)
        return err_set(err, "\"%s\" is longer than %zu bytes", file->path, bytes->maximum);
    return lfs_pointer_refuse(file->path, git_odb_object_data(blob), git_odb_object_size(blob),
                              err);
}
