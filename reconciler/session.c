// SPDX-License-Identifier: Apache-2.0
#include "reconciler/session.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "manifests/declared/declare.h"
#include "reconciler/git/location.h"
#include "reconciler/parts_store.h"
#include "reconciler/root.h"

/* Returns the time in milliseconds, at most one hour. */
static unsigned milliseconds(int64_t seconds)
{
    return seconds > 3600 ? 3600 * 1000 : (unsigned)seconds * 1000;
}

/* Returns the path of the file that remembers large lists of tags, or NULL if the repository has no
 * cache folder, or if the session leaves no traces. */
static const char *large_lists_file(struct session *session)
{
    const char *folder = repository_cache(session->repository);
    return folder != NULL && !session->options.anonymous
               ? arena_print(&session->arena, "%s/lists", folder)
               : NULL;
}

static int open_registry(struct session *session, struct err *err)
{
    const struct config *config = session->options.config;
    struct registry_layout *layouts =
        arena_array(&session->arena, struct registry_layout, config->layouts.count);
    for (size_t i = 0; i < config->layouts.count; i++)
        layouts[i] = (struct registry_layout){config->layouts.items[i].host,
                                              config->layouts.items[i].folder};
    struct registry_realm *realms =
        arena_array(&session->arena, struct registry_realm, config->trusted_realms.count);
    for (size_t i = 0; i < config->trusted_realms.count; i++) {
        const struct config_realm *realm = &config->trusted_realms.items[i];
        realms[i] =
            (struct registry_realm){realm->registry, realm->hosts.items, realm->hosts.count};
    }
    struct registry_options options = {
        .user_agent = "weir/" WEIR_VERSION,
        .credential_files = config->credential_files.items,
        .credential_file_count = session->options.anonymous ? 0 : config->credential_files.count,
        .realms = realms,
        .realm_count = config->trusted_realms.count,
        .plain = {config->plain_http.items, config->plain_http.count},
        .layouts = layouts,
        .layout_count = config->layouts.count,
        .ca_files = config->ca_files.items,
        .ca_file_count = config->ca_files.count,
        .jobs = config->jobs,
        .large_lists_file = large_lists_file(session),
        .limits = {.connect = milliseconds(config->timeouts.connect),
                   .first_byte = milliseconds(config->timeouts.silence),
                   .stall = milliseconds(config->timeouts.silence),
                   .total = milliseconds(config->timeouts.total)},
        .stop = session->options.stop,
        .progress = session->options.progress,
        .context = session->options.context,
    };
    return registry_open(&session->registry, &options, err);
}

static int open_repository(struct session *session, struct err *err)
{
    const struct config *config = session->options.config;
    struct repository_options options = {
        .branch = config->branch,
        .base = session->options.base,
        .cache_folder = config->git.cache,
        .username = config->git.username,
        .token = config->git.token,
        .token_file = config->git.token_variable == NULL ? config->git.token_file : NULL,
        .ssh_key_file = config->git.ssh_key,
        .known_hosts_file = config->git.known_hosts,
        .ca_files = config->ca_files.items,
        .ca_file_count = config->ca_files.count,
        .plain_http = config->plain_http.items,
        .plain_http_count = config->plain_http.count,
        .connect_seconds = (unsigned)config->timeouts.connect,
        .silence_seconds = (unsigned)config->timeouts.silence,
        .total_seconds = (unsigned)config->timeouts.total,
        .stop = session->options.stop,
        .sign_key_file = config->signing_key,
        .partial = config->git.partial,
        .accept_rewind = session->options.accept_rewind,
        .trust = {.allowed_signers = config->signatures.allowed_signers,
                  .gpg_keyring = config->signatures.gpg_keyring,
                  .gpg_fingerprints = config->signatures.gpg_fingerprints.items,
                  .gpg_fingerprint_count = config->signatures.gpg_fingerprints.count},
    };
    const char *location = session->options.repository;
    if (location == NULL)
        location = root_find(&session->arena);
    if (session->options.anonymous) {
        struct location parsed = {0};
        if (location_parse(&session->arena, location, &parsed, err) == 0 &&
            parsed.scheme == LOCATION_SSH)
            return err_set(err, "\"%s\" can't be read without credentials", parsed.name);
        options.username = options.token = options.token_file = NULL;
        options.ssh_key_file = options.sign_key_file = NULL;
    }
    return repository_open(location, &options, &session->repository, err);
}

int session_open(struct session *session, const struct session_options *options, struct err *err)
{
    struct session opened = {.options = *options};
    if (open_repository(&opened, err) < 0 || (options->asks && open_registry(&opened, err) < 0)) {
        session_close(&opened);
        return -1;
    }
    opened.parts = parts_open();
    parts_store_read(opened.repository, opened.parts);
    *session = opened;
    return 0;
}

void session_close(struct session *session)
{
    if (session->parts != NULL) {
        parts_store_write(session->repository, session->parts);
        parts_close(session->parts);
    }
    arena_done(&session->declaration.arena);
    if (session->registry != NULL)
        registry_close(&session->registry);
    repository_close(session->repository);
    arena_done(&session->arena);
    *session = (struct session){0};
}

moment session_now(const struct session *session)
{
    return session->options.now != MOMENT_NEVER ? session->options.now : (moment)time(NULL);
}

bool session_stopped(const struct session *session)
{
    return session->options.stop != NULL && *session->options.stop != 0;
}

int session_need(struct session *session, const struct source *source, struct err *err)
{
    arena_scope struct arena scratch = {0};
    ptrdiff_t settings = source_find(source, SETTINGS_FILE);
    size_t first = (size_t)settings, *indexes;
    if (settings >= 0 && repository_need(session->repository, source, &first, 1, err) < 0)
        return -1;
    size_t count = declared_needs(&scratch, source, &indexes);
    return repository_need(session->repository, source, indexes, count, err);
}

/* True if every file could be read. Otherwise the declarations must not be kept, because the file
 * may be readable the next time. */
static bool whole(const struct declared *declared)
{
    list_each (problem, &declared->problems)
        if (problem->code == PROBLEM_UNREADABLE)
            return false;
    return true;
}

static const struct declared *declare(struct session *session, const struct source *source)
{
    struct declaration *last = &session->declaration;
    if (source->version != 0 && source->version == last->version)
        return &last->value;
    arena_done(&last->arena);
    declared_make(&last->arena, source, session->parts, &last->value);
    last->version = whole(&last->value) ? source->version : 0;
    return &last->value;
}

static int read_once(struct session *session, struct arena *run, struct source *source,
                     struct declared *declared, struct err *err)
{
    if (repository_source(session->repository, run, source, err) < 0)
        return -1;
    if (repository_partial(session->repository) && session_need(session, source, err) < 0)
        return -1;
    timing_note(&session->timing, TIMED_READ);
    *declared = *declare(session, source);
    timing_note(&session->timing, TIMED_DECODE);
    return 0;
}

int session_branch(struct session *session, const struct source *source,
                   const struct declared *declared, struct err *err)
{
    const char *branch = declared->settings.branch;
    repository_settings(session->repository, branch);
    if (!repository_commits(session->repository) || branch == NULL ||
        session->options.config->branch != NULL || text_equal(branch, source->branch))
        return 0;
    if (repository_branch(session->repository, branch, err) < 0)
        return err_place(err, SETTINGS_FILE, declared->settings.line, 0);
    return 1;
}

int session_read(struct session *session, struct arena *run, struct source *source,
                 struct declared *declared, struct err *err)
{
    if (read_once(session, run, source, declared, err) < 0)
        return -1;
    int other = session_branch(session, source, declared, err);
    return other > 0 ? read_once(session, run, source, declared, err) : other;
}
