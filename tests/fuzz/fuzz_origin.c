// SPDX-License-Identifier: Apache-2.0
/* Two lines: the URL of a server, and the URL of its redirection. A URL that passes can be
 * requested. */
#include <stdlib.h>
#include <string.h>

#include "manifests/base/arena.h"
#include "reconciler/net/origin.h"
#include "tests/fuzz/fuzz.h"

static void follow(const char *base, const char *chosen, enum origin_use use)
{
    static const char *const hosts[] = {"plain.example"};
    static const struct origin_plain plain = {hosts, 1};
    text_scope struct text url = text_of(ORIGIN_URL_MAX);
    struct origin_target target = {0};
    struct origin home, there;
    struct err err = {0};
    if (origin_follow(&plain, base, chosen, use, &url, &target, &err) < 0) {
        if (err.message[0] == '\0' || url.length > 0)
            abort();
        return;
    }
    if (!origin_parse(base, &home) || !origin_parse(url.data, &there) ||
        !origin_equal(&there, &target.origin) || strchr(url.data, '#') != NULL)
        abort();
    bool same_host = strcmp(home.host, there.host) == 0;
    bool named = origin_is_plain(&plain, there.host, there.port);
    if ((home.tls && !there.tls) || (!same_host && !named && !target.guarded) ||
        (!there.tls && !named && use == ORIGIN_REDIRECT))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    arena_scope struct arena arena = {0};
    char *base = arena_copy(&arena, (const char *)data, length);
    char *chosen = strchr(base, '\n');
    if (chosen == NULL)
        return 0;
    *chosen++ = '\0';
    follow(base, chosen, ORIGIN_REALM);
    follow(base, chosen, ORIGIN_REDIRECT);
    return 0;
}
