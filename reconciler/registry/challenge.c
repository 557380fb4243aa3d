// SPDX-License-Identifier: Apache-2.0
#include "reconciler/registry/challenge.h"

#include <stdbool.h>
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

/* Returns why the challenge is broken by one more parameter of this name, or NULL if it is not. */
static const char *add_name(struct arena *arena, struct challenge *challenge, const char *name,
                            size_t length)
{
    if (challenge->parameters.count == CHALLENGE_PARAMETERS_MAX)
        return "it has too many parameters";
    list_each (known, &challenge->parameters)
        if (strlen(*known) == length && strncasecmp(*known, name, length) == 0)
            return arena_print(arena, "its parameter %.40s occurs twice", *known);
    *list_add(arena, &challenge->parameters) = arena_copy(arena, name, length);
    return NULL;
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
        if (strlen(fields[i].name) == length && strncasecmp(fields[i].name, name, length) == 0)
            *fields[i].field = value;
}

static enum challenge_scheme scheme_of(const char *name)
{
    if (strcasecmp(name, "bearer") == 0)
        return CHALLENGE_BEARER;
    return strcasecmp(name, "basic") == 0 ? CHALLENGE_BASIC : CHALLENGE_OTHER;
}

/* True for the bytes that can begin a name or a quoted string. */
static bool is_text(char byte)
{
    return (unsigned char)byte > ' ' && byte != 0x7f && strchr(",;=", byte) == NULL;
}

/* Reads the value of name=value after the '='. Returns the position after the value, or NULL if
 * the quotes of the value do not end. */
static const char *parameter(struct arena *arena, struct challenge *challenge, const char *name,
                             size_t length, const char *at)
{
    const char *value, *broken = add_name(arena, challenge, name, length);
    at = skip(at, blanks);
    if (*at == '"') {
        at = quoted(arena, at + 1, &value);
        if (at == NULL)
            value = NULL;
        else if (is_text(*at))
            broken = "text directly follows a quoted value";
    } else {
        size_t size = 0;
        while ((unsigned char)at[size] > ' ' && at[size] != 0x7f && strchr(",\"", at[size]) == NULL)
            size++;
        value = arena_copy(arena, at, size);
        at += size;
    }
    if (broken != NULL)
        challenge->broken = broken;
    else if (value != NULL)
        set(challenge, name, length, value);
    return at;
}

void challenge_parse(struct arena *arena, const char *text, struct challenges *out)
{
    struct challenge nobody = {0}, *challenge = &nobody; /* for parameters before any scheme */
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
        if (challenge->broken != NULL)
            continue;
        if (challenge->scheme == CHALLENGE_BEARER && challenge->realm != NULL)
            return challenge;
        if (challenge->scheme == CHALLENGE_BASIC && basic == NULL)
            basic = challenge;
    }
    return basic;
}

/* True for a text that can be shown: letters, digits and the other bytes of an HTTP token. */
static bool is_token(const char *text)
{
    return text[strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                             "!#$%&'*+-.^_`|~")] == '\0';
}

const char *challenge_names(struct arena *arena, const struct challenges *challenges)
{
    const char *names[CHALLENGES_MAX];
    size_t count = 0;
    list_each (challenge, &challenges->list) {
        const char *why = challenge->broken != NULL               ? challenge->broken
                          : challenge->scheme == CHALLENGE_BEARER ? "without a realm"
                                                                  : NULL;
        if (!is_token(challenge->name))
            continue;
        names[count++] = why != NULL ? arena_print(arena, "%.40s (%s)", challenge->name, why)
                                     : arena_print(arena, "%.40s", challenge->name);
    }
    return arena_join(arena, names, count, ", ");
}
