// SPDX-License-Identifier: Apache-2.0
/*
 * What an audit finds: one table of code words and sentences, the same in every report and in
 * docs/audit.md (a test compares them).
 */
#pragma once

/*
 * An *exception* is a move that did not go as declared, or a record that can't be true. *Unknown*
 * is what could not be told, and counts like an exception: an audit that could not look proves
 * nothing. A *note* is information.
 */
enum finding_class { FINDING_EXCEPTION, FINDING_UNKNOWN, FINDING_NOTE };

/* name, class, code word, sentence; in the order in which findings of one moment are listed */
#define FINDINGS(X)                                                                                \
    X(JOURNAL_REWRITTEN, EXCEPTION, "journal-rewritten",                                           \
      "a commit of the journal did more than append lines")                                        \
    X(JOURNAL_REPLACED, EXCEPTION, "journal-replaced",                                             \
      "the branch names a commit of the journal that is not in its history")                       \
    X(JOURNAL_TIME, EXCEPTION, "journal-time",                                                     \
      "a commit of the journal is older than the one before it")                                   \
    X(CHAIN_BROKEN, EXCEPTION, "chain-broken",                                                     \
      "a file of the journal can't be relied upon: none of its records counts")                    \
    X(RECORD_WITHOUT_COMMIT, EXCEPTION, "record-without-commit",                                   \
      "no commit of the branch brought what the record tells")                                     \
    X(RECORD_DISAGREES, EXCEPTION, "record-disagrees",                                             \
      "the record is of another kind than its commit says")                                        \
    X(RECORD_EARLY, EXCEPTION, "record-early",                                                     \
      "the record is older than the commit that it cites")                                         \
    X(MOVE_WITHOUT_RECORD, EXCEPTION, "move-without-record",                                       \
      "a commit changed the pin and no record tells of it")                                        \
    X(MOVED_BY_HAND, EXCEPTION, "moved-by-hand", "a person moved the tag, not a promotion")        \
    X(NOT_IN_PREDECESSOR, EXCEPTION, "not-in-predecessor", "no environment before had the image")  \
    X(SKIPPED_ENVIRONMENT, EXCEPTION, "skipped-environment",                                       \
      "the image came from further back: the environment before did not have it")                  \
    X(SOAK_SHORT, EXCEPTION, "soak-short",                                                         \
      "the image did not stand in the environment before for as long as declared")                 \
    X(GATE_WITHOUT_EVIDENCE, EXCEPTION, "gate-without-evidence",                                   \
      "the record has no evidence for a declared gate")                                            \
    X(GATE_PASSED_OVER, EXCEPTION, "gate-passed-over", "a person passed over a rule")              \
    X(OUTSIDE_WINDOW, EXCEPTION, "outside-window", "the window of a gate was closed then")         \
    X(FROZEN, EXCEPTION, "frozen", "it moved during a freeze, and no person asked for it")         \
    X(DENIED_PINNED, EXCEPTION, "denied-pinned", "the image was denied for this tag")              \
    X(UNSIGNED, EXCEPTION, "unsigned", "the commit has no signature")                              \
    X(SIGNER_NOT_ALLOWED, EXCEPTION, "signer-not-allowed",                                         \
      "the commit is signed by nobody whom the runner allows")                                     \
    X(HISTORY_MISSING, UNKNOWN, "history-missing", "a part of the history is not at hand")         \
    X(ROLLED_BACK, NOTE, "rolled-back", "a person went back to an image that was there before")    \
    X(JOURNAL_BEGUN_LATER, NOTE, "journal-begun-later",                                            \
      "it stood there when the journal was begun; how it came is not told")                        \
    X(FOREIGN_FILE, NOTE, "foreign-file", "a file on the branch of the journal is none of it")

enum finding_code {
#define X(name, class, word, sentence) FINDING_CODE_##name,
    FINDINGS(X)
#undef X
        FINDING_CODES
};

const char *finding_word(enum finding_code code);
const char *finding_sentence(enum finding_code code);
enum finding_class finding_class(enum finding_code code);
/* "exception", "unknown", "note" */
const char *finding_class_word(enum finding_class class);
