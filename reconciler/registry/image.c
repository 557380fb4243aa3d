// SPDX-License-Identifier: Apache-2.0
#include "reconciler/registry/image.h"

#include <string.h>

#include "manifests/values/digest.h"
#include "manifests/values/reference.h"
#include "reconciler/net/origin.h"

/* True if host and path obey the grammar of references. */
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

bool image_parse_repository(const char *key, struct image *out)
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
