// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "diff/base/question.h"
#include "reconciler/git/history/history.h"

/* What a question asks. */
struct origin_question {
    struct answer *answer;
    const char *file, *namespace, *stream, *tag, *digest;
    bool open;
};

/* What a file was before a commit changed it. */
struct origin_version {
    size_t commit; /* index in the walk */
    bool there;
    git_oid blob;
};

/* A file that is asked about, with its questions. */
struct origin_file {
    const char *path;
    struct origin_question *questions;
    size_t question_count;
    bool there; /* as of the last commit that was looked at */
    git_oid blob;
    LIST_OF(struct origin_version) versions;
    size_t judged; /* versions that were decoded */
};

struct origin_walk {
    struct history history;
    struct arena *arena;               /* of the answers */
    struct arena scratch;              /* of the walk */
    struct arena parts;                /* while one file is decoded */
    LIST_OF(struct origin_file) files; /* open ones, by path */
    LIST_OF(git_oid) commits;          /* that were looked at, newest first */
    git_oid next;
    bool ended; /* the first commit of all was looked at */
    struct err *err;
};
