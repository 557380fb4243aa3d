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
};

/* name, state, trouble, code word, sentence */
#define REASONS(X)                                                                                 \
    X(UP_TO_DATE, STEADY, false, "up-to-date", "the pin is what the tag means now")                \
    X(CHILD_OF_INDEX, STEADY, false, "child-of-index",                                             \
      "the pin is one platform's image of the index that the tag means now, which is equal")       \
    X(MOVED, WRITES, false, "moved", "the tag means another image now")                            \
    X(NEW_TAG, WRITES, false, "new-tag", "another tag is the best by its rule now")                \
    X(FIRST_PIN, WRITES, false, "first-pin", "the tag had no digest yet")                          \
    X(SOURCE_CHANGED, WRITES, false, "source-changed",                                             \
      "a person changed the tag's source: it is imported anew")                                    \
    X(IMPORTED_ONCE, STEADY, false, "imported-once",                                               \
      "imported once; `weir import-image` imports it anew")                                        \
    X(FIXED, STEADY, false, "fixed", "it names a digest and never moves")                          \
    X(REFERENCE, STEADY, false, "reference", "a reference is never resolved")                      \
    X(ALIAS, STEADY, false, "alias", "it follows another tag of its stream")                       \
    X(COPIED, WRITES, false, "copied", "a tag of another stream is copied once, as `oc tag` does") \
    X(PRODUCED, STEADY, false, "produced", "a build pushes it; only its pushes move it")           \
    X(NO_SOURCE, STEADY, false, "no-source", "the tag has no source image; pushes move it")        \
    X(EXTERNAL, STEADY, false, "external", "the stream lives outside this repository")             \
    X(IN_STEP, STEADY, false, "in-step", "it has what its source has")                             \
    X(PROMOTED, WRITES, false, "promoted", "the environment before has another image")             \
    X(ROLLED, WRITES, false, "rolled", "the stream's tag has another image")                       \
    X(ASKED_FOR, WRITES, false, "asked-for", "a person asked for it")                              \
    X(AS_ASKED, STEADY, false, "as-asked", "it is already what was asked for")                     \
    X(CLUSTER_OWNED, STEADY, false, "cluster-owned",                                               \
      "the cluster's image trigger writes this image; weir moves the tag only")                    \
    X(RESOLVED_AT_ADMISSION, STEADY, false, "resolved-at-admission",                               \
      "the cluster resolves this name once, when the object is created")                           \
    X(TRIGGER_PAUSED, STEADY, false, "trigger-paused", "the trigger is paused")                    \
    X(RELEASED, STEADY, false, "released", "a person let the tag move again")                      \
    X(EQUAL_PLATFORMS, STEADY, false, "equal-platforms",                                           \
      "the tag means another index, with the same images for the declared platforms")              \
    X(SETTLING, WAITS, false, "settling", "the new image has not stood long enough upstream")      \
    X(GATE_WAITS, WAITS, false, "gate-waits", "a gate lets it pass later")                         \
    X(SOURCE_EMPTY, WAITS, false, "source-empty", "its source has no image yet")                   \
    X(JOIN_WAITS, WAITS, false, "join-waits", "the environments before have different images")     \
    X(SET_INCOMPLETE, WAITS, false, "set-incomplete", "another stream of its set can't move yet")  \
    X(HELD, BLOCKED, false, "held", "the tag is held")                                             \
    X(DENIED, BLOCKED, false, "denied", "the image is denied for this tag")                        \
    X(FREEZE, BLOCKED, false, "freeze", "the repository is frozen")                                \
    X(SHARED_BASE, BLOCKED, false, "shared-base",                                                  \
      "the object belongs to several namespaces; its pin belongs in each overlay")                 \
    X(HAND_MOVED, BLOCKED, false, "hand-moved",                                                    \
      "a person moved it by hand; `weir release` lets it move again")                              \
    X(OLDER, BLOCKED, false, "older",                                                              \
      "its source has an image that was here before; only `weir promote` takes it")                \
    X(GATE_REFUSED, BLOCKED, false, "gate-refused", "a gate refuses it")                           \
    X(MANUAL, BLOCKED, false, "manual", "a person moves it, by `weir promote`")                    \
    X(PLATFORMS_MISSING, BLOCKED, false, "platforms-missing",                                      \
      "the new image lacks a declared platform")                                                   \
    X(NO_CANDIDATE, BLOCKED, true, "no-candidate", "no tag of the registry fits the rule")         \
    X(WOULD_GO_BACK, BLOCKED, true, "would-go-back",                                               \
      "the pinned tag is better than all that the registry has, and nothing moves back by itself") \
    X(GUARD, BLOCKED, true, "guard", "the run would change more than the guard allows")            \
    X(PROBLEM, BLOCKED, true, "problem", "its declaration has a problem")                          \
    X(NOT_SUPPORTED_YET, BLOCKED, true, "not-supported-yet",                                       \
      "it declares something that this version can't carry out")                                   \
    X(TRIGGERS_NOT_SAID, BLOCKED, true, "triggers-not-said",                                       \
      "weir.yaml does not say who carries out image triggers (triggers: weir or cluster)")         \
    X(LOOKUP_NEEDS_BINDING, BLOCKED, true, "lookup-needs-binding",                                 \
      "a name resolved at admission is never edited; an annotation must bind it")                  \
    X(LEGACY_IMPORT, BLOCKED, true, "legacy-import",                                               \
      "the image is an index, and the tag's importMode keeps one platform of it only")             \
    X(OTHER_CLUSTER, BLOCKED, true, "other-cluster",                                               \
      "the image lives in the integrated registry of another cluster")                             \
    X(ALIAS_CYCLE, BLOCKED, true, "alias-cycle", "the aliases form a circle")                      \
    X(ALIAS_MISSING, BLOCKED, true, "alias-missing", "the tag that it follows is not declared")    \
    X(NO_SITE, BLOCKED, true, "no-site", "there is no image field to write")                       \
    X(EDIT_REFUSED, BLOCKED, true, "edit-refused", "the file can't be edited safely there")        \
    X(REFUSED, BLOCKED, true, "refused", "what was asked for is not possible")                     \
    X(TAG_NOT_FOUND, BLOCKED, true, "tag-not-found", "the registry has no such tag")               \
    X(SOURCE_UNKNOWN, UNKNOWN, true, "source-unknown", "it could not be told what its source has") \
    X(COULD_NOT_TELL, UNKNOWN, true, "could-not-tell", "the registry gave no usable answer")       \
    X(GATE_UNKNOWN, UNKNOWN, true, "gate-unknown", "it could not be told whether a gate holds")    \
    X(JOURNAL_UNKNOWN, UNKNOWN, true, "journal-unknown",                                           \
      "the journal can't be read, so it can't be told whether the pin may be replaced")            \
    X(ASKING, UNKNOWN, true, "asking", "an answer is still outstanding")

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
