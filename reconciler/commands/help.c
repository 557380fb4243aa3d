// SPDX-License-Identifier: Apache-2.0
#include "reconciler/commands/help.h"

#include <string.h>

#include "manifests/base/text.h"

enum { COLUMNS = 79, HELP_COLUMN = 28 };

/* Prints text, wrapped at blanks. All lines start at the column `indent`; the first line continues
 * at `column` if that is further right. */
static void wrap(FILE *out, const char *text, size_t column, size_t indent)
{
    while (column < indent) {
        fputc(' ', out);
        column++;
    }
    while (*text != '\0') {
        size_t length = strcspn(text, " ");
        if (column > indent && column + 1 + length > COLUMNS) {
            fprintf(out, "\n%*s", (int)indent, "");
            column = indent;
        } else if (column > indent) {
            fputc(' ', out);
            column++;
        }
        fwrite(text, 1, length, out);
        column += length;
        text += length + strspn(text + length, " ");
    }
    fputc('\n', out);
}

static void lines(FILE *out, const char *title, const char *text)
{
    if (text == NULL)
        return;
    fprintf(out, "\n%s:\n", title);
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        fprintf(out, "  %.*s\n", (int)length, text);
        text += length + (text[length] == '\n');
    }
}

static void option_print(FILE *out, const struct option *option)
{
    char head[80];
    int length = snprintf(
        head, sizeof head, "  %c%c%s --%s%s%s", option->letter != 0 ? '-' : ' ',
        option->letter != 0 ? option->letter : ' ', option->letter != 0 ? "," : " ", option->name,
        option->value != NULL ? " " : "", option->value != NULL ? option->value : "");
    fputs(head, out);
    if (length >= HELP_COLUMN) {
        fputc('\n', out);
        length = 0;
    }
    wrap(out, option->help, (size_t)length, HELP_COLUMN);
}

static void command_print(FILE *out, const struct command *command)
{
    fprintf(out, "usage: weir %s [OPTION]...%s%s\n\n", command->name,
            command->operands[0] != '\0' ? " " : "", command->operands);
    wrap(out, command->about, 0, 0);
    for (const struct option_set *const *set = command->sets; *set != NULL; set++) {
        fprintf(out, "\n%s:\n", (*set)->title);
        for (size_t i = 0; i < (*set)->count; i++)
            option_print(out, &(*set)->options[i]);
    }
    lines(out, "Examples", command->examples);
    lines(out, "Exit status", command->exits);
}

static void program_print(FILE *out, const struct command *commands)
{
    fputs("usage: weir COMMAND [OPTION]... [OPERAND]...\n\n", out);
    wrap(
        out,
        "Follows image tags in registries, pins their digests in a Git repository of manifests, "
        "promotes images from environment to environment, and updates the workloads that use them.",
        0, 0);
    fputs("\nCommands:\n", out);
    for (const struct command *command = commands; command->name != NULL; command++)
        fprintf(out, "  %-14s %s\n", command->name, command->summary);
    fputs("\n"
          "See `weir COMMAND --help` for the options of a command, weir(1) for all of them,\n"
          "weir-manifests(5) for what a repository declares, and weir-config(5) for this\n"
          "machine's configuration. To start: `weir lint` and `weir diff` write nothing.\n",
          out);
}

void help_print(FILE *out, const struct command *commands, const struct command *command)
{
    if (command != NULL)
        command_print(out, command);
    else
        program_print(out, commands);
}

int help_run(struct invocation *invocation, struct err *err)
{
    const option_list *operands = &invocation->arguments.operands;
    const struct command *command = NULL;
    if (operands->count > 0 &&
        (command = command_find(invocation->commands, operands->items[0])) == NULL) {
        err_set(err, "unknown command \"%s\"", operands->items[0]);
        return err_hint(err, "run `weir help` to list the commands");
    }
    help_print(invocation->out, invocation->commands, command);
    return EXIT_DONE;
}
