// SPDX-License-Identifier: Apache-2.0
#include "reconciler/parts_store.h"

#include <elf.h>
#include <fcntl.h>
#include <limits.h>
#include <link.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "manifests/base/file.h"
#include "manifests/declared/parts_cache.h"

struct build_id {
    char name[PARTS_BUILD_MAX]; /* hex; "" if the program has no build id */
};

/* Copies the build id from the notes of an ELF segment, if the segment has one. */
static void take_note(const char *note, size_t size, struct build_id *out)
{
    ElfW(Nhdr) head;
    for (size_t at = 0; at + sizeof head <= size;) {
        memcpy(&head, note + at, sizeof head);
        size_t name = at + sizeof head, value = name + ((head.n_namesz + 3u) & ~3u);
        if (value > size || head.n_descsz > size - value)
            return;
        if (head.n_type == NT_GNU_BUILD_ID && head.n_namesz == 4 &&
            memcmp(note + name, "GNU", 4) == 0) {
            for (size_t i = 0; i < head.n_descsz && 2 * i + 3 <= sizeof out->name; i++)
                snprintf(out->name + 2 * i, 3, "%02x", (unsigned char)note[value + i]);
            return;
        }
        at = value + ((head.n_descsz + 3u) & ~3u);
    }
}

/* Reads the build id of the program, which dl_iterate_phdr passes first. Returns 1, which ends the
 * iteration. */
static int take_object(struct dl_phdr_info *object, size_t size, void *out)
{
    (void)size;
    for (size_t i = 0; i < object->dlpi_phnum; i++)
        if (object->dlpi_phdr[i].p_type == PT_NOTE)
            take_note((const char *)(uintptr_t)(object->dlpi_addr + object->dlpi_phdr[i].p_vaddr),
                      object->dlpi_phdr[i].p_memsz, out);
    return 1;
}

/* Returns the program's build id. Unlike a version number, the build id changes with every change
 * of the decoder. */
static struct build_id build_of_program(void)
{
    struct build_id build = {0};
    dl_iterate_phdr(take_object, &build);
    return build;
}

/* Sets the path of the file. Returns false if this repository has no cache folder, or if the path
 * is too long. */
static bool name_file(const struct repository *repository, char *out, size_t size)
{
    const char *folder = repository_cache(repository);
    int length = folder != NULL ? snprintf(out, size, "%s/parts", folder) : -1;
    return length > 0 && (size_t)length < size;
}

/* True for a regular file of this user that nobody else can write. */
static bool is_ours(int file)
{
    struct stat at;
    return fstat(file, &at) == 0 && S_ISREG(at.st_mode) && at.st_uid == geteuid() &&
           (at.st_mode & 022) == 0;
}

void parts_store_read(const struct repository *repository, struct parts *parts)
{
    char path[PATH_MAX];
    struct build_id build = build_of_program();
    text_scope struct text bytes = text_of(PARTS_KEPT_MAX);
    if (build.name[0] == '\0' || !name_file(repository, path, sizeof path))
        return;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (file < 0)
        return;
    if (is_ours(file) && text_read_fd(&bytes, file) == 0 && bytes.length > 0)
        (void)parts_recall(parts, build.name, bytes.data, bytes.length);
    close(file);
}

void parts_store_write(const struct repository *repository, const struct parts *parts)
{
    char path[PATH_MAX], temporary[PATH_MAX + 8];
    file_draft_scope struct file_draft draft = FILE_DRAFT_NONE;
    struct build_id build = build_of_program();
    text_scope struct text bytes = text_of(PARTS_KEPT_MAX);
    if (build.name[0] == '\0' || !name_file(repository, path, sizeof path) ||
        !parts_keep(parts, build.name, &bytes) || file_make_folders(path, 0700) < 0)
        return;
    /* No fsync: after a crash of the machine the checksum does not match and the file is ignored.
     */
    snprintf(temporary, sizeof temporary, "%s.XXXXXX", path);
    if (file_draft_create(&draft, AT_FDCWD, temporary, 0600) == 0 &&
        file_draft_write(&draft, bytes.data, bytes.length) == 0)
        (void)!file_draft_rename(&draft, path);
}
