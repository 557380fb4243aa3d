// SPDX-License-Identifier: Apache-2.0
#include <criterion/criterion.h>
#include <string.h>

#include "manifests/base/arena.h"
#include "manifests/base/text.h"
#include "reconciler/registry/error_body.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define JSON "content-type: application/json\r\n"
#define REGISTRY "docker-distribution-api-version: registry/2.0\r\n"
#define ERRORS(list) "{\"errors\":[" list "]}"
#define ERROR(code, message) "{\"code\":\"" code "\",\"message\":\"" message "\"}"

static struct http_response answer(const char *headers, const char *body)
{
    return (struct http_response){
        .status = 404, .headers = headers, .body = body, .body_length = strlen(body)};
}

Test(error_body, only_words_of_a_registry_say_that_an_image_is_missing)
{
    static const struct {
        const char *headers, *body;
        enum error_body_missing missing;
    } rows[] = {
        {JSON, ERRORS(ERROR("MANIFEST_UNKNOWN", "manifest unknown")), ERROR_BODY_NO_IMAGE},
        {"", ERRORS("{\"code\":\"manifest_unknown\"}"), ERROR_BODY_NO_IMAGE},
        {JSON, ERRORS(ERROR("NAME_UNKNOWN", "not known")), ERROR_BODY_NO_REPOSITORY},
        {JSON, ERRORS(ERROR("404", "Not Found")), ERROR_BODY_NO_IMAGE},
        {JSON, ERRORS("{\"code\":404,\"message\":\"Not Found\"}"), ERROR_BODY_NO_IMAGE},
        {JSON, ERRORS(ERROR("UNKNOWN", "Not Found")), ERROR_BODY_NO_IMAGE},
        {JSON, ERRORS(ERROR("UNKNOWN", "the disk is full")), ERROR_BODY_OTHER},
        {JSON, ERRORS(ERROR("NOT_FOUND", "artifact a/b:1 not found")), ERROR_BODY_NO_IMAGE},
        {JSON, ERRORS(ERROR("NOT_FOUND", "repository a/b not found")), ERROR_BODY_NO_REPOSITORY},
        {JSON, ERRORS(ERROR("NAME_UNKNOWN", "") "," ERROR("MANIFEST_UNKNOWN", "")),
         ERROR_BODY_NO_REPOSITORY},
        {JSON, ERRORS(ERROR("MANIFEST_UNKNOWN", "") "," ERROR("DENIED", "")), ERROR_BODY_OTHER},
        {JSON, ERRORS(ERROR("DENIED", "not found")), ERROR_BODY_OTHER},
        {JSON, ERRORS("7"), ERROR_BODY_OTHER},
        {JSON, ERRORS(""), ERROR_BODY_OTHER},
        {JSON, "{\"errors\":{\"code\":\"NAME_UNKNOWN\"}}", ERROR_BODY_OTHER},
        {JSON, "{\"error\":\"no such route\"}", ERROR_BODY_OTHER},
        {JSON REGISTRY, "{\"error\":\"no such route\"}", ERROR_BODY_OTHER},
        {JSON, "{}", ERROR_BODY_OTHER},
        {"", "Not found\r\n", ERROR_BODY_NO_IMAGE},
        {"content-type: text/plain; charset=utf-8\r\n", " not found ", ERROR_BODY_NO_IMAGE},
        {"content-type: text/html\r\n", "Not found", ERROR_BODY_OTHER},
        {"", "404 page not found\n", ERROR_BODY_OTHER},
        {"", "Not found here", ERROR_BODY_OTHER},
        {"", "", ERROR_BODY_OTHER},
        {REGISTRY, "", ERROR_BODY_NO_IMAGE},
        {"docker-distribution-api-version: no\r\n", "", ERROR_BODY_OTHER},
        {"content-type: text/html\r\n", "<html><title>Not found</title></html>", ERROR_BODY_OTHER},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct http_response response = answer(rows[i].headers, rows[i].body);
        cr_expect_eq(error_body_missing(&response), rows[i].missing, "%s%s", rows[i].headers,
                     rows[i].body);
    }
}

Test(error_body, every_error_is_shown_with_code_and_message)
{
    static const struct {
        const char *body, *words;
    } rows[] = {
        {ERRORS(ERROR("DENIED", "the plan ends today") "," ERROR("UNSUPPORTED", "ask for more")),
         "DENIED: the plan ends today; UNSUPPORTED: ask for more"},
        {ERRORS(ERROR("DENIED", "denied")), "DENIED"},
        {ERRORS("{\"code\":\"DENIED\"}"), "DENIED"},
        {ERRORS("{\"message\":\"no\"},7,{\"code\":5}"), "no; 5"},
        {ERRORS(ERROR("A", "x\\n\\t y\\r\\n")), "A: x y"},
        {ERRORS("1,2,3,4,5,6,7,8,9"), "; and 1 more"},
        {"{\"details\":\"no token\"}", "no token"},
        {"{\"message\":\"no\"}", "no"},
        {"{\"error\":\"invalid_grant\",\"error_description\":\"expired\"}",
         "invalid_grant: expired"},
        {"{\"error\":{\"code\":403,\"message\":\"off\"}}", "403: off"},
        {"[]", ""},
        {"{}", ""},
        {"", ""},
        {"  plain\n words ", "plain words"},
        {"<html><head><TITLE>Sign in</TITLE><body>", "Sign in"},
        {"<html><body>page", ""},
        {"<title>unfinished", "unfinished"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char words[ERROR_BODY_WORDS_MAX];
        struct http_response response = answer("", rows[i].body);
        error_body_words(&response, words);
        cr_expect_str_eq(words, rows[i].words, "%s: %s", rows[i].body, words);
    }
}

Test(error_body, long_words_are_cut_after_a_whole_character)
{
    char words[ERROR_BODY_WORDS_MAX];
    text_scope struct text body = text_of(1 << 20);
    for (int i = 0; i < 300; i++)
        text_puts(&body, "x\xc3\xa9");
    struct http_response response = answer("", body.data);
    error_body_words(&response, words);
    cr_expect_eq(strlen(words), 199, "%zu", strlen(words));
    text_clear(&body);
    text_puts(&body, "{\"errors\":[");
    for (int i = 0; i < 8; i++) {
        text_puts(&body, i > 0 ? ",{\"message\":\"" : "{\"message\":\"");
        for (int j = 0; j < 100; j++)
            text_puts(&body, "\xc3\xa9");
        text_puts(&body, "\"}");
    }
    text_puts(&body, "]}");
    response = answer("", body.data);
    error_body_words(&response, words);
    size_t length = strlen(words);
    cr_expect(length < ERROR_BODY_WORDS_MAX && length > ERROR_BODY_WORDS_MAX - 4, "%zu", length);
    cr_expect_str_eq(words + length - 2, "\xc3\xa9");
}
