// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/history/chronicle_journal.h"

#include <string.h>

#include "reconciler/git/history/chronicle_commit.h"
#include "reconciler/git/history/chronicle_fault.h"
#include "reconciler/git/history/chronicle_file.h"
#include "reconciler/git/journal/ledger.h"
#include "reconciler/git/journal/record.h"
#include "reconciler/git/objects/tree_diff.h"

struct journal_reading {
    struct chronicle *chronicle;
    LIST_OF(struct strand *) strands; /* by path */
    size_t commit;                    /* at hand */
};

static int compare_strand(const void *key, const void *item)
{
    return strcmp(key, (*(struct strand *const *)item)->path);
}

static struct strand *strand_of(struct journal_reading *reading, const char *path)
{
    struct arena *arena = &reading->chronicle->arena;
    struct strand **items = reading->strands.items;
    size_t place = list_place(items, reading->strands.count, sizeof *items, path, compare_strand);
    if (place < reading->strands.count && strcmp(items[place]->path, path) == 0)
        return items[place];
    struct strand *made = arena_new(arena, struct strand);
    made->path = arena_text(arena, path);
    (void)list_add(arena, &reading->strands);
    items = reading->strands.items;
    memmove(&items[place + 1], &items[place], (reading->strands.count - 1 - place) * sizeof *items);
    items[place] = made;
    return made;
}

static int note_version(void *context, const struct delta *delta, struct err *err)
{
    struct journal_reading *reading = context;
    struct arena *arena = &reading->chronicle->arena;
    arena_scope struct arena scratch = {0};
    struct tag_journal tag;
    if (!record_path_parse(&scratch, delta->path, &tag)) {
        if (!text_equal(delta->path, "README.md") && delta->was == NULL)
            chronicle_fault_add(reading->chronicle, FINDING_CODE_FOREIGN_FILE, reading->commit,
                                NULL, "%s", delta->path);
        return 0;
    }
    if (reading->strands.count >= JOURNAL_FILES_MAX)
        return err_set(err, "it has more than %d files", JOURNAL_FILES_MAX);
    struct strand *strand = strand_of(reading, delta->path);
    *list_add(arena, &strand->versions) =
        (struct file_version){.commit = reading->commit, .there = delta->is != NULL};
    if (delta->is != NULL)
        strand->versions.items[strand->versions.count - 1].blob = *delta->is;
    return 0;
}

static bool any_name(const char *name)
{
    (void)name;
    return true;
}

static int look_at_commit(struct journal_reading *reading, size_t index, struct err *err)
{
    struct chronicle *chronicle = reading->chronicle;
    const struct chain *chain = &chronicle->journal;
    const struct link_of_chain *link = &chain->links.items[index];
    struct audit_commit *told = &chain->told[index];
    reading->commit = index;
    if (chronicle_commit_describe(chronicle, &link->id, false, told, err) != 0)
        return -1;
    if (link->parents > 1)
        chronicle_fault_add(chronicle, FINDING_CODE_JOURNAL_REWRITTEN, index, NULL,
                            "it has %u parents", link->parents);
    if (index > 0 && told->time < told[-1].time)
        chronicle_fault_add(chronicle, FINDING_CODE_JOURNAL_TIME, index, NULL,
                            "the one before is %s", told[-1].id);
    return delta_walk(history_odb(&chronicle->history), index > 0 ? &link[-1].tree : NULL,
                      &link->tree, any_name, note_version, reading,
                      chronicle->repository->options.stop, err);
}

static int by_name(const void *left, const void *right)
{
    const struct audit_file *a = left, *b = right;
    return tag_journal_compare(&a->tag, &b->tag);
}

int chronicle_journal_read(struct chronicle *chronicle, struct err *err)
{
    struct journal_reading reading = {.chronicle = chronicle};
    struct chain *chain = &chronicle->journal;
    struct audit_journal *told = &chronicle->told;
    for (size_t i = chain->links.count; i-- > 0;)
        if (look_at_commit(&reading, i, err) != 0)
            return err_wrap(err, "commit %s", chain->told[i].id);
    list_each (strand, &reading.strands)
        if (chronicle_file_judge(chronicle, *strand, err) != 0)
            return -1;
    for (size_t i = 0; i < chain->links.count; i++)
        *list_add(&chronicle->arena, &told->commits) = &chain->told[i];
    list_sort(&told->files, by_name);
    told->cut = chain->cut;
    return 0;
}
