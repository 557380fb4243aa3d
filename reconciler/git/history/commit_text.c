// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/history/commit_text.h"

#include <string.h>

#include "reconciler/git/clean_text.h"
#include "reconciler/git/journal/record.h"
#include "reconciler/git/objects/own_commit.h"

enum { SUBJECT_MAX = 201 }; /* bytes with the NUL */

const char *commit_text_author(struct arena *arena, const git_commit *commit)
{
    char text[RECORD_TEXT_MAX];
    const git_signature *author = git_commit_author(commit);
    const char *who = arena_print(arena, "%s <%s>", author->name, author->email);
    clean_text_copy(text, sizeof text, who, strlen(who));
    return arena_text(arena, text);
}

const char *commit_text_subject(struct arena *arena, const git_commit *commit)
{
    char text[SUBJECT_MAX];
    const char *message = git_commit_message(commit);
    message += strspn(message, "\n");
    clean_text_copy(text, sizeof text, message, strcspn(message, "\n"));
    return arena_text(arena, text);
}

bool commit_text_own(const git_commit *commit, const char *branch)
{
    arena_scope struct arena scratch = {0};
    char hex[GIT_OID_HEXSZ + 1];
    const char *message = git_commit_message(commit);
    const git_oid *parent = git_commit_parent_id(commit, 0);
    return git_commit_parentcount(commit) < 2 &&
           own_commit_journal(&scratch, message, branch) != NULL &&
           own_commit_is(message, parent != NULL ? git_oid_tostr(hex, sizeof hex, parent) : NULL);
}
