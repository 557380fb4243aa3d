// SPDX-License-Identifier: Apache-2.0
#include <criterion/criterion.h>
#include <string.h>

#include "reconciler/git/remote/push_words.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

Test(push_words, a_refusal_is_one_line_without_empty_lines)
{
    static const struct {
        const char *verdict, *said, *words;
        bool protects;
    } rows[] = {
        {"hook declined", "", "hook declined", false},
        {"hook declined", "only on Mondays\n", "hook declined: only on Mondays", false},
        {"", "only on Mondays\n", "only on Mondays", false},
        {"protected branch hook declined",
         "error: GH006: Protected branch update failed for refs/heads/main.\n"
         "error: \n"
         "error: - Changes must be made through a pull request.\n\n",
         "protected branch hook declined: GH006: Protected branch update failed for "
         "refs/heads/main. - Changes must be made through a pull request.",
         true},
        {"pre-receive hook declined",
         "remote: ========\r\nremote: \r\nremote: ERROR: GitLab: You are not allowed to push code "
         "to protected branches on this project.\r\nremote: ========\r\n",
         "pre-receive hook declined: GitLab: You are not allowed to push code to protected "
         "branches on this project.",
         true},
        {"TF402455: Pushes to this branch are not permitted; you must use a pull request.", "",
         "TF402455: Pushes to this branch are not permitted; you must use a pull request.", true},
        {"x", "error:\nerror:error:\n  error: a\n", "x: a", false},
        {"x", "errors: 5\nan error: b", "x: errors: 5 an error: b", false},
        {"x", "\x1b[31mred\x07\n", "x: [31mred", false},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char words[512];
        text_scope struct text said = text_of(1000);
        if (rows[i].said[0] != '\0')
            text_puts(&said, rows[i].said);
        push_words(words, sizeof words, rows[i].verdict, &said);
        cr_expect_str_eq(words, rows[i].words, "%s", words);
        cr_expect_eq(push_words_protected(words), rows[i].protects, "%s", words);
    }
}

Test(push_words, long_words_are_cut)
{
    char words[64];
    text_scope struct text said = text_of(10000);
    for (int i = 0; i < 1000; i++)
        text_puts(&said, "line\n");
    push_words(words, sizeof words, "no", &said);
    cr_expect_eq(strlen(words), sizeof words - 1, "%s", words);
}
