// SPDX-License-Identifier: Apache-2.0
#include "reconciler/net/address.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

struct range {
    unsigned char bytes[16];
    unsigned bits;
    enum address_kind kind;
};

/* The first range that contains the address decides. */
static const struct range ranges4[] = {
    {{169, 254}, 16, ADDRESS_NEVER},
    {{100, 100, 100, 200}, 32, ADDRESS_NEVER}, /* metadata service of Alibaba Cloud */
    {{168, 63, 129, 16}, 32, ADDRESS_NEVER},   /* platform service of Azure */
    {{192, 0, 0, 192}, 32, ADDRESS_NEVER},     /* metadata service of Oracle Cloud */
    {{0}, 8, ADDRESS_NEVER},
    {{224}, 4, ADDRESS_NEVER},
    {{240}, 4, ADDRESS_NEVER},
    {{127}, 8, ADDRESS_PRIVATE},
    {{10}, 8, ADDRESS_PRIVATE},
    {{172, 16}, 12, ADDRESS_PRIVATE},
    {{192, 168}, 16, ADDRESS_PRIVATE},
    {{100, 64}, 10, ADDRESS_PRIVATE},
    {{192, 0, 0}, 24, ADDRESS_PRIVATE},
    {{198, 18}, 15, ADDRESS_PRIVATE},
};

static const struct range ranges6[] = {
    {{0xfe, 0x80}, 10, ADDRESS_NEVER},
    {{0xff}, 8, ADDRESS_NEVER},
    /* metadata services of AWS and of Google Cloud */
    {{0xfd, 0, 0x0e, 0xc2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54}, 128, ADDRESS_NEVER},
    {{0xfd, 0x20, 0, 0xce, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54}, 128, ADDRESS_NEVER},
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 128, ADDRESS_NEVER},
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 128, ADDRESS_PRIVATE},
    {{0xfc}, 7, ADDRESS_PRIVATE},
    {{0xfe, 0xc0}, 10, ADDRESS_PRIVATE},
    {{0, 0x64, 0xff, 0x9b, 0, 1}, 48, ADDRESS_PRIVATE}, /* NAT64 within a local network */
};

/* Prefixes of IPv6 addresses that contain an IPv4 address, which begins at byte `at`. They are
 * searched after ranges6. */
static const struct {
    unsigned char bytes[16];
    unsigned bits, at;
} embedded[] = {
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96, 12},
    {{0, 0x64, 0xff, 0x9b}, 96, 12},
    {{0}, 96, 12},
    {{0x20, 0x02}, 16, 2},
};

static bool within(const unsigned char *address, const unsigned char *range, unsigned bits)
{
    unsigned whole = bits / 8, rest = bits % 8;
    if (memcmp(address, range, whole) != 0)
        return false;
    unsigned char mask = (unsigned char)(0xff00 >> rest);
    return rest == 0 || (address[whole] & mask) == (range[whole] & mask);
}

static enum address_kind kind4(const unsigned char *address)
{
    for (size_t i = 0; i < sizeof ranges4 / sizeof *ranges4; i++)
        if (within(address, ranges4[i].bytes, ranges4[i].bits))
            return ranges4[i].kind;
    return ADDRESS_PUBLIC;
}

static enum address_kind kind6(const unsigned char *address)
{
    for (size_t i = 0; i < sizeof ranges6 / sizeof *ranges6; i++)
        if (within(address, ranges6[i].bytes, ranges6[i].bits))
            return ranges6[i].kind;
    for (size_t i = 0; i < sizeof embedded / sizeof *embedded; i++)
        if (within(address, embedded[i].bytes, embedded[i].bits))
            return kind4(address + embedded[i].at);
    return ADDRESS_PUBLIC;
}

enum address_kind address_kind(const struct sockaddr *address)
{
    unsigned char bytes[16];
    if (address->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, address, sizeof in);
        memcpy(bytes, &in.sin_addr, 4);
        return kind4(bytes);
    }
    if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 in;
        memcpy(&in, address, sizeof in);
        memcpy(bytes, &in.sin6_addr, 16);
        return kind6(bytes);
    }
    return ADDRESS_NEVER;
}

/* Names that have an internal address wherever they have one. */
static const struct {
    const char *name;
    bool domain; /* names that end with "." and this name count too */
    enum address_kind kind;
} names[] = {
    {"localhost", true, ADDRESS_PRIVATE},
    {"metadata.google.internal", false, ADDRESS_NEVER},
    {"metadata.goog", false, ADDRESS_NEVER},
    {"instance-data.ec2.internal", false, ADDRESS_NEVER},
};

static enum address_kind kind_of_name(const char *host, size_t length)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t name = strlen(names[i].name);
        if (name > length || strncasecmp(host + length - name, names[i].name, name) != 0)
            continue;
        if (name == length || (names[i].domain && host[length - name - 1] == '.'))
            return names[i].kind;
    }
    return ADDRESS_PUBLIC;
}

enum address_kind address_kind_of_host(const char *host)
{
    struct addrinfo wanted = {.ai_flags = AI_NUMERICHOST}, *found = NULL;
    char name[256];
    size_t length = strlen(host);
    bool bracket = host[0] == '[' && length > 1 && host[length - 1] == ']';
    length -= bracket ? 2 : 0;
    if (length >= sizeof name)
        return ADDRESS_NEVER;
    memcpy(name, host + bracket, length);
    while (length > 0 && name[length - 1] == '.')
        length--;
    name[length] = '\0';
    if (getaddrinfo(name, NULL, &wanted, &found) != 0)
        return bracket ? ADDRESS_NEVER : kind_of_name(name, length);
    enum address_kind kind = address_kind(found->ai_addr);
    freeaddrinfo(found);
    return kind;
}

enum address_kind address_kind_of_text(const char *text)
{
    unsigned char bytes[16];
    if (inet_pton(AF_INET, text, bytes) == 1)
        return kind4(bytes);
    if (inet_pton(AF_INET6, text, bytes) == 1)
        return kind6(bytes);
    return ADDRESS_NEVER;
}
