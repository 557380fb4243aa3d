// SPDX-License-Identifier: Apache-2.0
#include "manifests/values/digest.h"

#include <stdio.h>
#include <string.h>

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
        size_t digits = strspn(text + prefix, "0123456789abcdef");
        return digits == algorithms[i].digits && text[prefix + digits] == '\0';
    }
    return false;
}

bool digest_matches(const char *digest, const char *wanted)
{
    const char *colon = strchr(digest, ':');
    const char *from = colon != NULL && strchr(wanted, ':') == NULL ? colon + 1 : digest;
    const char *digits = strchr(wanted, ':') != NULL ? strchr(wanted, ':') + 1 : wanted;
    return strlen(digits) >= DIGEST_PREFIX_MIN && strncmp(from, wanted, strlen(wanted)) == 0;
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
