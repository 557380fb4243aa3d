// SPDX-License-Identifier: Apache-2.0
#include "reconciler/commands/commit_line.h"

#include <string.h>

#include "reconciler/root.h"

enum { LINES_MAX = 200 /* lines of a message that is printed */ };

/* Prints a word for the shell, in quotes if it has other characters than plain ones. */
static void print_word(FILE *out, const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "_./:@%+=,-";
    if (*word != '\0' && word[strspn(word, plain)] == '\0') {
        fputs(word, out);
        return;
    }
    fputc('\'', out);
    for (; *word != '\0'; word++)
        if (*word == '\'')
            fputs("'\\''", out);
        else
            fputc(*word, out);
    fputc('\'', out);
}

/* Returns false if the path of an edited file is a pattern for git. */
static bool plain_paths(const struct cycle *cycle)
{
    list_each (file, &cycle->change.files)
        if (*file->path == ':' || strpbrk(file->path, "*?[\\") != NULL)
            return false;
    return true;
}

/* Prints the command. The message is a here-document with a quoted end, in which a shell expands
 * nothing. No line of the message is "EOF": a subject begins with a verb, other lines begin with
 * a mark or a key. */
static void print_command(FILE *out, const struct session *session, const struct cycle *cycle)
{
    const char *folder = repository_path(session->repository);
    const char *message = cycle->result.message;
    fputs("git", out);
    if (folder != NULL && strcmp(folder, ".") != 0) {
        fputs(" -C ", out);
        print_word(out, folder);
    }
    fputs(plain_paths(cycle) ? " commit" : " --literal-pathspecs commit", out);
    fputs(" -F - --", out);
    list_each (file, &cycle->change.files) {
        fputc(' ', out);
        print_word(out, file->path);
    }
    fprintf(out, " <<'EOF'\n%s%sEOF\n", message, text_ends(message, "\n") ? "" : "\n");
}

static size_t line_count(const char *text)
{
    size_t count = 0;
    for (; *text != '\0'; text++)
        count += *text == '\n';
    return count;
}

/* Says for a folder inside a work tree where weir can commit. */
static void print_work_tree(FILE *out, const struct session *session, const struct cycle *cycle)
{
    arena_scope struct arena scratch = {0};
    const char *folder = repository_path(session->repository);
    const char *tree = folder != NULL ? root_above(&scratch, folder) : NULL;
    if (tree == NULL || cycle->result.kind != RESULT_EDITED)
        return;
    fputs(
        "\nNothing is committed, and no journal was read, because this folder is only a part of a "
        "Git work tree.\nTo get a commit message, run weir on the whole one: -C ",
        out);
    print_word(out, tree);
    fputs("\n", out);
}

void commit_line_print(const struct invocation *invocation, const struct session *session,
                       const struct cycle *cycle)
{
    FILE *out = invocation->out;
    const struct report_result *result = &cycle->result;
    if (repository_kind(session->repository) == REPOSITORY_FOLDER &&
        console_format(invocation) == REPORT_TEXT)
        print_work_tree(out, session, cycle);
    bool checkout = repository_kind(session->repository) == REPOSITORY_WORK_TREE;
    if (!checkout || console_format(invocation) != REPORT_TEXT ||
        (result->message == NULL && result->kind != RESULT_COMMITTED))
        return;
    if (result->kind == RESULT_COMMITTED) {
        fputs("\nPush the commit: the next run on the repository that gets it writes the "
              "journal.\n",
              out);
        return;
    }
    if (line_count(result->message) <= LINES_MAX) {
        fputs("\nNothing is committed. With --commit weir commits; this does the same:\n\n", out);
        print_command(out, session, cycle);
    } else {
        fputs("\nNothing is committed. With --commit weir commits; -o json has the message.\n",
              out);
    }
    fputs("\nThe next run on the repository that gets the commit writes the journal.\n", out);
}
