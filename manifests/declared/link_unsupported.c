// SPDX-License-Identifier: Apache-2.0
#include "manifests/declared/link_unsupported.h"

static const char by_hint[] = "write by: manual, and let persons run `weir promote`";
static const char copy_hint[] = "remove the field, and copy the image by another tool";
static const char signed_hint[] =
    "remove the gate, or use the gate check with a program that verifies the signature";
static const char write_hint[] = "write commit, or remove the field";

static void report(struct link *link, struct problem_place place, const char *hint,
                   const char *declaration, const char *value)
{
    link_problem(link, PROBLEM_NOT_SUPPORTED, place, hint, "not supported by this version: %s: %s",
                 declaration, value);
}

static void check_entry(struct link *link, struct problem_place place,
                        const struct path_entry *entry)
{
    place.line = entry->line;
    place.column = entry->column;
    if (entry->by == HOP_BY_PULL_REQUEST)
        report(link, place, by_hint, "by", hop_by_word(entry->by));
    if (entry->copy_to != NULL)
        report(link, place, copy_hint, "copyTo", entry->copy_to);
    for (size_t i = 0; i < entry->gate_count; i++) {
        const struct gate *gate = &entry->gates[i];
        place.line = gate->line;
        place.column = gate->column;
        if (gate->kind == GATE_SIGNED_BY)
            report(link, place, signed_hint, gate_word(gate->kind),
                   gate->text != NULL ? gate->text : "");
    }
}

void link_unsupported(struct link *link)
{
    const struct settings *settings = &link->out->settings;
    list_each (declared, &link->out->promotions) {
        const struct promotion *promotion = declared->promotion;
        struct problem_place place = {.file = declared->file};
        place.object = arena_print(link->run, "Promotion %s", promotion->name);
        for (size_t i = 0; i < promotion->entry_count; i++)
            check_entry(link, place, &promotion->entries[i]);
    }
    if (settings->write != WRITE_BY_PULL_REQUEST)
        return;
    struct problem_place place = {SETTINGS_FILE, settings->write_line, settings->write_column,
                                  "Reconciler"};
    report(link, place, write_hint, "write", "pullRequest");
}
