// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/objects/pack_keep.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

static const char content[] = "weir\n";
enum { CONTENT = sizeof content - 1 };

int pack_keep_begin(struct pack_keep *keep, int folder, const git_oid *digest)
{
    pack_draft_file(keep->name, digest, "keep");
    int file =
        openat(folder, keep->name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (file < 0)
        return errno == EEXIST ? 0 : -1;
    flock(file, LOCK_EX | LOCK_NB); /* a failure is ignored: pack_cleanup then waits longer */
    keep->file = file;
    keep->folder = fcntl(folder, F_DUPFD_CLOEXEC, 0);
    if (keep->folder >= 0 && write(file, content, CONTENT) == CONTENT)
        return 0;
    int saved = errno;
    unlinkat(folder, keep->name, 0);
    pack_keep_end(keep);
    return errno = saved, -1;
}

void pack_keep_end(struct pack_keep *keep)
{
    if (keep->folder >= 0) {
        unlinkat(keep->folder, keep->name, 0);
        close(keep->folder);
    }
    if (keep->file >= 0)
        close(keep->file);
    *keep = (struct pack_keep)PACK_KEEP_NONE;
}

bool pack_keep_is_own(int file)
{
    char bytes[CONTENT + 1];
    ssize_t size = pread(file, bytes, sizeof bytes, 0);
    /* An empty file is not weir's for certain: a kill between two effects may leave one for ever.
     */
    return size == CONTENT && memcmp(bytes, content, CONTENT) == 0;
}
