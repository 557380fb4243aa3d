// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/journal/journal_cut_store.h"

#include <limits.h>
#include <string.h>

#include "manifests/base/kept_file.h"

/* The bytes of the file. */
struct cut_bytes {
    char magic[8];
    char build[KEPT_FILE_BUILD_MAX];
    uint64_t sum; /* of all bytes after it */
    unsigned char tip[GIT_OID_RAWSZ], journal[GIT_OID_RAWSZ], id[GIT_OID_RAWSZ];
    unsigned char foreign[GIT_OID_RAWSZ];
    uint64_t empty;
};

static const char magic[8] = "weircut1";

static uint64_t sum_of(const struct cut_bytes *bytes)
{
    size_t from = offsetof(struct cut_bytes, tip);
    return kept_file_sum((const char *)bytes + from, sizeof *bytes - from);
}

static bool is_sound(const struct cut_bytes *bytes, const struct kept_file_build *build)
{
    return memcmp(bytes->magic, magic, sizeof magic) == 0 &&
           memcmp(bytes->build, build->name, sizeof bytes->build) == 0 &&
           bytes->sum == sum_of(bytes);
}

void journal_cut_recall(struct repository *repository)
{
    text_scope struct text bytes = text_of(sizeof(struct cut_bytes));
    struct kept_file_build build = kept_file_build();
    struct cut_bytes kept;
    char path[PATH_MAX];
    if (repository->cut_recalled)
        return;
    repository->cut_recalled = true;
    if (build.name[0] == '\0' || !ledger_store_path(repository, "cut", path) ||
        !kept_file_read(path, &bytes) || bytes.length != sizeof kept)
        return;
    memcpy(&kept, bytes.data, sizeof kept);
    if (!is_sound(&kept, &build))
        return;
    repository->cut = (struct journal_cut){.empty = kept.empty != 0};
    memcpy(repository->cut.tip.id, kept.tip, GIT_OID_RAWSZ);
    memcpy(repository->cut.journal.id, kept.journal, GIT_OID_RAWSZ);
    memcpy(repository->cut.id.id, kept.id, GIT_OID_RAWSZ);
    memcpy(repository->cut.foreign.id, kept.foreign, GIT_OID_RAWSZ);
}

void journal_cut_keep(struct repository *repository)
{
    const struct journal_cut *cut = &repository->cut;
    struct kept_file_build build = kept_file_build();
    struct cut_bytes kept = {0};
    char path[PATH_MAX];
    if (build.name[0] == '\0' || !ledger_store_path(repository, "cut", path))
        return;
    memcpy(kept.magic, magic, sizeof magic);
    memcpy(kept.build, build.name, sizeof kept.build);
    memcpy(kept.tip, cut->tip.id, GIT_OID_RAWSZ);
    memcpy(kept.journal, cut->journal.id, GIT_OID_RAWSZ);
    memcpy(kept.id, cut->id.id, GIT_OID_RAWSZ);
    memcpy(kept.foreign, cut->foreign.id, GIT_OID_RAWSZ);
    kept.empty = cut->empty;
    kept.sum = sum_of(&kept);
    kept_file_write(path, (const char *)&kept, sizeof kept);
}
