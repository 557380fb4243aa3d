// SPDX-License-Identifier: Apache-2.0
/*
 * Reads and writes a repository: a work tree, a plain folder without Git, a bare repository (each
 * by path or file://), or a URL (https, http, ssh). Only reconciler/git uses libgit2.
 *
 * Files of a work tree and a folder are read as they are and edited in place; a bare repository and
 * a URL are read at a branch's tip and written by commits. Nothing is ever checked out.
 *
 * A repository must be used by one thread only. Nothing in it is trusted: symbolic links and
 * submodules are never followed, names and sizes are checked, and everything has a maximum.
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
    REPOSITORY_FOLDER,    /* a folder without `.git`: no ignore rules, no branch */
    REPOSITORY_BARE,      /* a bare repository of this machine, read and written directly */
    REPOSITORY_REMOTE,    /* a URL; fetched objects are kept in a cache folder */
};

enum {
    REPOSITORY_DEPTH_MAX = 64,         /* folders inside folders */
    REPOSITORY_ENTRIES_MAX = 4000000,  /* names in one reading, unwanted files included */
    REPOSITORY_TREE_MAX = 32 << 20,    /* bytes of one tree object */
    REPOSITORY_NOTES_MAX = 1000,       /* notes of one reading; later ones are dropped, except
                                        * those of weir.yaml and weir.freeze */
    REPOSITORY_WORDS_MAX = 512,        /* bytes of a server's words that are kept */
    REPOSITORY_PACK_MAX = 1 << 30,     /* bytes of one fetch or push, as sent */
    REPOSITORY_DELTA_MAX = 256 << 20,  /* bytes of an object that a delta in a pack makes */
    REPOSITORY_COMMIT_MAX = 65,        /* bytes of a hex id with its NUL */
    REPOSITORY_MESSAGE_MAX = 40 << 20, /* bytes of a commit message */
    REPOSITORY_CONNECT_SECONDS = 20,   /* seconds; defaults of the options of the same name */
    REPOSITORY_SILENCE_SECONDS = 30,
    REPOSITORY_TOTAL_SECONDS = 600,
};

/* Options that the runner gives (flags, environment, its own configuration), never the repository.
 * A zeroed struct is valid. repository_open copies the texts. */
struct repository_options {
    const char *branch; /* short name; NULL: HEAD's branch. Work trees and folders ignore it */

    /* Returns true if a file is listed, judged by the last part of its path; NULL: *.yaml, *.yml,
     * *.json and the freeze file are listed. */
    bool (*wanted)(const char *name);

    const char *base; /* the branch whose journal is read while the branch has none of its own;
                       * NULL: see journal_base.h. Another revision is ignored */

    const char *cache_folder; /* cache of a URL; NULL: weir/<hash of the URL> in $XDG_CACHE_HOME or
                               * ~/.cache */

    const char *username, *token; /* for https and http, sent to the URL's own host only; token may
                                   * be NULL */
    const char *token_file;       /* the file with the token, read again when it changes; or NULL */
    const char *ssh_program;      /* NULL: "ssh" */
    const char *ssh_key_file;     /* NULL: ssh finds its keys itself (agent, ~/.ssh) */
    const char *known_hosts_file; /* NULL: ssh uses its own files */
    const char *const *ca_files;  /* PEM, added to the system's bundle */
    size_t ca_file_count;
    const char *const *plain_http; /* hosts ("host" or "host:port") for which http:// is allowed */
    size_t plain_http_count;

    unsigned connect_seconds, silence_seconds, total_seconds; /* 0: the defaults above */
    const volatile sig_atomic_t *stop; /* network work ends soon after it is set; may be NULL */

    const char *sign_key_file; /* file of the private key that signs each commit, or NULL; read when
                                * needed */
    struct trust trust;        /* the signers whose commits weir accepts; not applied to the files
                                * of work trees and folders */
    unsigned
        journal_part;   /* bytes of a journal file from which on it is full; 0: the usual number */
    bool partial;       /* a URL's trees are fetched first, and its files when they are read */
    bool accept_rewind; /* a URL's branch or a journal is accepted even if it was rewound */
};

struct repository;

/*
 * Opens the repository at a location, without contacting a server. Parent folders are not searched:
 * a subfolder of a work tree is a plain folder. Errors: no such path, a damaged repository, a
 * `.git` folder given instead of its work tree, git://, http:// to a host that options.plain_http
 * does not list, a URL with a password or token in it (the message does not repeat it).
 */
MUST_USE int repository_open(const char *location, const struct repository_options *options,
                             struct repository **out, struct err *err);
/* Closes and frees the repository. Accepts NULL. */
void repository_close(struct repository *repository);
static inline void repository_close_at(struct repository **repository)
{
    repository_close(*repository);
}
#define repository_scope CLEANUP(repository_close_at)

enum repository_kind repository_kind(const struct repository *repository);
/* True if the repository is written by commit_write, false if by file_write_all. */
bool repository_commits(const struct repository *repository);
/* Returns a folder on this machine for files worth keeping between runs. The folder need not exist.
 * Returns NULL for work trees and folders. For a bare repository also returns NULL if neither
 * $XDG_CACHE_HOME nor $HOME is an absolute path. */
const char *repository_cache(const struct repository *repository);
/* Returns the location as the person wrote it, without credentials. */
const char *repository_name(const struct repository *repository);

/* Returns the path of a repository on this machine, or NULL for a URL. */
const char *repository_path(const struct repository *repository);

/* Sets the branch that repository_source reads from now on (weir.yaml may name one); NULL: HEAD's
 * branch. Has no effect on work trees and folders. Fails if the name is not valid. */
MUST_USE int repository_branch(struct repository *repository, const char *branch, struct err *err);

/* Names the branch that weir.yaml names (NULL: none). A branch without a journal may read that
 * branch's journal. */
void repository_settings(struct repository *repository, const char *branch);

/* Sets options.accept_rewind. */
void repository_accept_rewind(struct repository *repository, bool accept);

/*
 * Reads the current state. For a URL this asks the server for the branch's tip, and fetches the tip
 * if the branch moved. Call this function again after a lost race. A commit that is already listed
 * is not listed again.
 *
 * The source is valid until the next call, until the end of `run`, or until repository_close. Its
 * version changes when a path, a mode or an identity changes, or when an identity is unknown. The
 * identity of a committed file is the id of its blob. The identity of a file in a work tree or
 * folder is made of device, inode, size and times; it is unknown (zero) if the file changed less
 * than two seconds ago, because the file may then change again without a new time.
 *
 * A bare repository or a URL without commits gives an empty source: no files, commit NULL, and the
 * branch that was set or that HEAD names ("main" if a server does not announce HEAD). If the branch
 * does not exist but others do, that is an error whose hint lists them.
 *
 * If options.trust requires signatures, a tip that is not signed by an allowed key is an error that
 * names the commit and says why: weir must not act upon its files. For a URL it is also an error if
 * the tip's history does not contain the tip that weir acted upon last, or if weir cannot find that
 * out, unless options.accept_rewind is set. For a bare repository no tip is remembered: weir
 * assumes that whoever can move its refs controls the machine.
 *
 * The source's read() returns 1 for a file that is longer than the maximum of the text that it is
 * read into. It returns -1 for a file that was removed (work tree or folder), that is a Git LFS
 * pointer, or whose object is damaged.
 */
MUST_USE int repository_source(struct repository *repository, struct arena *run, struct source *out,
                               struct err *err);

/* True if files of a URL may stay on its server until they are read. */
bool repository_partial(const struct repository *repository);
/*
 * Fetches those of the files with these indexes that a URL's cache lacks, all together. A file that
 * is not fetched here is fetched when it is read. Does nothing for other kinds of repositories.
 * Only the ids of the files are used, so the source may be any source with files of this
 * repository.
 */
MUST_USE int repository_need(struct repository *repository, const struct source *source,
                             const size_t *indexes, size_t count, struct err *err);

struct file_edit {
    const char *path;      /* the file's path in the source */
    const char *old_bytes; /* the bytes for which the edit was computed; NULL: the file must not
                            * exist yet */
    size_t old_length;
    const char *bytes;
    size_t length;
};

enum write_result {
    WRITE_NOT_TRIED, /* an earlier file was not written, or the machine failed at this file */
    WRITE_DONE,
    WRITE_NOTHING, /* there was nothing to commit: no difference, and no record for the journal */
    WRITE_RACE,    /* the file changed or the ref moved in the meantime: start again from a new
                    * source */
    WRITE_REFUSED, /* not allowed (read-only, locked, a hook, a protected branch): see words */
};

struct write_outcome {
    enum write_result result;
    char words[REPOSITORY_WORDS_MAX]; /* the reason, for people, without control characters; "" if
                                       * everything was written or the result says enough */
    bool protects; /* the words say that the branch takes changes only by pull request */
    /* After commit_write with WRITE_DONE: the hex ids of the commit and of the journal's new tip.
     * "" if no commit was made, or if the journal did not move; then words say why if it should
     * have moved. */
    char commit[REPOSITORY_COMMIT_MAX], journal[REPOSITORY_COMMIT_MAX];
};
