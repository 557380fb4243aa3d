// SPDX-License-Identifier: Apache-2.0
#include "manifests/kinds/namespace.h"

#include <string.h>

enum { NAMESPACE_MAX = 63 };

bool namespace_valid(const char *text)
{
    size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return length > 0 && length <= NAMESPACE_MAX && text[length] == '\0' && text[0] != '-' &&
           text[length - 1] != '-';
}

bool namespace_check(struct decoding *decoding, const struct node *node, const char *text)
{
    if (namespace_valid(text))
        return true;
    problem_add(decoding, PROBLEM_BAD_NAME, node,
                "use at most 63 lower-case letters, digits and -, and no - at the start or end",
                "\"%.80s\" is not a valid name for a namespace", text);
    return false;
}
