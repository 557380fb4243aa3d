// SPDX-License-Identifier: Apache-2.0
#include "reconciler/authors.h"

#include <stdlib.h>

#include "reconciler/git/user_config.h"

/* Returns the first value that is not blank: the environment variable, the person's setting, the
 * runner's, the default. */
static const char *first_given(const char *variable, const char *own, const char *runner,
                               const char *otherwise)
{
    const char *given = getenv(variable);
    if (!text_blank(given))
        return given;
    if (!text_blank(own))
        return own;
    return !text_blank(runner) ? runner : otherwise;
}

struct authors authors_find(struct arena *run, const struct session *session,
                            const struct intent *intent)
{
    struct user_config person = {0};
    const struct config *config = session->options.config;
    bool checkout = repository_kind(session->repository) == REPOSITORY_WORK_TREE;
    if (checkout || (intent != NULL && intent->kind != INTENT_NONE))
        person = user_config_read(run, session->repository);
    struct user_config commits = checkout ? person : (struct user_config){0};
    const char *name = config->author.name, *email = config->author.email;
    const char *nobody = "weir", *nowhere = "weir@localhost";
    return (struct authors){
        .author = {first_given("GIT_AUTHOR_NAME", person.name, name, nobody),
                   first_given("GIT_AUTHOR_EMAIL", person.email, email, nowhere)},
        .committer = {first_given("GIT_COMMITTER_NAME", commits.name, name, nobody),
                      first_given("GIT_COMMITTER_EMAIL", commits.email, email, nowhere)},
    };
}
