// SPDX-License-Identifier: Apache-2.0
#include "reconciler/registry/challenge.h"

#include <string.h>
#include <strings.h>

static const char blanks[] = " \t";

static const char *skip(const char *at, const char *bytes)
{
    return at + strspn(at, bytes);
}

/* Reads a quoted string after its first quote. Returns the position after it, or NULL if the string
 * does not end or contains control bytes. */
static const char *quoted(struct arena *arena, const char *at, const char **value)
{
    char *out = arena_alloc(arena, strlen(at) + 1);
    size_t length = 0;
    for (; *at != '"'; at++) {
        if (*at == '\\' && at[1] != '\0')
            at++;
        if ((unsigned char)*at < 0x20 || *at == 0x7f)
            return NULL;
        out[length++] = *at;
    }
    *value = out;
    return at + 1;
}

static void set(struct challenge *challenge, const char *name, size_t length, const char *value)
{
    const struct {
        const char *name;
        const char **field;
    } fields[] = {
        {"realm", &challenge->realm},
        {"service", &challenge->service},
        {"scope", &challenge->scope},
        {"error", &challenge->error},
    };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (strlen(fields[i].name) == length && strncasecmp(fields[i].name, name, length) == 0 &&
            *fields[i].field == NULL)
            *fields[i].field = value;
}

static enum challenge_scheme scheme_of(const char *name)
{
    if (strcasecmp(name, "bearer") == 0)
        return CHALLENGE_BEARER;
    return strcasecmp(name, "basic") == 0 ? CHALLENGE_BASIC : CHALLENGE_OTHER;
}

/* Reads the value of name=value after the '='. Returns the position after the value, or NULL if
 * the value is broken. */
static const char *parameter(struct arena *arena, struct challenge *challenge, const char *name,
                             size_t length, const char *at)
{
    const char *value;
    at = skip(at, blanks);
    if (*at == '"') {
        at = quoted(arena, at + 1, &value);
        if (at == NULL)
            return NULL;
    } else {
        size_t size = 0;
        while ((unsigned char)at[size] > ' ' && at[size] != 0x7f && strchr(",\"", at[size]) == NULL)
            size++;
        value = arena_copy(arena, at, size);
        at += size;
    }
    if (challenge != NULL)
        set(challenge, name, length, value);
    return at;
}

void challenge_parse(struct arena *arena, const char *text, struct challenges *out)
{
    struct challenge *challenge = NULL;
    for (const char *at = text;;) {
        at = skip(at, " \t,;\r\n");
        size_t length = strcspn(at, " \t,;=\"\r\n");
        if (length == 0 && *at == '\0')
            return;
        if (length == 0) { /* a stray '=' or '"' */
            at++;
            continue;
        }
        const char *name = at, *behind = skip(at + length, blanks);
        if (*behind == '=') {
            at = parameter(arena, challenge, name, length, behind + 1);
            if (at == NULL)
                return;
            continue;
        }
        at += length;
        if (out->list.count == CHALLENGES_MAX)
            return;
        challenge = list_add(arena, &out->list);
        challenge->name = arena_copy(arena, name, length);
        challenge->scheme = scheme_of(challenge->name);
    }
}

const struct challenge *challenge_pick(const struct challenges *challenges)
{
    const struct challenge *basic = NULL;
    for (size_t i = 0; i < challenges->list.count; i++) {
        const struct challenge *challenge = &challenges->list.items[i];
        if (challenge->scheme == CHALLENGE_BEARER && challenge->realm != NULL)
            return challenge;
        if (challenge->scheme == CHALLENGE_BASIC && basic == NULL)
            basic = challenge;
    }
    return basic;
}
