// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/files/path.h"

#include <string.h>
#include <strings.h>

#include "manifests/base/text.h"
#include "manifests/base/utf8.h"
#include "manifests/kinds/settings.h"
#include "manifests/values/source.h"

const char *path_name_problem(const char *name, size_t length)
{
    if (length == 0)
        return "has an empty name in it";
    if (length > 255)
        return "has a name of more than 255 bytes in it";
    if (name[0] == '.' && (length == 1 || (length == 2 && name[1] == '.')))
        return "has a \".\" or \"..\" in it";
    if (length == 4 && strncasecmp(name, ".git", 4) == 0)
        return "has a \".git\" in it";
    for (size_t i = 0; i < length;) {
        unsigned char byte = (unsigned char)name[i];
        if (byte > 0x20 && byte < 0x7f && byte != '/') {
            i++;
            continue;
        }
        if (byte < 0x20 || byte == 0x7f)
            return "has a control character in its name";
        if (byte == '/')
            return "has a \"/\" in a name";
        size_t step = byte < 0x80 ? 1 : utf8_length(name + i, length - i);
        if (step == 0)
            return "has a name that is not UTF-8";
        if (byte == 0xc2 && (unsigned char)name[i + 1] < 0xa0)
            return "has a control character in its name";
        i += step;
    }
    return NULL;
}

const char *path_problem(const char *path)
{
    if (strlen(path) >= SOURCE_PATH_MAX)
        return "is too long";
    for (const char *part = path;; part++) {
        size_t length = strcspn(part, "/");
        const char *problem = path_name_problem(part, length);
        if (problem != NULL)
            return problem;
        part += length;
        if (!*part)
            return NULL;
    }
}

bool path_is_manifest(const char *name)
{
    return text_ends(name, ".yaml") || text_ends(name, ".yml") || text_ends(name, ".json") ||
           strcmp(name, FREEZE_FILE) == 0;
}
