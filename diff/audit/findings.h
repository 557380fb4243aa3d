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
      "a commit on the journal's branch did more than append lines")                               \
    X(JOURNAL_REPLACED, EXCEPTION, "journal-replaced",                                             \
      "the branch names a journal commit that is not in the journal's history")                    \
    X(JOURNAL_TIME, EXCEPTION, "journal-time", "a journal commit is older than its parent")        \
    X(CHAIN_BROKEN, EXCEPTION, "chain-broken",                                                     \
      "a journal file can't be trusted, so none of its records count")                             \
    X(RECORD_WITHOUT_COMMIT, EXCEPTION, "record-without-commit",                                   \
      "no commit on the branch made the move that the record describes")                           \
    X(RECORD_DISAGREES, EXCEPTION, "record-disagrees",                                             \
      "the record and its commit disagree about the kind of move")                                 \
    X(RECORD_EARLY, EXCEPTION, "record-early", "the record is older than the commit it cites")     \
    X(MOVE_WITHOUT_RECORD, EXCEPTION, "move-without-record",                                       \
      "a commit changed the pin, but the journal has no record of it")                             \
    X(MOVED_BY_HAND, EXCEPTION, "moved-by-hand",                                                   \
      "a person moved the tag by hand; it was not promoted")                                       \
    X(NOT_IN_PREDECESSOR, EXCEPTION, "not-in-predecessor",                                         \
      "no previous environment had the image")                                                     \
    X(SKIPPED_ENVIRONMENT, EXCEPTION, "skipped-environment",                                       \
      "the image came from an earlier environment; the previous one never had it")                 \
    X(SOAK_SHORT, EXCEPTION, "soak-short",                                                         \
      "the image was not in the previous environment for the declared soak time")                  \
    X(GATE_WITHOUT_EVIDENCE, EXCEPTION, "gate-without-evidence",                                   \
      "the record has no evidence for a declared gate")                                            \
    X(GATE_PASSED_OVER, EXCEPTION, "gate-passed-over", "a person overrode a rule")                 \
    X(OUTSIDE_WINDOW, EXCEPTION, "outside-window", "a gate's window was closed at that time")      \
    X(FROZEN, EXCEPTION, "frozen", "the tag moved during a freeze, and no person requested it")    \
    X(DENIED_PINNED, EXCEPTION, "denied-pinned", "the image was denied for this tag at that time") \
    X(UNSIGNED, EXCEPTION, "unsigned", "the commit has no signature")                              \
    X(SIGNER_NOT_ALLOWED, EXCEPTION, "signer-not-allowed",                                         \
      "the commit's signer is not allowed by the runner configuration")                            \
    X(HISTORY_MISSING, UNKNOWN, "history-missing", "a part of the history is missing")             \
    X(ROLLED_BACK, NOTE, "rolled-back", "a person rolled back to an earlier image")                \
    X(JOURNAL_BEGUN_LATER, NOTE, "journal-begun-later",                                            \
      "the image was already there when the journal began; how it arrived is unknown")             \
    X(FOREIGN_FILE, NOTE, "foreign-file",                                                          \
      "a file on the journal's branch is not part of the journal")

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
