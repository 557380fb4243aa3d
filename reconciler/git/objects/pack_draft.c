// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/objects/pack_draft.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "reconciler/git/library_error.h"

static const char own_begin[] = "pack-77656972";
enum { OWN_BEGIN = sizeof own_begin - 1, OWN_HEX = 32 };

int pack_draft_folder(git_repository *git, struct err *err)
{
    char path[PATH_MAX];
    git_buf objects = {0};
    if (git_repository_item_path(&objects, git, GIT_REPOSITORY_ITEM_OBJECTS) != 0)
        return library_error(err, "the repository's objects folder can't be found");
    int length = snprintf(path, sizeof path, "%s/pack", objects.ptr);
    git_buf_dispose(&objects);
    if (length < 0 || (size_t)length >= sizeof path)
        return errno = ENAMETOOLONG, err_errno(err, "opening the folder of the packs");
    if (mkdir(path, 0777) != 0 && errno != EEXIST)
        return err_errno(err, "making the folder of the packs");
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return folder >= 0 ? folder : err_errno(err, "opening the folder of the packs");
}

static int open_file(struct file_draft *draft, int folder, const char *kind)
{
    char name[PACK_NAME_MAX];
    snprintf(name, sizeof name, "tmp_%s_weir_XXXXXX", kind);
    if (file_draft_create(draft, folder, name, 0444) < 0)
        return -1;
    flock(draft->fd, LOCK_EX | LOCK_NB); /* a failure is ignored: pack_cleanup then waits longer */
    return 0;
}

int pack_draft_open(struct pack_draft *draft, int folder)
{
    return open_file(&draft->pack, folder, "pack") < 0 ? -1
                                                       : open_file(&draft->index, folder, "idx");
}

/* Names the pack first: with an index alone, a reader would look for the pack in vain. */
int pack_draft_name(struct pack_draft *draft, const git_oid *digest)
{
    char pack[PACK_NAME_MAX], index[PACK_NAME_MAX];
    pack_draft_file(pack, digest, "pack");
    pack_draft_file(index, digest, "idx");
    file_draft_begin_sync(&draft->pack);
    file_draft_begin_sync(&draft->index);
    if (file_draft_sync(&draft->pack) < 0 || file_draft_sync(&draft->index) < 0 ||
        file_draft_rename(&draft->pack, pack) < 0 || file_draft_rename(&draft->index, index) < 0)
        return -1;
    file_sync_folder(draft->pack.folder);
    return 0;
}

void pack_draft_close(struct pack_draft *draft)
{
    file_draft_close(&draft->pack);
    file_draft_close(&draft->index);
}

void pack_draft_file(char out[PACK_NAME_MAX], const git_oid *digest, const char *kind)
{
    char hex[GIT_OID_HEXSZ + 1];
    snprintf(out, PACK_NAME_MAX, "%s%.*s.%s", own_begin, OWN_HEX,
             git_oid_tostr(hex, sizeof hex, digest), kind);
}

bool pack_draft_owns(const char *name, const char *kind)
{
    return strncmp(name, own_begin, OWN_BEGIN) == 0 &&
           strspn(name + OWN_BEGIN, "0123456789abcdef") == OWN_HEX &&
           name[OWN_BEGIN + OWN_HEX] == '.' && strcmp(name + OWN_BEGIN + OWN_HEX + 1, kind) == 0;
}

bool pack_draft_is_temporary(const char *name)
{
    return text_starts(name, "tmp_pack_weir") || text_starts(name, "tmp_idx_weir");
}
