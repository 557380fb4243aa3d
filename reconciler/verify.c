// SPDX-License-Identifier: Apache-2.0
#include "reconciler/verify.h"

#include "reconciler/git/journal/journal_branch.h"
#include "reconciler/observe.h"

void verify_close(struct verify *verify)
{
    arena_done(&verify->run);
    *verify = (struct verify){0};
}

int verify_images(struct session *session, unsigned history, struct verify *verify, struct err *err)
{
    arena_scope struct arena scratch = {0};
    struct arena *run = &verify->run;
    struct verification *made = &verify->made;
    if (session_read(session, run, &verify->source, &verify->declared, err) < 0)
        return -1;
    verify->observed = observed_make(run, session_now(session));
    verify->observed.journal = journal_branch_read(session->repository);
    do
        verification_make(run, &verify->declared, &verify->observed, history, made);
    while (journal_branch_complete(session->repository, made->lacking.items, made->lacking.count));
    size_t count = made->questions.count;
    struct answer *answers = arena_array(&scratch, struct answer, count);
    observe_ask(session, made->questions.items, count, &scratch, answers);
    observed_add(&verify->observed, answers, count);
    verification_make(run, &verify->declared, &verify->observed, history, made);
    return 0;
}
