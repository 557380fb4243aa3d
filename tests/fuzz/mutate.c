// SPDX-License-Identifier: Apache-2.0
/*
 * Mutated manifests through parser and edits: `mutate COUNT FOLDER`. Deterministic: the n-th
 * mutant is always the same. Fails when an edit that was made is wrong; a crash fails by itself.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "manifests/base/list.h"
#include "manifests/base/text.h"
#include "tests/manifests/edit_check.h"

struct seed_file {
    const char *name, *bytes;
    size_t length;
};

struct seed_files {
    struct seed_file *items;
    size_t count, capacity;
};

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct seed_file *)a)->name, ((const struct seed_file *)b)->name);
}

static void read_all(struct arena *arena, const char *folder, struct seed_files *files)
{
    DIR *open = memory_must(opendir(folder));
    for (const struct dirent *entry; (entry = readdir(open)) != NULL;) {
        if (entry->d_name[0] == '.')
            continue;
        text_scope struct text text = text_of(TEXT_FILE_MAX);
        int fd = openat(dirfd(open), entry->d_name, O_RDONLY | O_CLOEXEC);
        if (fd < 0 || text_read_fd(&text, fd) != 0)
            continue;
        close(fd);
        *list_add(arena, files) =
            (struct seed_file){arena_text(arena, entry->d_name),
                               arena_copy(arena, text.data, text.length), text.length};
    }
    closedir(open);
    list_sort(files, by_name);
}

static void put(struct text *out, const char *bytes, size_t length)
{
    if (text_append(out, bytes, length) < 0)
        text_clear(out);
}

/* One change: a piece of YAML put in, a byte changed, a run cut out, or a run put in twice. */
static void mutate(struct text *text, uint64_t *state)
{
    static const char *const pieces[] = {"\n",
                                         "\r",
                                         "\t",
                                         " ",
                                         "  ",
                                         ": ",
                                         ":",
                                         "- ",
                                         "#",
                                         " # x",
                                         "{",
                                         "}",
                                         "[",
                                         "]",
                                         ",",
                                         "'",
                                         "\"",
                                         "\\",
                                         "|\n",
                                         ">-\n",
                                         "|+\n",
                                         "|2-\n",
                                         "&a ",
                                         "*a",
                                         "!!str ",
                                         "!x ",
                                         "? ",
                                         "---\n",
                                         "...\n",
                                         "%TAG ! x\n",
                                         "<<: *a",
                                         "~",
                                         "null",
                                         "\xc3\xa9",
                                         "\xef\xbb\xbf",
                                         "\xc2\x85",
                                         "\xe2\x80\xa8",
                                         "\xff",
                                         "{{ x }}",
                                         "${x}",
                                         "\r\n",
                                         "\n\n",
                                         "--- a\n",
                                         "\"a\": ",
                                         "a: b\n",
                                         "\xf0\x9f\x98\x80"};
    uint64_t choice = edit_check_random(state);
    size_t at = text->length > 0 ? edit_check_random(state) % (text->length + 1) : 0;
    size_t left = text->length - at;
    size_t run = left > 0 ? edit_check_random(state) % (left < 40 ? left : 40) : 0;
    const char *piece = pieces[(choice >> 8) % (sizeof pieces / sizeof *pieces)];
    text_scope struct text out = text_of(TEXT_FILE_MAX);
    put(&out, text->data, at);
    switch (choice % 4) {
    case 0:
        put(&out, piece, strlen(piece));
        put(&out, text->data + at, left);
        break;
    case 1:
        put(&out, piece, strlen(piece));
        put(&out, text->data + at + run, left - run);
        break;
    case 2:
        put(&out, text->data + at + run, left - run);
        break;
    default:
        put(&out, text->data + at, run);
        put(&out, text->data + at, left);
    }
    text_clear(text);
    put(text, out.data, out.length);
}

int main(int count, char **arguments)
{
    if (count != 3)
        return 2;
    arena_scope struct arena arena = {0};
    struct seed_files files = {0};
    struct edit_tally sum = {0};
    read_all(&arena, arguments[2], &files);
    unsigned long mutants = strtoul(arguments[1], NULL, 10);
    for (unsigned long i = 0; i < mutants && files.count > 0; i++) {
        const struct seed_file *file = &files.items[i % files.count];
        text_scope struct text text = text_of(TEXT_FILE_MAX);
        uint64_t state = i;
        put(&text, file->bytes, file->length);
        for (uint64_t changes = 1 + edit_check_random(&state) % 4; changes > 0; changes--)
            mutate(&text, &state);
        arena_scope struct arena scratch = {0};
        struct edit_tally tally = {0};
        edit_check_some(&scratch, file->name, text.data != NULL ? text.data : "", text.length, i, 3,
                        &tally);
        sum.parsed += tally.parsed;
        sum.made += tally.made;
        sum.refused[EDIT_REFUSED_PROOF] += tally.refused[EDIT_REFUSED_PROOF];
        if (tally.wrong != NULL) {
            fprintf(stderr, "mutant %lu: %s\n", i, tally.wrong);
            return 1;
        }
    }
    printf("%lu mutants, %lu parsed, %lu edits made, %lu refused by their proof\n", mutants,
           sum.parsed, sum.made, sum.refused[EDIT_REFUSED_PROOF]);
    return sum.made > 0 ? 0 : 1;
}
