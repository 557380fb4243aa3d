// SPDX-License-Identifier: Apache-2.0
#include "tests/manifests/memory_source.h"

#include <stdlib.h>
#include <string.h>

struct memory {
    struct memory_file *files;
    size_t reads;
};

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct memory_file *)a)->path, ((const struct memory_file *)b)->path);
}

static size_t length_of(const struct memory_file *file)
{
    return file->length > 0 ? file->length : strlen(file->text);
}

static int read_file(void *context, size_t index, struct text *bytes, struct err *err)
{
    struct memory *memory = context;
    const struct memory_file *file = &memory->files[index];
    memory->reads++;
    if (file->unreadable) {
        err_set(err, "no luck");
        return -1;
    }
    if (text_append(bytes, file->text, length_of(file)) < 0) {
        err_set(err, "larger than its maximum");
        return 1;
    }
    return 0;
}

/* Two FNV-1a sums with different starts; never all zero. */
static struct source_id id_of(const struct memory_file *file)
{
    struct source_id id = {.bytes = {1}};
    uint64_t sums[2] = {0xcbf29ce484222325u, 0x9e3779b97f4a7c15u};
    size_t length = length_of(file);
    for (size_t i = 0; i < length; i++) {
        for (size_t k = 0; k < 2; k++)
            sums[k] = (sums[k] ^ (unsigned char)file->text[i]) * 0x100000001b3u;
    }
    memcpy(id.bytes + 8, sums, sizeof sums);
    return id;
}

/* Moves the entries with notes out of the files, and returns their number. */
static size_t take_notes(struct memory_file *files, size_t count, struct source_note *notes)
{
    size_t kept = 0, noted = 0;
    for (size_t i = 0; i < count; i++) {
        if (files[i].note != NULL)
            notes[noted++] = (struct source_note){files[i].path, files[i].note};
        else
            files[kept++] = files[i];
    }
    return noted;
}

struct source *memory_source(struct arena *arena, const struct memory_file *files, size_t count)
{
    struct memory *memory = arena_new(arena, struct memory);
    memory->files = arena_array(arena, struct memory_file, count);
    if (count > 0)
        memcpy(memory->files, files, count * sizeof *files);
    if (count > 1)
        qsort(memory->files, count, sizeof *files, by_path);
    struct source_file *listed = arena_array(arena, struct source_file, count);
    struct source_note *notes = arena_array(arena, struct source_note, count);
    size_t noted = take_notes(memory->files, count, notes);
    count -= noted;
    for (size_t i = 0; i < count; i++) {
        listed[i] = (struct source_file){
            .path = memory->files[i].path, .mode = 0100644, .size = length_of(&memory->files[i])};
        if (!memory->files[i].unknown)
            listed[i].id = id_of(&memory->files[i]);
    }
    struct source *source = arena_new(arena, struct source);
    *source = (struct source){.files = listed,
                              .count = count,
                              .notes = notes,
                              .note_count = noted,
                              .name = "memory",
                              .context = memory,
                              .read = read_file};
    return source;
}

size_t memory_source_reads(const struct source *source)
{
    return ((const struct memory *)source->context)->reads;
}
