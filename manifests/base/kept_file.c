// SPDX-License-Identifier: Apache-2.0
#include "manifests/base/kept_file.h"

#include <elf.h>
#include <fcntl.h>
#include <limits.h>
#include <link.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "manifests/base/file.h"

/* Copies the build id from the notes of an ELF segment, if the segment has one. */
static void take_note(const char *note, size_t size, struct kept_file_build *out)
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

struct kept_file_build kept_file_build(void)
{
    struct kept_file_build build = {0};
    dl_iterate_phdr(take_object, &build);
    return build;
}

uint64_t kept_file_sum(const char *bytes, size_t length)
{
    uint64_t sum = length, word = 0;
    for (size_t at = 0; at < length; at += sizeof word) {
        size_t rest = length - at;
        word = 0;
        memcpy(&word, bytes + at, rest < sizeof word ? rest : sizeof word);
        sum = (sum ^ word) * 0xff51afd7ed558ccdu;
        sum ^= sum >> 32;
    }
    return sum;
}

/* True for a regular file of this user that nobody else can write. */
static bool is_ours(int file)
{
    struct stat at;
    return fstat(file, &at) == 0 && S_ISREG(at.st_mode) && at.st_uid == geteuid() &&
           (at.st_mode & 022) == 0;
}

bool kept_file_read(const char *path, struct text *out)
{
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (file < 0)
        return false;
    bool usable = is_ours(file) && text_read_fd(out, file) == 0 && out->length > 0;
    close(file);
    return usable;
}

/* Does not call fsync: after a crash of the machine the checksum does not match. */
void kept_file_write(const char *path, const char *bytes, size_t length)
{
    file_draft_scope struct file_draft draft = FILE_DRAFT_NONE;
    char temporary[PATH_MAX + 8];
    snprintf(temporary, sizeof temporary, "%s.XXXXXX", path);
    if (file_make_folders(path, 0700) == 0 &&
        file_draft_create(&draft, AT_FDCWD, temporary, 0600) == 0 &&
        file_draft_write(&draft, bytes, length) == 0)
        (void)!file_draft_rename(&draft, path);
}
