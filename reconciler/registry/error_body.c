// SPDX-License-Identifier: Apache-2.0
#include "reconciler/registry/error_body.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "manifests/base/text.h"
#include "manifests/base/utf8.h"
#include "reconciler/net/http_header.h"

#define BLANKS " \t\r\n\v\f"

enum {
    BODY_MAX = 64 << 10, /* bytes; a longer body is not read as JSON */
    MESSAGE_MAX = 200,   /* bytes of one message */
    CODE_MAX = 64,       /* bytes of a code with its NUL */
    SHOWN_MAX = 8,       /* errors whose words are shown */
};

/* Codes of the distribution specification, of its older versions and of Harbor ("NOT_FOUND"). */
static const struct {
    const char *code;
    enum error_body_missing missing;
} codes[] = {
    {"MANIFEST_UNKNOWN", ERROR_BODY_NO_IMAGE},
    {"TAG_UNKNOWN", ERROR_BODY_NO_IMAGE},
    {"MANIFEST_BLOB_UNKNOWN", ERROR_BODY_NO_IMAGE},
    {"BLOB_UNKNOWN", ERROR_BODY_NO_IMAGE},
    {"NAME_UNKNOWN", ERROR_BODY_NO_REPOSITORY},
    {"REPOSITORY_UNKNOWN", ERROR_BODY_NO_REPOSITORY},
    {"NOT_FOUND", ERROR_BODY_NO_IMAGE},
    {"404", ERROR_BODY_NO_IMAGE},
};

static json_t *load(const struct http_response *response)
{
    json_error_t fault;
    return response->body_length <= BODY_MAX
               ? json_loadb(response->body, response->body_length, 0, &fault)
               : NULL;
}

/* Sets `code` to the code of an error, which is a text or a number. */
static void code_of(const json_t *error, char code[CODE_MAX])
{
    const json_t *value = json_object_get(error, "code");
    const char *text = json_string_value(value);
    code[0] = '\0';
    if (json_is_integer(value))
        snprintf(code, CODE_MAX, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    else if (text != NULL && strlen(text) < CODE_MAX)
        strcpy(code, text);
}

static enum error_body_missing missing_of(const json_t *error)
{
    char code[CODE_MAX];
    const char *message = json_string_value(json_object_get(error, "message"));
    code_of(error, code);
    if (message == NULL)
        message = "";
    /* These are the words of Harbor, whose code is the same for an image and for a repository. */
    bool repository = text_starts(message, "repository ") || text_starts(message, "project ");
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (strcasecmp(code, codes[i].code) == 0)
            return strcmp(codes[i].code, "NOT_FOUND") == 0 && repository ? ERROR_BODY_NO_REPOSITORY
                                                                         : codes[i].missing;
    /* Harbor and registry.redhat.io use the general code for a missing image, too. */
    if (strcasecmp(code, "UNKNOWN") == 0 && strcasestr(message, "not found") != NULL)
        return ERROR_BODY_NO_IMAGE;
    return ERROR_BODY_OTHER;
}

static enum error_body_missing missing_of_all(const json_t *errors)
{
    enum error_body_missing all = ERROR_BODY_OTHER;
    for (size_t i = 0; i < json_array_size(errors); i++) {
        enum error_body_missing one = missing_of(json_array_get(errors, i));
        if (one == ERROR_BODY_OTHER)
            return one;
        if (all != ERROR_BODY_NO_REPOSITORY)
            all = one;
    }
    return all;
}

bool error_body_of_registry(const struct http_response *response)
{
    char value[64];
    return http_header(response, "docker-distribution-api-version", 0, value, sizeof value) &&
           text_starts(value, "registry/");
}

/* True if the body is "Not found" and no media type says that it is something else than text. */
static bool says_not_found(const struct http_response *response)
{
    static const char words[] = "not found";
    static const char plain[] = "text/plain";
    char type[64];
    const char *body = response->body + strspn(response->body, BLANKS);
    http_header(response, "content-type", 0, type, sizeof type);
    if (http_header_exists(response, "content-type") &&
        strncasecmp(type, plain, strlen(plain)) != 0)
        return false;
    return strncasecmp(body, words, strlen(words)) == 0 &&
           body[strlen(words) + strspn(body + strlen(words), BLANKS)] == '\0';
}

enum error_body_missing error_body_missing(const struct http_response *response)
{
    json_auto_t *root = load(response);
    if (root != NULL)
        return missing_of_all(json_object_get(root, "errors"));
    bool empty = response->body_length == 0 && error_body_of_registry(response);
    return empty || says_not_found(response) ? ERROR_BODY_NO_IMAGE : ERROR_BODY_OTHER;
}

/* Appends at most `most` bytes of a text. Each run of white space becomes one space,
 * or nothing at the beginning of the line. */
static void put(struct text *line, const char *text, size_t most)
{
    for (const char *end = text + utf8_fit(text, most); text < end; text++) {
        bool blank = strchr(BLANKS, *text) != NULL;
        if (blank && (line->length == 0 || line->data[line->length - 1] == ' '))
            continue;
        if (text_append(line, blank ? " " : text, 1) < 0)
            return;
    }
}

static void put_error(struct text *line, const json_t *error)
{
    char code[CODE_MAX];
    const char *message = json_string_value(json_object_get(error, "message"));
    bool first = line->length == 0;
    code_of(error, code);
    if (message == NULL || strcasecmp(message, code) == 0)
        message = "";
    if (code[0] == '\0' && message[0] == '\0')
        return;
    put(line, first ? "" : "; ", MESSAGE_MAX);
    put(line, code, MESSAGE_MAX);
    put(line, code[0] != '\0' && message[0] != '\0' ? ": " : "", MESSAGE_MAX);
    put(line, message, MESSAGE_MAX);
}

/* Appends the words of a JSON document: the list of a registry, or one sentence. */
static void put_json(struct text *line, const json_t *root)
{
    static const char *const keys[] = {"details", "error", "error_description", "message"};
    const json_t *errors = json_object_get(root, "errors");
    size_t count = json_array_size(errors);
    for (size_t i = 0; i < count && i < SHOWN_MAX; i++)
        put_error(line, json_array_get(errors, i));
    if (count > SHOWN_MAX) {
        char more[64];
        snprintf(more, sizeof more, "; and %zu more", count - SHOWN_MAX);
        put(line, more, sizeof more);
    }
    for (size_t i = 0; i < sizeof keys / sizeof *keys && count == 0; i++) {
        const json_t *value = json_object_get(root, keys[i]);
        if (json_is_object(value))
            put_error(line, value);
        if (!json_is_string(value) || text_blank(json_string_value(value)))
            continue;
        put(line, line->length > 0 ? ": " : "", MESSAGE_MAX);
        put(line, json_string_value(value), MESSAGE_MAX);
    }
}

/* Appends the words of a body that is not JSON. A page of HTML has no words but its title. */
static void put_text(struct text *line, const char *body)
{
    body += strspn(body, BLANKS);
    const char *title = *body == '<' ? strcasestr(body, "<title>") : NULL;
    size_t length = strlen(body);
    if (*body == '<' && title == NULL)
        return;
    if (title != NULL) {
        body = title + strlen("<title>");
        length = strcspn(body, "<");
    }
    put(line, body, length < MESSAGE_MAX ? length : MESSAGE_MAX);
}

void error_body_words(const struct http_response *response, char words[ERROR_BODY_WORDS_MAX])
{
    text_scope struct text line = text_of(2 * ERROR_BODY_WORDS_MAX);
    json_auto_t *root = load(response);
    if (root != NULL)
        put_json(&line, root);
    else
        put_text(&line, response->body);
    size_t length = line.data != NULL ? utf8_fit(line.data, ERROR_BODY_WORDS_MAX - 1) : 0;
    while (length > 0 && line.data[length - 1] == ' ')
        length--;
    memcpy(words, length > 0 ? line.data : "", length);
    words[length] = '\0';
}
