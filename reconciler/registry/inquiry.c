// SPDX-License-Identifier: Apache-2.0
#include "reconciler/registry/inquiry.h"

#include <ctype.h>
#include <string.h>

static const struct {
    const char *word, *sentence;
} classes[] = {
#define X(name, word, sentence) {word, sentence},
    REGISTRY_CLASSES(X)
#undef X
};

const char *registry_class_word(enum registry_class class)
{
    return classes[class].word;
}

const char *registry_class_sentence(enum registry_class class)
{
    return classes[class].sentence;
}

static bool lower(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
}

/* [a-z0-9]+((\.|_|__|-+)[a-z0-9]+)* between slashes */
static bool path_valid(const char *path, size_t length)
{
    size_t at = 0;
    for (;;) {
        size_t from = at;
        while (at < length && lower(path[at]))
            at++;
        if (at == from)
            return false;
        if (at == length)
            return true;
        if (path[at] == '-')
            while (at < length && path[at] == '-')
                at++;
        else if (path[at] == '_' && at + 1 < length && path[at + 1] == '_')
            at += 2;
        else if (strchr("._/", path[at]) != NULL)
            at++;
        else
            return false;
    }
}

static bool tag_valid(const char *tag)
{
    size_t length = 0;
    if (!isascii(tag[0]) || (!isalnum((unsigned char)tag[0]) && tag[0] != '_'))
        return false;
    for (; tag[length] != '\0'; length++)
        if (!isascii(tag[length]) ||
            (!isalnum((unsigned char)tag[length]) && strchr("_.-", tag[length]) == NULL))
            return false;
    return length <= INQUIRY_TAG_MAX;
}

static bool host_valid(const char *host, size_t length)
{
    if (length == 0 || length > ORIGIN_HOST_MAX - 8)
        return false;
    for (size_t i = 0; i < length; i++)
        if (!isascii(host[i]) ||
            (!isalnum((unsigned char)host[i]) && strchr(".-:[]", host[i]) == NULL))
            return false;
    return host[0] != '-' && host[0] != '.' && host[0] != ':';
}

bool image_digest_valid(const char *text)
{
    static const char prefix[] = "sha256:";
    if (strncmp(text, prefix, sizeof prefix - 1) != 0)
        return false;
    const char *hex = text + sizeof prefix - 1;
    return strspn(hex, "0123456789abcdef") == 64 && hex[64] == '\0';
}

bool image_parse(const char *key, struct image *out)
{
    const char *slash = strchr(key, '/'), *at = strchr(key, '@');
    if (slash == NULL)
        return false;
    const char *mark = at != NULL ? at : strrchr(slash, ':');
    if (mark == NULL || mark < slash)
        return false;
    struct image image = {
        .host = key,
        .host_length = (size_t)(slash - key),
        .path = slash + 1,
        .path_length = (size_t)(mark - slash - 1),
        .version = mark + 1,
        .by_digest = at != NULL,
    };
    if (!host_valid(image.host, image.host_length) || image.path_length > INQUIRY_PATH_MAX ||
        !path_valid(image.path, image.path_length) ||
        !(image.by_digest ? image_digest_valid(image.version) : tag_valid(image.version)))
        return false;
    *out = image;
    return true;
}

void inquiry_found(struct inquiry *inquiry, const char *digest, enum image_form form)
{
    struct answer *answer = inquiry->answer;
    answer->state = ANSWER_FOUND;
    answer->digest = arena_text(inquiry->arena, digest);
    answer->form = form;
    inquiry->answered = true;
}

void inquiry_none(struct inquiry *inquiry, const char *what)
{
    struct answer *answer = inquiry->answer;
    answer->state = ANSWER_NONE;
    answer->why = arena_print(inquiry->arena, "%.*s has no such %s",
                              (int)inquiry->image.host_length, inquiry->image.host, what);
    inquiry->answered = true;
}

void inquiry_unknown(struct inquiry *inquiry, enum registry_class class, const char *detail)
{
    struct answer *answer = inquiry->answer;
    bool more = detail != NULL && detail[0] != '\0';
    char *why = arena_print(inquiry->arena, "%.*s: %s%s%.600s", (int)inquiry->image.host_length,
                            inquiry->image.host, registry_class_sentence(class), more ? ": " : "",
                            more ? detail : "");
    for (char *at = why; *at != '\0'; at++)
        if ((unsigned char)*at < 0x20 || (unsigned char)*at >= 0x7f)
            *at = '?';
    answer->state = ANSWER_UNKNOWN;
    answer->word = registry_class_word(class);
    answer->why = why;
    inquiry->answered = true;
}
