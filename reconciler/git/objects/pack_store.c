// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/objects/pack_store.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "reconciler/git/objects/pack_draft.h"
#include "reconciler/git/objects/pack_index.h"

static int store_files(int folder, const struct pack *pack, struct pack_keep *keep)
{
    pack_draft_scope struct pack_draft draft = PACK_DRAFT_NONE;
    git_oid digest;
    memcpy(digest.id, pack->bytes.data + pack->bytes.length - PACK_TRAILER, PACK_TRAILER);
    if (pack_draft_open(&draft, folder) < 0 ||
        file_draft_write(&draft.pack, pack->bytes.data, pack->bytes.length) < 0 ||
        file_draft_write(&draft.index, pack->index.data, pack->index.length) < 0)
        return -1;
    if (keep != NULL && pack_keep_begin(keep, folder, &digest) < 0)
        return -1;
    return pack_draft_name(&draft, &digest);
}

int pack_store(git_repository *git, const struct pack *pack, struct pack_keep *keep,
               struct err *err)
{
    int folder = pack_draft_folder(git, err);
    if (folder < 0)
        return -1;
    int result = store_files(folder, pack, keep);
    int saved = errno;
    close(folder);
    errno = saved;
    return result == 0 ? 0 : err_errno(err, "writing the pack of the new objects");
}
