// SPDX-License-Identifier: Apache-2.0
/*
 * The repository that is read and written: a work tree, a plain folder without Git, a bare
 * repository by path (or file://), or a URL (https, http, ssh). This folder is the only user of
 * libgit2.
 *
 * Files of a work tree and a folder are read as they are and edited in place; a bare repository and
 * a URL are read at a branch's tip and written by commits. Nothing is ever checked out.
 *
 * A repository is used by one thread. Nothing in it is trusted: symbolic links and submodules are
 * never followed, names and sizes are checked, and everything has a maximum.
 */
#pragma once

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "diff/journal/journal.h"
#include "manifests/base/arena.h"
#include "manifests/base/attribute.h"
#include "manifests/base/err.h"
#include "manifests/base/moment.h"
#include "manifests/values/source.h"
#include "reconciler/git/signature/trust.h"

enum repository_kind {
    REPOSITORY_WORK_TREE, /* a folder with a `.git` of its own */
    REPOSITORY_FOLDER,    /* a folder without: no ignore rules, no branch */
    REPOSITORY_BARE,      /* a bare repository of this machine, read and written directly */
    REPOSITORY_REMOTE,    /* a URL, by way of a bare cache folder */
};

enum {
    REPOSITORY_DEPTH_MAX = 64, /* folders inside folders */
    REPOSITORY_ENTRIES_MAX =
        4000000,                    /* names looked at in one reading, files not wanted included */
    REPOSITORY_TREE_MAX = 32 << 20, /* bytes of one tree object */
    REPOSITORY_NOTES_MAX = 1000,    /* notes of one reading; later ones are dropped */
    REPOSITORY_WORDS_MAX = 512,     /* bytes of a server's answer that are kept */
    REPOSITORY_PACK_MAX = 1 << 30,  /* bytes of one fetch or push, as sent */
    REPOSITORY_DELTA_MAX = 256 << 20, /* bytes that a delta of a pack may unfold to */
    REPOSITORY_COMMIT_MAX = 65,       /* bytes of a hex id with its NUL */
    REPOSITORY_MESSAGE_MAX = 1 << 20, /* bytes of a commit message */
    REPOSITORY_CONNECT_SECONDS = 20,  /* defaults of the options of the same name */
    REPOSITORY_SILENCE_SECONDS = 30,
    REPOSITORY_TOTAL_SECONDS = 600,
};

/* All from the runner (flags, environment, its own configuration), never from the repository.
 * Zeroed is valid. Texts are copied by repository_open. */
struct repository_options {
    const char *branch; /* short name; NULL: HEAD's branch. Work trees and folders ignore it */

    /* Says by its last part whether a file is listed; NULL: *.yaml, *.yml and *.json. */
    bool (*wanted)(const char *name);

    const char *cache_folder; /* of a URL; NULL: $XDG_CACHE_HOME/weir/<hash of the URL> */

    const char *username, *token; /* for https and http on the URL's own host; token may be NULL */
    const char *ssh_program;      /* NULL: "ssh" */
    const char *ssh_key_file;     /* NULL: what ssh finds itself (agent, ~/.ssh) */
    const char *known_hosts_file; /* NULL: ssh's own */
    const char *const *ca_files;  /* PEM, added to the system's bundle */
    size_t ca_file_count;
    const char *const *plain_http; /* hosts ("host" or "host:port") of http:// */
    size_t plain_http_count;

    unsigned connect_seconds, silence_seconds, total_seconds; /* 0: the defaults above */
    const volatile sig_atomic_t *stop; /* network work ends soon after it is set; may be NULL */

    const char *sign_key_file; /* a private key that signs each commit, or NULL; read when needed */
    struct trust trust; /* whose commits are read; without effect on work trees and folders */
    bool partial;       /* of a URL trees are fetched first, and files when they are read */
    bool accept_rewind; /* a URL's branch, or a journal, that was rewound is accepted */
};

struct repository;

/*
 * Opens the repository at a location. A path is not searched upwards: a subfolder of a work tree is
 * a plain folder. No network is contacted here. Errors: no such path, a damaged repository, a
 * `.git` folder given instead of its work tree, git://, http:// to a host that is not listed, a URL
 * with a password or token in it (the message does not repeat it).
 */
MUST_USE int repository_open(const char *location, const struct repository_options *options,
                             struct repository **out, struct err *err);
/* Takes NULL. */
void repository_close(struct repository *repository);
static inline void repository_close_at(struct repository **repository)
{
    repository_close(*repository);
}
#define repository_scope CLEANUP(repository_close_at)

enum repository_kind repository_kind(const struct repository *repository);
/* True if it is written by commit_write, false if by file_write_all. */
bool repository_commits(const struct repository *repository);
/* A folder of this machine for files worth keeping between runs; it need not exist. NULL for work
 * trees and folders, and where there is no place for one. */
const char *repository_cache(const struct repository *repository);
/* As the person wrote it, credentials removed. */
const char *repository_name(const struct repository *repository);

/* Sets the branch from the next repository_source on: weir.yaml names one. NULL: HEAD's again.
 * Without effect on work trees and folders. -1 when the name is not valid. */
MUST_USE int repository_branch(struct repository *repository, const char *branch, struct err *err);

/* Sets options.accept_rewind. */
void repository_accept_rewind(struct repository *repository, bool accept);

/*
 * Reads the current state. For a URL the branch's tip is asked for, and fetched when it moved; call
 * it again after a lost race. A commit that is already listed is not listed again.
 *
 * The source is good until the next call, the end of `run` or of the repository. Its version
 * changes when a path or an identity does, or when an identity is unknown. The identity of a
 * committed file is the blob's; that of a file in a work tree is made of device, inode, size and
 * times, and is unknown (zero) when the file changed less than two seconds ago, because it may then
 * change again without a new time.
 *
 * A repository without commits is an empty source: no files, commit NULL, branch as HEAD names it.
 * A named branch that does not exist is an error whose hint lists other branches.
 *
 * Where options.trust requires signatures, a tip that is not signed by an allowed key is an error
 * that names the commit and says why, each time: nothing in it may be acted upon. The same holds
 * for a tip of a URL whose history does not contain the tip that was acted upon last, or may not
 * contain it, unless options.accept_rewind. For a bare repository nothing is remembered: it has no
 * folder of ours, and whoever moves its refs has the machine.
 *
 * read() of the source fails for a file that is longer than its text's maximum, that was removed
 * (work tree), that is a Git LFS pointer, or whose object is damaged.
 */
MUST_USE int repository_source(struct repository *repository, struct arena *run, struct source *out,
                               struct err *err);

/* True if files of a URL may stay on its server until they are read. */
bool repository_partial(const struct repository *repository);
/*
 * Fetches the missing ones of these files at once; one that is missing later is fetched when it is
 * read. Does nothing for other kinds of repositories. Only the ids count: the source may be any
 * that has files of this repository.
 */
MUST_USE int repository_need(struct repository *repository, const struct source *source,
                             const size_t *indexes, size_t count, struct err *err);

/* A file that the last repository_source did not list although a person might expect it. */
struct repository_note {
    const char *path;   /* safe for a terminal */
    const char *reason; /* "is a symbolic link", "is a submodule", … */
};
/* Good until the next repository_source or repository_close. */
const struct repository_note *repository_notes(const struct repository *repository, size_t *count);

struct file_edit {
    const char *path;      /* as in the source */
    const char *old_bytes; /* what the edit was computed from; NULL: the file must not exist yet */
    size_t old_length;
    const char *bytes;
    size_t length;
};

enum write_result {
    WRITE_NOT_TRIED, /* an earlier file was not written */
    WRITE_DONE,
    WRITE_NOTHING, /* the commit would have no difference: nothing was written */
    WRITE_RACE, /* the file changed or the ref moved in the meantime: start again from a new source
                 */
    WRITE_REFUSED, /* read-only, a hook, a protected branch: trying again won't help; see words */
};

struct write_outcome {
    enum write_result result;
    char words[REPOSITORY_WORDS_MAX]; /* why, for people; control bytes removed; "" when done */
    /* Of commit_write, WRITE_DONE: the hex ids of the commit and of the journal's new tip. "" for
     * one that was not made, or for a journal that did not move: then words say why. */
    char commit[REPOSITORY_COMMIT_MAX], journal[REPOSITORY_COMMIT_MAX];
};
