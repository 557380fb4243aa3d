// SPDX-License-Identifier: Apache-2.0
#include "reconciler/registry/error_body.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

void error_body_code(const struct http_response *response, char *code, size_t size)
{
    json_error_t fault;
    code[0] = '\0';
    json_auto_t *root = json_loadb(response->body, response->body_length, 0, &fault);
    const json_t *first = json_array_get(json_object_get(root, "errors"), 0);
    const char *text = json_string_value(json_object_get(first, "code"));
    if (text != NULL && strlen(text) < size &&
        text[strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_")] == '\0')
        snprintf(code, size, "%s", text);
}

bool error_body_says_none(const struct http_response *response)
{
    static const char *const codes[] = {"MANIFEST_UNKNOWN",      "NAME_UNKNOWN", "NOT_FOUND",
                                        "MANIFEST_BLOB_UNKNOWN", "TAG_UNKNOWN",  "BLOB_UNKNOWN"};
    char code[64];
    error_body_code(response, code, sizeof code);
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (strcasecmp(code, codes[i]) == 0)
            return true;
    return false;
}
