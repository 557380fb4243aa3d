// SPDX-License-Identifier: Apache-2.0
/* Pushing a branch and the journal's to a URL, and finding out what became of them. */
#include <string.h>

#include "reconciler/git/clean_text.h"
#include "reconciler/git/objects/pack.h"
#include "reconciler/git/refs/ref.h"
#include "reconciler/git/refs/tip.h"
#include "reconciler/git/remote/remote.h"
#include "reconciler/git/wire/receive_pack.h"

static const char heads[] = "refs/heads/";
static const char journal_ref[] = "refs/heads/" JOURNAL_BRANCH;

/* The server's words for people go behind its verdict. */
static void take_words(const struct remote *remote, const char *verdict, struct write_outcome *out)
{
    char words[REPOSITORY_WORDS_MAX * 2 + 8];
    int length =
        snprintf(words, sizeof words, "%s%s%.*s", verdict, remote->said.length ? ": " : "",
                 (int)remote->said.length, remote->said.data != NULL ? remote->said.data : "");
    size_t size = length < 0 ? 0 : (size_t)length;
    clean_text_copy(out->words, sizeof out->words, words,
                    size < sizeof words ? size : sizeof words - 1);
}

/* What became of a ref, by where it stands now. */
enum fate { FATE_MOVED, FATE_STAYED, FATE_RACED };

static enum fate fate_of(const struct ref_step *step, bool exists, const git_oid *now)
{
    if (exists && git_oid_equal(now, step->to))
        return FATE_MOVED;
    bool stayed = step->from != NULL ? exists && git_oid_equal(now, step->from) : !exists;
    return stayed ? FATE_STAYED : FATE_RACED;
}

/* One push: of a branch, of the journal's, or of both at once. */
struct shove {
    struct ref_step *steps[2];
    struct push_update updates[2];
    size_t count;
};

/* After anything but a plain yes the refs are read again, and what they say counts. trouble: why
 * there was no judgement, or NULL. */
static int judge_push(struct remote *remote, struct shove *shove, const struct err *trouble,
                      struct write_outcome *out, struct err *err)
{
    struct tip now;
    struct err again = {0};
    bool denied = trouble != NULL && remote->wire->denied, refused = denied, raced = false;
    const char *verdict = denied ? trouble->message : "";
    for (size_t i = 0; i < shove->count && !denied; i++) {
        refused |= shove->updates[i].verdict == PUSH_REFUSED;
        if (*shove->updates[i].words && !*verdict)
            verdict = shove->updates[i].words;
    }
    take_words(remote, verdict, out);
    if (remote_look(remote, &now, &again) != 0)
        return *err = trouble != NULL ? *trouble : again, -1;
    for (size_t i = 0; i < shove->count; i++) {
        bool journal = text_equal(shove->updates[i].ref, journal_ref);
        bool exists = journal ? now.journal.state == JOURNAL_READ : now.exists;
        enum fate fate = fate_of(shove->steps[i], exists, journal ? &now.journal.id : &now.id);
        shove->steps[i]->moved = fate == FATE_MOVED;
        raced |= fate == FATE_RACED;
    }
    if (shove->steps[0]->moved) { /* a second one that isn't is tried by itself */
        out->result = WRITE_DONE;
        out->words[0] = '\0';
    } else if (raced) {
        out->result = WRITE_RACE;
    } else if (refused) {
        out->result = WRITE_REFUSED;
    } else {
        if (trouble == NULL)
            return err_set(err, "the server refused the push, but the branch did not move");
        *err = *trouble;
        return -1;
    }
    return 0;
}

/* What was pushed is what the next reading would fetch. It may fail: then that fetches it. */
static void keep_pushed(struct remote *remote, const char *ref, const struct steps *steps)
{
    struct repository *repository = remote->repository;
    const struct ref_step *branch = &steps->branch, *journal = &steps->journal;
    struct err ignored;
    if (cache_open(&remote->cache, false, &ignored) != 0 ||
        (branch->moved && branch->from != NULL && !git_odb_exists(repository->odb, branch->from)) ||
        (journal->moved && journal->from != NULL &&
         !git_odb_exists(repository->odb, journal->from)) ||
        pack_store(repository->git, &repository->pack, &ignored) != 0) {
        git_error_clear();
        return;
    }
    if (journal->moved)
        remote->cache.journal = *journal->to;
    int kept = branch->moved ? cache_keep(&remote->cache, ref, branch->to, NULL, &ignored)
                             : cache_remember(&remote->cache, journal->to, &ignored);
    (void)kept;
}

static void add_step(struct shove *shove, struct ref_step *step, const char *ref)
{
    if (step->to == NULL || step->moved)
        return;
    shove->steps[shove->count] = step;
    shove->updates[shove->count++] =
        (struct push_update){.ref = ref, .from = step->from, .to = step->to};
}

static int send_push(struct remote *remote, struct shove *shove, struct write_outcome *out,
                     struct err *err)
{
    struct push_request request = {.updates = shove->updates,
                                   .count = shove->count,
                                   .together = shove->count > 1,
                                   .pack = &remote->repository->pack.bytes};
    struct err trouble = {0};
    text_clear(&remote->said);
    bool failed = push_send(remote->wire, &request, &remote->said, &trouble) != 0, taken = !failed;
    shove->count = request.count;
    for (size_t i = 0; i < shove->count; i++)
        taken &= shove->updates[i].verdict == PUSH_TAKEN;
    if (!taken)
        return judge_push(remote, shove, failed ? &trouble : NULL, out, err);
    for (size_t i = 0; i < shove->count; i++)
        shove->steps[i]->moved = true;
    out->result = WRITE_DONE;
    return 0;
}

/* The branch is moved, and the server can't move two at once. The run is done either way. */
static void push_journal(struct remote *remote, struct ref_step *journal, struct write_outcome *out)
{
    struct shove shove = {0};
    struct write_outcome late = {0};
    struct err err = {0};
    char words[REPOSITORY_WORDS_MAX * 2];
    add_step(&shove, journal, journal_ref);
    if (shove.count == 0)
        return;
    if (send_push(remote, &shove, &late, &err) == 0 && late.result == WRITE_DONE)
        return;
    const char *why = late.result == WRITE_RACE ? "its branch moved in the meantime"
                      : *late.words             ? late.words
                                                : err.message;
    int length = snprintf(words, sizeof words, "the next run writes the journal: %s", why);
    clean_text_copy(out->words, sizeof out->words, words, (size_t)length);
}

/* It may fail: then the commit's parent is what was seen. */
static void keep_seen(const struct repository *repository, const git_oid *id)
{
    struct err ignored;
    if (rewind_keep(&repository->remote->cache, repository->tip.branch, id, &ignored) != 0)
        git_error_clear();
}

int remote_move(struct repository *repository, struct steps *steps, struct write_outcome *out,
                struct err *err)
{
    struct remote *remote = repository->remote;
    struct shove shove = {0};
    char ref[BRANCH_MAX + 16];
    if (cache_lock(&remote->cache, err) != 0)
        return -1;
    snprintf(ref, sizeof ref, "%s%s", heads, repository->tip.branch);
    add_step(&shove, &steps->branch, ref);
    add_step(&shove, &steps->journal, journal_ref);
    int result = send_push(remote, &shove, out, err);
    if (result == 0 && steps->branch.moved)
        push_journal(remote, &steps->journal, out);
    if (result == 0 && (steps->branch.moved || steps->journal.moved))
        keep_pushed(remote, ref, steps);
    if (result == 0 && steps->branch.moved && trust_asked(&repository->options.trust))
        keep_seen(repository, steps->branch.to);
    pack_clear(&repository->pack);
    cache_unlock(&remote->cache);
    return result;
}
