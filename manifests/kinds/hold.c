// SPDX-License-Identifier: Apache-2.0
#include "manifests/kinds/hold.h"

#include <string.h>

#include "manifests/base/text.h"
#include "manifests/values/trim.h"

static const char *skip_blanks(const char *at)
{
    return at + strspn(at, " \t\r\n");
}

/* Returns a copy of the next word, or "" at the end. Moves *at after the word and its blanks. */
static char *next_word(struct arena *arena, const char **at)
{
    *at = skip_blanks(*at);
    size_t length = strcspn(*at, " \t\r\n");
    char *word = arena_copy(arena, *at, length);
    *at = skip_blanks(*at + length);
    return word;
}

bool hold_parse(struct arena *arena, const char *text, struct hold *hold)
{
    struct hold parsed = {.set = true, .until = MOMENT_NEVER};
    const char *at = skip_blanks(text);
    if (strcmp(trim_copy(arena, at, at + strlen(at)), "true") == 0) {
        *hold = parsed;
        return true;
    }
    if (*at == '\0')
        return false;
    while (*at != '\0') {
        if (text_starts(at, "until=") && parsed.until == MOMENT_NEVER) {
            const char *word = next_word(arena, &at);
            if (!moment_parse(word + strlen("until="), &parsed.until))
                return false;
        } else if (text_starts(at, "reason=") && parsed.reason == NULL) {
            at += strlen("reason=");
            const char *end = parsed.until == MOMENT_NEVER ? strstr(at, " until=") : NULL;
            size_t length = end != NULL ? (size_t)(end - at) : strlen(at);
            parsed.reason = trim_copy(arena, at, at + length);
            at = skip_blanks(at + length);
        } else {
            return false;
        }
    }
    *hold = parsed;
    return true;
}

bool hold_active(const struct hold *hold, moment now)
{
    return hold->set && hold->until > now;
}
