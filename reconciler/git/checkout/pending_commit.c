// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/checkout/pending_commit.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "manifests/base/file.h"

enum { LINE_MAX_BYTES = GIT_OID_HEXSZ + BRANCH_MAX + 8 };

static const char *name_file(git_repository *git, const char *end, char path[PATH_MAX])
{
    snprintf(path, PATH_MAX, "%sweir.commit%s", git_repository_path(git), end);
    return path;
}

int pending_commit_write(git_repository *git, const struct pending_commit *pending, struct err *err)
{
    file_draft_scope struct file_draft draft = FILE_DRAFT_NONE;
    char path[PATH_MAX], temporary[PATH_MAX], line[LINE_MAX_BYTES], hex[GIT_OID_HEXSZ + 1];
    int length = snprintf(line, sizeof line, "%s %s\n",
                          git_oid_tostr(hex, sizeof hex, &pending->id), pending->branch);
    name_file(git, "", path);
    if (file_draft_create(&draft, AT_FDCWD, name_file(git, ".new", temporary), 0666) < 0 ||
        file_draft_write(&draft, line, (size_t)length) < 0 || file_draft_sync(&draft) < 0 ||
        file_draft_rename(&draft, path) < 0)
        return err_errno(err, "writing \"%s\"", path);
    file_sync_parent(path);
    return 0;
}

bool pending_commit_read(git_repository *git, struct pending_commit *out)
{
    char path[PATH_MAX];
    text_scope struct text line = text_of(LINE_MAX_BYTES);
    if (file_read(name_file(git, "", path), O_NOFOLLOW | O_NONBLOCK, &line) != 0 ||
        line.length < GIT_OID_HEXSZ + 3 || line.data[GIT_OID_HEXSZ] != ' ' ||
        line.data[line.length - 1] != '\n' || git_oid_fromstrn(&out->id, line.data, GIT_OID_HEXSZ))
        return false;
    snprintf(out->branch, sizeof out->branch, "%.*s", (int)(line.length - GIT_OID_HEXSZ - 2),
             line.data + GIT_OID_HEXSZ + 1);
    return branch_valid(out->branch);
}

void pending_commit_remove(git_repository *git)
{
    char path[PATH_MAX];
    unlink(name_file(git, "", path));
}
