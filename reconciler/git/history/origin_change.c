// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/history/origin_change.h"

#include "reconciler/git/history/commit_text.h"
#include "reconciler/git/history/origin_part.h"
#include "reconciler/git/history/origin_tree.h"
#include "reconciler/git/journal/journal_named.h"
#include "reconciler/git/library_scope.h"
#include "reconciler/git/objects/own_commit.h"

/* A message with claims, and the commit that has it. */
struct said {
    const struct claimed_move *claims;
    size_t count;
    const char *message, *who, *why;
};

/* The commits that may have made a change: the commit of the branch and, if that is a merge, the
 * commits that it merged, newest first. */
struct arrived_change {
    struct origin_walk *walk;
    const struct origin_question *question;
    const char *object;
    LIST_OF(struct said) said;
    size_t maker; /* index in `said` of the commit that set the digest; 0: the branch's commit */
    const char *before;
};

static void hear(struct arrived_change *change, const git_commit *commit)
{
    struct arena *arena = change->walk->arena;
    struct said *said = list_add(&change->walk->scratch, &change->said);
    said->message = arena_text(&change->walk->scratch, git_commit_message(commit));
    said->who = commit_text_author(arena, commit);
    said->why = commit_text_subject(arena, commit);
    said->claims =
        own_commit_moves(arena, said->message, change->object, ORIGIN_CLAIMS_MAX, &said->count);
}

/* Reads the tag's state at this commit in one file. */
static int read_file(struct arrived_change *change, const git_commit *commit, const char *file,
                     struct origin_state *out)
{
    struct origin_version version = {0};
    struct origin_question there = *change->question;
    there.file = file;
    if (origin_tree_find(change->walk, git_commit_tree_id(commit), file, &version) < 0)
        return -1;
    return origin_part_read(change->walk, &there, &version, out);
}

/* Reads the tag's state at this commit in the question's file or, if that does not declare the tag,
 * in the file that declared it before the change. */
static int read_state(struct arrived_change *change, const git_commit *commit,
                      struct origin_state *out)
{
    const struct origin_question *question = change->question;
    int result = read_file(change, commit, question->file, out);
    if (result == 0 && !out->exists && question->was_file != NULL)
        result = read_file(change, commit, question->was_file, out);
    return result;
}

static int find_commit(struct arrived_change *change, const git_oid *id, size_t back,
                       git_commit **out)
{
    return history_commit(&change->walk->history, id, (unsigned)back, out, change->walk->err);
}

/* Sets *side to the first parent after the first one that has the question's digest. Returns 1, or
 * 0 if there is none, or -1. */
static int find_side(struct arrived_change *change, const git_commit *merge, size_t back,
                     git_oid *side)
{
    for (unsigned i = 1; i < git_commit_parentcount(merge); i++) {
        commit_scope git_commit *parent = NULL;
        struct origin_state state;
        if (find_commit(change, git_commit_parent_id(merge, i), back + 1, &parent) < 0 ||
            read_state(change, parent, &state) < 0)
            return -1;
        *side = *git_commit_parent_id(merge, i);
        if (origin_part_matches(&state, change->question))
            return 1;
    }
    return 0;
}

/*
 * Listens to the commits on the side of a merge, from `at` back to the first one that has the
 * digest of before the merge. The oldest commit since which the side has the question's digest is
 * the maker; if that one is a merge, too, its own side goes on.
 */
static int hear_side(struct arrived_change *change, git_oid at, size_t back)
{
    bool made = false;
    for (unsigned steps = 0; steps < ORIGIN_SIDE_MAX; steps++, back++) {
        commit_scope git_commit *commit = NULL, *parent = NULL;
        struct origin_state state = {0};
        if (find_commit(change, &at, back, &commit) < 0)
            return -1;
        if (git_commit_parentcount(commit) > 0 &&
            (find_commit(change, git_commit_parent_id(commit, 0), back + 1, &parent) < 0 ||
             read_state(change, parent, &state) < 0))
            return -1;
        hear(change, commit);
        if (!made && !origin_part_matches(&state, change->question)) {
            int deeper =
                git_commit_parentcount(commit) > 1 ? find_side(change, commit, back, &at) : 0;
            if (deeper < 0)
                return -1;
            if (deeper > 0)
                continue;
            made = true;
            change->maker = change->said.count - 1;
        }
        if (parent == NULL || (made && text_equal(state.digest, change->before)))
            return 0;
        at = *git_commit_id(parent);
    }
    return 0;
}

/* Returns the claim of a move of the object to this digest, or NULL. Sets *said to its message. */
static const struct claimed_move *find_claim(const struct arrived_change *change, const char *to,
                                             const struct said **said)
{
    list_each (one, &change->said)
        for (size_t i = one->count; i-- > 0;) {
            const struct claimed_move *claim = &one->claims[i];
            if (text_equal(claim->object, change->object) && text_equal(claim->to, to) &&
                !text_equal(claim->from, to)) {
                *said = one;
                return claim;
            }
        }
    return NULL;
}

/*
 * Returns the accepted claim, or NULL. The claim, or a chain of claims that it ends, must lead from
 * the digest before the change to the digest after it.
 */
static const struct claimed_move *accept(const struct arrived_change *change,
                                         const struct said **said)
{
    const struct said *ignored;
    const struct claimed_move *last = find_claim(change, change->question->digest, said);
    const struct claimed_move *first = last;
    for (size_t steps = 0; first != NULL && !text_equal(first->from, change->before); steps++) {
        if (steps == ORIGIN_CLAIMS_MAX || first->from == NULL)
            return NULL;
        first = find_claim(change, first->from, &ignored);
    }
    return first != NULL ? last : NULL;
}

/* True if the question is about a move of the tag, and not about its release. */
static bool moves(const struct origin_question *question)
{
    return question->aspect == ORIGIN_PIN || question->aspect == ORIGIN_DELETED;
}

/* Returns a claim that the tag was released, or NULL. */
static const struct claimed_move *find_release(const struct arrived_change *change,
                                               const struct said **said)
{
    list_each (one, &change->said)
        for (size_t i = 0; i < one->count; i++)
            if (text_equal(one->claims[i].object, change->object) &&
                text_equal(one->claims[i].kind, "release")) {
                *said = one;
                return &one->claims[i];
            }
    return NULL;
}

/* True if weir made the commit for this branch: its message names its only parent, the branch, and
 * a commit of this branch's journal. A commit of a fork names one of the fork's journal; if the
 * journal's history can't be read, the commit counts as one of those. */
static bool made_here(const struct origin_walk *walk, const git_commit *commit,
                      const struct claimed_move *claim)
{
    arena_scope struct arena arena = {0};
    struct err ignored;
    struct repository *repository = walk->history.repository;
    const char *branch = repository->tip.branch;
    const char *named = own_commit_journal(&arena, git_commit_message(commit), branch);
    return claim != NULL && named != NULL && commit_text_own(commit, branch) &&
           journal_named_has(repository, named, &ignored) > 0;
}

/* Returns the committer's time of the first parent. 0: it has none, or that is out of reach. */
static moment time_of_parent(const git_commit *commit)
{
    commit_scope git_commit *parent = NULL;
    return git_commit_parent(&parent, commit, 0) == 0 ? git_commit_time(parent) : 0;
}

static int describe(struct arrived_change *change, const git_commit *commit, size_t back,
                    const struct origin_state *before, const struct origin_state *after,
                    struct pin_origin *out)
{
    git_oid side;
    struct arena *arena = change->walk->arena;
    char hex[GIT_OID_HEXSZ + 1];
    bool merge = git_commit_parentcount(commit) > 1;
    hear(change, commit);
    int merged = merge ? find_side(change, commit, back, &side) : 0;
    if (merged < 0 || (merged > 0 && hear_side(change, side, back + 1) < 0))
        return -1;
    const struct said *branch = &change->said.items[0], *said = NULL;
    const struct said *maker = &change->said.items[change->maker];
    const struct claimed_move *claim =
        moves(change->question) ? accept(change, &said) : find_release(change, &said);
    if (claim != NULL)
        maker = said;
    *out = (struct pin_origin){
        .commit = arena_text(arena, git_oid_tostr(hex, sizeof hex, git_commit_id(commit))),
        .time = git_commit_time(commit),
        .parent = time_of_parent(commit),
        .before = change->before,
        .digest = arena_text(arena, after->image != NULL ? after->image : after->digest),
        .reference = arena_text(arena, after->source),
        .alias = after->image != NULL ? arena_text(arena, after->digest) : NULL,
        .who = maker->who,
        .why = maker->why,
        .merger = maker != branch ? branch->who : NULL,
        .claim = claim,
        .here = made_here(change->walk, commit, claim),
        .was_held = before->held,
        .holds =
            after->held && (!before->held || !text_equal(before->hold_reason, after->hold_reason)),
        .hold_reason = arena_text(arena, after->hold_reason),
        .releases = (before->held && !after->held) ||
                    (after->released != NULL && !text_equal(before->released, after->released)),
    };
    if (claim != NULL)
        out->evidence = own_commit_evidence(arena, said->message, claim, JOURNAL_EVIDENCE_MAX,
                                            &out->evidence_count);
    return 0;
}

int origin_change_describe(struct origin_walk *walk, const struct origin_question *question,
                           size_t index, const struct origin_version *before,
                           const struct origin_version *after, struct pin_origin **out)
{
    commit_scope git_commit *commit = NULL;
    struct origin_state was, is;
    struct arrived_change change = {.walk = walk, .question = question};
    struct pin_origin *origin = arena_new(walk->arena, struct pin_origin);
    change.object = arena_print(&walk->scratch, "%s/%s:%s", question->namespace, question->stream,
                                question->tag);
    struct origin_question there = *question;
    if (question->was_file != NULL)
        there.file = question->was_file;
    if (origin_part_read(walk, &there, before, &was) < 0 ||
        origin_part_read(walk, question, after, &is) < 0 ||
        find_commit(&change, &walk->commits.items[index], walk->start + index, &commit) < 0)
        return -1;
    change.before = arena_text(walk->arena, was.digest);
    if (describe(&change, commit, walk->start + index, &was, &is, origin) < 0)
        return -1;
    *out = origin;
    return 0;
}
