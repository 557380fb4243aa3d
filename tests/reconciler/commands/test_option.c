// SPDX-License-Identifier: Apache-2.0
#include "reconciler/commands/option.h"

#include <string.h>

#include <criterion/criterion.h>

#include "reconciler/commands/commands.h"

struct values {
    bool flag, other;
    const char *text, *choice;
    option_list list;
    unsigned number;
    int64_t duration;
    moment time;
};

#define AT(field) offsetof(struct values, field)

static const struct option options[] = {
    {.name = "flag", .letter = 'f', .kind = OPTION_FLAG, .offset = AT(flag)},
    {.name = "other", .letter = 'g', .kind = OPTION_FLAG, .offset = AT(other)},
    {.name = "text", .letter = 't', .kind = OPTION_TEXT, .value = "T", .offset = AT(text)},
    {.name = "choice",
     .kind = OPTION_TEXT,
     .value = "C",
     .choices = (const char *const[]){"one", "two", NULL},
     .offset = AT(choice)},
    {.name = "list", .letter = 'l', .kind = OPTION_LIST, .value = "L", .offset = AT(list)},
    {.name = "number", .kind = OPTION_NUMBER, .value = "N", .offset = AT(number)},
    {.name = "duration", .kind = OPTION_DURATION, .value = "D", .offset = AT(duration)},
    {.name = "time", .kind = OPTION_TIME, .value = "TIME", .offset = AT(time)},
    {.name = "refused", .kind = OPTION_FLAG, .offset = AT(other), .refusal = "do that instead"},
};
static const struct option_set set = {"Options", options, sizeof options / sizeof *options};
static const struct option_set *const sets[] = {&set, NULL};

enum { WORDS_MAX = 12 };

static int parse(struct arena *arena, const char *const *words, bool first_only, int *at,
                 struct values *values, option_list *operands, struct err *err)
{
    char *copies[WORDS_MAX];
    int count = 0;
    for (; words[count] != NULL; count++)
        copies[count] = arena_text(arena, words[count]);
    return options_parse(arena, sets, count, copies, first_only, at, values, operands, err);
}

#define PARSE(...)                                                                                 \
    arena_scope struct arena arena = {0};                                                          \
    struct values values = {0};                                                                    \
    option_list operands = {0};                                                                    \
    struct err err = {0};                                                                          \
    int at = 0;                                                                                    \
    int result = parse(&arena, (const char *const[]){__VA_ARGS__, NULL}, false, &at, &values,      \
                       &operands, &err)

Test(option, values_are_in_the_same_or_in_the_next_argument)
{
    PARSE("--text=a=b", "-l", "1", "--list", "2", "-l3", "--number", "7", "--duration=1h",
          "--time=1970-01-01T00:01:00Z");
    cr_assert(result == 0, "%s", err.message);
    cr_expect_str_eq(values.text, "a=b", "text %s", values.text);
    cr_expect(values.list.count == 3, "%zu", values.list.count);
    cr_expect_str_eq(values.list.items[2], "3", "the value may follow its letter");
    cr_expect(values.number == 7 && values.duration == 3600 && values.time == 60, "typed values");
}

Test(option, options_and_operands_mix_until_two_dashes)
{
    PARSE("a", "-fg", "b", "--", "--text", "-");
    cr_assert(result == 0, "%s", err.message);
    cr_expect(values.flag && values.other, "letters may be joined");
    cr_expect(operands.count == 4, "%zu operands", operands.count);
    cr_expect_str_eq(operands.items[2], "--text", "behind -- all are operands");
    cr_expect_str_eq(operands.items[3], "-", "a single dash is an operand");
}

Test(option, with_first_only_options_end_at_the_first_operand)
{
    arena_scope struct arena arena = {0};
    struct values values = {0};
    option_list operands = {0};
    struct err err = {0};
    int at = 0;
    const char *const words[] = {"-f", "--text", "x", "command", "-g", NULL};
    cr_assert(parse(&arena, words, true, &at, &values, &operands, &err) == 0, "%s", err.message);
    cr_expect(at == 3 && values.flag && !values.other && operands.count == 0, "stopped at %d", at);
}

Test(option, mistakes_are_named)
{
    static const struct {
        const char *words[3], *message, *hint;
    } cases[] = {
        {{"--txet"}, "unknown option \"--txet\"", "did you mean --text?"},
        {{"--tex=x"}, "unknown option \"--tex\"", "did you mean --text?"},
        {{"--completely-else"}, "unknown option \"--completely-else\"", ""},
        {{"--dry-run"}, "unknown option \"--dry-run\"", "`weir diff` shows"},
        {{"-x"}, "unknown option \"-x\"", ""},
        {{"-fx"}, "unknown option \"-x\"", ""},
        {{"--text"}, "--text needs a value: T", ""},
        {{"-t"}, "--text needs a value: T", ""},
        {{"--flag=yes"}, "--flag takes no value", ""},
        {{"--choice=three"}, "--choice can't be \"three\"", "use one of: one, two"},
        {{"--text=a", "--text=b"}, "--text is given twice: \"a\" and \"b\"", ""},
        {{"--number=0"}, "--number needs a number from 1 to 1000, not \"0\"", ""},
        {{"--number=x"}, "--number needs a number", ""},
        {{"--number=1001"}, "--number needs a number", ""},
        {{"--number="}, "--number needs a number", ""},
        {{"--duration=10"}, "--duration needs a duration", "30s"},
        {{"--duration=0s"}, "--duration needs a duration", ""},
        {{"--time=today"}, "--time needs a time, not \"today\"", "2026-"},
        {{"--refused"}, "--refused is not supported", "do that instead"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        PARSE(cases[i].words[0], cases[i].words[1]);
        cr_expect(result == -1, "case %zu is taken", i);
        cr_expect(strstr(err.message, cases[i].message) != NULL, "case %zu: %s", i, err.message);
        cr_expect(strstr(err.hint, cases[i].hint) != NULL, "case %zu: hint %s", i, err.hint);
    }
}

Test(option, the_same_value_twice_is_not_a_mistake)
{
    PARSE("--text=a", "--text=a", "-f", "-f");
    cr_expect(result == 0, "%s", err.message);
}

/* The table of the program. */

Test(commands, every_option_has_what_help_needs)
{
    for (const struct command *command = commands; command->name != NULL; command++) {
        size_t count = 0;
        cr_expect(command->summary != NULL && command->about != NULL && command->exits != NULL &&
                      command->run != NULL && command->operands != NULL,
                  "%s", command->name);
        for (const struct option_set *const *each = command->sets; *each != NULL; each++, count++)
            for (size_t i = 0; i < (*each)->count; i++) {
                const struct option *option = &(*each)->options[i];
                cr_expect(option->help != NULL && option->help[strlen(option->help) - 1] != '.',
                          "%s --%s", command->name, option->name);
                cr_expect((option->kind == OPTION_FLAG) == (option->value == NULL), "%s --%s",
                          command->name, option->name);
                cr_expect(option->offset < sizeof(struct arguments), "%s --%s", command->name,
                          option->name);
            }
        cr_expect(count <= OPTION_SETS_MAX, "%s", command->name);
    }
}

Test(commands, no_command_has_an_option_or_a_letter_twice)
{
    for (const struct command *command = commands; command->name != NULL; command++) {
        bool letters[128] = {false};
        for (const struct option_set *const *each = command->sets; *each != NULL; each++)
            for (size_t i = 0; i < (*each)->count; i++) {
                const struct option *option = &(*each)->options[i];
                cr_expect(option_find(command->sets, option->name) == option, "%s --%s",
                          command->name, option->name);
                cr_expect(option->letter == 0 || !letters[(unsigned char)option->letter], "%s -%c",
                          command->name, option->letter);
                letters[(unsigned char)option->letter] = option->letter != 0;
            }
    }
}
