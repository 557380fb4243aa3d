// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/remote/push_branch.h"

#include <stdio.h>
#include <string.h>

#include "reconciler/git/clean_text.h"
#include "reconciler/git/handle.h"
#include "reconciler/git/objects/pack_store.h"
#include "reconciler/git/refs/ref.h"
#include "reconciler/git/remote/push_words.h"
#include "reconciler/git/remote/remote_tip.h"
#include "reconciler/git/wire/receive_pack.h"

/* One push: the refs that it moves, and the server's verdict on each. */
struct push {
    struct arena arena;
    struct ref_step **steps;
    struct push_update *updates;
    size_t count;
};

static void push_done(struct push *push)
{
    arena_done(&push->arena);
}
#define push_scope CLEANUP(push_done)

static struct push push_make(size_t most)
{
    struct push made = {0};
    made.steps = arena_array(&made.arena, struct ref_step *, most);
    made.updates = arena_array(&made.arena, struct push_update, most);
    return made;
}

static void push_add(struct push *push, struct ref_step *step)
{
    if (step->to == NULL || step->moved)
        return;
    push->steps[push->count] = step;
    push->updates[push->count++] =
        (struct push_update){.ref = step->ref, .from = step->from, .to = step->to};
}

/* Sets out->words to the verdict and, after it, the server's messages for people. */
static void take_words(const struct remote *remote, const char *verdict, struct write_outcome *out)
{
    push_words(out->words, sizeof out->words, verdict, &remote->with.said);
    out->protects = push_words_protected(out->words);
}

static bool is_journal(const char *ref)
{
    return text_starts(ref, BRANCH_JOURNAL_PREFIX);
}

/* A ref's state on the server after a push. */
enum fate { FATE_MOVED, FATE_STAYED, FATE_RACED };

static enum fate fate_of(const struct ref_step *step, const struct tip *now)
{
    bool journal = is_journal(step->ref);
    bool exists = journal ? now->journal.state == JOURNAL_READ : now->exists;
    const git_oid *id = journal ? &now->journal.id : &now->id;
    if (exists && git_oid_equal(id, step->to))
        return FATE_MOVED;
    bool stayed = step->from != NULL ? exists && git_oid_equal(id, step->from) : !exists;
    return stayed ? FATE_STAYED : FATE_RACED;
}

/* Returns the server's first reason for a refusal, or "" if it gave none. Sets *refused if it
 * refused a ref. */
static const char *find_verdict(const struct push *push, bool *refused)
{
    const char *verdict = "";
    for (size_t i = 0; i < push->count; i++) {
        *refused |= push->updates[i].verdict == PUSH_REFUSED;
        if (!*verdict)
            verdict = push->updates[i].words;
    }
    return verdict;
}

/* Asks for the refs again after a push in which the server did not accept every ref, and sets the
 * result by where the refs are now. trouble: why the push failed; NULL: it did not fail. */
static int judge_push(struct remote *remote, struct push *push, const struct err *trouble,
                      struct write_outcome *out, struct err *err)
{
    struct tip now;
    struct err again = {0};
    bool denied = trouble != NULL && remote->with.wire->denied, refused = denied, raced = false;
    take_words(remote, denied ? trouble->message : find_verdict(push, &refused), out);
    if (remote_tip_ask(remote, false, &now, &again) < 0) {
        *err = trouble != NULL ? *trouble : again;
        return -1;
    }
    for (size_t i = 0; i < push->count; i++) {
        enum fate fate = fate_of(push->steps[i], &now);
        push->steps[i]->moved = fate == FATE_MOVED;
        raced |= fate == FATE_RACED;
    }
    if (push->steps[0]->moved) { /* a later ref that did not move is pushed alone afterwards */
        out->result = WRITE_DONE;
        out->words[0] = '\0';
    } else if (raced) {
        out->result = WRITE_RACE;
    } else if (refused) {
        out->result = WRITE_REFUSED;
    } else if (trouble != NULL) {
        *err = *trouble;
        return -1;
    } else {
        return err_set(err,
                       "the server announced another commit for the ref, then the expected one");
    }
    return 0;
}

static int push_send_all(struct remote *remote, struct push *push, struct write_outcome *out,
                         struct err *err)
{
    struct push_request request = {.updates = push->updates,
                                   .count = push->count,
                                   .together = push->count > 1,
                                   .pack = &remote->repository->pack.bytes};
    struct err trouble = {0};
    text_clear(&remote->with.said);
    bool failed = receive_pack_send(remote->with.wire, &request, &remote->with.said, &trouble) < 0;
    bool taken = !failed;
    push->count = request.count;
    for (size_t i = 0; i < push->count; i++)
        taken &= push->updates[i].verdict == PUSH_TAKEN;
    if (!taken)
        return judge_push(remote, push, failed ? &trouble : NULL, out, err);
    for (size_t i = 0; i < push->count; i++)
        push->steps[i]->moved = true;
    out->result = WRITE_DONE;
    return 0;
}

/* Pushes a later ref alone, because the server can't move several refs together. Does nothing if
 * the ref has moved. A failure only sets out->words: the next run tries again. */
static void push_late(struct remote *remote, struct ref_step *step, struct write_outcome *out)
{
    push_scope struct push push = push_make(1);
    struct write_outcome late = {0};
    struct err err = {0};
    char words[REPOSITORY_WORDS_MAX * 2];
    push_add(&push, step);
    if (push.count == 0 ||
        (push_send_all(remote, &push, &late, &err) == 0 && late.result == WRITE_DONE))
        return;
    const char *branch = branch_of_ref(step->ref);
    const char *why = late.result == WRITE_RACE ? "the ref moved in the meantime"
                      : *late.words             ? late.words
                                                : err.message;
    int length = snprintf(words, sizeof words,
                          "the branch \"%s\" was not written, and the next run tries again: %s",
                          branch != NULL ? branch : step->ref, why);
    size_t size = length < 0 ? 0 : (size_t)length;
    clean_text_copy(out->words, sizeof out->words, words,
                    size < sizeof words ? size : sizeof words - 1);
}

static bool has_base(const struct remote *remote, const struct ref_step *step)
{
    return step == NULL || !step->moved || step->from == NULL ||
           git_odb_exists(remote->repository->odb, step->from);
}

/* Stores the pushed objects in the cache. If that fails, the next reading fetches them. */
static void keep_pushed(struct remote *remote, const struct ref_step *branch,
                        const struct ref_step *journal)
{
    struct repository *repository = remote->repository;
    struct err ignored;
    int kept = 0;
    if (cache_open(&remote->cache, false, &ignored) < 0 || !has_base(remote, branch) ||
        !has_base(remote, journal) ||
        pack_store(repository->git, &repository->pack, NULL, &ignored) < 0) {
        git_error_clear();
        return;
    }
    if (journal != NULL && journal->moved)
        kept = last_seen_write(&remote->cache, branch_of_ref(journal->ref), journal->to, &ignored);
    if (branch != NULL && branch->moved)
        kept = cache_keep(&remote->cache, branch->ref, branch->to, NULL, &ignored);
    (void)kept;
}

/* Remembers the pushed commit as the branch's last seen tip. If that fails, the previous tip stays
 * remembered. */
static void keep_seen(const struct remote *remote, const struct ref_step *branch)
{
    struct err ignored;
    if (!trust_asked(&remote->repository->options.trust))
        return;
    if (last_seen_write(&remote->cache, branch_of_ref(branch->ref), branch->to, &ignored) < 0)
        git_error_clear();
}

int push_branch(struct remote *remote, struct ref_steps *steps, struct write_outcome *out,
                struct err *err)
{
    push_scope struct push push = push_make(steps->count);
    char ref[BRANCH_REF_MAX], own[BRANCH_REF_MAX];
    const char *on = remote->repository->tip.branch;
    if (cache_lock(&remote->cache, err) < 0)
        return -1;
    const struct ref_step *branch = ref_step_find(steps, branch_ref(ref, on));
    const struct ref_step *journal = ref_step_find(steps, branch_journal_ref(own, on));
    for (size_t i = 0; i < steps->count; i++)
        push_add(&push, &steps->items[i]);
    int result = push_send_all(remote, &push, out, err);
    bool moved = result == 0 && push.steps[0]->moved;
    for (size_t i = 0; moved && i < steps->count; i++)
        push_late(remote, &steps->items[i], out);
    if (moved)
        keep_pushed(remote, branch, journal);
    if (moved && branch != NULL && branch->moved)
        keep_seen(remote, branch);
    pack_clear(&remote->repository->pack);
    cache_unlock(&remote->cache);
    return result;
}
