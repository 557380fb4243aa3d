// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/library_error.h"

#include <git2.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "reconciler/git/clean_text.h"

void library_words(char *buffer, size_t size)
{
    const git_error *error = git_error_last();
    const char *words =
        error != NULL && error->message != NULL ? error->message : "no reason given";
    clean_text_copy(buffer, size, words, strlen(words));
}

int library_error(struct err *err, const char *format, ...)
{
    char words[512], outer[512];
    library_words(words, sizeof words);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(outer, sizeof outer, format, arguments);
    va_end(arguments);
    err_set(err, "%s", words);
    return err_wrap(err, "%s", outer);
}
