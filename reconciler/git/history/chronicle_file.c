// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/history/chronicle_file.h"

#include <string.h>

#include "reconciler/git/history/chronicle_fault.h"
#include "reconciler/git/journal/record.h"
#include "reconciler/git/library_error.h"
#include "reconciler/git/objects/tree.h"

/* A walk from the newest version of a file to the oldest. */
struct file_walk {
    struct chronicle *chronicle;
    const struct file_history *history;
    struct audited_tag *tag;
    struct text bytes; /* the version that the walk has reached */
    /* The commit that added each line of the newest version. NULL: the newest commit that changed
     * the file removed the file. */
    const struct audit_commit **commits;
    size_t known; /* the first `known` lines of the newest version have no commit yet */
};

static size_t count_lines(const char *bytes, size_t length)
{
    size_t lines = 0;
    for (const char *at = bytes, *end = bytes + length;
         at < end && (at = memchr(at, '\n', (size_t)(end - at))) != NULL; at++)
        lines++;
    return lines;
}

/* Replaces the bytes of `out` by the bytes of a version. */
static int read_version(const struct file_walk *walk, const struct file_version *version,
                        struct text *out, struct err *err)
{
    struct source_file blob = {.path = walk->history->path, .id = tree_source_id(&version->blob)};
    text_clear(out);
    return tree_read(history_odb(&walk->chronicle->history), &blob, out, err) == 0 ? 0 : -1;
}

/* Notes that the commit of this version added the lines after the offset that have no commit yet.
 * If older commits are missing, the oldest commit that was read may not have added its lines, so
 * they get no commit. */
static void mark_lines(struct file_walk *walk, const struct file_version *version, size_t offset)
{
    if (walk->commits == NULL)
        return;
    size_t first = count_lines(walk->bytes.data, offset);
    for (size_t i = first; i < walk->known; i++)
        walk->commits[i] = version->commit > 0 || walk->chronicle->journal.cut == NULL
                               ? &walk->chronicle->journal.commits[version->commit]
                               : NULL;
    walk->known = first < walk->known ? first : walk->known;
}

/* Returns 1 if the reached version begins with the bytes of the older one, or 0 if not or if the
 * older one is empty, or -1 on error. Sets *size to the length of the older version. */
static int grew(const struct file_walk *walk, const struct file_version *older, size_t *size,
                struct err *err)
{
    git_object_t type = GIT_OBJECT_INVALID;
    git_oid begin;
    if (git_odb_read_header(size, &type, history_odb(&walk->chronicle->history), &older->blob) != 0)
        return library_error(err, "\"%s\" can't be read", walk->history->path);
    return *size <= walk->bytes.length && *size > 0 &&
           git_odb_hash(&begin, walk->bytes.data, *size, GIT_OBJECT_BLOB) == 0 &&
           git_oid_equal(&begin, &older->blob);
}

/* Adds a fault because the version does not begin with the older one, and moves the walk to the
 * older version. */
static int add_rewritten(struct file_walk *walk, const struct file_version *version,
                         const struct file_version *older, struct err *err)
{
    text_scope struct text was = text_of(RECORD_FILE_MAX);
    const struct text *is = &walk->bytes;
    size_t same = 0;
    if (read_version(walk, older, &was, err) < 0)
        return -1;
    while (same < is->length && same < was.length && is->data[same] == was.data[same])
        same++;
    size_t lines = count_lines(was.data, same), gone = count_lines(was.data, was.length) - lines;
    const char *what = same == is->length ? "the rest of the file was removed"
                                          : "the line differs from the earlier version";
    chronicle_fault_add(walk->chronicle, FINDING_CODE_JOURNAL_REWRITTEN, version->commit,
                        walk->history->path,
                        "%s:%zu: %s; the earlier version had %zu lines from here on",
                        walk->history->path, lines + 1, what, gone);
    mark_lines(walk, version, same);
    text_done(&walk->bytes);
    walk->bytes = was;
    was = (struct text){0};
    return 0;
}

/* Judges the change from `older` to `version`, and moves the walk to `older`. older: NULL if the
 * file did not exist before. */
static int go_back(struct file_walk *walk, const struct file_version *version,
                   const struct file_version *older, struct err *err)
{
    const char *path = walk->history->path;
    size_t size = 0;
    if (!version->exists) {
        chronicle_fault_add(walk->chronicle, FINDING_CODE_JOURNAL_REWRITTEN, version->commit, path,
                            "%s: the file was removed", path);
        walk->known = 0;
        return older != NULL && older->exists ? read_version(walk, older, &walk->bytes, err) : 0;
    }
    if (older == NULL || !older->exists) {
        mark_lines(walk, version, 0);
        return 0;
    }
    int same = grew(walk, older, &size, err);
    if (same < 0)
        return -1;
    if (same == 0)
        return add_rewritten(walk, version, older, err);
    mark_lines(walk, version, size);
    walk->bytes.length = size;
    if (walk->bytes.data[size - 1] != '\n')
        chronicle_fault_add(walk->chronicle, FINDING_CODE_JOURNAL_REWRITTEN, version->commit, path,
                            "%s:%zu: text was added to a line that had no newline at its end", path,
                            count_lines(walk->bytes.data, size) + 1);
    return 0;
}

/* Adds the records of the newest version to the tag's, if the file still exists. Returns 0, or 1 if
 * the file is too long to be judged, or -1. */
static int read_newest(struct file_walk *walk, const struct file_version *now, struct err *err)
{
    struct chronicle *chronicle = walk->chronicle;
    struct tag_reading *reading = &walk->tag->reading;
    const char *path = walk->history->path;
    git_object_t type = GIT_OBJECT_INVALID;
    size_t size = 0;
    if (!now->exists)
        return 0;
    if (git_odb_read_header(&size, &type, history_odb(&chronicle->history), &now->blob) != 0)
        return library_error(err, "\"%s\" can't be read", path);
    if (size > RECORD_FILE_MAX) {
        reading->trouble = arena_print(&chronicle->arena, "%s: the file is longer than %d bytes",
                                       path, RECORD_FILE_MAX);
        return 1;
    }
    if (read_version(walk, now, &walk->bytes, err) < 0)
        return -1;
    if (reading->trouble == NULL)
        (void)!tag_reading_part(reading, path, walk->bytes.data != NULL ? walk->bytes.data : "",
                                walk->bytes.length);
    walk->known = count_lines(walk->bytes.data, walk->bytes.length);
    walk->commits = arena_array(&chronicle->arena, const struct audit_commit *, walk->known + 1);
    return 0;
}

int chronicle_file_judge(struct chronicle *chronicle, const struct file_history *history,
                         struct audited_tag *tag, struct err *err)
{
    struct file_walk walk = {
        .chronicle = chronicle, .history = history, .tag = tag, .bytes = text_of(RECORD_FILE_MAX)};
    const struct file_version *versions = history->versions.items;
    int result = read_newest(&walk, &versions[0], err);
    size_t lines = walk.known;
    for (size_t i = 0, count = history->versions.count; i < count && result == 0; i++)
        if (versions[i].commit >= chronicle->audited.first)
            result = go_back(&walk, &versions[i], i + 1 < count ? &versions[i + 1] : NULL, err);
    for (size_t i = 0; i < lines; i++)
        *list_add(&chronicle->arena, &tag->commits) = walk.commits[i];
    text_done(&walk.bytes);
    return result < 0 ? -1 : 0;
}
