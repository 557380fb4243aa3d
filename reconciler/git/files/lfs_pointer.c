// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/files/lfs_pointer.h"

#include <string.h>

int lfs_pointer_refuse(const char *path, const char *bytes, size_t length, struct err *err)
{
    static const char lead[] = "version https://git-lfs.github.com/spec/v";
    if (length < sizeof lead - 1 || length > 1024 || memcmp(bytes, lead, sizeof lead - 1) != 0)
        return 0;
    err_set(err, "\"%s\" is a Git LFS pointer, not the file itself", path);
    return err_hint(err, "do not put manifests into Git LFS");
}
