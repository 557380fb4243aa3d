// SPDX-License-Identifier: Apache-2.0
#include "reconciler/net/http_header.h"

#include <string.h>
#include <strings.h>

/* Returns the first byte after the line. */
static const char *end_of(const char *line)
{
    const char *end = strchr(line, '\n');
    return end != NULL ? end + 1 : line + strlen(line);
}

/* Returns the n-th line with a header of this name, or NULL. */
static const char *find(const struct http_response *response, const char *name, unsigned n)
{
    size_t length = strlen(name);
    for (const char *line = response->headers; *line != '\0'; line = end_of(line))
        if (strncasecmp(line, name, length) == 0 && line[length] == ':' && n-- == 0)
            return line;
    return NULL;
}

bool http_header(const struct http_response *response, const char *name, unsigned n, char *value,
                 size_t size)
{
    const char *line = find(response, name, n);
    value[0] = '\0';
    if (line == NULL)
        return false;
    const char *from = line + strlen(name) + 1, *to = end_of(line);
    while (from < to && strchr(" \t\r\n", *from) != NULL)
        from++;
    while (to > from && strchr(" \t\r\n", to[-1]) != NULL)
        to--;
    if ((size_t)(to - from) >= size)
        return false;
    memcpy(value, from, (size_t)(to - from));
    value[to - from] = '\0';
    return true;
}

bool http_header_exists(const struct http_response *response, const char *name)
{
    return find(response, name, 0) != NULL;
}
