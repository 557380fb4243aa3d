// SPDX-License-Identifier: Apache-2.0
#include "manifests/declared/link_settings.h"

#include <string.h>
#include <strings.h>

static void break_settings(struct link *link, const struct problem *problem)
{
    struct settings *settings = &link->out->settings;
    if (!settings->broken)
        settings->problem = problem;
    settings->broken = true;
}

/* Checks the settings in weir.yaml itself, of which only the first are in effect. */
static void check_second(struct link *link, const struct linked_file *file)
{
    for (size_t i = 1; i < file->part->settings.count; i++) {
        const struct settings *settings = file->part->settings.items[i];
        struct problem_place place = {file->path, settings->line, settings->column, "Reconciler"};
        break_settings(link, link_problem(link, PROBLEM_DUPLICATE_OBJECT, place,
                                          "remove one of them; until then nothing is written",
                                          "also declared at %s:%u", file->path,
                                          (unsigned)file->part->settings.items[0]->line));
    }
}

/* Checks the settings in another file. `present`: there is a weir.yaml. */
static void check_other(struct link *link, const struct linked_file *file, bool present)
{
    bool stops = !present || strchr(file->path, '/') == NULL;
    list_each (settings, &file->part->settings) {
        struct problem_place place = {file->path, (*settings)->line, (*settings)->column,
                                      "Reconciler"};
        const struct problem *problem = link_problem(
            link, PROBLEM_BAD_VALUE, place,
            "move it to " SETTINGS_FILE " at the root of the repository",
            "a Reconciler in this place is ignored%s", stops ? ", so nothing is written" : "");
        if (stops)
            break_settings(link, problem);
    }
}

/* True for a path at the root that a person may take for weir.yaml. */
static bool resembles(const char *path)
{
    static const char *const names[] = {SETTINGS_FILE, "weir.yml", "weir.json"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcasecmp(path, names[i]) == 0)
            return strcmp(path, SETTINGS_FILE) != 0;
    return false;
}

static void check_name(struct link *link, const char *path)
{
    if (!resembles(path))
        return;
    struct problem_place place = {.file = arena_text(link->run, path)};
    break_settings(link, link_problem(link, PROBLEM_BAD_NAME, place,
                                      "rename it to " SETTINGS_FILE ", or add a " SETTINGS_FILE
                                      " that lists it under ignore",
                                      "settings are read from " SETTINGS_FILE
                                      " only, so nothing is written"));
}

void link_settings(struct link *link)
{
    const struct source *source = link->source;
    bool present = link->out->settings.present;
    for (size_t i = 0; i < source->count; i++) {
        const struct linked_file *file = &link->files[i];
        size_t count = file->part != NULL ? file->part->settings.count : 0;
        bool own = strcmp(source->files[i].path, SETTINGS_FILE) == 0;
        if (own && count > 1)
            check_second(link, file);
        else if (!own && count > 0)
            check_other(link, file, present);
        else if (!present)
            check_name(link, source->files[i].path);
    }
    for (size_t i = 0; i < source->note_count && !present; i++)
        check_name(link, source->notes[i].path);
}
