// SPDX-License-Identifier: Apache-2.0
#include "reconciler/net/secret_file.h"

#include <string.h>

#include "manifests/base/arena.h"
#include "manifests/base/file.h"
#include "reconciler/net/credential.h"

int secret_file_read(const char *path, char **secret, struct err *err)
{
    struct text bytes = text_of(SECRET_FILE_MAX);
    int result = file_read_all("the token file", path, 0, &bytes, err);
    size_t length = bytes.length;
    while (length > 0 && (bytes.data[length - 1] == '\n' || bytes.data[length - 1] == '\r'))
        length--;
    if (result == 0 && length == 0)
        result = err_set(err, "\"%s\" has no token in it", path);
    else if (result == 0 && memchr(bytes.data, '\0', length) != NULL)
        result = err_set(err, "the token in \"%s\" has a zero byte in it", path);
    if (result == 0)
        *secret = memory_must(strndup(bytes.data, length));
    if (bytes.data != NULL)
        explicit_bzero(bytes.data, bytes.capacity);
    text_done(&bytes);
    return result;
}

bool secret_file_refresh(struct secret_file *file, bool always)
{
    char *secret = NULL;
    if (file->path == NULL)
        return false;
    struct file_stamp now = file_stamp_of(file->path);
    if (!always && file_stamp_equal(&now, &file->stamp))
        return false;
    file->stamp = now;
    file->trouble = (struct err){0};
    if (secret_file_read(file->path, &secret, &file->trouble) < 0)
        return false;
    bool changed = !text_equal(secret, file->secret);
    credential_free(file->secret);
    file->secret = secret;
    return changed;
}

void secret_file_done(struct secret_file *file)
{
    credential_free(file->secret);
    file->secret = NULL;
}
