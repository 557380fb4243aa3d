// SPDX-License-Identifier: Apache-2.0
#include "reconciler/registry/scope.h"

#include <string.h>

#include "manifests/base/text.h"

static bool contains(const text_list *list, const char *text)
{
    list_each (item, list)
        if (strcmp(*item, text) == 0)
            return true;
    return false;
}

/* Returns the actions of an entry without those that write; "" if none remains. */
static const char *reading(struct arena *arena, const char *actions)
{
    static const char *const writing[] = {"push", "delete", "*", ""};
    text_list kept = {0};
    for (const char *at = actions;; at++) {
        size_t length = strcspn(at, ",");
        const char *action = arena_copy(arena, at, length);
        bool writes = contains(&kept, action);
        for (size_t i = 0; i < sizeof writing / sizeof *writing; i++)
            writes = writes || strcmp(action, writing[i]) == 0;
        if (!writes)
            *list_add(arena, &kept) = action;
        at += length;
        if (*at == '\0')
            return arena_join(arena, kept.items, kept.count, ",");
    }
}

static bool printable(const char *entry)
{
    size_t length = 0;
    while (entry[length] > ' ' && entry[length] < 0x7f && entry[length] != '"' &&
           entry[length] != '\\')
        length++;
    return entry[length] == '\0' && length > 0 && length <= SCOPE_ENTRY_MAX;
}

/* Adds an entry without its rights to write, unless nothing is left or nothing is new. */
static void add(struct arena *arena, const char *entry, text_list *out)
{
    const char *colon = strrchr(entry, ':');
    if (!printable(entry) || out->count == SCOPES_MAX)
        return;
    if (colon != NULL) {
        const char *actions = reading(arena, colon + 1);
        if (*actions == '\0')
            return;
        entry = arena_print(arena, "%.*s:%s", (int)(colon - entry), entry, actions);
    }
    if (!contains(out, entry))
        *list_add(arena, out) = entry;
}

void scope_join(struct arena *arena, const char *path, const char *theirs, text_list *out)
{
    *list_add(arena, out) = arena_print(arena, "repository:%s:pull", path);
    for (const char *at = theirs != NULL ? theirs : ""; *at != '\0';) {
        size_t length = strcspn(at, " ");
        add(arena, arena_copy(arena, at, length), out);
        at += length + (at[length] != '\0');
    }
}

bool scope_adds(const char *path, const char *theirs, const char *more)
{
    arena_scope struct arena scratch = {0};
    text_list asked = {0}, wanted = {0};
    scope_join(&scratch, path, theirs, &asked);
    scope_join(&scratch, path, more, &wanted);
    list_each (entry, &wanted)
        if (!contains(&asked, *entry))
            return true;
    return false;
}

bool scope_has_repository(const char *scope)
{
    static const char type[] = "repository";
    for (const char *at = scope; at != NULL && *at != '\0';) {
        size_t length = strcspn(at, " ");
        if (text_starts(at, type) && strchr(":(", at[sizeof type - 1]) != NULL)
            return true;
        at += length + (at[length] != '\0');
    }
    return false;
}
