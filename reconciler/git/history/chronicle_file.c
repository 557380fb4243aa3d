// SPDX-License-Identifier: Apache-2.0
/*
 * The journal's own history: each commit may add lines at the end of files, and files, and nothing
 * else. Whether a file only grew is told by hashing: what it was must be how it begins, so the
 * versions before are read only where they are not.
 */
#include "reconciler/git/history/chronicle_file.h"

#include <string.h>

#include "reconciler/git/history/chronicle_fault.h"
#include "reconciler/git/journal/record.h"
#include "reconciler/git/library_error.h"
#include "reconciler/git/objects/tree.h"

/* A file on its way back from what it is now. */
struct file {
    struct chronicle *chronicle;
    const struct strand *strand;
    struct text bytes;                   /* as of the version at hand */
    const struct audit_commit **commits; /* for each line of what it is now; NULL: it is not */
    size_t lines, known;                 /* before `known` lines are still those of now */
};

static size_t count_lines(const char *bytes, size_t length)
{
    size_t lines = 0;
    for (const char *at = bytes, *end = bytes + length;
         at < end && (at = memchr(at, '\n', (size_t)(end - at))) != NULL; at++)
        lines++;
    return lines;
}

static int read_version(const struct file *file, const struct file_version *version,
                        struct text *out, struct err *err)
{
    struct source_file blob = {.path = file->strand->path, .id = tree_source_id(&version->blob)};
    text_clear(out);
    return tree_read(history_odb(&file->chronicle->history), &blob, out, err);
}

/* From this offset on, the lines of the version at hand came with its commit. */
static void mark_lines(struct file *file, const struct file_version *version, size_t offset)
{
    if (file->commits == NULL)
        return;
    size_t first = count_lines(file->bytes.data, offset);
    for (size_t i = first; i < file->known; i++)
        file->commits[i] = version->commit > 0 || file->chronicle->journal.cut == NULL
                               ? &file->chronicle->journal.told[version->commit]
                               : NULL;
    file->known = first < file->known ? first : file->known;
}

/* Whether the file as it is begins with all of what it was; *size is then how long that was. */
static int grew(const struct file *file, const struct file_version *older, size_t *size,
                struct err *err)
{
    git_object_t type = GIT_OBJECT_INVALID;
    git_oid begin;
    if (git_odb_read_header(size, &type, history_odb(&file->chronicle->history), &older->blob) != 0)
        return library_error(err, "\"%s\" can't be read", file->strand->path);
    return *size <= file->bytes.length && *size > 0 &&
           git_odb_hash(&begin, file->bytes.data, *size, GIT_OBJECT_BLOB) == 0 &&
           git_oid_equal(&begin, &older->blob);
}

/* The commit did something else than append: where, and what. */
static int tell_rewritten(struct file *file, const struct file_version *version,
                          const struct file_version *older, struct err *err)
{
    text_scope struct text was = text_of(RECORD_FILE_MAX);
    const struct text *is = &file->bytes;
    size_t same = 0;
    if (read_version(file, older, &was, err) != 0)
        return -1;
    while (same < is->length && same < was.length && is->data[same] == was.data[same])
        same++;
    size_t lines = count_lines(was.data, same), gone = count_lines(was.data, was.length) - lines;
    const char *what = same == is->length ? "the lines from here on were taken away"
                                          : "the line was changed, moved or taken away";
    chronicle_fault_add(file->chronicle, FINDING_CODE_JOURNAL_REWRITTEN, version->commit,
                        file->strand->path,
                        "%s:%zu: %s, %zu of the lines before are not as they were",
                        file->strand->path, lines + 1, what, gone);
    mark_lines(file, version, same);
    text_done(&file->bytes);
    file->bytes = was;
    was = (struct text){0};
    return 0;
}

/* From a version to the one before it; NULL: there was no file. */
static int go_back(struct file *file, const struct file_version *version,
                   const struct file_version *older, struct err *err)
{
    const char *path = file->strand->path;
    size_t size = 0;
    if (!version->there) {
        chronicle_fault_add(file->chronicle, FINDING_CODE_JOURNAL_REWRITTEN, version->commit, path,
                            "%s: the file was taken away", path);
        file->known = 0;
        return older != NULL && older->there ? read_version(file, older, &file->bytes, err) : 0;
    }
    if (older == NULL || !older->there) {
        mark_lines(file, version, 0);
        return 0;
    }
    int same = grew(file, older, &size, err);
    if (same < 0)
        return -1;
    if (same == 0)
        return tell_rewritten(file, version, older, err);
    mark_lines(file, version, size);
    file->bytes.length = size;
    if (file->bytes.data[size - 1] != '\n')
        chronicle_fault_add(file->chronicle, FINDING_CODE_JOURNAL_REWRITTEN, version->commit, path,
                            "%s:%zu: a line was added to that had no end", path,
                            count_lines(file->bytes.data, size) + 1);
    return 0;
}

/* What the file is now, as a file of the journal: 0, 1 when it is too long to be looked at, -1. */
static int begin_file(struct file *file, const struct file_version *now, struct err *err)
{
    struct chronicle *chronicle = file->chronicle;
    struct arena *arena = &chronicle->arena;
    git_object_t type = GIT_OBJECT_INVALID;
    size_t size = 0;
    if (!now->there)
        return 0;
    if (git_odb_read_header(&size, &type, history_odb(&chronicle->history), &now->blob) != 0)
        return library_error(err, "\"%s\" can't be read", file->strand->path);
    struct audit_file *made = list_add(arena, &chronicle->told.files);
    if (size > RECORD_FILE_MAX) {
        (void)record_path_parse(arena, file->strand->path, &made->tag);
        made->tag.trouble = arena_print(arena, "%s: it is longer than %d bytes", file->strand->path,
                                        RECORD_FILE_MAX);
        return 1;
    }
    if (read_version(file, now, &file->bytes, err) != 0)
        return -1;
    records_read(arena, file->strand->path, file->bytes.data != NULL ? file->bytes.data : "",
                 file->bytes.length, &made->tag);
    file->lines = file->known = count_lines(file->bytes.data, file->bytes.length);
    file->commits = arena_array(arena, const struct audit_commit *, file->lines + 1);
    made->commits = file->commits;
    return 0;
}

static void file_done(struct file *file)
{
    text_done(&file->bytes);
}

int chronicle_file_judge(struct chronicle *chronicle, const struct strand *strand, struct err *err)
{
    CLEANUP(file_done)
    struct file file = {
        .chronicle = chronicle, .strand = strand, .bytes = text_of(RECORD_FILE_MAX)};
    const struct file_version *versions = strand->versions.items;
    int result = begin_file(&file, &versions[0], err);
    if (result != 0)
        return result < 0 ? -1 : 0;
    for (size_t i = 0, count = strand->versions.count; i < count; i++)
        if (go_back(&file, &versions[i], i + 1 < count ? &versions[i + 1] : NULL, err) != 0)
            return -1;
    return 0;
}
