// SPDX-License-Identifier: Apache-2.0
/*
 * Why a row is as it is: one table of code words and sentences, the same in every report, in the
 * golden plans and in the docs (a test compares them).
 */
#pragma once

#include <stdbool.h>

/*
 * What a row comes to. A *trouble* row makes `sync` exit with 1: something could not be told,
 * edited or written. A *calm* one is as it should be, held, frozen and waiting included.
 */
enum row_state {
    ROW_STEADY,  /* as wanted */
    ROW_WRITES,  /* this run changes it */
    ROW_WAITS,   /* moves by itself once something else has happened */
    ROW_BLOCKED, /* would move, or might, but something forbids it */
    ROW_UNKNOWN, /* could not tell; what is pinned stays */
    ROW_STATES,
};

/* name, state, trouble, code word, sentence */
#define REASONS(X)                                                                                 \
    X(UP_TO_DATE, STEADY, false, "up-to-date", "the tag still points to the pinned image")         \
    X(CHILD_OF_INDEX, STEADY, false, "child-of-index",                                             \
      "the pin is one platform's image of the index that the tag points to, which counts as "      \
      "equal")                                                                                     \
    X(MOVED, WRITES, false, "moved", "the tag now points to another image")                        \
    X(NEW_TAG, WRITES, false, "new-tag", "a better version is available")                          \
    X(FIRST_PIN, WRITES, false, "first-pin", "the tag was not pinned yet")                         \
    X(SOURCE_CHANGED, WRITES, false, "source-changed",                                             \
      "a person changed the tag's source, so it is imported again")                                \
    X(IMPORTED_ONCE, STEADY, false, "imported-once",                                               \
      "imported once; `weir import-image` imports it again")                                       \
    X(FIXED, STEADY, false, "fixed", "the tag names a digest and never moves")                     \
    X(REFERENCE, STEADY, false, "reference", "the tag is a reference and is never resolved")       \
    X(ALIAS, STEADY, false, "alias", "the tag follows another tag of its stream")                  \
    X(COPIED, WRITES, false, "copied", "copied once from another stream's tag, as `oc tag` does")  \
    X(PRODUCED, STEADY, false, "produced", "a build pushes this tag; only its pushes move it")     \
    X(NO_SOURCE, STEADY, false, "no-source", "the tag has no source image; pushes move it")        \
    X(EXTERNAL, STEADY, false, "external", "the stream is outside this repository")                \
    X(IN_STEP, STEADY, false, "in-step", "it has the same image as its source")                    \
    X(PROMOTED, WRITES, false, "promoted", "the previous environment has another image")           \
    X(ROLLED, WRITES, false, "rolled", "the stream's tag has another image")                       \
    X(ASKED_FOR, WRITES, false, "asked-for", "requested by a person")                              \
    X(AS_ASKED, STEADY, false, "as-asked", "it is already as requested")                           \
    X(CLUSTER_OWNED, STEADY, false, "cluster-owned",                                               \
      "the cluster's image trigger writes this image; weir only moves the tag")                    \
    X(RESOLVED_AT_ADMISSION, STEADY, false, "resolved-at-admission",                               \
      "the cluster resolves this name once, when the object is created")                           \
    X(TRIGGER_PAUSED, STEADY, false, "trigger-paused", "the trigger is paused")                    \
    X(RELEASED, STEADY, false, "released", "a person released the tag, so it may move again")      \
    X(EQUAL_PLATFORMS, STEADY, false, "equal-platforms",                                           \
      "the tag points to another index with the same images for the declared platforms")           \
    X(SETTLING, WAITS, false, "settling",                                                          \
      "the tag has not pointed to the new image for long enough (settle)")                         \
    X(GATE_WAITS, WAITS, false, "gate-waits", "a gate is not open yet")                            \
    X(SOURCE_EMPTY, WAITS, false, "source-empty", "its source has no image yet")                   \
    X(JOIN_WAITS, WAITS, false, "join-waits", "the previous environments have different images")   \
    X(SET_INCOMPLETE, WAITS, false, "set-incomplete", "another stream of its set can't move yet")  \
    X(HELD, BLOCKED, false, "held", "the tag is held")                                             \
    X(DENIED, BLOCKED, false, "denied", "the image is denied for this tag")                        \
    X(FREEZE, BLOCKED, false, "freeze", "the repository is frozen")                                \
    X(SHARED_BASE, BLOCKED, false, "shared-base",                                                  \
      "several namespaces share this object; put the pin into each overlay")                       \
    X(HAND_MOVED, BLOCKED, false, "hand-moved",                                                    \
      "a person moved it by hand; `weir release` lets it move again")                              \
    X(OLDER, BLOCKED, false, "older",                                                              \
      "the source has an older image that was here before; only `weir promote` moves back to it")  \
    X(GATE_REFUSED, BLOCKED, false, "gate-refused", "a gate refuses the image")                    \
    X(MANUAL, BLOCKED, false, "manual", "a person must move it with `weir promote`")               \
    X(PLATFORMS_MISSING, BLOCKED, false, "platforms-missing",                                      \
      "the new image lacks a declared platform")                                                   \
    X(NO_CANDIDATE, BLOCKED, true, "no-candidate", "no tag in the registry matches the rule")      \
    X(WOULD_GO_BACK, BLOCKED, true, "would-go-back",                                               \
      "the rule prefers the pinned tag to every tag in the registry, and no tag moves back by "    \
      "itself")                                                                                    \
    X(GUARD, BLOCKED, true, "guard", "the run would change more rows than the limit allows")       \
    X(PROBLEM, BLOCKED, true, "problem", "its declaration has a problem")                          \
    X(NOT_SUPPORTED_YET, BLOCKED, true, "not-supported-yet", "not supported by this version")      \
    X(TRIGGERS_NOT_SAID, BLOCKED, true, "triggers-not-said",                                       \
      "weir.yaml does not say who handles image triggers (triggers: weir or cluster)")             \
    X(LOOKUP_NEEDS_BINDING, BLOCKED, true, "lookup-needs-binding",                                 \
      "a name that is resolved at admission is never edited; bind it with an annotation")          \
    X(LEGACY_IMPORT, BLOCKED, true, "legacy-import",                                               \
      "the image is an index, and the tag's importMode keeps only one of its platforms")           \
    X(OTHER_CLUSTER, BLOCKED, true, "other-cluster",                                               \
      "the image is in another cluster's integrated registry")                                     \
    X(ALIAS_CYCLE, BLOCKED, true, "alias-cycle", "the aliases form a cycle")                       \
    X(ALIAS_MISSING, BLOCKED, true, "alias-missing", "the tag that it follows is not declared")    \
    X(NO_SITE, BLOCKED, true, "no-site", "there is no image field to write")                       \
    X(EDIT_REFUSED, BLOCKED, true, "edit-refused",                                                 \
      "the file can't be edited safely at this place")                                             \
    X(REFUSED, BLOCKED, true, "refused", "the request is not possible")                            \
    X(TAG_NOT_FOUND, BLOCKED, true, "tag-not-found", "the registry has no such tag")               \
    X(SOURCE_UNKNOWN, UNKNOWN, true, "source-unknown", "the source's image is unknown")            \
    X(COULD_NOT_TELL, UNKNOWN, true, "could-not-tell", "the registry gave no usable answer")       \
    X(GATE_UNKNOWN, UNKNOWN, true, "gate-unknown", "the state of a gate is unknown")               \
    X(JOURNAL_UNKNOWN, UNKNOWN, true, "journal-unknown",                                           \
      "the journal can't be read, so weir can't tell whether it may replace the pin")              \
    X(ASKING, UNKNOWN, true, "asking", "an answer is still missing")

enum reason {
#define X(name, state, trouble, word, sentence) REASON_##name,
    REASONS(X)
#undef X
        REASON_COUNT
};

const char *reason_word(enum reason reason);
const char *reason_sentence(enum reason reason);
enum row_state reason_state(enum reason reason);
bool reason_trouble(enum reason reason);

/* "steady", "writes", "waits", "blocked", "unknown" */
const char *row_state_word(enum row_state state);
