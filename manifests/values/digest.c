// SPDX-License-Identifier: Apache-2.0
#include "manifests/values/digest.h"

#include <stdio.h>
#include <string.h>

#define HEX_DIGITS "0123456789abcdef"

static const struct {
    const char *prefix;
    size_t digits;
} algorithms[] = {{"sha256:", 64}, {"sha512:", 128}};

bool digest_valid(const char *text)
{
    if (text == NULL)
        return false;
    for (size_t i = 0; i < sizeof algorithms / sizeof *algorithms; i++) {
        size_t prefix = strlen(algorithms[i].prefix);
        if (strncmp(text, algorithms[i].prefix, prefix) != 0)
            continue;
        size_t digits = strspn(text + prefix, HEX_DIGITS);
        return digits == algorithms[i].digits && text[prefix + digits] == '\0';
    }
    return false;
}

/* Returns the hex digits of a text that may have an algorithm before them. */
static const char *digits_of(const char *text)
{
    const char *colon = strchr(text, ':');
    return colon != NULL ? colon + 1 : text;
}

bool digest_beginning_valid(const char *text)
{
    const char *digits = digits_of(text);
    size_t count = strspn(digits, HEX_DIGITS), most = 0;
    for (size_t i = 0; i < sizeof algorithms / sizeof *algorithms; i++) {
        const char *prefix = algorithms[i].prefix;
        bool possible = digits == text || strncmp(text, prefix, strlen(prefix)) == 0;
        if (possible && algorithms[i].digits > most)
            most = algorithms[i].digits;
    }
    return count >= DIGEST_PREFIX_MIN && count <= most && digits[count] == '\0';
}

void digest_search_add(struct digest_search *search, const char *digest)
{
    if (digest == NULL)
        return;
    bool whole = digits_of(search->wanted) != search->wanted;
    if (strncmp(whole ? digest : digits_of(digest), search->wanted, strlen(search->wanted)) != 0)
        return;
    for (size_t i = 0; i < search->count; i++)
        if (strcmp(search->found[i], digest) == 0)
            return;
    if (search->count < DIGEST_FOUND_MAX)
        search->found[search->count++] = digest;
    else
        search->more = true;
}

const char *digest_search_only(const struct digest_search *search)
{
    return search->count == 1 ? search->found[0] : NULL;
}

const char *digest_search_text(struct arena *arena, const struct digest_search *search)
{
    const char *text = "";
    for (size_t i = 0; i < search->count; i++) {
        bool last = i + 1 == search->count && !search->more;
        text = arena_print(arena, "%s%s%s", text,
                           i == 0 ? ""
                           : last ? " and "
                                  : ", ",
                           search->found[i]);
    }
    return search->more ? arena_print(arena, "%s and more", text) : text;
}

const char *digest_short(const char *digest, char *buffer)
{
    enum { ALGORITHM_MAX = 10, DIGITS = 12 };
    const char *colon = strchr(digest, ':');
    int length = DIGEST_SHORT_MAX - 1;
    if (colon != NULL && colon - digest <= ALGORITHM_MAX)
        length = (int)(colon - digest) + 1 + DIGITS;
    snprintf(buffer, DIGEST_SHORT_MAX, "%.*s", length, digest);
    return buffer;
}
