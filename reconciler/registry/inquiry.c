// SPDX-License-Identifier: Apache-2.0
#include "reconciler/registry/inquiry.h"

#include <string.h>

#include "manifests/base/text.h"
#include "manifests/values/digest.h"
#include "manifests/values/reference.h"

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

/* Host and path by the grammar of references. */
static bool name_valid(const struct image *image)
{
    char host[ORIGIN_HOST_MAX], path[REFERENCE_NAME_MAX + 1];
    if (image->host_length >= sizeof host || image->path_length >= sizeof path)
        return false;
    memcpy(host, image->host, image->host_length);
    memcpy(path, image->path, image->path_length);
    host[image->host_length] = path[image->path_length] = '\0';
    return reference_host_valid(host) && reference_path_valid(path);
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
    if (!name_valid(&image) ||
        !(image.by_digest ? digest_valid(image.version) : reference_tag_valid(image.version)))
        return false;
    *out = image;
    return true;
}

bool repository_parse(const char *key, struct image *out)
{
    const char *slash = strchr(key, '/');
    if (slash == NULL)
        return false;
    struct image image = {
        .host = key,
        .host_length = (size_t)(slash - key),
        .path = slash + 1,
        .path_length = strlen(slash + 1),
        .version = key + strlen(key),
    };
    if (!name_valid(&image))
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
