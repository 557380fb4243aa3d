// SPDX-License-Identifier: Apache-2.0
/*
 * The first line is a header, the rest the body of an error. The words are one line that fits and
 * has whole characters as far as the body has them; a missing image is not found in empty words
 * unless a registry sent them.
 */
#include <stdlib.h>
#include <string.h>

#include "manifests/base/arena.h"
#include "manifests/base/text.h"
#include "reconciler/registry/error_body.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    arena_scope struct arena arena = {0};
    char words[ERROR_BODY_WORDS_MAX];
    const uint8_t *end = length > 0 ? memchr(data, '\n', length) : NULL;
    if (end == NULL)
        return 0;
    size_t head = (size_t)(end + 1 - data);
    struct http_response response = {
        .status = 404,
        .headers = arena_copy(&arena, (const char *)data, head),
        .body = arena_copy(&arena, (const char *)data + head, length - head),
        .body_length = length - head,
    };
    memset(words, 'x', sizeof words);
    error_body_words(&response, words);
    if (memchr(words, '\0', sizeof words) == NULL || strpbrk(words, "\t\r\n\v\f") != NULL ||
        strstr(words, "  ") != NULL || words[0] == ' ' || text_ends(words, " "))
        abort();
    enum error_body_missing missing = error_body_missing(&response);
    if (missing != ERROR_BODY_OTHER && words[0] == '\0' && response.body_length > 0 &&
        response.body[0] != '{')
        abort();
    return 0;
}
