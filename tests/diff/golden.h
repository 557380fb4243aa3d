// SPDX-License-Identifier: Apache-2.0
/*
 * A golden plan: one readable file with sections `-- name --`.
 *
 *     -- file PATH [crlf] [bom] [nonl] --   a file of the repository, with other line ends, a byte
 *                                           order mark, or without its last newline
 *     -- base PATH --, -- head PATH --      in a review: a file of one side; `file` is in both
 *     -- now --                             an instant; default 2026-01-01T00:00:00Z
 *     -- answers --                         the answers to questions, one a line:
 *         tag-digest host/path:tag sha256:<aa> [index|single|unknown]
 *         index host/path@sha256:<aa> [single] [linux/amd64=sha256:<bb> …]
 *         exists host/path@sha256:<aa> single
 *         config host/path@sha256:<aa> [linux/amd64] [LABEL=VALUE …]
 *         tag-list host/path TAG …             an empty list: .
 *         check NAME {JSON} passed|refused [WHY…]
 *         KIND KEY none WHY…
 *         KIND KEY could-not-tell WORD WHY…
 *         origin FILE#NS/STREAM:TAG@sha256:<aa> own COMMIT KIND SOURCE|- [WORD …]
 *                                              | merged COMMIT WHO KIND SOURCE|- [WORD …]
 *                                              | person COMMIT WHO [WHY…]
 *                                              | holds COMMIT WHO [REASON…]
 *                                              | releases COMMIT WHO [WHY…]
 *             WORD: before=sha256:<aa>, at=TIME, parent=TIME, was-held, reason=WORD,
 *                   evidence=… or overridden=…
 *         origin FILE#NS/STREAM:TAG? merged …  of a deletion; with ! and a digest, or nothing: of a
 *                                              release
 *         commit COMMIT there
 *     -- journal --                         `new`, `lost`, `advisory`, `reached COMMIT [behind]`,
 *                                           `unknown WHY…`, or records:
 *         NS/STREAM:TAG KIND TIME [sha256:<aa>] [reference=…] [commit=…] [source=…]
 *                       [alias=TAG] [who=…] [holds] [rebuilt]
 *                       [evidence=KIND[:ARGUMENT] …] [overridden=KIND[:ARGUMENT] …]
 *         NS/STREAM:TAG trouble WHY…
 *     -- intent --                          a request: the command and its words
 *     -- problems --, -- plan --, -- edits --, -- records --, -- policy --, -- rows --,
 *     -- verification --   the expected result
 *
 * `sha256:<aa>` stands for a digest of 32 times aa. Lines before the first section are comments.
 */
#pragma once

#include "diff/journal/journal_due.h"
#include "diff/plan/change.h"

struct golden_file {
    const char *path;
    const char *bytes;
    size_t length;
};

typedef LIST_OF(struct golden_file) golden_files;

struct golden {
    golden_files files;      /* sorted by path; in a review those of head */
    golden_files base_files; /* in a review those of base */
    LIST_OF(struct answer) answers;
    moment now;
    bool journaled; /* it has a section `journal` */
    struct journal journal;
    due_list records; /* of the journal */
    struct intent intent;
    const char *inputs;   /* the text of all input sections, comments included */
    const char *expected; /* the text of the sections with the expected result */
};

/* Reads a golden file; a mistake in it is an error. */
int golden_read(struct arena *arena, const char *path, struct golden *out, struct err *err);
/* Returns the repository as a source; its context and arrays live in the arena. */
struct source golden_source(struct arena *arena, const struct golden *golden);
/* Returns the journal with these records appended; dues may be NULL. */
void golden_remember(struct arena *arena, struct golden *golden, const due_list *dues);
/* Returns the next word of *rest, which are separated by spaces, or NULL. */
char *golden_word(char **rest);
/* Splits a name. Returns 0 for NAMESPACE/STREAM:TAG, 1 for NAMESPACE/STREAM@DIGEST, else -1. */
int golden_split(char *text, const char **namespace, const char **stream, const char **name);
int golden_journal_line(struct arena *arena, struct golden *golden, char *line, struct err *err);
/* Adds the move of one line `to=DIGEST[,ALIAS] …` to the answer; the first line has the newest
 * move. */
int golden_move(struct arena *arena, const char *key, const char *to, char *rest,
                struct answer *answer);
int golden_origin(struct arena *arena, const char *key, char *what, char *rest,
                  struct answer *answer);
/* Returns the text with sha256:<aa> in place of the long form. */
const char *golden_contract(struct arena *arena, const char *text);
/* Prints the changed lines of each file, as "path:line" with - and + lines, and the refusals. */
void golden_print_change(struct arena *arena, const struct change *change, FILE *out);
/*
 * True if the printed text is the expected one; else shows the difference. With WEIR_ACCEPT=1 it
 * rewrites the file instead and returns true.
 */
bool golden_matches(const char *path, const struct golden *golden, const char *got);
/* Runs every file of a folder with this suffix, as TAP. Returns the exit status: 0; 1: a file
 * failed; 2: the folder has no such file. */
int golden_run_all(const char *folder, const char *suffix, bool (*run)(const char *path));
