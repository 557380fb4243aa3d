// SPDX-License-Identifier: Apache-2.0
#include "manifests/yaml/node_path.h"

#include <stdio.h>
#include <string.h>

#include "manifests/base/text.h"

struct node_path node_path_of(struct arena *arena, size_t document, const struct node *node)
{
    size_t count = 0;
    for (const struct node *at = node; at->parent != NULL; at = at->parent)
        count += at->parent->kind == NODE_LIST || at->key != NULL;
    struct step *steps = arena_array(arena, struct step, count);
    size_t left = count;
    for (const struct node *at = node; at->parent != NULL; at = at->parent) {
        if (at->key != NULL) {
            const char *text = at->key->text != NULL ? at->key->text : "";
            steps[--left].key = arena_text(arena, text);
        } else if (at->parent->kind == NODE_LIST) {
            size_t index = 0;
            for (const struct node *item = at->parent->first; item != at; item = item->next)
                index++;
            steps[--left].index = index;
        }
    }
    return (struct node_path){document, steps, count};
}

static struct node_path longer(struct arena *arena, struct node_path path, struct step step)
{
    struct step *steps = arena_array(arena, struct step, path.count + 1);
    if (path.count > 0)
        memcpy(steps, path.steps, path.count * sizeof *steps);
    steps[path.count] = step;
    return (struct node_path){path.document, steps, path.count + 1};
}

struct node_path node_path_key(struct arena *arena, struct node_path path, const char *key)
{
    return longer(arena, path, (struct step){.key = key});
}

struct node_path node_path_item(struct arena *arena, struct node_path path, size_t index)
{
    return longer(arena, path, (struct step){.index = index});
}

/* True if the key has only letters, digits, '_' and '-', is not empty, and does not start with a
 * digit. */
static bool plain_word(const char *key)
{
    if (key[0] == '\0' || (key[0] >= '0' && key[0] <= '9'))
        return false;
    for (char c; (c = *key) != '\0'; key++)
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
              c == '_' || c == '-'))
            return false;
    return true;
}

static void put_quoted(struct text *out, const char *key)
{
    char escape[8];
    text_put(out, "[\"", 2);
    for (; *key != '\0'; key++) {
        if (*key == '"' || *key == '\\')
            text_put(out, "\\", 1);
        if ((unsigned char)*key < 0x20 || *key == 0x7f)
            text_put(out, escape,
                     (size_t)snprintf(escape, sizeof escape, "\\x%02x", (unsigned char)*key));
        else
            text_put(out, key, 1);
    }
    text_put(out, "\"]", 2);
}

const char *node_path_print(struct arena *arena, struct node_path path)
{
    if (path.count == 0)
        return arena_text(arena, ".");
    char index[32];
    text_scope struct text out = text_of(SIZE_MAX);
    for (size_t i = 0; i < path.count; i++) {
        const struct step *step = &path.steps[i];
        if (step->key == NULL)
            text_put(&out, index, (size_t)snprintf(index, sizeof index, "[%zu]", step->index));
        else if (!plain_word(step->key))
            put_quoted(&out, step->key);
        else {
            text_put(&out, ".", i > 0);
            text_puts(&out, step->key);
        }
    }
    return arena_copy(arena, out.data, out.length);
}
