// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/history/chronicle_journal.h"

#include <string.h>

#include "reconciler/git/commit_write.h"
#include "reconciler/git/history/chronicle_commit.h"
#include "reconciler/git/history/chronicle_fault.h"
#include "reconciler/git/history/chronicle_file.h"
#include "reconciler/git/journal/journal_limits.h"
#include "reconciler/git/journal/record.h"
#include "reconciler/git/objects/tree_diff.h"

struct journal_walk {
    struct chronicle *chronicle;
    LIST_OF(struct file_history *) files; /* sorted by path */
    size_t commit;                        /* index of the commit that is being compared */
};

static int compare_path(const void *key, const void *item)
{
    return strcmp(key, (*(struct file_history *const *)item)->path);
}

/* Returns the history of the file; begins one if the file is new. */
static struct file_history *file_history(struct journal_walk *walk, const char *path)
{
    struct arena *arena = &walk->chronicle->arena;
    struct file_history **items = walk->files.items;
    size_t place = list_place(items, walk->files.count, sizeof *items, path, compare_path);
    if (place < walk->files.count && strcmp(items[place]->path, path) == 0)
        return items[place];
    struct file_history *made = arena_new(arena, struct file_history);
    made->path = arena_text(arena, path);
    (void)record_path_parse(arena, path, &made->names, &made->part);
    (void)list_add(arena, &walk->files);
    items = walk->files.items;
    memmove(&items[place + 1], &items[place], (walk->files.count - 1 - place) * sizeof *items);
    items[place] = made;
    return made;
}

/* Adds the new version of a changed journal file. For any other file that is new, except README.md,
 * adds a fault. */
static int add_version(void *context, const struct tree_diff *delta, struct err *err)
{
    struct journal_walk *walk = context;
    arena_scope struct arena scratch = {0};
    struct tag_journal tag;
    unsigned part;
    if (!record_path_parse(&scratch, delta->path, &tag, &part)) {
        if (!text_equal(delta->path, "README.md") && delta->was == NULL &&
            walk->commit >= walk->chronicle->audited.first)
            chronicle_fault_add(walk->chronicle, FINDING_CODE_FOREIGN_FILE, walk->commit, NULL,
                                "%s", delta->path);
        return 0;
    }
    if (walk->files.count >= JOURNAL_FILES_MAX)
        return err_set(err, "the journal's history has %d files or more", JOURNAL_FILES_MAX);
    struct file_history *history = file_history(walk, delta->path);
    struct file_version *version = list_add(&walk->chronicle->arena, &history->versions);
    *version = (struct file_version){.commit = walk->commit, .exists = delta->is != NULL};
    if (delta->is != NULL)
        version->blob = *delta->is;
    return 0;
}

static bool any_name(const char *name)
{
    (void)name;
    return true;
}

/* Describes a commit of the journal, judges it, and adds the versions of the files it changed. */
static int read_commit(struct journal_walk *walk, size_t index, struct err *err)
{
    struct chronicle *chronicle = walk->chronicle;
    const struct chain *chain = &chronicle->journal;
    const struct chain_link *link = &chain->links.items[index];
    struct audit_commit *commit = &chain->commits[index];
    walk->commit = index;
    if (chronicle_commit_describe(chronicle, &link->id, false, commit, err) < 0)
        return -1;
    if (link->parents > 1)
        chronicle_fault_add(chronicle, FINDING_CODE_JOURNAL_REWRITTEN, index, NULL,
                            "the commit has %u parents", link->parents);
    if (index > 0 && commit->time < commit[-1].time && commit[-1].time <= COMMIT_DATE_MAX)
        chronicle_fault_add(chronicle, FINDING_CODE_JOURNAL_TIME, index, NULL, "the parent is %s",
                            commit[-1].id);
    return tree_diff_walk(history_odb(&chronicle->history), index > 0 ? &link[-1].tree : NULL,
                          &link->tree, any_name, add_version, walk,
                          chronicle->repository->options.stop, err);
}

static int by_tag_and_part(const void *left, const void *right)
{
    const struct file_history *a = *(struct file_history *const *)left,
                              *b = *(struct file_history *const *)right;
    int order = tag_journal_compare(&a->names, &b->names);
    return order != 0 ? order : (a->part > b->part) - (a->part < b->part);
}

/* Judges the files of one tag. Adds the tag to chronicle->audited, with its records and the commit
 * that added each, unless none of its files exists. */
static int judge_tag(struct chronicle *chronicle, struct file_history *const *files, size_t count,
                     struct err *err)
{
    struct arena *arena = &chronicle->arena;
    const struct tag_journal *names = &files[0]->names;
    bool exists = false;
    struct audited_tag tag = {
        .reading = tag_reading_begin(
            arena, record_path(arena, names->environment, names->stream, names->tag, 1))};
    for (size_t i = 0; i < count; i++) {
        exists |= files[i]->versions.items[0].exists;
        if (chronicle_file_judge(chronicle, files[i], &tag, err) < 0)
            return -1;
    }
    if (!exists)
        return 0;
    struct audit_file *made = list_add(arena, &chronicle->audited.files);
    made->tag = *names;
    made->tag.trouble = tag.reading.trouble;
    if (tag.reading.trouble == NULL) {
        made->tag.records = tag.reading.records.items;
        made->tag.count = tag.reading.records.count;
    }
    made->commits = tag.commits.items;
    return 0;
}

/* Judges all files, each tag's in the order of their numbers. */
static int judge_files(struct journal_walk *walk, struct err *err)
{
    struct file_history **files = walk->files.items;
    list_sort(&walk->files, by_tag_and_part);
    for (size_t i = 0, next; i < walk->files.count; i = next) {
        for (next = i + 1; next < walk->files.count &&
                           tag_journal_compare(&files[i]->names, &files[next]->names) == 0;
             next++)
            ;
        if (judge_tag(walk->chronicle, &files[i], next - i, err) < 0)
            return -1;
    }
    return 0;
}

/* Returns the index of the first commit to read. The faults of an older one are older than
 * chronicle->since, because all commits before it are. */
static size_t find_first(const struct chronicle *chronicle)
{
    const struct chain *chain = &chronicle->journal;
    size_t first = 0;
    while (first < chain->links.count && chain->commits[first].raised < chronicle->since)
        first++;
    return first;
}

/* Adds all files of the last commit that is not read, as their oldest versions. */
static int add_oldest(struct journal_walk *walk, struct err *err)
{
    struct chronicle *chronicle = walk->chronicle;
    size_t first = chronicle->audited.first;
    if (first == 0)
        return 0;
    walk->commit = first - 1;
    return tree_diff_walk(history_odb(&chronicle->history), NULL,
                          &chronicle->journal.links.items[first - 1].tree, any_name, add_version,
                          walk, chronicle->repository->options.stop, err);
}

int chronicle_journal_read(struct chronicle *chronicle, struct err *err)
{
    struct journal_walk walk = {.chronicle = chronicle};
    struct chain *chain = &chronicle->journal;
    struct audit_journal *audited = &chronicle->audited;
    *audited = (struct audit_journal){.first = find_first(chronicle)};
    for (size_t i = chain->links.count; i-- > audited->first;)
        if (read_commit(&walk, i, err) < 0)
            return err_wrap(err, "commit %s", chain->commits[i].id);
    if (add_oldest(&walk, err) < 0 || judge_files(&walk, err) < 0)
        return -1;
    for (size_t i = 0; i < chain->links.count; i++)
        *list_add(&chronicle->arena, &audited->commits) = &chain->commits[i];
    audited->cut = chain->cut;
    return 0;
}
