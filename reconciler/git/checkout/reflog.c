// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/checkout/reflog.h"

#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "manifests/base/arena.h"
#include "manifests/base/file.h"
#include "reconciler/git/library_scope.h"

static bool wanted(git_repository *git)
{
    git_config *config = NULL;
    int value = 1;
    if (git_repository_config_snapshot(&config, git) == 0 &&
        git_config_get_bool(&value, config, "core.logallrefupdates") != 0)
        value = 1; /* not set, or "always" */
    git_config_free(config);
    return value != 0;
}

/* Appends the line with one call, so that a kill leaves no part of a line. */
static void append_line(const char *folder, const char *ref, const char *line)
{
    char path[PATH_MAX];
    int length = snprintf(path, sizeof path, "%slogs/%s", folder, ref);
    if (length < 0 || (size_t)length >= sizeof path || file_make_folders(path, 0777) < 0)
        return;
    int file = file_open_lock(path, O_WRONLY | O_APPEND, 0666);
    if (file < 0)
        return;
    (void)!write(file, line, strlen(line));
    close(file);
}

void reflog_append(git_repository *git, const char *ref, const git_oid *from, const git_oid *to)
{
    commit_scope git_commit *commit = NULL;
    arena_scope struct arena arena = {0};
    char was[GIT_OID_HEXSZ + 1], is[GIT_OID_HEXSZ + 1];
    if (!wanted(git) || git_commit_lookup(&commit, git, to) != 0)
        return;
    const git_signature *who = git_commit_committer(commit);
    const char *subject = git_commit_summary(commit);
    const char *line =
        arena_print(&arena, "%s %s %s <%s> %" PRId64 " +0000\tcommit: %s\n",
                    git_oid_tostr(was, sizeof was, from), git_oid_tostr(is, sizeof is, to),
                    who->name, who->email, (int64_t)who->when.time, subject != NULL ? subject : "");
    append_line(git_repository_commondir(git), ref, line);
    append_line(git_repository_path(git), "HEAD", line);
}
