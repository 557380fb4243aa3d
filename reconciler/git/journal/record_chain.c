// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/journal/record_chain.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

static void hash(const char *bytes, size_t length, char out[RECORD_HASH_MAX])
{
    unsigned char sum[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    memory_must(EVP_Digest(bytes, length, sum, &size, EVP_sha256(), NULL) == 1 ? out : NULL);
    for (unsigned i = 0; i < size; i++)
        snprintf(out + 2 * (size_t)i, 3, "%02x", sum[i]);
}

struct record_chain record_chain_begin(const char *path)
{
    struct record_chain chain;
    hash(path, strlen(path), chain.prev);
    return chain;
}

void record_chain_move(struct record_chain *chain, const char *line, size_t length)
{
    hash(line, length, chain->prev);
}
