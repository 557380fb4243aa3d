// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/files/folder_list.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "manifests/kinds/settings.h"
#include "reconciler/git/files/file_identity.h"
#include "reconciler/git/files/parallel_identity.h"
#include "reconciler/git/files/path.h"

enum { FOLDER = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC };

/* A name in a folder. It is kept until the walk leaves the folder. The names of all folders on the
 * way from the root to the current folder are in one text. */
struct folder_entry {
    uint64_t head; /* the name's first bytes as a number; usually enough to compare two names */
    size_t name;   /* offset in walk.names */
    unsigned length;
    unsigned char
        type; /* DT_DIR, DT_REG or DT_LNK; another one only for weir.yaml and weir.freeze */
};

struct folder_walk {
    bool (*wanted)(const char *name);
    struct ignore *ignore;
    struct listing *out;
    struct parallel_identity *ahead; /* or NULL */
    struct text names;
    struct folder_entry *entries;
    size_t count, capacity;
    int64_t settled; /* from file_identity_settled */
    char path[SOURCE_PATH_MAX];
    _Alignas(struct dirent64) char records[32 << 10]; /* from getdents64 */
};

static void close_folder(int *folder)
{
    close(*folder);
}

static unsigned char type_of(int folder, const struct dirent64 *entry)
{
    struct stat at;
    if (entry->d_type != DT_UNKNOWN)
        return entry->d_type;
    if (fstatat(folder, entry->d_name, &at, AT_SYMLINK_NOFOLLOW) != 0)
        return DT_UNKNOWN;
    return S_ISREG(at.st_mode) ? DT_REG : S_ISDIR(at.st_mode) ? DT_DIR : IFTODT(at.st_mode);
}

/* Returns the first eight bytes of "name" or, for a folder, of "name/", as a number that sorts in
 * the same order. */
static uint64_t head_of(const char *name, size_t length, bool folder)
{
    uint64_t head = 0;
    for (size_t i = 0; i < sizeof head; i++) {
        unsigned char byte = i < length ? (unsigned char)name[i] : i == length && folder ? '/' : 0;
        head = head << 8 | byte;
    }
    return head;
}

static int add_entry(struct folder_walk *walk, const struct dirent64 *entry, unsigned char type)
{
    size_t length = strlen(entry->d_name);
    if (walk->count == walk->capacity) {
        walk->capacity = walk->capacity ? walk->capacity * 2 : 256;
        walk->entries =
            memory_must(reallocarray(walk->entries, walk->capacity, sizeof *walk->entries));
    }
    struct folder_entry *added = &walk->entries[walk->count];
    *added = (struct folder_entry){head_of(entry->d_name, length, type == DT_DIR),
                                   walk->names.length, (unsigned)length, type};
    if (text_append(&walk->names, entry->d_name, length + 1) != 0)
        return -1;
    walk->count++;
    return 0;
}

/* Compares two names. A folder compares as "name/", so that the files are listed in the bytewise
 * order of their whole paths. */
static int by_path(const void *left, const void *right, void *context)
{
    const char *names = ((const struct folder_walk *)context)->names.data;
    const struct folder_entry *a = left, *b = right;
    if (a->head != b->head)
        return a->head < b->head ? -1 : 1;
    unsigned shared = a->length < b->length ? a->length : b->length;
    int order = memcmp(names + a->name, names + b->name, shared);
    if (order != 0)
        return order;
    unsigned char x = (unsigned char)names[a->name + shared];
    unsigned char y = (unsigned char)names[b->name + shared];
    x = x || a->type != DT_DIR ? x : '/';
    y = y || b->type != DT_DIR ? y : '/';
    return x - y;
}

/* Facts about a folder that are known from the names in it. */
struct found {
    bool repository; /* has a ".git" of its own */
    bool rules;      /* has a ".gitignore" */
};

static int take_name(struct folder_walk *walk, int folder, const struct dirent64 *entry,
                     size_t length, struct found *found, struct err *err)
{
    const char *name = entry->d_name;
    if (++walk->out->entries > REPOSITORY_ENTRIES_MAX)
        return err_set(err, "the folders have more than %d entries, including \".\" and \"..\"",
                       REPOSITORY_ENTRIES_MAX);
    if (text_equal(name, ".") || text_equal(name, ".."))
        return 0;
    if (text_equal(name, ".git")) {
        found->repository = true;
        return 0;
    }
    found->rules |= text_equal(name, ".gitignore");
    unsigned char type = type_of(folder, entry);
    bool wanted = type == DT_DIR || (type == DT_REG && walk->wanted(name)) ||
                  (type == DT_LNK && (walk->wanted(name) || strchr(name, '.') == NULL)) ||
                  (length == 0 && settings_named(name));
    if (!wanted)
        return 0;
    const char *problem = path_name_problem(name, strlen(name));
    if (problem == NULL && length + strlen(name) + 2 > sizeof walk->path)
        problem = "has a path that is too long";
    if (problem != NULL) {
        listing_note(walk->out, arena_print(&walk->out->arena, "%s%s", walk->path, name), problem);
        return 0;
    }
    if (add_entry(walk, entry, type) != 0)
        return err_set(err,
                       "the names in a folder and its parents have more than %zu bytes together",
                       walk->names.maximum);
    return 0;
}

/* Reads the names in a folder. Uses getdents64, because the setup of readdir costs as much as
 * reading a small folder. */
static int read_names(struct folder_walk *walk, int folder, size_t length, struct found *found,
                      struct err *err)
{
    ssize_t size;
    while ((size = getdents64(folder, walk->records, sizeof walk->records)) > 0) {
        const struct dirent64 *entry;
        for (ssize_t at = 0; at < size; at += entry->d_reclen) {
            entry = (const void *)(walk->records + at);
            if (take_name(walk, folder, entry, length, found, err) < 0)
                return -1;
        }
    }
    return size < 0 ? err_errno(err, "reading the folder \"%s\"", walk->path) : 0;
}

static int list_file(struct folder_walk *walk, int folder, const char *name, size_t length,
                     struct err *err)
{
    struct file_identity seen;
    if (!parallel_identity_find(walk->ahead, listing_known(walk->out, walk->path), &seen) &&
        !file_identity_read(folder, name, walk->settled, &seen)) {
        /* It was removed or replaced meanwhile. Other files are then as good as removed. */
        if (settings_named(walk->path))
            listing_note(walk->out, walk->path, "changed while it was read");
        return 0;
    }
    struct source_file *file = listing_add(walk->out, walk->path, length);
    if (file == NULL)
        return err_set(err, "there are more than %d manifest files", SOURCE_FILES_MAX);
    file->mode = seen.mode;
    file->size = seen.size;
    file->id = seen.id;
    return 0;
}

/* The ignore rules that apply in a folder: those of the .gitignore files down to this folder, and
 * those outside .gitignore files. */
struct above {
    bool rules;   /* there are such rules */
    bool known;   /* none of them changed since the last reading */
    bool ignored; /* a parent is ignored: only tracked files are listed */
};

static int list_folder(struct folder_walk *walk, int descriptor, size_t length, unsigned depth,
                       struct above above, struct err *err);

/* Lists one name in a folder. walk->path begins with the folder's path, which has `length` bytes
 * with its final "/". */
static int list_entry(struct folder_walk *walk, int folder, struct folder_entry entry,
                      size_t length, unsigned depth, struct above above, struct err *err)
{
    char *name = walk->path + length;
    memcpy(name, walk->names.data + entry.name, entry.length + 1);
    length += entry.length;
    if (entry.type != DT_DIR && entry.type != DT_REG) {
        listing_note(walk->out, walk->path,
                     entry.type == DT_LNK ? "is a symbolic link" : "is not a regular file");
        return 0;
    }
    if (entry.type == DT_DIR) {
        if (settings_named(walk->path))
            listing_note(walk->out, walk->path, "is a folder");
        walk->path[length++] = '/';
        walk->path[length] = '\0';
    }
    if (above.rules &&
        ignore_skips(walk->ignore, walk->path, entry.type == DT_DIR, above.known, &above.ignored))
        return 0;
    if (entry.type == DT_REG)
        return list_file(walk, folder, name, length, err);
    walk->path[length - 1] = '\0';
    int inner = openat(folder, name, FOLDER);
    walk->path[length - 1] = '/';
    if (inner < 0) {
        if (errno == EMFILE || errno == ENFILE)
            return err_errno(err, "opening the folder \"%s\"", walk->path);
        if (errno == EACCES)
            listing_note(walk->out, walk->path, "can't be read: permission denied");
        return 0;
    }
    return list_folder(walk, inner, length, depth, above, err);
}

/* Adds the rules of the folder's own .gitignore. rules: true if the folder has one. */
static void add_rules(struct folder_walk *walk, int folder, bool rules, struct above *above)
{
    struct stat at;
    struct source_id id = {0};
    if (walk->ignore == NULL)
        return;
    if (rules && fstatat(folder, ".gitignore", &at, 0) == 0)
        id = file_identity_make(&at, walk->settled);
    above->known = ignore_enter(walk->ignore, walk->path, rules ? &id : NULL) && above->known;
    above->rules |= rules;
}

/* Lists the files below a folder, and closes its descriptor. */
static int list_folder(struct folder_walk *walk, int descriptor, size_t length, unsigned depth,
                       struct above above, struct err *err)
{
    __attribute__((cleanup(close_folder))) int folder = descriptor;
    if (depth > REPOSITORY_DEPTH_MAX) {
        listing_note(walk->out, walk->path, "is nested too deeply");
        return 0;
    }
    size_t first = walk->count, names = walk->names.length;
    struct found found = {0};
    int result = read_names(walk, folder, length, &found, err);
    if (result == 0 && found.repository && depth > 0) {
        listing_note(walk->out, walk->path, "is another repository");
    } else if (result == 0) {
        add_rules(walk, folder, found.rules, &above);
        if (walk->count > first)
            qsort_r(walk->entries + first, walk->count - first, sizeof *walk->entries, by_path,
                    walk);
        size_t last = walk->count;
        for (size_t i = first; result == 0 && i < last; i++)
            result = list_entry(walk, folder, walk->entries[i], length, depth + 1, above, err);
    }
    walk->count = first;
    walk->names.length = names;
    walk->path[length] = '\0';
    return result;
}

int folder_list(int root, bool (*wanted)(const char *name), struct ignore *ignore,
                const struct listing *before, struct listing *out, struct err *err)
{
    struct folder_walk *walk = memory_must(calloc(1, sizeof *walk));
    walk->wanted = wanted;
    walk->ignore = ignore;
    walk->out = out;
    walk->names = text_of(64 << 20);
    walk->settled = file_identity_settled();
    struct above above = {0};
    if (ignore != NULL)
        above.rules = ignore_start(ignore, &above.known);
    listing_begin(out, before);
    walk->ahead = parallel_identity_begin(root, before, walk->settled);
    int descriptor = openat(root, ".", FOLDER);
    int result = descriptor < 0 ? err_errno(err, "opening the folder")
                                : list_folder(walk, descriptor, 0, 0, above, err);
    parallel_identity_end(walk->ahead);
    listing_end(out);
    text_done(&walk->names);
    free(walk->entries);
    free(walk);
    return result;
}
