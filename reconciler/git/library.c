// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/library.h"

#include "reconciler/git/format.h"
#include "reconciler/git/library_error.h"
#include "reconciler/git/repository.h"

/*
 * weir never uses libgit2's own TLS. But git_libgit2_init parses the machine's whole bundle of CAs
 * for it, which takes longer than anything else at the start of the program. The dynamic linker
 * finds this function before mbedTLS's own function, so nothing is parsed. This is safe: without
 * CAs libgit2 can only refuse a TLS connection.
 */
__attribute__((visibility("default"))) int mbedtls_x509_crt_parse_file(void *chain,
                                                                       const char *path);
int mbedtls_x509_crt_parse_file(void *chain, const char *path)
{
    (void)chain;
    (void)path;
    return 0;
}

int library_open(struct err *err)
{
    static const int levels[] = {GIT_CONFIG_LEVEL_PROGRAMDATA, GIT_CONFIG_LEVEL_SYSTEM,
                                 GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL};
    if (git_libgit2_init() < 0)
        return err_set(err, "libgit2 can't be set up");
    int code = 0;
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
        code |= git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, levels[i], "");
    code |= git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
    code |= git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 1);
    code |= git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
    /* The tree of a folder with 500 names is longer than the default limit of 4 KB; libgit2 would
     * not cache it, but read it again each time. */
    code |= git_libgit2_opts(GIT_OPT_SET_CACHE_OBJECT_LIMIT, (int)GIT_OBJECT_TREE, (size_t)1 << 20);
    code |= git_libgit2_opts(GIT_OPT_SET_PACK_MAX_OBJECTS, (size_t)20000000);
    code |= format_extend();
#ifdef WEIR_LIMITS_DELTAS
    code |= git_libgit2_opts(GIT_OPT_SET_PACK_MAX_OBJECT_SIZE, (size_t)REPOSITORY_DELTA_MAX);
#endif
    if (code != 0) {
        library_error(err, "libgit2 can't be set up");
        git_libgit2_shutdown();
        return -1;
    }
    return 0;
}

void library_close(void)
{
    git_libgit2_shutdown();
}

int library_read_unverified(git_odb_object **out, git_odb *odb, const git_oid *id)
{
    git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
    int code = git_odb_read(out, odb, id);
    git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 1);
    return code;
}
