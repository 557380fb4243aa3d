// SPDX-License-Identifier: Apache-2.0
#include "reconciler/config_checks.h"

#include <string.h>

#include "manifests/kinds/gate.h"
#include "manifests/kinds/texts.h"
#include "reconciler/config_values.h"

enum { TIMEOUT_DEFAULT = 30 };

static void read_command(struct decoding *decoding, const struct node *list, void *into)
{
    struct config_check *check = into;
    config_read_texts(decoding, list, &check->command);
}

static bool variable_valid(const char *name)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789";
    return name[strspn(name, letters)] == '\0' && !(name[0] >= '0' && name[0] <= '9');
}

static void read_variables(struct decoding *decoding, const struct node *list, void *into)
{
    struct config_check *check = into;
    for (const struct node *item = list->first; item != NULL; item = item->next) {
        const char *name = text_read(decoding, item);
        if (name != NULL && !variable_valid(name))
            problem_add(decoding, PROBLEM_BAD_VALUE, item, NULL,
                        "\"%s\" is not a valid variable name", name);
        else if (name != NULL)
            *list_add(decoding->part, &check->variables) = name;
    }
}

static const struct field check_fields[] = {
    {"command", FIELD_LIST, .read = read_command},
    {"timeout", FIELD_DURATION, false, offsetof(struct config_check, timeout)},
    {"env", FIELD_LIST, .read = read_variables},
    FIELDS_END,
};

static void read_check(struct decoding *decoding, const struct node *map, const char *file,
                       struct config_check *check)
{
    decoding->broken = NULL;
    config_read_section(decoding, map, check_fields, check);
    if (check->timeout == 0)
        check->timeout = TIMEOUT_DEFAULT;
    if (check->timeout > CONFIG_CHECK_TIMEOUT_MAX)
        problem_add(decoding, PROBLEM_LIMIT, field_find(map, "timeout"), NULL,
                    "the timeout of the check \"%s\" is longer than an hour", check->name);
    if (check->command.count > CONFIG_WORDS_MAX || check->variables.count > CONFIG_WORDS_MAX)
        problem_add(decoding, PROBLEM_LIMIT, map, NULL,
                    "command or env of the check \"%s\" has more than %d items", check->name,
                    CONFIG_WORDS_MAX);
    if (check->command.count == 0 && decoding->broken == NULL)
        problem_add(decoding, PROBLEM_MISSING_FIELD, map, "add `command: [PROGRAM, ARGUMENT]`",
                    "the check \"%s\" has no command", check->name);
    if (check->command.count > 0 && strchr(check->command.items[0], '/') != NULL)
        check->command.items[0] = config_path(decoding->part, file, check->command.items[0]);
}

void config_read_checks(struct decoding *decoding, const struct node *map, const char *path,
                        struct config *config)
{
    const struct node *twice = node_duplicate_key(map);
    if (twice != NULL)
        problem_add(decoding, PROBLEM_DUPLICATE_KEY, twice, "remove one of the two checks",
                    "the check \"%s\" occurs twice", twice->text);
    if (map->count > CONFIG_CHECKS_MAX) {
        problem_add(decoding, PROBLEM_LIMIT, map, NULL, "too many checks: at most %d are allowed",
                    CONFIG_CHECKS_MAX);
        return;
    }
    for (const struct node *value = map->first; value != NULL; value = value->next) {
        const char *name = node_text(value->key);
        if (name == NULL || !gate_check_name_valid(name))
            problem_add(decoding, PROBLEM_BAD_NAME, value->key,
                        "use letters, digits, _ . and -, at most 100",
                        "\"%s\" is not a valid check name", name != NULL ? name : "");
        struct config_check check = {.name = arena_text(decoding->part, name)};
        read_check(decoding, node_resolve(value), path, &check);
        *list_add(decoding->part, &config->checks) = check;
    }
}
