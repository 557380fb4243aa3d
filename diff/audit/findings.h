// SPDX-License-Identifier: Apache-2.0
/*
 * Declares the findings of an audit: one table of code words and sentences for all reports. A test
 * compares the table with docs/audit.md.
 */
#pragma once

#include "manifests/base/words.h"

/*
 * An *exception* is a move that was not made as declared, a record that can't be true, or a fault
 * of the journal or of a signature. *Unknown* means that the audit could not read a part of the
 * history; it counts like an exception, because the missing part could hide one. A *note* is
 * information.
 */
enum finding_class { FINDING_EXCEPTION, FINDING_UNKNOWN, FINDING_NOTE, FINDING_CLASS_COUNT };

/* code, class, word, sentence; findings with the same time are listed in this order */
#define FINDINGS(X)                                                                                \
    X(FINDING_CODE_JOURNAL_REWRITTEN, FINDING_EXCEPTION, "journal-rewritten",                      \
      "a commit on the journal's branch did more than append lines")                               \
    X(FINDING_CODE_JOURNAL_REPLACED, FINDING_EXCEPTION, "journal-replaced",                        \
      "the branch names a journal commit that is not in the journal's history")                    \
    X(FINDING_CODE_JOURNAL_TIME, FINDING_EXCEPTION, "journal-time",                                \
      "a journal commit is older than its parent")                                                 \
    X(FINDING_CODE_FOREIGN_FILE, FINDING_EXCEPTION, "foreign-file",                                \
      "a file on the journal's branch is not part of a journal; no run uses the journal with it")  \
    X(FINDING_CODE_CHAIN_BROKEN, FINDING_EXCEPTION, "chain-broken",                                \
      "a journal file can't be trusted, so none of its records count")                             \
    X(FINDING_CODE_RECORD_WITHOUT_COMMIT, FINDING_EXCEPTION, "record-without-commit",              \
      "no commit on the branch made the move that the record describes")                           \
    X(FINDING_CODE_RECORD_DISAGREES, FINDING_EXCEPTION, "record-disagrees",                        \
      "the record and its commit disagree about the move")                                         \
    X(FINDING_CODE_RECORD_EARLY, FINDING_EXCEPTION, "record-early",                                \
      "the record is older than the commit that made the move")                                    \
    X(FINDING_CODE_MOVE_WITHOUT_RECORD, FINDING_EXCEPTION, "move-without-record",                  \
      "a commit changed the pin, but the journal has no record of it")                             \
    X(FINDING_CODE_MOVED_BY_HAND, FINDING_EXCEPTION, "moved-by-hand",                              \
      "a person moved the tag by hand; it was not promoted")                                       \
    X(FINDING_CODE_NOT_IN_PREDECESSOR, FINDING_EXCEPTION, "not-in-predecessor",                    \
      "a required previous environment never had the image")                                       \
    X(FINDING_CODE_SKIPPED_ENVIRONMENT, FINDING_EXCEPTION, "skipped-environment",                  \
      "the image was in an earlier environment, but not in a required previous one")               \
    X(FINDING_CODE_SOAK_SHORT, FINDING_EXCEPTION, "soak-short",                                    \
      "the journal does not show the image in the previous environment for the declared soak "     \
      "time")                                                                                      \
    X(FINDING_CODE_GATE_WITHOUT_EVIDENCE, FINDING_EXCEPTION, "gate-without-evidence",              \
      "the record has no evidence for a declared gate")                                            \
    X(FINDING_CODE_GATE_PASSED_OVER, FINDING_EXCEPTION, "gate-passed-over",                        \
      "a person overrode a rule")                                                                  \
    X(FINDING_CODE_OUTSIDE_WINDOW, FINDING_EXCEPTION, "outside-window",                            \
      "a gate's window was not open at that time")                                                 \
    X(FINDING_CODE_FROZEN, FINDING_EXCEPTION, "frozen",                                            \
      "the tag moved during a freeze, and no person requested it")                                 \
    X(FINDING_CODE_MERGED_AGAINST_STOP, FINDING_EXCEPTION, "merged-against-stop",                  \
      "the promotion was merged during a freeze or a hold of the tag")                             \
    X(FINDING_CODE_DENIED_PINNED, FINDING_EXCEPTION, "denied-pinned",                              \
      "the image was denied for this tag at that time")                                            \
    X(FINDING_CODE_UNSIGNED, FINDING_EXCEPTION, "unsigned", "the commit has no signature")         \
    X(FINDING_CODE_SIGNER_NOT_ALLOWED, FINDING_EXCEPTION, "signer-not-allowed",                    \
      "the commit has no valid signature by an allowed key")                                       \
    X(FINDING_CODE_HISTORY_MISSING, FINDING_UNKNOWN, "history-missing",                            \
      "a part of the history is missing")                                                          \
    X(FINDING_CODE_ROLLED_BACK, FINDING_NOTE, "rolled-back",                                       \
      "a person rolled back to an earlier image")                                                  \
    X(FINDING_CODE_JOURNAL_BEGUN_LATER, FINDING_NOTE, "journal-begun-later",                       \
      "weir found the image already in the tag; how it arrived is unknown")                        \
    X(FINDING_CODE_RECORD_AHEAD, FINDING_NOTE, "record-ahead",                                     \
      "the record is later than the time of the audit, so its time does not count")

enum finding_code { FINDINGS(WORDS_CODE) FINDING_CODE_COUNT };

const char *finding_word(enum finding_code code);
const char *finding_sentence(enum finding_code code);
enum finding_class finding_class(enum finding_code code);
/* "exception", "unknown", "note" */
const char *finding_class_word(enum finding_class class);
