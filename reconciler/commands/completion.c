// SPDX-License-Identifier: Apache-2.0
/* `weir completion`: prints completion scripts, made from the tables of commands and options. */
#include <string.h>

#include "manifests/base/text.h"
#include "reconciler/commands/command.h"

/* Calls `print` for each option of the command, except those that exist only to be refused with a
 * hint. */
static void each(const struct command *command, FILE *out,
                 void (*print)(FILE *out, const struct option *option))
{
    for (const struct option_set *const *set = command->sets; *set != NULL; set++)
        for (size_t i = 0; i < (*set)->count; i++)
            if ((*set)->options[i].refusal == NULL)
                print(out, &(*set)->options[i]);
}

static bool wants_file(const struct option *option)
{
    return text_equal(option->value, "FILE") || text_equal(option->value, "REPO");
}

static void bash_word(FILE *out, const struct option *option)
{
    fprintf(out, " --%s%s", option->name, option->kind == OPTION_FLAG ? "" : "=");
    if (option->letter != 0)
        fprintf(out, " -%c", option->letter);
}

/* Prints the arm of a shell `case` that completes the option's value; nothing for a flag. */
static void bash_values(FILE *out, const struct option *option)
{
    if (option->kind == OPTION_FLAG)
        return;
    fprintf(out, "    --%s", option->name);
    if (option->letter != 0)
        fprintf(out, "|-%c", option->letter);
    fputs(")", out);
    if (option->choices != NULL) {
        fputs(" COMPREPLY=($(compgen -W '", out);
        for (const char *const *choice = option->choices; *choice != NULL; choice++)
            fprintf(out, "%s%s", choice == option->choices ? "" : " ", *choice);
        fputs("' -- \"$word\"))", out);
    } else if (wants_file(option)) {
        fputs(" COMPREPLY=($(compgen -f -- \"$word\"))", out);
    }
    fputs("\n      return ;;\n", out);
}

/* Prints "words='...'" with the names of all commands. */
static void bash_commands(const struct command *commands, FILE *out)
{
    fputs("    words='", out);
    for (const struct command *command = commands; command->name != NULL; command++)
        fprintf(out, "%s%s", command == commands ? "" : " ", command->name);
    fputs("'\n", out);
}

/* Prints the arm of a shell `case` for one command: its options, their values, and its operands. */
static void bash_command(const struct command *commands, const struct command *command, FILE *out)
{
    fprintf(out, "  %s)\n    options='", command->name);
    each(command, out, bash_word);
    fputs("'\n", out);
    if (command->words != NULL)
        fprintf(out, "    words='%s'\n", command->words);
    if (text_equal(command->names, "repository"))
        fputs("    files=1\n", out);
    if (text_equal(command->names, "command"))
        bash_commands(commands, out);
    fputs("    case $before in\n", out);
    each(command, out, bash_values);
    fputs("    esac ;;\n", out);
}

static void bash_print(const struct command *commands, FILE *out)
{
    fputs("# bash completion for weir, printed by `weir completion bash`\n"
          "_weir() {\n"
          "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}\n"
          "  local command= i options= words= files=\n"
          "  [[ $word == = ]] && word=\n"
          "  [[ $before == = ]] && before=${COMP_WORDS[COMP_CWORD - 2]}\n"
          "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
          "    case ${COMP_WORDS[i]} in\n"
          "    -C|--repo|--config|--branch|--color) ((i++)); [[ ${COMP_WORDS[i]} == = ]] && "
          "((i++)) ;;\n"
          "    -*|=) ;;\n"
          "    *) command=${COMP_WORDS[i]}; break ;;\n"
          "    esac\n"
          "  done\n"
          "  compopt +o nospace 2>/dev/null\n"
          "  case $command in\n",
          out);
    for (const struct command *command = commands; command->name != NULL; command++)
        bash_command(commands, command, out);
    fputs("  *)\n", out);
    bash_commands(commands, out);
    fputs("    options='--help --version' ;;\n"
          "  esac\n"
          "  if [[ $word == -* ]]; then\n"
          "    COMPREPLY=($(compgen -W \"$options\" -- \"$word\"))\n"
          "    [[ ${COMPREPLY[0]-} == *= ]] && compopt -o nospace 2>/dev/null\n"
          "  else\n"
          "    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
          "    [[ -n $files ]] && COMPREPLY+=($(compgen -d -- \"$word\"))\n"
          "  fi\n"
          "}\n"
          "complete -F _weir weir\n",
          out);
}

/* Prints text for use between single quotes and brackets in an _arguments specification. */
static void zsh_text(FILE *out, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '\'')
            fputs("'\\''", out);
        else if (strchr("[]:\\", *text) != NULL)
            fprintf(out, "\\%c", *text);
        else
            fputc(*text, out);
    }
}

static void zsh_option(FILE *out, const struct option *option)
{
    const char *star = option->kind == OPTION_LIST ? "*" : "";
    for (int form = option->letter != 0 ? 0 : 1; form < 2; form++) {
        if (form == 0)
            fprintf(out, "      '%s-%c%s[", star, option->letter,
                    option->kind == OPTION_FLAG ? "" : "+");
        else
            fprintf(out, "      '%s--%s%s[", star, option->name,
                    option->kind == OPTION_FLAG ? "" : "=");
        zsh_text(out, option->help);
        fputs("]", out);
        if (option->kind != OPTION_FLAG) {
            fputs(":", out);
            zsh_text(out, option->value);
            fputs(":", out);
        }
        if (option->choices != NULL) {
            fputs("(", out);
            for (const char *const *choice = option->choices; *choice != NULL; choice++)
                fprintf(out, "%s%s", choice == option->choices ? "" : " ", *choice);
            fputs(")", out);
        } else if (option->kind != OPTION_FLAG && wants_file(option)) {
            fputs("_files", out);
        }
        fputs("' \\\n", out);
    }
}

static void zsh_print(const struct command *commands, FILE *out)
{
    fputs("#compdef weir\n"
          "# zsh completion for weir, printed by `weir completion zsh`\n"
          "_weir() {\n"
          "  local curcontext=$curcontext state line\n"
          "  local -a commands\n"
          "  commands=(\n",
          out);
    for (const struct command *command = commands; command->name != NULL; command++) {
        fprintf(out, "    '%s:", command->name);
        zsh_text(out, command->summary);
        fputs("'\n", out);
    }
    fputs("  )\n"
          "  _arguments -C '1:command:->command' '*::operand:->operand'\n"
          "  case $state in\n"
          "  command) _describe command commands ;;\n"
          "  operand)\n"
          "    case $words[1] in\n",
          out);
    for (const struct command *command = commands; command->name != NULL; command++) {
        fprintf(out, "    %s) _arguments -s \\\n", command->name);
        each(command, out, zsh_option);
        if (command->words != NULL)
            fprintf(out, "      '1:kind:(%s)' ;;\n", command->words);
        else if (text_equal(command->names, "command"))
            fputs("      '1:command:(${commands%%:*})' ;;\n", out);
        else if (command->names != NULL)
            fputs("      '1:repository:_files -/' ;;\n", out);
        else
            fputs("      '*: :' ;;\n", out);
    }
    fputs("    esac ;;\n"
          "  esac\n"
          "}\n"
          "if [[ ${funcstack[1]} == _weir ]]; then _weir \"$@\"; else compdef _weir weir; fi\n",
          out);
}

int completion_run(struct invocation *invocation, struct err *err)
{
    static const struct {
        const char *shell;
        void (*print)(const struct command *commands, FILE *out);
    } shells[] = {{"bash", bash_print}, {"zsh", zsh_print}};
    const char *shell = invocation->arguments.operands.items[0];
    for (size_t i = 0; i < sizeof shells / sizeof *shells; i++)
        if (strcmp(shells[i].shell, shell) == 0) {
            shells[i].print(invocation->commands, invocation->out);
            return EXIT_DONE;
        }
    err_set(err, "there is no completion for \"%s\"", shell);
    return err_hint(err, "name one of: bash, zsh");
}
