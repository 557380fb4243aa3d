// SPDX-License-Identifier: Apache-2.0
#include "manifests/kinds/texts.h"

#include <string.h>

#include "manifests/base/text.h"
#include "manifests/kinds/type.h"

const char *text_read(struct decoding *decoding, const struct node *node)
{
    arena_scope struct arena scratch = {0};
    node = node_resolve(node);
    if (node->kind != NODE_SCALAR) {
        problem_wrong_type(decoding, node, "text", "write one line of text");
        return NULL;
    }
    bool loose = decoding->loose_text && !node->plain_null;
    if (!loose && strcmp(type_name(node), "text") != 0) {
        problem_wrong_type(decoding, node, "text",
                           arena_print(&scratch, "write it in quotes: \"%.80s\"", node->text));
        return NULL;
    }
    if (node_text(node) == NULL) {
        problem_add(decoding, PROBLEM_BAD_VALUE, node, "remove the NUL byte", "%s has a NUL byte",
                    problem_place(&scratch, node));
        return NULL;
    }
    if (node->length > TEXT_VALUE_MAX) {
        problem_add(decoding, PROBLEM_LIMIT, node, "shorten it", "%s is longer than %d bytes",
                    problem_place(&scratch, node), TEXT_VALUE_MAX);
        return NULL;
    }
    return arena_text(decoding->part, node_text(node));
}

const char *const *texts_read(struct decoding *decoding, const struct node *list, size_t most,
                              size_t *count)
{
    *count = 0;
    if (list->count > most) {
        arena_scope struct arena scratch = {0};
        problem_add(decoding, PROBLEM_LIMIT, list, "split it", "%s has more than %zu items",
                    problem_place(&scratch, list), most);
        return NULL;
    }
    const char **texts = arena_array(decoding->part, const char *, list->count);
    for (const struct node *item = list->first; item != NULL; item = item->next) {
        const char *text = text_read(decoding, item);
        if (text != NULL)
            texts[(*count)++] = text;
    }
    return texts;
}

bool text_has_variable(const char *text)
{
    return text != NULL &&
           (strstr(text, "${") != NULL || strstr(text, "$(") != NULL || strstr(text, "{{") != NULL);
}

bool text_note_variable(struct decoding *decoding, const struct node *at, const char *text,
                        const char *what)
{
    if (!text_has_variable(text))
        return false;
    if (!decoding->in_template)
        problem_add(decoding, PROBLEM_VARIABLE, at,
                    "write the value itself if weir is to manage it",
                    "\"%.100s\" has a variable, so %s is left alone", text, what);
    return true;
}
