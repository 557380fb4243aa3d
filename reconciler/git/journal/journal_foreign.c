// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/journal/journal_foreign.h"

#include <string.h>

#include "reconciler/git/history/ancestor.h"
#include "reconciler/git/journal/record.h"
#include "reconciler/git/journal/record_read.h"
#include "reconciler/git/library_error.h"
#include "reconciler/git/library_scope.h"
#include "reconciler/git/objects/tree.h"
#include "reconciler/git/objects/tree_diff.h"

struct foreign_search {
    git_odb *odb;
    struct ancestor_walk *branch;
    struct arena *arena;
    foreign_files *files;
};

/* Finds the ID after a text in a line. Returns false if the line does not have the text. */
static bool find_id(const char *line, size_t length, const char *text, git_oid *out)
{
    size_t size = strlen(text);
    const char *at = memmem(line, length, text, size);
    if (at == NULL || (size_t)(line + length - at) < size + GIT_OID_HEXSZ)
        return false;
    return git_oid_fromstrn(out, at + size, GIT_OID_HEXSZ) == 0;
}

static bool has(const char *line, size_t length, const char *text)
{
    return memmem(line, length, text, strlen(text)) != NULL;
}

/* Sets *out to the commit that the record in this line, with its newline, cites. Returns false if
 * it cites none, or is not a record.
 *
 * In JSON, a text can't contain a quote without a backslash before it, so what looks like the
 * member is the member. Only a line with a key that is written in another way is decoded. */
static bool read_cited(const char *line, size_t length, git_oid *out)
{
    arena_scope struct arena scratch = {0};
    if (find_id(line, length, "\"commit\":\"", out))
        return true;
    if (!has(line, length, "\"commit\"") && !has(line, length, "\\u"))
        return false;
    const char *path = record_path(&scratch, "a", "b", "c", 2); /* may continue any line */
    struct tag_reading reading = tag_reading_of_part(&scratch, path, line, length);
    return reading.trouble == NULL && reading.records.count == 1 &&
           reading.records.items[0].commit != NULL &&
           git_oid_fromstr(out, reading.records.items[0].commit) == 0;
}

/* Adds the file if one of its lines from this byte on is a foreign record. */
static int search_lines(struct foreign_search *search, const char *path, const struct text *bytes,
                        size_t from, struct err *err)
{
    size_t next;
    for (size_t at = from; at < bytes->length; at = next) {
        const char *line = bytes->data + at, *stop = memchr(line, '\n', bytes->length - at);
        git_oid cited;
        next = stop != NULL ? (size_t)(stop + 1 - bytes->data) : bytes->length;
        if (!read_cited(line, next - at, &cited))
            continue;
        int own = ancestor_has(search->branch, &cited, err);
        if (own < 0)
            return -1;
        if (own > 0)
            continue;
        *list_add(search->arena, search->files) =
            (struct foreign_file){arena_text(search->arena, path), at, cited};
        return 0;
    }
    return 0;
}

/* Reads a version of a file. Returns 0, or 1 if it is too long, or -1. */
static int read_version(struct foreign_search *search, const char *path, const git_oid *id,
                        struct text *out, struct err *err)
{
    struct source_file file = {.path = path, .id = tree_source_id(id)};
    return tree_read(search->odb, &file, out, err);
}

static int search_file(void *context, const struct tree_diff *diff, struct err *err)
{
    struct foreign_search *search = context;
    text_scope struct text was = text_of(RECORD_FILE_MAX), is = text_of(RECORD_FILE_MAX);
    struct err ignored;
    if (diff->is == NULL || strcmp(diff->path, "README.md") == 0)
        return 0;
    int result = read_version(search, diff->path, diff->is, &is, err);
    if (result < 0 || result > 0) /* the tag of a file that is too long has no records */
        return result < 0 ? -1 : 0;
    bool grew =
        diff->was != NULL && read_version(search, diff->path, diff->was, &was, &ignored) == 0 &&
        was.length > 0 && was.length <= is.length && memcmp(was.data, is.data, was.length) == 0;
    return search_lines(search, diff->path, &is, grew ? was.length : 0, err);
}

static bool any_name(const char *name)
{
    (void)name;
    return true;
}

static int find_tree(const struct repository *repository, const git_oid *id, git_oid *out,
                     struct err *err)
{
    commit_scope git_commit *commit = NULL;
    if (git_commit_lookup(&commit, repository->git, id) != 0)
        return library_error(err, "the journal's commit can't be read");
    *out = *git_commit_tree_id(commit);
    return 0;
}

int journal_foreign_find(struct repository *repository, const git_oid *tip, const git_oid *from,
                         const git_oid *journal, struct arena *arena, foreign_files *out,
                         struct err *err)
{
    ancestor_scope struct ancestor_walk *branch = ancestor_open(repository, tip);
    struct foreign_search search = {repository->odb, branch, arena, out};
    git_oid was, is;
    if ((from != NULL && find_tree(repository, from, &was, err) < 0) ||
        find_tree(repository, journal, &is, err) < 0)
        return -1;
    return tree_diff_walk(repository->odb, from != NULL ? &was : NULL, &is, any_name, search_file,
                          &search, repository->options.stop, err);
}

/* Lists the blobs of the foreign files in a commit; a file that is absent gets a zero id. */
static int list_blobs(struct journal_chain *chain, size_t back, const foreign_files *files,
                      struct object_ids *out, struct object_ids *wanted, struct err *err)
{
    commit_scope git_commit *commit = NULL;
    git_tree *tree = NULL;
    if (history_commit(&chain->history, &chain->ids.items[back], (unsigned)back, &commit, err) < 0)
        return -1;
    if (git_commit_tree(&tree, commit) != 0)
        return library_error(err, "the journal's commit can't be read");
    list_each (file, files) {
        git_tree_entry *entry = NULL;
        git_oid *blob = list_add(&chain->arena, &out->list);
        *blob = (git_oid){0};
        if (git_tree_entry_bypath(&entry, tree, file->path) != 0)
            continue;
        *blob = *git_tree_entry_id(entry);
        *list_add(&chain->arena, &wanted->list) = *blob;
        git_tree_entry_free(entry);
    }
    git_tree_free(tree);
    return 0;
}

int journal_foreign_has(struct journal_chain *chain, size_t back, const foreign_files *files,
                        git_oid *cited, struct err *err)
{
    struct object_ids blobs = {0}, wanted = {0};
    if (list_blobs(chain, back, files, &blobs, &wanted, err) < 0 ||
        history_want(&chain->history, &wanted, err) < 0)
        return -1;
    for (size_t i = 0; i < blobs.list.count; i++) {
        odb_object_scope git_odb_object *object = NULL;
        const git_oid *blob = &blobs.list.items[i];
        if (git_oid_is_zero(blob))
            continue;
        if (history_read(&chain->history, blob, GIT_OBJECT_BLOB, REPOSITORY_PACK_MAX, &object,
                         err) < 0)
            return -1;
        if (git_odb_object_size(object) > files->items[i].room) {
            *cited = files->items[i].cited;
            return 1;
        }
    }
    return 0;
}
