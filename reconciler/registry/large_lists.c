// SPDX-License-Identifier: Apache-2.0
#include "reconciler/registry/large_lists.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "manifests/base/file.h"
#include "manifests/values/reference.h"

enum { LINE_MAX_BYTES = REFERENCE_NAME_MAX + 32, FILE_MAX = LARGE_LISTS_MAX * LINE_MAX_BYTES };

static bool current(const struct large_list *item, moment now)
{
    return item->since <= now && now - item->since < LARGE_LISTS_SECONDS;
}

/* Removes what is no longer current, the given repository, and the oldest ones if there is no room
 * for one more. */
static void clean(struct large_lists *lists, const char *repository, moment now)
{
    size_t kept = 0, count = lists->list.count;
    for (size_t i = 0; i < count; i++) {
        struct large_list item = lists->list.items[i];
        if (current(&item, now) && strcmp(item.repository, repository) != 0)
            lists->list.items[kept++] = item;
    }
    size_t surplus = kept >= LARGE_LISTS_MAX ? kept - (LARGE_LISTS_MAX - 1) : 0;
    if (surplus > 0)
        memmove(lists->list.items, lists->list.items + surplus,
                (kept - surplus) * sizeof *lists->list.items);
    lists->list.count = kept - surplus;
}

static void put(struct large_lists *lists, const char *repository, moment since)
{
    *list_add(&lists->arena, &lists->list) =
        (struct large_list){.repository = arena_text(&lists->arena, repository), .since = since};
}

void large_lists_open(struct large_lists *lists, const char *file, moment now)
{
    text_scope struct text bytes = text_of(FILE_MAX);
    *lists = (struct large_lists){0};
    lists->file = arena_text(&lists->arena, file);
    if (file == NULL || file_read(file, O_NOFOLLOW | O_NONBLOCK, &bytes) != 0 || bytes.length == 0)
        return;
    char *rest = bytes.data;
    for (char *line = strsep(&rest, "\n"); rest != NULL; line = strsep(&rest, "\n")) {
        char *end = NULL;
        long long since = strtoll(line, &end, 10);
        bool whole = end > line && *end == ' ' && end[1] != '\0';
        const struct large_list item = {.repository = end + 1, .since = since};
        if (whole && current(&item, now) && lists->list.count < LARGE_LISTS_MAX)
            put(lists, item.repository, item.since);
    }
}

void large_lists_close(struct large_lists *lists)
{
    arena_done(&lists->arena);
    *lists = (struct large_lists){0};
}

const struct large_list *large_lists_find(const struct large_lists *lists, const char *repository,
                                          moment now)
{
    list_each (item, &lists->list)
        if (strcmp(item->repository, repository) == 0 && current(item, now))
            return item;
    return NULL;
}

static void write_file(const struct large_lists *lists)
{
    char temporary[PATH_MAX];
    char line[LINE_MAX_BYTES];
    text_scope struct text bytes = text_of(FILE_MAX);
    file_draft_scope struct file_draft draft = FILE_DRAFT_NONE;
    int length = snprintf(temporary, sizeof temporary, "%s.XXXXXX", lists->file);
    if (length < 0 || (size_t)length >= sizeof temporary)
        return;
    list_each (item, &lists->list) {
        int size =
            snprintf(line, sizeof line, "%lld %s\n", (long long)item->since, item->repository);
        if (size > 0 && (size_t)size < sizeof line)
            text_put(&bytes, line, (size_t)size);
    }
    if (file_make_folders(lists->file, 0700) == 0 &&
        file_draft_create(&draft, AT_FDCWD, temporary, 0600) == 0 &&
        file_draft_write(&draft, bytes.data, bytes.length) == 0)
        (void)!file_draft_rename(&draft, lists->file);
}

void large_lists_add(struct large_lists *lists, const char *repository, moment now)
{
    clean(lists, repository, now);
    put(lists, repository, now);
    if (lists->file != NULL)
        write_file(lists);
}
