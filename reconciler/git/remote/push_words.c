// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/remote/push_words.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "reconciler/git/clean_text.h"

#define BLANKS " \t\v\f"

enum { LINES_MAX = 4096 }; /* bytes of the verdict and all messages */

/* Returns the line without blanks and the words before it that say nothing. */
static const char *skip_prefix(const char *line, const char *end)
{
    static const char *const prefixes[] = {"remote:", "error:", "fatal:"};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        size_t length = strlen(prefixes[i]);
        while (line < end && strchr(BLANKS, *line) != NULL)
            line++;
        if ((size_t)(end - line) >= length && strncasecmp(line, prefixes[i], length) == 0) {
            line += length;
            i = (size_t)-1; /* another prefix may follow, in any order */
        }
    }
    return line;
}

/* True if the line has a letter or a digit: forges draw frames of '=' and '#'. */
static bool has_words(const char *line, const char *end)
{
    for (; line < end; line++)
        if (isalnum((unsigned char)*line) || (unsigned char)*line >= 0x80)
            return true;
    return false;
}

void push_words(char *out, size_t size, const char *verdict, const struct text *said)
{
    text_scope struct text all = text_of(LINES_MAX);
    const char *at = said->data != NULL ? said->data : "", *end = at + said->length;
    bool full = text_append(&all, verdict, strlen(verdict)) < 0;
    const char *between = all.length > 0 ? ": " : "";
    while (!full && said->length > 0 && at < end) {
        const char *stop = at;
        while (stop < end && *stop != '\n' && *stop != '\r')
            stop++;
        const char *line = skip_prefix(at, stop);
        if (has_words(line, stop)) {
            full = text_append(&all, between, strlen(between)) < 0 ||
                   text_append(&all, line, (size_t)(stop - line)) < 0;
            between = " ";
        }
        at = stop + (stop < end);
    }
    clean_text_copy(out, size, all.data != NULL ? all.data : "", all.length);
}

bool push_words_protected(const char *words)
{
    /* The words of GitHub, GitLab, Gitea and Forgejo, Bitbucket, and Azure DevOps. */
    static const char *const signs[] = {"protected branch", "pull request", "merge request",
                                        "GH006:",           "GH013:",       "TF402455"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (strcasestr(words, signs[i]) != NULL)
            return true;
    return false;
}
