// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/cache/cache_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>

#include "manifests/base/file.h"

int cache_file_read(const char *folder, const char *name, struct text *out)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    int result = file_read(path, O_NOFOLLOW | O_NONBLOCK, out);
    if (result > 0)
        errno = EFBIG;
    return result == 0 ? 0 : -1;
}

int cache_file_write(const char *folder, const char *name, const char *bytes, size_t length,
                     struct err *err)
{
    file_draft_scope struct file_draft draft = FILE_DRAFT_NONE;
    char path[PATH_MAX], temporary[PATH_MAX + 8];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    snprintf(temporary, sizeof temporary, "%s.new", path);
    if (file_draft_create(&draft, AT_FDCWD, temporary, 0660) < 0 ||
        file_draft_write(&draft, bytes, length) < 0 || file_draft_sync(&draft) < 0 ||
        file_draft_rename(&draft, path) < 0)
        return err_errno(err, "writing \"%s\"", path);
    return 0;
}
