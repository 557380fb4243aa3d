// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/location.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "manifests/base/text.h"
#include "manifests/base/words.h"

static const struct {
    const char *prefix;
    enum location_scheme scheme;
} schemes[] = {
    {"file://", LOCATION_PATH}, {"https://", LOCATION_HTTPS}, {"http://", LOCATION_HTTP},
    {"ssh://", LOCATION_SSH},   {"git+ssh://", LOCATION_SSH},
};

/* Hints on how to give credentials without writing them into a URL. */
static const char *const secret_hints[] = {
    [LOCATION_HTTPS] = "set WEIR_GIT_USERNAME and WEIR_GIT_TOKEN",
    [LOCATION_HTTP] = "set WEIR_GIT_USERNAME and WEIR_GIT_TOKEN",
    [LOCATION_SSH] = "use an SSH key; a password in the URL is not supported",
};
TABLE_COMPLETE(secret_hints, LOCATION_SCHEMES);

static int check_bytes(const char *text, struct err *err)
{
    if (strlen(text) >= LOCATION_MAX)
        return err_set(err, "the repository's location is longer than %d bytes", LOCATION_MAX - 1);
    for (const unsigned char *at = (const unsigned char *)text; *at; at++)
        if (*at < 0x20 || *at == 0x7f)
            return err_set(err, "the repository's location has a control character");
    return 0;
}

/* Splits "[::1]:22", "host:22" or "host" into host and port. Returns -1 if the text is not
 * valid. */
static int split_host(struct arena *arena, const char *text, size_t length, struct location *out)
{
    const char *end = text + length, *host = text, *host_end = end, *port = NULL;
    if (length > 0 && *text == '[') {
        host = text + 1;
        host_end = memchr(text, ']', length);
        if (host_end == NULL || (host_end + 1 < end && host_end[1] != ':'))
            return -1;
        if (host_end + 1 < end)
            port = host_end + 2;
    } else {
        const char *colon = memchr(text, ':', length);
        if (colon != NULL) {
            host_end = colon;
            port = colon + 1;
        }
    }
    if (host == host_end || *host == '-')
        return -1;
    for (const char *at = host; at < host_end; at++)
        if (!isalnum((unsigned char)*at) && strchr("-._:%", *at) == NULL)
            return -1;
    for (const char *at = port; port != NULL && at < end; at++)
        if (!isdigit((unsigned char)*at) || end - port > 5)
            return -1;
    if (port != NULL && strtoul(port, NULL, 10) > 65535) /* a resolver may take a larger number
                                                          * modulo 65536 */
        return -1;
    out->host = arena_copy(arena, host, (size_t)(host_end - host));
    out->port = port != NULL && port < end ? arena_copy(arena, port, (size_t)(end - port)) : NULL;
    return 0;
}

static int check_ssh(const struct location *at, struct err *err)
{
    /* ssh passes the path to a shell on the host; user and host are arguments of ssh. */
    if (strchr(at->path, '\'') != NULL || strchr(at->path, '\\') != NULL || *at->path == '-')
        return err_set(err, "the path of \"%s\" can't be passed to ssh safely", at->name);
    if (at->user != NULL &&
        (*at->user == '-' || *at->user == '\0' || strpbrk(at->user, " '\"\\$`;&|<>") != NULL))
        return err_set(err, "the user of \"%s\" can't be passed to ssh safely", at->name);
    return 0;
}

static int digit_of(char c)
{
    return isdigit((unsigned char)c)    ? c - '0'
           : isxdigit((unsigned char)c) ? (c | 32) - 'a' + 10
                                        : 0;
}

/* Decodes percent escapes such as "%20", as git does in the path of ssh://. Other text stays as it
 * is. */
static const char *decode_path(struct arena *arena, const char *path)
{
    char *made = arena_text(arena, path), *to = made;
    for (const char *at = path; *at; at++) {
        bool code = *at == '%' && isxdigit((unsigned char)at[1]) && isxdigit((unsigned char)at[2]);
        *to++ = code ? (char)(digit_of(at[1]) << 4 | digit_of(at[2])) : *at;
        at += code ? 2 : 0;
    }
    *to = '\0';
    return made;
}

static int parse_url(struct arena *arena, const char *text, size_t prefix, struct location *out,
                     struct err *err)
{
    const char *rest = text + prefix;
    size_t authority = strcspn(rest, "/?#");
    const char *user_end = memrchr(rest, '@', authority);
    const char *host = user_end != NULL ? user_end + 1 : rest;
    size_t host_length = (size_t)(rest + authority - host);
    /* The query may contain a token, so it is never shown. */
    out->name = arena_print(arena, "%.*s%.*s", (int)prefix, text, (int)strcspn(host, "?#"), host);
    if (user_end != NULL) {
        size_t user = (size_t)(user_end - rest);
        if (out->scheme != LOCATION_SSH || memchr(rest, ':', user) != NULL) {
            err_set(err, "the URL has credentials, which end up in logs");
            return err_hint(err, "%s", secret_hints[out->scheme]);
        }
        out->user = arena_copy(arena, rest, user);
        out->name = arena_copy(arena, text, prefix + strcspn(rest, "?#"));
    }
    if (strpbrk(rest, "?#") != NULL) {
        err_set(err, "the URL \"%s\" has a query or a fragment", out->name);
        return err_hint(err,
                        "write the URL without it; set WEIR_GIT_TOKEN to give a token for HTTPS");
    }
    if (split_host(arena, host, host_length, out) != 0)
        return err_set(err, "the URL \"%s\" has no valid host", out->name);
    if (!rest[authority] || !rest[authority + 1])
        return err_set(err, "the URL \"%s\" has no path to a repository", out->name);
    out->path = rest + authority;
    if (strstr(out->path, "%00") != NULL)
        return err_set(err, "the path of \"%s\" has a control character", out->name);
    out->path =
        out->scheme == LOCATION_SSH ? decode_path(arena, out->path) : arena_text(arena, out->path);
    out->url = out->name;
    if (check_bytes(out->path, err) < 0)
        return -1;
    return out->scheme == LOCATION_SSH ? check_ssh(out, err) : 0;
}

static int parse_scp(struct arena *arena, const char *text, const char *colon, struct location *out,
                     struct err *err)
{
    const char *at = memchr(text, '@', (size_t)(colon - text));
    const char *host = at != NULL ? at + 1 : text;
    if (at == NULL && strchr(colon, '@') != NULL) {
        /* "user:password@host" without a scheme: as an argument of ssh, the password would be
         * visible to every user of this machine. */
        err_set(err, "the repository's location looks like USER:PASSWORD@HOST");
        return err_hint(err, "write USER@HOST:PATH, and use a key instead of a password");
    }
    out->scheme = LOCATION_SSH;
    out->name = out->url = arena_text(arena, text);
    out->user = at != NULL ? arena_copy(arena, text, (size_t)(at - text)) : NULL;
    out->path = arena_text(arena, colon + 1);
    if (split_host(arena, host, (size_t)(colon - host), out) != 0 || !*out->path)
        return err_set(err, "\"%s\" has no valid host or no path", out->name);
    return check_ssh(out, err);
}

int location_parse(struct arena *arena, const char *text, struct location *out, struct err *err)
{
    struct location made = {.scheme = LOCATION_PATH};
    if (check_bytes(text, err) < 0)
        return -1;
    if (!*text)
        return err_set(err, "the repository's location is empty");
    if (strncasecmp(text, "git://", strlen("git://")) == 0) {
        err_set(err, "git:// is not supported: it has no authentication and no encryption");
        return err_hint(err, "give the repository's https:// or ssh:// URL");
    }
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        size_t length = strlen(schemes[i].prefix);
        if (strncasecmp(text, schemes[i].prefix, length) != 0)
            continue;
        made.scheme = schemes[i].scheme;
        if (made.scheme != LOCATION_PATH) {
            if (parse_url(arena, text, length, &made, err) < 0)
                return -1;
        } else {
            if (text[length] != '/')
                return err_set(err, "a file:// URL needs an absolute path: file:///PATH");
            made.name = arena_text(arena, text);
            made.path = made.name + length;
        }
        *out = made;
        return 0;
    }
    const char *colon = strchr(text, ':'), *slash = strchr(text, '/');
    if (strstr(text, "://") != NULL && colon < slash) {
        err_set(err, "unknown scheme \"%.*s\"", (int)(colon - text), text);
        return err_hint(err, "use a path or an https://, http://, ssh:// or file:// URL");
    }
    if (colon != NULL && colon != text && (slash == NULL || colon < slash)) {
        if (parse_scp(arena, text, colon, &made, err) < 0)
            return -1;
    } else {
        made.name = made.path = arena_text(arena, text);
    }
    *out = made;
    return 0;
}

bool location_plain(const struct location *location)
{
    return location->scheme == LOCATION_HTTP;
}

const char *location_asked(const struct location *location)
{
    const char *path = location->path;
    return path[0] == '/' && path[1] == '~' ? path + 1 : path;
}

bool location_listed(const struct location *location, const char *const *list, size_t count)
{
    if (location->host == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(location->host);
        if (strncasecmp(list[i], location->host, length) != 0)
            continue;
        const char *rest = list[i] + length;
        if (!*rest || (*rest == ':' && text_equal(rest + 1, location->port)))
            return true;
    }
    return false;
}
