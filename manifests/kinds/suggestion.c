// SPDX-License-Identifier: Apache-2.0
#include "manifests/kinds/suggestion.h"

#include <limits.h>
#include <string.h>
#include <strings.h>

#include "manifests/base/text.h"

const char *suggestion_find(struct arena *arena, const char *word, const char *const *words)
{
    struct text_nearest nearest = {.distance = UINT_MAX};
    for (size_t i = 0; words[i] != NULL && nearest.distance > 0; i++) {
        text_nearer(&nearest, word, words[i]);
        if (strcasecmp(word, words[i]) == 0)
            nearest = (struct text_nearest){.word = words[i]};
    }
    bool near = nearest.word != NULL && nearest.distance <= 1 + strlen(nearest.word) / 4;
    return near ? arena_print(arena, "did you mean \"%s\"? ", nearest.word) : "";
}

const char *suggestion_list(struct arena *arena, const char *const *words)
{
    const char *list = "";
    for (size_t i = 0; words[i] != NULL; i++)
        list = arena_print(arena, "%s%s%s", list, i > 0 ? ", " : "",
                           *words[i] != '\0' ? words[i] : "\"\"");
    return list;
}

const char *suggestion_hint(struct arena *arena, const char *word, const char *const *words)
{
    return arena_print(arena, "%swrite one of: %s",
                       word != NULL ? suggestion_find(arena, word, words) : "",
                       suggestion_list(arena, words));
}
