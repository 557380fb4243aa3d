// SPDX-License-Identifier: Apache-2.0
#include "reconciler/net/proxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *variable(const char *name, const char *other)
{
    const char *value = getenv(name);
    if ((value == NULL || value[0] == '\0') && other != NULL)
        value = getenv(other);
    return value != NULL && value[0] != '\0' ? value : NULL;
}

struct proxy_settings proxy_settings(void)
{
    return (struct proxy_settings){
        .http = variable("http_proxy", NULL),
        .https = variable("https_proxy", "HTTPS_PROXY"),
        .all = variable("all_proxy", "ALL_PROXY"),
        .none = variable("no_proxy", "NO_PROXY"),
    };
}

/* True if the first bits of both addresses are the same. */
static bool same_bits(const unsigned char *a, const unsigned char *b, unsigned bits)
{
    unsigned rest = bits % 8;
    if (memcmp(a, b, bits / 8) != 0)
        return false;
    return rest == 0 || ((a[bits / 8] ^ b[bits / 8]) & (unsigned char)(0xff00 >> rest)) == 0;
}

/* True if the entry is the host's address, or a network ("10.0.0.0/8") that contains it. */
static bool address_matches(const char *host, char *entry)
{
    unsigned char address[16], network[16];
    int family = strchr(host, ':') != NULL ? AF_INET6 : AF_INET;
    unsigned most = family == AF_INET ? 32 : 128, bits = most;
    char *slash = strchr(entry, '/'), *end = NULL;
    if (slash != NULL) {
        *slash = '\0';
        bits = (unsigned)strtoul(slash + 1, &end, 10);
        if (end == slash + 1 || *end != '\0' || bits > most)
            return false;
    }
    return inet_pton(family, host, address) == 1 && inet_pton(family, entry, network) == 1 &&
           same_bits(address, network, bits);
}

static bool is_address(const char *host)
{
    unsigned char address[16];
    return inet_pton(AF_INET, host, address) == 1 || inet_pton(AF_INET6, host, address) == 1;
}

/* True if the entry is the host's name, or a domain that contains it. */
static bool name_matches(const char *host, const char *entry)
{
    entry += strncmp(entry, "*.", 2) == 0 ? 2 : entry[0] == '.';
    size_t length = strlen(entry), whole = strlen(host);
    while (length > 0 && entry[length - 1] == '.')
        length--;
    while (whole > 0 && host[whole - 1] == '.')
        whole--;
    if (length == 0 || length > whole || strncasecmp(host + whole - length, entry, length) != 0)
        return false;
    return length == whole || host[whole - length - 1] == '.';
}

/* Removes the port from "host:port" and "[address]:port", and the brackets. Returns the port, or 0
 * if the entry has none. */
static unsigned take_port(char **entry)
{
    char *colon = strrchr(*entry, ':');
    if (**entry == '[') {
        char *close = strchr(*entry, ']');
        if (close == NULL)
            return 0;
        colon = close[1] == ':' ? close + 1 : NULL;
        *close = '\0';
        ++*entry;
    } else if (colon != strchr(*entry, ':')) {
        return 0; /* an IPv6 address */
    }
    if (colon == NULL)
        return 0;
    *colon = '\0';
    return (unsigned)strtoul(colon + 1, NULL, 10);
}

static bool entry_matches(const struct origin *origin, const char *host, const char *text,
                          size_t length)
{
    char copy[ORIGIN_HOST_MAX], *entry = copy;
    if (length >= sizeof copy)
        return false;
    memcpy(copy, text, length);
    copy[length] = '\0';
    unsigned port = take_port(&entry);
    if (port != 0 && port != origin->port)
        return false;
    return is_address(host) ? address_matches(host, entry) : name_matches(host, entry);
}

static bool excepted(const char *none, const struct origin *origin)
{
    static const char between[] = ", \t";
    char host[ORIGIN_HOST_MAX];
    size_t length = strlen(origin->host);
    bool bracket = origin->host[0] == '[' && length > 1;
    memcpy(host, origin->host + bracket, length + 1 - bracket);
    if (bracket)
        host[length - 2] = '\0';
    if (strcmp(none, "*") == 0)
        return true;
    for (const char *at = none; *(at += strspn(at, between)) != '\0'; at += strcspn(at, between))
        if (entry_matches(origin, host, at, strcspn(at, between)))
            return true;
    return false;
}

const char *proxy_find(const struct proxy_settings *settings, const struct origin *origin)
{
    const char *proxy = origin->tls ? settings->https : settings->http;
    if (proxy == NULL)
        proxy = settings->all;
    if (proxy != NULL && settings->none != NULL && excepted(settings->none, origin))
        return NULL;
    return proxy;
}
