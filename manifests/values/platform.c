// SPDX-License-Identifier: Apache-2.0
#include "manifests/values/platform.h"

#include <ctype.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

bool platform_valid(const char *text)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_.-";
    size_t parts = 0;
    if (strlen(text) > PLATFORM_MAX)
        return false;
    for (;;) {
        size_t length = strspn(text, letters);
        if (length == 0)
            return false;
        parts++;
        text += length;
        if (*text != '/')
            return *text == '\0' && (parts == 2 || parts == 3);
        text++;
    }
}

enum { PART_MAX = PLATFORM_MAX + 1 };

struct platform {
    char os[PART_MAX], architecture[PART_MAX], variant[PART_MAX];
};

/* Aliases of architectures, and the variant that the alias implies. */
static const struct {
    const char *name, *architecture, *variant;
} aliases[] = {
    {"x86_64", "amd64", ""},  {"x86-64", "amd64", ""}, {"i386", "386", ""},
    {"aarch64", "arm64", ""}, {"armhf", "arm", "v7"},  {"armel", "arm", "v6"},
};

/* The variants that are meant when none is written. */
static const struct {
    const char *architecture, *variant;
} defaults[] = {{"amd64", "v1"}, {"arm64", "v8"}, {"arm", "v7"}};

/* Copies the part up to the next '/', in lower case, and returns the rest. A part that is too long
 * is cut; it equals no valid part. */
static const char *part(const char *text, char *out)
{
    size_t length = 0;
    for (; *text != '\0' && *text != '/'; text++)
        if (length < PART_MAX - 1)
            out[length++] = (char)tolower((unsigned char)*text);
    out[length] = '\0';
    return *text == '/' ? text + 1 : text;
}

static struct platform normal(const char *text)
{
    struct platform made;
    char variant[PART_MAX];
    text = part(text, made.os);
    text = part(text, made.architecture);
    part(text, variant);
    bool number = isdigit((unsigned char)variant[0]);
    snprintf(made.variant, sizeof made.variant, "%s%.90s", number ? "v" : "", variant);
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++) {
        if (strcmp(made.architecture, aliases[i].name) != 0)
            continue;
        strcpy(made.architecture, aliases[i].architecture);
        if (made.variant[0] == '\0')
            strcpy(made.variant, aliases[i].variant);
    }
    for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++)
        if (made.variant[0] == '\0' && strcmp(made.architecture, defaults[i].architecture) == 0)
            strcpy(made.variant, defaults[i].variant);
    return made;
}

bool platform_equal(const char *a, const char *b)
{
    struct platform left = normal(a), right = normal(b);
    return strcmp(left.os, right.os) == 0 && strcmp(left.architecture, right.architecture) == 0 &&
           strcmp(left.variant, right.variant) == 0;
}
