// SPDX-License-Identifier: Apache-2.0
#include "reconciler/parts_store.h"

#include <elf.h>
#include <fcntl.h>
#include <limits.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "manifests/declared/parts_cache.h"

struct build_id {
    char name[PARTS_BUILD_MAX]; /* hex; "" when the linker gave none */
};

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

/* The program itself is the first object. */
static int take_object(struct dl_phdr_info *object, size_t size, void *out)
{
    (void)size;
    for (size_t i = 0; i < object->dlpi_phnum; i++)
        if (object->dlpi_phdr[i].p_type == PT_NOTE)
            take_note((const char *)(uintptr_t)(object->dlpi_addr + object->dlpi_phdr[i].p_vaddr),
                      object->dlpi_phdr[i].p_memsz, out);
    return 1;
}

/* The build id, which any change of the decoder changes: a version number would not. */
static struct build_id build_of_program(void)
{
    struct build_id build = {0};
    dl_iterate_phdr(take_object, &build);
    return build;
}

/* The file's name; false when nothing is kept of this repository. */
static bool name_file(const struct repository *repository, char *out, size_t size)
{
    const char *folder = repository_cache(repository);
    int length = folder != NULL ? snprintf(out, size, "%s/parts", folder) : -1;
    return length > 0 && (size_t)length < size;
}

static bool ours(int file)
{
    struct stat at;
    return fstat(file, &at) == 0 && S_ISREG(at.st_mode) && at.st_uid == geteuid() &&
           (at.st_mode & 022) == 0;
}

void kept_read(const struct repository *repository, struct parts *parts)
{
    char path[PATH_MAX];
    struct build_id build = build_of_program();
    text_scope struct text bytes = text_of(PARTS_KEPT_MAX);
    if (build.name[0] == '\0' || !name_file(repository, path, sizeof path))
        return;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (file < 0)
        return;
    if (ours(file) && text_read_fd(&bytes, file) == 0 && bytes.length > 0)
        (void)parts_recall(parts, build.name, bytes.data, bytes.length);
    close(file);
}

/* Folders of the path, each for us alone when it is new. */
static void make_folders(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0700);
        *slash = '/';
    }
}

void kept_write(const struct repository *repository, const struct parts *parts)
{
    char path[PATH_MAX], temporary[PATH_MAX + 8];
    struct build_id build = build_of_program();
    text_scope struct text bytes = text_of(PARTS_KEPT_MAX);
    if (build.name[0] == '\0' || !name_file(repository, path, sizeof path) ||
        !parts_keep(parts, build.name, &bytes))
        return;
    make_folders(path);
    snprintf(temporary, sizeof temporary, "%s.XXXXXX", path);
    int file = mkostemp(temporary, O_CLOEXEC);
    if (file < 0)
        return;
    /* Without fsync: what a fall of the machine leaves of it has another sum. */
    bool written = write(file, bytes.data, bytes.length) == (ssize_t)bytes.length;
    close(file);
    if (!written || rename(temporary, path) != 0)
        unlink(temporary);
}
