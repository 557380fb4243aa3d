// SPDX-License-Identifier: Apache-2.0
#include "manifests/declared/reader.h"

#include <string.h>

#include "manifests/kinds/settings_freezes.h"
#include "manifests/values/glob.h"

void reader_close(struct reader *reader)
{
    arena_done(&reader->scratch);
    text_done(&reader->bytes);
}

static const struct problem *unreadable(struct link *link, size_t index, enum problem_code code,
                                        const char *hint, const char *message)
{
    link->files[index].path = arena_text(link->run, link->source->files[index].path);
    return link_problem(link, code, (struct problem_place){link->files[index].path, 0, 0, NULL},
                        hint, "%s", message);
}

/* Returns the identity of a file's part. Equal bytes have one part as YAML and another one as JSON.
 */
static struct source_id part_id(const struct source_file *file)
{
    static const struct source_id unknown;
    struct source_id id = file->id;
    if (memcmp(&id, &unknown, sizeof id) != 0 && text_ends(file->path, ".json"))
        id.bytes[SOURCE_ID_SIZE - 1] |= 0x80;
    return id;
}

/* Reads a file into the reader's bytes. Returns the result of source.read, or 1 without setting err
 * if the file is known to be larger than TEXT_FILE_MAX. */
static int read_bytes(struct reader *reader, size_t index, struct err *err)
{
    const struct source *source = reader->link->source;
    uint64_t size = source->files[index].size;
    text_clear(&reader->bytes);
    if (size > TEXT_FILE_MAX && size != SOURCE_SIZE_UNKNOWN)
        return 1;
    return source->read(source->context, index, &reader->bytes, err);
}

/* Returns the file's part. Returns NULL and sets *problem if the file cannot be read. */
static const struct part *read_part(struct reader *reader, size_t index,
                                    const struct problem **problem)
{
    struct link *link = reader->link;
    const struct source_file *file = &link->source->files[index];
    struct source_id id = part_id(file);
    const struct part *part = parts_find(reader->parts, &id);
    if (part != NULL)
        return part;
    struct err err = {0};
    int result = read_bytes(reader, index, &err);
    if (result > 0) {
        *problem = unreadable(link, index, PROBLEM_LIMIT,
                              "make the file smaller, or list it under ignore in weir.yaml",
                              "the file is larger than 16 MiB");
        return NULL;
    }
    if (result < 0) {
        *problem = unreadable(link, index, PROBLEM_UNREADABLE,
                              err.hint[0] != '\0' ? err.hint : NULL, err.message);
        return NULL;
    }
    struct part *fresh = part_make();
    part_decode(fresh, &reader->scratch, file->path,
                reader->bytes.data != NULL ? reader->bytes.data : "", reader->bytes.length);
    return parts_add(reader->parts, &id, fresh);
}

static bool ignored_by(const char *const *ignores, size_t count, const char *path)
{
    for (size_t i = 0; i < count; i++) {
        if (glob_ignores(ignores[i], path))
            return true;
    }
    return false;
}

bool reader_wants(const struct settings *settings, const char *path, const char **namespace)
{
    if (ignored_by(settings->ignores, settings->ignore_count, path))
        return false;
    for (size_t i = 0; i < settings->path_count; i++) {
        const struct settings_path *entry = &settings->paths[i];
        const char *below = glob_below(entry->path, path);
        if (below == NULL || ignored_by(entry->ignores, entry->ignore_count, below))
            continue;
        *namespace = entry->namespace;
        return true;
    }
    return settings->path_count == 0;
}

/* Returns the problem of weir.yaml or weir.freeze if something else has this name. */
static const struct problem *left_out(struct link *link, const struct source_note *note,
                                      const char *effect, const char *hint)
{
    struct problem_place place = {.file = arena_text(link->run, note->path)};
    return link_problem(link, PROBLEM_UNREADABLE, place, hint, "%s, so %s", note->reason, effect);
}

void reader_settings(struct reader *reader)
{
    struct link *link = reader->link;
    struct settings *out = &link->out->settings;
    *out = settings_default();
    ptrdiff_t index = source_find(link->source, SETTINGS_FILE);
    const struct source_note *note = source_note_find(link->source, SETTINGS_FILE);
    if (note != NULL) {
        out->problem = left_out(link, note, "its settings are unknown and nothing is written",
                                "make it a regular file");
        out->present = out->broken = true;
        return;
    }
    if (index < 0)
        return;
    struct linked_file *file = &link->files[index];
    const struct problem *problem = NULL;
    file->part = read_part(reader, (size_t)index, &problem);
    if (file->part != NULL && file->part->settings.count > 0) {
        *out = *file->part->settings.items[0];
        out->problem = link_part_problem(link, SETTINGS_FILE, out->problem);
        return;
    }
    if (file->part != NULL && file->part->problems.count > 0) {
        problem = link_part_problem(link, SETTINGS_FILE, &file->part->problems.items[0]);
    } else if (file->part != NULL) {
        problem =
            link_problem(link, PROBLEM_MISSING_FIELD, (struct problem_place){.file = SETTINGS_FILE},
                         "start it with apiVersion: weir.dev/v1alpha1 and kind: Reconciler",
                         "the file has no Reconciler");
    }
    out->present = true;
    out->broken = true;
    out->problem = problem;
}

/* Reads the reason of weir.freeze. The freeze is active even if its reason cannot be read. */
static void read_reason(struct reader *reader, ptrdiff_t index, const struct source_note *note)
{
    static const char hint[] =
        "make it a regular file with the reason, or remove it to end the freeze";
    struct err err = {0};
    text_clear(&reader->bytes);
    if (note != NULL) {
        left_out(reader->link, note, "the reason of the freeze is unknown", hint);
        return;
    }
    int result = read_bytes(reader, (size_t)index, &err);
    if (result == 0)
        return;
    text_clear(&reader->bytes);
    unreadable(reader->link, (size_t)index, result > 0 ? PROBLEM_LIMIT : PROBLEM_UNREADABLE, hint,
               result > 0 ? "the file is larger than 16 MiB" : err.message);
}

void reader_freeze(struct reader *reader)
{
    struct link *link = reader->link;
    struct settings *settings = &link->out->settings;
    ptrdiff_t index = source_find(link->source, FREEZE_FILE);
    const struct source_note *note = source_note_find(link->source, FREEZE_FILE);
    if (index < 0 && note == NULL)
        return;
    struct settings_freeze *freezes =
        arena_array(link->run, struct settings_freeze, settings->freeze_count + 1);
    read_reason(reader, index, note);
    freezes[0] = settings_freeze_file(
        link->run, reader->bytes.data != NULL ? reader->bytes.data : "", reader->bytes.length);
    for (size_t i = 0; i < settings->freeze_count; i++)
        freezes[i + 1] = settings->freezes[i];
    settings->freezes = freezes;
    settings->freeze_count++;
}

/* True for weir.freeze, which is not a manifest, in any folder. */
static bool names_freeze(const char *path)
{
    const char *slash = strrchr(path, '/');
    return strcmp(slash != NULL ? slash + 1 : path, FREEZE_FILE) == 0;
}

void reader_files(struct reader *reader)
{
    struct link *link = reader->link;
    for (size_t i = 0; i < link->source->count; i++) {
        struct linked_file *file = &link->files[i];
        const char *path = link->source->files[i].path;
        const struct problem *problem = NULL;
        bool settings = strcmp(path, SETTINGS_FILE) == 0;
        if (settings || names_freeze(path) ||
            !reader_wants(&link->out->settings, path, &file->namespace))
            continue;
        file->part = read_part(reader, i, &problem);
    }
}
