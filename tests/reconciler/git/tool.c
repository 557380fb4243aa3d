// SPDX-License-Identifier: Apache-2.0
/*
 * Reads or edits a repository for remote.test.sh:
 *
 *     tool read LOCATION              branch, commit and the files with their modes; notes
 *     tool cat LOCATION PATH
 *     tool all LOCATION [COUNT]       reads every file, or fetches the first ones at once and reads
 *                                     them; how many bytes they have
 *     tool follow LOCATION OLD NEW TIMES  lists NEW's files from a listing of OLD's, so often
 *     tool differ LOCATION OLD NEW TIMES  names the files that differ, so often
 *     tool at LOCATION REVISION       as read, of a revision
 *     tool edit LOCATION PATH BYTES [PATH BYTES]…  each file gets new bytes; the result and the id
 *     tool move LOCATION REF OLD NEW [REF OLD NEW]…  one push of commits that the server has; "-"
 *                                     for none; TOOL_ATOMIC and TOOL_OPTION say more of it
 *
 * After reading, `cat` and `edit` run $TOOL_BETWEEN by a shell. Options come from the
 * environment (tool_options.h), and TOOL_TIMES (reads so often, and runs $TOOL_AGAIN between two).
 * Exit status: 0, 1 when nothing was written, 2 for an error.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reconciler/git/commit_write.h"
#include "reconciler/git/files/file_write.h"
#include "reconciler/git/handle.h"
#include "reconciler/git/objects/pack.h"
#include "reconciler/git/objects/tree.h"
#include "reconciler/git/objects/tree_diff.h"
#include "reconciler/git/remote/remote_talk.h"
#include "reconciler/git/repository.h"
#include "reconciler/git/revision.h"
#include "reconciler/git/wire/receive_pack.h"
#include "tests/reconciler/git/tool_options.h"

static int show(const struct source *source)
{
    printf("branch %s\ncommit %s\n", source->branch != NULL ? source->branch : "-",
           source->commit != NULL ? source->commit : "-");
    for (size_t i = 0; i < source->count; i++)
        printf("%o %s\n", source->files[i].mode, source->files[i].path);
    for (size_t i = 0; i < source->note_count; i++)
        printf("note %s %s\n", source->notes[i].path, source->notes[i].reason);
    return 0;
}

static int at(struct repository *repository, const char *name, struct arena *arena)
{
    struct err err = {0};
    struct source source;
    struct revision revision;
    if (repository_source_at(repository, arena, name, &source, &revision, &err) != 0)
        return fail(&err);
    return show(&source);
}

static int cat(const struct source *source, const char *path)
{
    struct err err = {0};
    text_scope struct text bytes = text_of(TEXT_FILE_MAX);
    ptrdiff_t index = source_find(source, path);
    if (index < 0)
        return 1;
    if (between() != 0)
        return 2;
    if (source->read(source->context, (size_t)index, &bytes, &err) != 0)
        return fail(&err);
    return fwrite(bytes.data, 1, bytes.length, stdout) == bytes.length ? 0 : 2;
}

static int all(const struct source *source, size_t count)
{
    struct err err = {0};
    text_scope struct text bytes = text_of(TEXT_FILE_MAX);
    size_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        text_clear(&bytes);
        if (source->read(source->context, i, &bytes, &err) != 0)
            return fail(&err);
        sum += bytes.length;
    }
    printf("%zu\n", sum);
    return 0;
}

static int first(struct repository *repository, const struct source *source, size_t count,
                 struct arena *arena)
{
    struct err err = {0};
    size_t *indexes = arena_array(arena, size_t, count);
    if (count > source->count)
        return 1;
    for (size_t i = 0; i < count; i++)
        indexes[i] = i;
    if (repository_need(repository, source, indexes, count, &err) != 0)
        return fail(&err);
    return all(source, count);
}

static int tree_of(struct repository *repository, const char *commit, git_oid *out)
{
    git_oid id;
    git_commit *found = NULL;
    if (git_oid_fromstr(&id, commit) != 0 || git_commit_lookup(&found, repository->git, &id) != 0)
        return -1;
    *out = *git_commit_tree_id(found);
    git_commit_free(found);
    return 0;
}

static int follow(struct repository *repository, char **arguments)
{
    struct err err = {0};
    struct listing before = {0}, now = {0};
    git_oid old, new;
    int result = 0;
    if (tree_of(repository, arguments[0], &old) != 0 ||
        tree_of(repository, arguments[1], &new) != 0)
        return 2;
    bool (*wanted)(const char *) = repository->options.wanted;
    if (tree_list(repository->odb, &old, wanted, NULL, NULL, &tool_stop, &before, &err) != 0)
        result = fail(&err);
    for (int i = 0; result == 0 && i < atoi(arguments[2]); i++) {
        listing_done(&now);
        if (tree_list(repository->odb, &new, wanted, &before, &old, &tool_stop, &now, &err) != 0)
            result = fail(&err);
    }
    printf("%zu %zu\n", before.files.count, now.files.count);
    listing_done(&before);
    listing_done(&now);
    return result;
}

static int name_difference(void *context, const struct tree_diff *delta, struct err *err)
{
    (void)context;
    (void)err;
    puts(delta->path);
    return 0;
}

static bool any_name(const char *name)
{
    (void)name;
    return true;
}

static int differ(struct repository *repository, char **arguments)
{
    struct err err = {0};
    git_oid old, new;
    if (tree_of(repository, arguments[0], &old) != 0 ||
        tree_of(repository, arguments[1], &new) != 0)
        return 2;
    for (int i = 0; i < atoi(arguments[2]); i++)
        if (tree_diff_walk(repository->odb, &old, &new, any_name, name_difference, NULL, &tool_stop,
                           &err) != 0)
            return fail(&err);
    return 0;
}

static int edit(struct repository *repository, const struct source *source, char **arguments,
                size_t count, struct arena *arena)
{
    static const char *const names[] = {"not tried", "done", "nothing", "race", "refused"};
    struct err err = {0};
    struct file_edit *edits = arena_array(arena, struct file_edit, count);
    struct write_outcome *outcomes = arena_array(arena, struct write_outcome, count + 1);
    for (size_t i = 0; i < count; i++) {
        text_scope struct text old = text_of(TEXT_FILE_MAX);
        const char *path = arguments[2 * i], *bytes = arguments[2 * i + 1];
        ptrdiff_t index = source_find(source, path);
        if (index >= 0 && source->read(source->context, (size_t)index, &old, &err) != 0)
            return fail(&err);
        edits[i] = (struct file_edit){path, NULL, old.length, bytes, strlen(bytes)};
        if (index >= 0)
            edits[i].old_bytes = arena_copy(arena, old.data != NULL ? old.data : "", old.length);
    }
    if (between() != 0)
        return 2;
    struct commit_request request = {.base = source->commit,
                                     .edits = edits,
                                     .count = count,
                                     .message = "edit",
                                     .author = {"weir", "weir@example.org"},
                                     .committer = {"weir", "weir@example.org"},
                                     .date = 1767312000};
    bool commits = repository_commits(repository);
    int result = commits ? commit_write(repository, &request, outcomes, &err)
                         : file_write_all(repository, edits, count, outcomes, &err);
    int status = 0;
    for (size_t i = 0; i < (commits ? 1 : count); i++) {
        printf("%s%s%s%s%s\n", names[outcomes[i].result], *outcomes[i].commit ? " " : "",
               outcomes[i].commit, *outcomes[i].words ? ": " : "", outcomes[i].words);
        status |= outcomes[i].result != WRITE_DONE;
    }
    return result != 0 ? fail(&err) : status;
}

static int move(struct repository *repository, char **arguments, size_t count, struct arena *arena)
{
    static const char *const names[] = {"unjudged", "taken", "refused", "moved"};
    struct push_update *updates = arena_array(arena, struct push_update, count);
    git_oid *ids = arena_array(arena, git_oid, 2 * count);
    const char *option = getenv("TOOL_OPTION");
    pack_scope struct pack pack = pack_of_none();
    text_scope struct text said = text_of(REPOSITORY_WORDS_MAX);
    struct push_request request = {.updates = updates,
                                   .count = count,
                                   .options = &option,
                                   .option_count = option != NULL,
                                   .atomic = getenv("TOOL_ATOMIC") != NULL,
                                   .pack = &pack.bytes};
    struct err err = {0};
    bool creates = false, taken = true;
    for (size_t i = 0; i < count; i++, arguments += 3) {
        updates[i].ref = arguments[0];
        if (git_oid_fromstr(&ids[2 * i], arguments[1]) == 0)
            updates[i].from = &ids[2 * i];
        if (git_oid_fromstr(&ids[2 * i + 1], arguments[2]) == 0)
            updates[i].to = &ids[2 * i + 1];
        creates |= updates[i].to != NULL;
    }
    if (creates && pack_make(NULL, 0, &pack, &err) != 0)
        return fail(&err);
    if (receive_pack_send(repository->remote->with.wire, &request, &said, &err) != 0)
        return fail(&err);
    for (size_t i = 0; i < count; i++) {
        printf("%s %s%s%s\n", updates[i].ref, names[updates[i].verdict],
               *updates[i].words ? ": " : "", updates[i].words);
        taken &= updates[i].verdict == PUSH_TAKEN;
    }
    return taken ? 0 : 1;
}

int main(int count, char **arguments)
{
    arena_scope struct arena arena = {0};
    repository_scope struct repository *repository = NULL;
    struct err err = {0};
    struct source source = {0};
    const char *times = getenv("TOOL_TIMES");
    if (count < 3)
        return 2;
    if (tool_open(arguments[2], &repository, &err) != 0)
        return fail(&err);
    if (strcmp(arguments[1], "move") == 0)
        return move(repository, arguments + 3, (size_t)(count - 3) / 3, &arena);
    if (strcmp(arguments[1], "follow") == 0 && count == 6)
        return follow(repository, arguments + 3);
    if (strcmp(arguments[1], "differ") == 0 && count == 6)
        return differ(repository, arguments + 3);
    if (strcmp(arguments[1], "at") == 0 && count == 4)
        return at(repository, arguments[3], &arena);
    for (int i = 0; i < (times != NULL ? atoi(times) : 1); i++)
        if ((i > 0 && run_given("TOOL_AGAIN") != 0) ||
            repository_source(repository, &arena, &source, &err) != 0)
            return fail(&err);
    if (strcmp(arguments[1], "all") == 0)
        return count > 3 ? first(repository, &source, strtoul(arguments[3], NULL, 10), &arena)
                         : all(&source, source.count);
    if (strcmp(arguments[1], "cat") == 0 && count == 4)
        return cat(&source, arguments[3]);
    if (strcmp(arguments[1], "edit") == 0 && count > 3 && count % 2 == 1)
        return edit(repository, &source, arguments + 3, (size_t)(count - 3) / 2, &arena);
    return show(&source);
}
