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

/* Appends a text to the line, after `between` if the line is not empty. A run of white space and
 * control bytes becomes one space. */
static void append(char *line, const char *between, const char *text)
{
    size_t length = strlen(line);
    if (text == NULL || text[strspn(text, " \t\r\n")] == '\0')
        return;
    if (length > 0 && length + strlen(between) + 1 < ERROR_BODY_WORDS_MAX)
        length = (size_t)(stpcpy(line + length, between) - line);
    for (const char *at = text; *at != '\0' && length + 1 < ERROR_BODY_WORDS_MAX; at++) {
        bool blank = (unsigned char)*at <= ' ' || *at == 0x7f;
        if (!blank)
            line[length++] = *at;
        else if (length > 0 && line[length - 1] != ' ')
            line[length++] = ' ';
    }
    while (length > 0 && line[length - 1] == ' ')
        length--;
    line[length] = '\0';
}

static const char *member(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

static void append_errors(const json_t *errors, char *line)
{
    for (size_t i = 0; i < json_array_size(errors); i++) {
        const json_t *error = json_array_get(errors, i);
        append(line, "; ", member(error, "code"));
        append(line, member(error, "code") != NULL ? ": " : "; ", member(error, "message"));
    }
}

void error_body_words(const struct http_response *response, char words[ERROR_BODY_WORDS_MAX])
{
    static const char *const names[] = {"details", "error", "error_description", "message"};
    json_error_t fault;
    words[0] = '\0';
    json_auto_t *root = json_loadb(response->body, response->body_length, 0, &fault);
    append_errors(json_object_get(root, "errors"), words);
    if (words[0] == '\0')
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            append(words, ": ", member(root, names[i]));
    bool page = response->body[strspn(response->body, " \t\r\n")] == '<';
    if (root == NULL && !page)
        append(words, "", response->body);
}
