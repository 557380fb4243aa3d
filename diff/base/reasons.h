// SPDX-License-Identifier: Apache-2.0
/*
 * Declares the reasons of rows: one table of code words and sentences for all reports. A test
 * compares it with docs/reasons.md.
 */
#pragma once

#include <stdbool.h>

#include "manifests/base/words.h"

/* The state of a row. */
enum row_state {
    ROW_STEADY,  /* the tag or consumer needs no change */
    ROW_WRITES,  /* this run changes the tag or consumer */
    ROW_WAITS,   /* the change may come by itself, after some time or another change */
    ROW_BLOCKED, /* a rule, a problem or a person stops the change */
    ROW_UNKNOWN, /* a needed answer is missing, so the pin stays */
    ROW_STATES,
};

/*
 * code, state, trouble, word, sentence. A row in trouble makes `sync` exit with 1, because an
 * answer is missing, or a person must mend something. A row that is held, frozen or waiting is not
 * in trouble.
 */
#define REASONS(X)                                                                                 \
    X(REASON_UP_TO_DATE, ROW_STEADY, false, "up-to-date",                                          \
      "the tag still points to the pinned image")                                                  \
    X(REASON_CHILD_OF_INDEX, ROW_STEADY, false, "child-of-index",                                  \
      "the pin is one platform's image of the index that the tag points to, which counts as "      \
      "equal")                                                                                     \
    X(REASON_MOVED, ROW_WRITES, false, "moved", "the tag now points to another image")             \
    X(REASON_NEW_TAG, ROW_WRITES, false, "new-tag", "the rule now chooses another tag")            \
    X(REASON_FIRST_PIN, ROW_WRITES, false, "first-pin", "the tag was not pinned yet")              \
    X(REASON_SOURCE_CHANGED, ROW_WRITES, false, "source-changed",                                  \
      "a person changed the tag's source, so it is imported again")                                \
    X(REASON_IMPORTED_ONCE, ROW_STEADY, false, "imported-once",                                    \
      "imported once; `weir import-image` imports it again")                                       \
    X(REASON_FIXED, ROW_STEADY, false, "fixed", "the tag names a digest and never moves")          \
    X(REASON_REFERENCE, ROW_STEADY, false, "reference",                                            \
      "the tag is a reference and is never resolved")                                              \
    X(REASON_ALIAS, ROW_STEADY, false, "alias", "the tag follows another tag of its stream")       \
    X(REASON_COPIED, ROW_WRITES, false, "copied",                                                  \
      "copied once from another stream's tag, as `oc tag` does")                                   \
    X(REASON_PRODUCED, ROW_STEADY, false, "produced",                                              \
      "a build pushes this tag; only its pushes move it")                                          \
    X(REASON_NO_SOURCE, ROW_STEADY, false, "no-source",                                            \
      "the tag has no source image; pushes move it")                                               \
    X(REASON_EXTERNAL, ROW_STEADY, false, "external", "the stream is outside this repository")     \
    X(REASON_IN_STEP, ROW_STEADY, false, "in-step", "the source has the same image")               \
    X(REASON_PROMOTED, ROW_WRITES, false, "promoted",                                              \
      "the previous environment has another image")                                                \
    X(REASON_ALIAS_RESUMES, ROW_WRITES, false, "alias-resumes",                                    \
      "nothing holds the frozen alias any more, so it follows its tag again")                      \
    X(REASON_ROLLED, ROW_WRITES, false, "rolled", "the stream's tag has another image")            \
    X(REASON_ASKED_FOR, ROW_WRITES, false, "asked-for", "requested by a person")                   \
    X(REASON_AS_ASKED, ROW_STEADY, false, "as-asked", "the request does not change the tag")       \
    X(REASON_CLUSTER_OWNED, ROW_STEADY, false, "cluster-owned",                                    \
      "the cluster's image trigger writes this image; weir only moves the tag")                    \
    X(REASON_RESOLVED_AT_ADMISSION, ROW_STEADY, false, "resolved-at-admission",                    \
      "the cluster resolves this name once, when the object is created")                           \
    X(REASON_TRIGGER_PAUSED, ROW_STEADY, false, "trigger-paused", "the trigger is paused")         \
    X(REASON_RELEASED, ROW_STEADY, false, "released",                                              \
      "a person released the tag, so it may move again")                                           \
    X(REASON_REPAIRED, ROW_STEADY, false, "repaired",                                              \
      "the journal records the image again, because the time of its record was wrong")             \
    X(REASON_EQUAL_PLATFORMS, ROW_STEADY, false, "equal-platforms",                                \
      "the tag points to another index with the same images for the declared platforms")           \
    X(REASON_FIRST_RECORD, ROW_WAITS, false, "first-record",                                       \
      "the image is recorded first; it may be replaced one second after that")                     \
    X(REASON_SETTLING, ROW_WAITS, false, "settling",                                               \
      "the tag has not pointed to the new image for long enough (settle)")                         \
    X(REASON_GATE_WAITS, ROW_WAITS, false, "gate-waits", "a gate is not open yet")                 \
    X(REASON_SOURCE_EMPTY, ROW_WAITS, false, "source-empty", "the source has no image yet")        \
    X(REASON_JOIN_WAITS, ROW_WAITS, false, "join-waits",                                           \
      "the previous environments have no newer image that may be promoted")                        \
    X(REASON_SET_INCOMPLETE, ROW_WAITS, false, "set-incomplete",                                   \
      "another stream of the same set can't move yet")                                             \
    X(REASON_HELD, ROW_BLOCKED, false, "held", "the tag is held")                                  \
    X(REASON_DENIED, ROW_BLOCKED, false, "denied", "the image is denied")                          \
    X(REASON_FREEZE, ROW_BLOCKED, false, "freeze", "the environment is frozen")                    \
    X(REASON_SHARED_BASE, ROW_BLOCKED, false, "shared-base",                                       \
      "several namespaces share this object; put the pin into each overlay")                       \
    X(REASON_HAND_MOVED, ROW_BLOCKED, false, "hand-moved",                                         \
      "a person moved the tag by hand; `weir release` lets it move again")                         \
    X(REASON_OLDER, ROW_BLOCKED, false, "older",                                                   \
      "the source's image is older than the current one; `weir promote` would take it")            \
    X(REASON_GATE_REFUSED, ROW_BLOCKED, false, "gate-refused", "a gate refuses the image")         \
    X(REASON_MANUAL, ROW_BLOCKED, false, "manual", "a person must move it with `weir promote`")    \
    X(REASON_PLATFORMS_MISSING, ROW_BLOCKED, false, "platforms-missing",                           \
      "the new image lacks a declared platform")                                                   \
    X(REASON_NO_CANDIDATE, ROW_BLOCKED, true, "no-candidate",                                      \
      "no tag in the registry matches the rule")                                                   \
    X(REASON_WOULD_GO_BACK, ROW_BLOCKED, true, "would-go-back",                                    \
      "the rule prefers the pinned tag to every tag in the registry, and no tag moves back by "    \
      "itself")                                                                                    \
    X(REASON_GUARD, ROW_BLOCKED, true, "guard",                                                    \
      "the run would change more rows than the limit allows")                                      \
    X(REASON_DENIED_CURRENT, ROW_BLOCKED, true, "denied-current",                                  \
      "the tag's current image is denied for this tag")                                            \
    X(REASON_PROBLEM, ROW_BLOCKED, true, "problem", "a declaration has a problem")                 \
    X(REASON_NOT_SUPPORTED_YET, ROW_BLOCKED, true, "not-supported-yet",                            \
      "not supported by this version")                                                             \
    X(REASON_TRIGGERS_NOT_SAID, ROW_BLOCKED, true, "triggers-not-said",                            \
      "weir.yaml does not say who handles image triggers (triggers: weir or cluster)")             \
    X(REASON_LOOKUP_NEEDS_BINDING, ROW_BLOCKED, true, "lookup-needs-binding",                      \
      "a name that is resolved at admission is never edited; bind it with an annotation")          \
    X(REASON_LEGACY_IMPORT, ROW_BLOCKED, true, "legacy-import",                                    \
      "the image is an index, and the tag's importMode keeps only one of its platforms")           \
    X(REASON_OTHER_EXPORT, ROW_BLOCKED, true, "other-export",                                      \
      "the cluster's image of the tag is not from the tag's source")                               \
    X(REASON_OTHER_CLUSTER, ROW_BLOCKED, true, "other-cluster",                                    \
      "the image is in another cluster's integrated registry")                                     \
    X(REASON_ALIAS_CYCLE, ROW_BLOCKED, true, "alias-cycle", "the aliases form a cycle")            \
    X(REASON_ALIAS_MISSING, ROW_BLOCKED, true, "alias-missing",                                    \
      "the tag that the alias follows is not declared")                                            \
    X(REASON_NO_SITE, ROW_BLOCKED, true, "no-site", "there is no image field to write")            \
    X(REASON_EDIT_REFUSED, ROW_BLOCKED, true, "edit-refused",                                      \
      "the file can't be edited safely at this place")                                             \
    X(REASON_REFUSED, ROW_BLOCKED, true, "refused", "the request is not possible")                 \
    X(REASON_TAG_NOT_FOUND, ROW_BLOCKED, true, "tag-not-found",                                    \
      "the registry has no such tag or image")                                                     \
    X(REASON_SOURCE_UNKNOWN, ROW_UNKNOWN, true, "source-unknown", "the source's image is unknown") \
    X(REASON_COULD_NOT_TELL, ROW_UNKNOWN, true, "could-not-tell",                                  \
      "the registry gave no usable answer")                                                        \
    X(REASON_GATE_UNKNOWN, ROW_UNKNOWN, true, "gate-unknown", "the state of a gate is unknown")    \
    X(REASON_JOURNAL_UNKNOWN, ROW_UNKNOWN, true, "journal-unknown",                                \
      "the journal's records of the tag can't be used, so weir does not move the tag")             \
    X(REASON_ASKING, ROW_UNKNOWN, true, "asking", "an answer is still missing")

enum reason { REASONS(WORDS_CODE) REASON_COUNT };

const char *reason_word(enum reason reason);
const char *reason_sentence(enum reason reason);
enum row_state reason_state(enum reason reason);
bool reason_trouble(enum reason reason);

/* "steady", "writes", "waits", "blocked", "unknown" */
const char *row_state_word(enum row_state state);
