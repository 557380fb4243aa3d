// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/checkout/checkout_place.h"

#include <fcntl.h>
#include <unistd.h>

#include "reconciler/git/checkout/checkout_state.h"
#include "reconciler/git/checkout/reflog.h"
#include "reconciler/git/files/file_write.h"
#include "reconciler/git/files/folder_file.h"
#include "reconciler/git/refs/ref.h"

/* Gives the first `count` files their old bytes again. Returns false if that failed. */
static bool restore_files(const struct placement *placement, struct arena *arena, size_t count)
{
    struct err ignored = {0};
    struct file_edit *back = arena_array(arena, struct file_edit, count);
    struct write_outcome *outcomes = arena_array(arena, struct write_outcome, count);
    for (size_t i = 0; i < count; i++) {
        const struct file_edit *edit = &placement->edits[i];
        back[i] = (struct file_edit){edit->path, edit->bytes, edit->length, edit->old_bytes,
                                     edit->old_length};
    }
    return file_write_all(placement->repository, back, count, outcomes, &ignored) == 0 &&
           (count == 0 || outcomes[count - 1].result == WRITE_DONE);
}

/* Writes the files. If one can't be written, restores the others. */
static int write_files(struct placement *placement, struct arena *arena, struct write_outcome *out,
                       struct err *err)
{
    size_t count = placement->edit_count, written = 0;
    struct write_outcome *outcomes = arena_array(arena, struct write_outcome, count);
    int state = file_write_all(placement->repository, placement->edits, count, outcomes, err);
    while (written < count && outcomes[written].result == WRITE_DONE)
        written++;
    out->result = WRITE_DONE;
    if (written == count)
        return 0;
    bool restored = restore_files(placement, arena, written);
    placement->halfway = !restored;
    if (state < 0)
        return restored ? -1 : err_wrap(err, "the files before it stay edited");
    out->result = outcomes[written].result;
    snprintf(out->words, sizeof out->words, "%.200s: %.200s%s", placement->edits[written].path,
             outcomes[written].words, restored ? "" : "; the files before it stay edited");
    return 0;
}

static int stat_file(int root, const char *path, struct stat *out, struct err *err)
{
    const char *name;
    int folder = folder_file_parent(root, path, &name);
    int result = folder < 0 ? -1 : fstatat(folder, name, out, AT_SYMLINK_NOFOLLOW);
    if (folder >= 0)
        close(folder);
    return result == 0 ? 0 : err_errno(err, "reading \"%s\"", path);
}

static int write_index(const struct placement *placement, struct err *err)
{
    for (size_t i = 0; i < placement->file_count; i++) {
        const struct placed_file *file = &placement->files[i];
        struct stat at;
        if (stat_file(placement->repository->root, file->path, &at, err) < 0 ||
            index_file_set(placement->index, file->path, &file->id, &at, err) < 0)
            return -1;
    }
    return placement->file_count == 0 ? 0 : index_file_put(placement->index, err);
}

static void move_branch(const struct placement *placement, struct write_outcome *out)
{
    char ref[BRANCH_REF_MAX];
    struct repository *repository = placement->repository;
    struct ref_step step = {branch_ref(ref, placement->branch), &placement->from, &placement->to,
                            false};
    struct ref_steps steps = {&step, 1};
    ref_move(repository->git, repository->options.stop, &steps, out);
    if (out->result == WRITE_DONE)
        reflog_append(repository->git, ref, &placement->from, &placement->to);
}

int checkout_place(struct placement *placement, struct write_outcome *out, struct err *err)
{
    arena_scope struct arena arena = {0};
    struct err restoring = {0};
    if (write_files(placement, &arena, out, err) < 0)
        return -1;
    if (out->result != WRITE_DONE)
        return 0;
    int result = write_index(placement, err);
    if (result == 0)
        move_branch(placement, out);
    if (result == 0 && out->result == WRITE_DONE)
        return 0;
    bool restored = index_file_restore(placement->index, &restoring) == 0 &&
                    restore_files(placement, &arena, placement->edit_count);
    placement->halfway = !restored;
    if (!restored && result == 0)
        checkout_state_refuse(out, "the branch could not be moved; the files stay edited");
    if (!restored && result < 0)
        return err_wrap(err, "the files stay edited");
    return result;
}
