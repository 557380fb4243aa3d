// SPDX-License-Identifier: Apache-2.0
/* Prints untrusted text in Markdown. */
#pragma once

#include <stdio.h>

/* Escapes and prints untrusted text, so that it can't become markup, a link or a mention, or end a
 * cell. */
void markdown_text(FILE *out, const char *text);
/* Prints untrusted text in a code span. */
void markdown_code(FILE *out, const char *text);
/* Each prints a table cell with its end, " TEXT |", or " — |" for NULL and "". The second one
 * prints the text in a code span. */
void markdown_cell(FILE *out, const char *text);
void markdown_code_cell(FILE *out, const char *text);
/* Prints lines in a code fence that is longer than any fence in the lines. */
void markdown_fence(FILE *out, const char *language, const char *bytes, size_t length);
