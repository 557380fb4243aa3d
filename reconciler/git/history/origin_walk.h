// SPDX-License-Identifier: Apache-2.0
/* Defines the state of the walk that finds which commits set pins. The walk goes from the newest
 * commit to the oldest. Private to the files origin*.c. */
#pragma once

#include "diff/base/question.h"
#include "reconciler/git/history/history.h"

/* The state of a tag that a question is about. */
enum origin_aspect {
    ORIGIN_PIN,      /* the tag has the digest */
    ORIGIN_RELEASED, /* the tag's annotation weir.dev/released names the digest */
    ORIGIN_NOT_HELD, /* the tag has no hold */
    ORIGIN_DELETED,  /* the tag has no image and follows no tag */
};

/* A parsed question, and the place for its answer. */
struct origin_question {
    struct answer *answer;
    enum origin_aspect aspect;
    const char *file, *namespace, *stream, *tag, *digest; /* digest: NULL or
                                             "" if the aspect has none */
    bool open;                                            /* not answered yet */
    /* A question of the kind MOVES; `digest` becomes that of before each move that is found. */
    bool returns;                       /* `from` is the digest that the tag has now */
    const char *from;                   /* the digest at the end of the walk; NULL: another kind */
    struct pin_origin *newest, *oldest; /* the moves found so far; NULL: none */
    size_t count;                       /* of these moves */
    const char *was_file; /* the file that declared the tag before the commit that set the pin, or
                             NULL if it is the same */
    /* A commit moved the tag to `file` with its pin, so that another walk must go on: */
    const char *moved_file; /* the file before that commit; NULL: no move was found */
    size_t moved_back;      /* how many parents that commit is away from the tip */
    git_oid moved_commit;
    unsigned moves; /* how often the tag moved to another file */
};

/* The state of a file before a commit that changed it. */
struct origin_version {
    size_t commit; /* index of that commit in the walk */
    bool exists;
    git_oid blob;
};

struct origin_file {
    const char *path;
    struct origin_question *questions;
    size_t question_count;
    struct origin_version tip; /* the file's version at the tip */
    bool exists;  /* before the oldest commit that the walk has reached, the file existed */
    git_oid blob; /* the file's bytes at that time, if it existed */
    LIST_OF(struct origin_version) versions; /* newest first */
    size_t judged;                           /* number of versions that were decoded */
};

struct origin_walk {
    struct history history;
    struct arena *arena;               /* has the answers */
    struct arena scratch;              /* has the walk's lists */
    struct arena parts;                /* scratch memory for decoding one file */
    LIST_OF(struct origin_file) files; /* files with open questions, sorted by path */
    LIST_OF(git_oid) commits;          /* newest first */
    git_oid next;                      /* the commit to add next */
    size_t start;                      /* how many parents the first commit is away from the tip */
    bool ended;                        /* `commits` reaches the oldest commit of the branch */
    git_oid since;                     /* the commit that questions about moves name; zero: none */
    size_t since_back; /* how many parents it is away from the tip; SIZE_MAX: not reached yet */
    struct err *err;
};
