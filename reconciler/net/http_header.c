// SPDX-License-Identifier: Apache-2.0
#include "reconciler/net/http_header.h"

#include <string.h>
#include <strings.h>

bool http_header(const struct http_response *response, const char *name, unsigned n, char *value,
                 size_t size)
{
    size_t length = strlen(name);
    value[0] = '\0';
    for (const char *line = response->headers; *line != '\0';) {
        const char *end = strchr(line, '\n');
        const char *next = end != NULL ? end + 1 : line + strlen(line);
        if (strncasecmp(line, name, length) == 0 && line[length] == ':' && n-- == 0) {
            const char *from = line + length + 1, *to = next;
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
        line = next;
    }
    return false;
}
