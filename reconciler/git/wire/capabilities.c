// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/wire/capabilities.h"

#include <stddef.h>
#include <string.h>

struct capability {
    const char *name, *value; /* value: a word after "=", or NULL for the name itself */
    size_t at;                /* offset of the flag in struct capabilities */
};

static const struct capability lines[] = {
    {"ls-refs", NULL, offsetof(struct capabilities, ls_refs)},
    {"ls-refs", "unborn", offsetof(struct capabilities, unborn)},
    {"fetch", NULL, offsetof(struct capabilities, fetch)},
    {"fetch", "shallow", offsetof(struct capabilities, shallow)},
    {"fetch", "filter", offsetof(struct capabilities, filter)},
    {"fetch", "sideband-all", offsetof(struct capabilities, sideband_all)},
    {"object-format", NULL, offsetof(struct capabilities, object_format)},
    {"object-format", "sha256", offsetof(struct capabilities, sha256)},
    {0},
};

static const struct capability words[] = {
    {"report-status", NULL, offsetof(struct capabilities, report_status)},
    {"side-band-64k", NULL, offsetof(struct capabilities, side_band_64k)},
    {"atomic", NULL, offsetof(struct capabilities, atomic)},
    {"push-options", NULL, offsetof(struct capabilities, push_options)},
    {"delete-refs", NULL, offsetof(struct capabilities, delete_refs)},
    {"ofs-delta", NULL, offsetof(struct capabilities, ofs_delta)},
    {"object-format", NULL, offsetof(struct capabilities, object_format)},
    {"object-format", "sha256", offsetof(struct capabilities, sha256)},
    {0},
};

static void set(struct capabilities *capabilities, const struct capability *table, struct pkt name,
                struct pkt value)
{
    for (const struct capability *capability = table; capability->name; capability++)
        if (pkt_is(name, capability->name) &&
            (capability->value == NULL || pkt_is(value, capability->value)))
            *(bool *)((char *)capabilities + capability->at) = true;
}

/* Splits "name=value" into its two parts. Without "=" the value is empty. */
static struct pkt split(struct pkt whole, struct pkt *value)
{
    struct pkt name = whole;
    const char *equal = whole.length > 0 ? memchr(whole.data, '=', whole.length) : NULL;
    *value = (struct pkt){PKT_DATA, "", 0};
    if (equal != NULL) {
        name.length = (size_t)(equal - whole.data);
        *value = (struct pkt){PKT_DATA, equal + 1, whole.length - name.length - 1};
    }
    return name;
}

void capabilities_line(struct capabilities *capabilities, struct pkt line)
{
    struct pkt rest, name = split(line, &rest);
    do {
        struct pkt value = pkt_word(&rest);
        set(capabilities, lines, name, value);
    } while (rest.length > 0);
}

const char *capabilities_print(struct arena *arena, const struct capabilities *capabilities)
{
    const char *made = "";
    for (const struct capability *capability = lines; capability->name; capability++) {
        const char *value = capability->value != NULL ? capability->value : "";
        if (*(const bool *)((const char *)capabilities + capability->at))
            made =
                arena_print(arena, "%s%s%s%s\n", made, capability->name, *value ? "=" : "", value);
    }
    return made;
}

void capabilities_list(struct capabilities *capabilities, struct pkt list)
{
    while (list.length > 0) {
        struct pkt value, name = split(pkt_word(&list), &value);
        set(capabilities, words, name, value);
    }
}
