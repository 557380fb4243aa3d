// SPDX-License-Identifier: Apache-2.0
#include "diff/gates/gate_evidence.h"

#include <string.h>

#include "manifests/base/duration.h"
#include "manifests/base/text.h"
#include "manifests/base/utf8.h"
#include "manifests/base/words.h"
#include "manifests/values/platform.h"

/* True if the character at `at` is written as percent and hex digits. C1 controls have two bytes
 * in UTF-8, of which the first is 0xc2. */
static bool special(const char *at, const char *separators)
{
    unsigned char byte = (unsigned char)*at, next = (unsigned char)at[byte != '\0'];
    return byte <= 0x20 || byte == 0x7f || (byte == 0xc2 && next < 0xa0) ||
           strchr("%\"\\", byte) != NULL || strchr(separators, byte) != NULL;
}

/* Returns the text with its special characters and `separators` percent-encoded. */
static const char *encode(struct arena *arena, const char *text, const char *separators)
{
    char *out = arena_alloc(arena, 3 * strlen(text) + 1);
    size_t used = 0;
    for (const char *at = text; *at != '\0'; at++) {
        bool both = (unsigned char)*at == 0xc2 && special(at, separators);
        for (int i = 0; i <= both; i++) {
            if (special(at, separators) || i > 0)
                used += (size_t)snprintf(out + used, 4, "%%%02x", (unsigned char)at[i]);
            else
                out[used++] = at[i];
        }
        at += both;
    }
    out[used] = '\0';
    return out;
}

static const char *print_none(struct arena *arena, const struct gate *gate)
{
    (void)arena;
    (void)gate;
    return NULL;
}

static const char *print_text(struct arena *arena, const struct gate *gate)
{
    return encode(arena, gate->text, "");
}

/* Prints "NAME,…" or "NAME=VALUE,…". */
static const char *print_items(struct arena *arena, const struct gate *gate)
{
    const char *list = "";
    for (size_t i = 0; i < gate->item_count; i++) {
        const struct gate_item *item = &gate->items[i];
        list = arena_print(arena, "%s%s%s%s%s", list, i > 0 ? "," : "",
                           encode(arena, item->name, ",="), item->value != NULL ? "=" : "",
                           item->value != NULL ? encode(arena, item->value, ",") : "");
    }
    return list;
}

/* The next functions compare a gate with an argument that differs from the printed one. */

static bool same_none(const struct gate *gate, const char *argument)
{
    (void)gate;
    return argument == NULL;
}

static bool same_never(const struct gate *gate, const char *argument)
{
    (void)gate;
    (void)argument;
    return false;
}

static bool same_duration(const struct gate *gate, const char *argument)
{
    int64_t seconds = 0;
    return duration_parse(argument, &seconds) && seconds == gate->seconds;
}

/* True if the argument's items are those of the gate in any order. */
static bool same_items(const struct gate *gate, const char *argument,
                       bool (*same)(struct arena *arena, const struct gate_item *item,
                                    const char *text))
{
    arena_scope struct arena arena = {0};
    char *rest = arena_text(&arena, argument);
    bool *used = arena_array(&arena, bool, gate->item_count);
    size_t count = 0;
    for (const char *text = strsep(&rest, ","); text != NULL; text = strsep(&rest, ","), count++) {
        size_t at = 0;
        while (at < gate->item_count && (used[at] || !same(&arena, &gate->items[at], text)))
            at++;
        if (at == gate->item_count)
            return false;
        used[at] = true;
    }
    return count == gate->item_count;
}

static bool same_platform(struct arena *arena, const struct gate_item *item, const char *text)
{
    (void)arena;
    return platform_equal(item->name, text);
}

static bool same_platforms(const struct gate *gate, const char *argument)
{
    return same_items(gate, argument, same_platform);
}

static bool same_label(struct arena *arena, const struct gate_item *item, const char *text)
{
    return text_equal(text, arena_print(arena, "%s=%s", encode(arena, item->name, ",="),
                                        encode(arena, item->value, ",")));
}

static bool same_labels(const struct gate *gate, const char *argument)
{
    return same_items(gate, argument, same_label);
}

struct argument_rule {
    const char *(*print)(struct arena *arena, const struct gate *gate);
    bool (*same)(const struct gate *gate, const char *argument);
};
static const struct argument_rule argument_none = {print_none, same_none},
                                  argument_word = {print_text, same_never},
                                  argument_duration = {print_text, same_duration},
                                  argument_platforms = {print_items, same_platforms},
                                  argument_labels = {print_items, same_labels};

/* How the argument of each kind is printed and compared. */
static const struct argument_rule *const arguments[] = {
#define X(code, key, reader, rule, argument, ...) [code] = &argument_##argument,
    GATES(X)
#undef X
};
TABLE_COMPLETE(arguments, GATE_KINDS);

const char *gate_argument(struct arena *arena, const struct gate *gate)
{
    const char *text = arguments[gate->kind]->print(arena, gate);
    return text != NULL ? arena_copy(arena, text, utf8_fit(text, GATE_ARGUMENT_MAX - 1)) : NULL;
}

bool gate_evidence_is_of(const struct gate *gate, const struct evidence *evidence)
{
    arena_scope struct arena arena = {0};
    if (!text_equal(evidence->kind, gate_word(gate->kind)))
        return false;
    if (text_equal(evidence->argument, gate_argument(&arena, gate)))
        return true;
    return evidence->argument != NULL && arguments[gate->kind]->same(gate, evidence->argument);
}

const struct evidence **gate_evidence_match(struct arena *arena, const struct gate *gates,
                                            size_t gate_count, const struct evidence *evidence,
                                            size_t evidence_count)
{
    arena_scope struct arena scratch = {0};
    bool *used = arena_array(&scratch, bool, evidence_count);
    const struct evidence **found = arena_array(arena, const struct evidence *, gate_count);
    for (size_t i = 0; i < gate_count; i++)
        for (size_t k = 0; k < evidence_count && found[i] == NULL; k++)
            if (!used[k] && gate_evidence_is_of(&gates[i], &evidence[k])) {
                used[k] = true;
                found[i] = &evidence[k];
            }
    return found;
}

bool gate_evidence_held(struct arena *arena, const struct gate *gates, size_t gate_count,
                        const struct evidence *evidence, size_t evidence_count)
{
    const struct evidence **found =
        gate_evidence_match(arena, gates, gate_count, evidence, evidence_count);
    for (size_t i = 0; i < gate_count; i++)
        if (found[i] == NULL || found[i]->outcome != EVIDENCE_HELD)
            return false;
    return true;
}
