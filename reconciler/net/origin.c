// SPDX-License-Identifier: Apache-2.0
#include "reconciler/net/origin.h"

#include <ctype.h>
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "manifests/base/arena.h"

static void url_close(CURLU **url)
{
    curl_url_cleanup(*url);
}
#define url_scope CLEANUP(url_close)

/* True for a text without white space, control bytes, backslashes and bytes outside ASCII. */
static bool clean(const char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text <= 0x20 || (unsigned char)*text >= 0x7f || *text == '\\')
            return false;
    return true;
}

static bool part(CURLU *url, CURLUPart what, unsigned flags, char *out, size_t size)
{
    char *text = NULL;
    if (curl_url_get(url, what, &text, flags) != CURLUE_OK)
        return false;
    size_t length = strlen(text);
    if (length < size)
        memcpy(out, text, length + 1);
    curl_free(text);
    return length < size;
}

static bool origin_of(CURLU *url, struct origin *out)
{
    struct origin origin = {0};
    char scheme[8], port[8];
    if (!part(url, CURLUPART_SCHEME, 0, scheme, sizeof scheme) ||
        !part(url, CURLUPART_HOST, 0, origin.host, sizeof origin.host) ||
        !part(url, CURLUPART_PORT, CURLU_DEFAULT_PORT, port, sizeof port))
        return false;
    origin.tls = strcasecmp(scheme, "https") == 0;
    /* libcurl has decoded percent encoding in the host, so the host can now contain bytes that the
     * URL did not, such as 0xff for "%ff". */
    if ((!origin.tls && strcasecmp(scheme, "http") != 0) || !clean(origin.host))
        return false;
    for (char *at = origin.host; *at != '\0'; at++)
        *at = (char)tolower((unsigned char)*at);
    origin.port = (unsigned)strtoul(port, NULL, 10);
    *out = origin;
    return origin.host[0] != '\0';
}

bool origin_parse(const char *text, struct origin *out)
{
    url_scope CURLU *url = memory_must(curl_url());
    return clean(text) &&
           curl_url_set(url, CURLUPART_URL, text, CURLU_DISALLOW_USER) == CURLUE_OK &&
           origin_of(url, out);
}

bool origin_equal(const struct origin *a, const struct origin *b)
{
    return a->tls == b->tls && a->port == b->port && strcmp(a->host, b->host) == 0;
}

bool origin_listed(const char *const *hosts, size_t count, const char *host, unsigned port)
{
    size_t length = strlen(host);
    for (size_t i = 0; i < count; i++) {
        const char *entry = hosts[i];
        if (strncasecmp(entry, host, length) != 0)
            continue;
        if (entry[length] == '\0')
            return true;
        if (entry[length] == ':' && strtoul(entry + length + 1, NULL, 10) == port)
            return true;
    }
    return false;
}

bool origin_is_plain(const struct origin_plain *plain, const char *host, unsigned port)
{
    return origin_listed(plain->hosts, plain->count, host, port);
}

int origin_follow(const struct origin_plain *plain, const char *base, const char *chosen,
                  enum origin_use use, struct text *out, struct origin_target *target,
                  struct err *err)
{
    struct origin home;
    struct origin_target there = {0};
    url_scope CURLU *url = memory_must(curl_url());
    if (!origin_parse(base, &home) || curl_url_set(url, CURLUPART_URL, base, 0) != CURLUE_OK)
        return err_set(err, "the address of the server is not a URL");
    if (!clean(chosen) || chosen[0] == '\0' ||
        curl_url_set(url, CURLUPART_URL, chosen, CURLU_DISALLOW_USER) != CURLUE_OK ||
        !origin_of(url, &there.origin))
        return err_set(
            err, "the server named an address that is not an http or https URL, or has user info");
    /* This second check for user info does not depend on how libcurl resolves relative URLs. */
    char *user = NULL;
    if (curl_url_get(url, CURLUPART_USER, &user, 0) == CURLUE_OK) {
        curl_free(user);
        return err_set(err, "the server named an address with user info");
    }
    bool same_host = strcmp(home.host, there.origin.host) == 0;
    bool named = origin_is_plain(plain, there.origin.host, there.origin.port);
    if (home.tls && !there.origin.tls)
        return err_set(err, "the server uses https, but named an http address on \"%s\"",
                       there.origin.host);
    if (!there.origin.tls && !named && !(same_host && use == ORIGIN_REALM)) {
        err_set(err, "the server named a plain http address on \"%s:%u\"", there.origin.host,
                there.origin.port);
        return err_hint(err, "use --plain-http %s:%u to allow plain http", there.origin.host,
                        there.origin.port);
    }
    there.guarded = !same_host && !named;

    char *text = NULL;
    curl_url_set(url, CURLUPART_FRAGMENT, NULL, 0);
    if (curl_url_get(url, CURLUPART_URL, &text, 0) != CURLUE_OK)
        return err_set(err, "the server named an address that is not a URL");
    int fits = text_append(out, text, strlen(text));
    curl_free(text);
    if (fits < 0)
        return err_set(err, "the server named an address longer than %zu bytes", out->maximum);
    *target = there;
    return 0;
}

void origin_escape(struct text *url, const char *text)
{
    static const char hex[] = "0123456789ABCDEF";
    for (; *text != '\0'; text++) {
        unsigned char byte = (unsigned char)*text;
        char code[3] = {'%', hex[byte >> 4], hex[byte & 15]};
        if (isascii(byte) && (isalnum(byte) || strchr("-._~", byte) != NULL))
            text_put(url, text, 1);
        else
            text_put(url, code, sizeof code);
    }
}
