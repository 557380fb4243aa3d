// SPDX-License-Identifier: Apache-2.0
#include "manifests/kinds/type.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

bool type_bool(const struct node *node, bool *value)
{
    static const struct {
        const char *word;
        bool value;
    } words[] = {{"true", true},   {"True", true},   {"TRUE", true}, {"false", false},
                 {"False", false}, {"FALSE", false}, {"yes", true},  {"Yes", true},
                 {"YES", true},    {"no", false},    {"No", false},  {"NO", false},
                 {"on", true},     {"On", true},     {"ON", true},   {"off", false},
                 {"Off", false},   {"OFF", false}};
    if (node->kind != NODE_SCALAR || node->style != STYLE_PLAIN || node->tag != NULL)
        return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(node->text, words[i].word) == 0) {
            *value = words[i].value;
            return true;
        }
    }
    return false;
}

/* True if the text of a plain scalar is a number. */
static bool is_number(const char *text)
{
    text += *text == '-' || *text == '+';
    if (text[0] == '0' && (text[1] == 'x' || text[1] == 'o' || text[1] == 'b') && text[2] != '\0') {
        const char *digits = text[1] == 'x'   ? "0123456789abcdefABCDEF_"
                             : text[1] == 'o' ? "01234567_"
                                              : "01_";
        return text[2 + strspn(text + 2, digits)] == '\0';
    }
    if (strcasecmp(text, ".inf") == 0 || strcasecmp(text, ".nan") == 0)
        return true;
    size_t whole = isdigit((unsigned char)*text) ? strspn(text, "0123456789_") : 0;
    text += whole;
    size_t fraction = 0;
    if (*text == '.') {
        fraction = strspn(text + 1, "0123456789_");
        text += 1 + fraction;
    }
    if (whole + fraction == 0)
        return false;
    if (*text == 'e' || *text == 'E') {
        text++;
        text += *text == '-' || *text == '+';
        size_t digits = strspn(text, "0123456789");
        return digits > 0 && text[digits] == '\0';
    }
    return *text == '\0';
}

const char *type_name(const struct node *node)
{
    bool value;
    node = node_resolve(node);
    if (node->kind == NODE_MAP)
        return "a map";
    if (node->kind == NODE_LIST)
        return "a list";
    if (node->plain_null)
        return "null";
    if (type_bool(node, &value))
        return "true or false";
    bool plain = node->style == STYLE_PLAIN && node->tag == NULL;
    return plain && is_number(node->text) ? "a number" : "text";
}
