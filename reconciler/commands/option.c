// SPDX-License-Identifier: Apache-2.0
#include "reconciler/commands/option.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "manifests/base/duration.h"
#include "manifests/base/text.h"

static const struct option *find(const struct option_set *const *sets, const char *name,
                                 char letter)
{
    for (; *sets != NULL; sets++)
        for (size_t i = 0; i < (*sets)->count; i++) {
            const struct option *option = &(*sets)->options[i];
            if (letter != 0 ? option->letter == letter : strcmp(option->name, name) == 0)
                return option;
        }
    return NULL;
}

const struct option *option_find(const struct option_set *const *sets, const char *name)
{
    return find(sets, name, 0);
}

static int unknown(const struct option_set *const *sets, const char *name, struct err *err)
{
    struct text_nearest nearest = {.distance = 3};
    for (const struct option_set *const *set = sets; *set != NULL; set++)
        for (size_t i = 0; i < (*set)->count; i++)
            text_nearer(&nearest, name, (*set)->options[i].name);
    err_set(err, "unknown option \"--%s\"", name);
    if (strcmp(name, "dry-run") == 0)
        return err_hint(err, "`weir diff` shows what `weir sync` would write");
    return nearest.word != NULL ? err_hint(err, "did you mean --%s?", nearest.word) : -1;
}

static int choose(const struct option *option, const char *value, struct err *err)
{
    char words[ERR_HINT_MAX] = "";
    for (const char *const *choice = option->choices; *choice != NULL; choice++) {
        if (strcmp(*choice, value) == 0)
            return 0;
        size_t length = strlen(words);
        snprintf(words + length, sizeof words - length, "%s%s", length > 0 ? ", " : "", *choice);
    }
    err_set(err, "--%s can't be \"%s\"", option->name, value);
    return err_hint(err, "use one of: %s", words);
}

static int number(const struct option *option, const char *value, unsigned *out, struct err *err)
{
    char *end;
    long maximum = option->maximum > 0 ? option->maximum : OPTION_NUMBER_MAX;
    errno = 0;
    long parsed = strtol(value, &end, 10);
    if (errno != 0 || end == value || *end != '\0' || parsed < 1 || parsed > maximum)
        return err_set(err, "--%s needs a number from 1 to %ld, not \"%s\"", option->name, maximum,
                       value);
    *out = (unsigned)parsed;
    return 0;
}

static int take_text(const struct option *option, const char *value, const char **text,
                     struct err *err)
{
    if (*text != NULL && strcmp(*text, value) != 0)
        return err_set(err, "--%s is given twice: \"%s\" and \"%s\"", option->name, *text, value);
    if (option->choices != NULL && choose(option, value, err) < 0)
        return -1;
    *text = value;
    return 0;
}

static int take_duration(const struct option *option, const char *value, int64_t *out,
                         struct err *err)
{
    int64_t seconds;
    if (duration_parse(value, &seconds) && seconds >= 1) {
        *out = seconds;
        return 0;
    }
    err_set(err, "--%s needs a duration of at least one second, not \"%s\"", option->name, value);
    return err_hint(err, "write a duration such as 30s, 5m, 1h30m or 2d");
}

static int take_time(const struct option *option, const char *value, moment *out, struct err *err)
{
    if (moment_parse(value, out))
        return 0;
    err_set(err, "--%s needs a time, not \"%s\"", option->name, value);
    return err_hint(err, "write a time such as 2026-11-21T09:00:00Z");
}

/* Checks the option's value and puts it into its field. */
static int take(struct arena *arena, const struct option *option, const char *value, void *into,
                struct err *err)
{
    void *field = (char *)into + option->offset;
    option_list *list = field;
    if (option->refusal != NULL) {
        err_set(err, "--%s is not supported", option->name);
        return err_hint(err, "%s", option->refusal);
    }
    if (value != NULL && strlen(value) > OPTION_TEXT_MAX)
        return err_set(err, "the value of --%s is longer than %d bytes", option->name,
                       OPTION_TEXT_MAX);
    switch (option->kind) {
    case OPTION_FLAG:
        *(bool *)field = true;
        return 0;
    case OPTION_TEXT:
        return take_text(option, value, field, err);
    case OPTION_LIST:
        if (list->count >= OPTION_LIST_MAX)
            return err_set(err, "--%s is given more than %d times", option->name, OPTION_LIST_MAX);
        *list_add(arena, list) = value;
        return 0;
    case OPTION_NUMBER:
        return number(option, value, field, err);
    case OPTION_DURATION:
        return take_duration(option, value, field, err);
    case OPTION_TIME:
        return take_time(option, value, field, err);
    }
    return 0;
}

struct words {
    struct arena *arena;
    const struct option_set *const *sets;
    char *const *arguments;
    int count, at;
    void *into;
};

/* Sets *out to the option's value: `own`, which is in the same argument as the option, or the next
 * argument if `own` is NULL. */
static int value_of(struct words *words, const struct option *option, const char *own,
                    const char **out, struct err *err)
{
    if (own != NULL)
        *out = own;
    else if (words->at < words->count)
        *out = words->arguments[words->at++];
    else
        return err_set(err, "--%s needs a value: %s", option->name, option->value);
    return 0;
}

static int long_option(struct words *words, const char *word, struct err *err)
{
    const char *equals = strchr(word, '=');
    size_t length = equals != NULL ? (size_t)(equals - word) : strlen(word);
    const char *name = arena_copy(words->arena, word, length);
    const struct option *option = find(words->sets, name, 0);
    if (option == NULL)
        return unknown(words->sets, name, err);
    const char *value = equals != NULL ? equals + 1 : NULL;
    if (option->kind == OPTION_FLAG && value != NULL)
        return err_set(err, "--%s takes no value", option->name);
    if (option->kind != OPTION_FLAG && value_of(words, option, value, &value, err) < 0)
        return -1;
    return take(words->arena, option, value, words->into, err);
}

static int short_options(struct words *words, const char *letters, struct err *err)
{
    for (; *letters != '\0'; letters++) {
        const struct option *option = find(words->sets, NULL, *letters);
        if (option == NULL)
            return err_set(err, "unknown option \"-%c\"", *letters);
        const char *value = NULL;
        if (option->kind != OPTION_FLAG) {
            const char *own = letters[1] != '\0' ? letters + 1 : NULL;
            if (value_of(words, option, own, &value, err) < 0)
                return -1;
        }
        if (take(words->arena, option, value, words->into, err) < 0)
            return -1;
        if (option->kind != OPTION_FLAG)
            return 0;
    }
    return 0;
}

int options_parse(struct arena *arena, const struct option_set *const *sets, int count,
                  char *const *arguments, bool first_only, int *at, void *into,
                  option_list *operands, struct err *err)
{
    struct words words = {arena, sets, arguments, count, *at, into};
    bool ended = false;
    while (words.at < count) {
        const char *word = arguments[words.at];
        bool operand = ended || word[0] != '-' || word[1] == '\0';
        if (operand && first_only)
            break;
        words.at++;
        int result = 0;
        if (operand)
            *list_add(arena, operands) = word;
        else if (strcmp(word, "--") == 0)
            ended = true;
        else if (word[1] == '-')
            result = long_option(&words, word + 2, err);
        else
            result = short_options(&words, word + 1, err);
        if (result < 0)
            return -1;
    }
    *at = words.at;
    return 0;
}
