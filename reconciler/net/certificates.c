// SPDX-License-Identifier: Apache-2.0
#include "reconciler/net/certificates.h"

#include <curl/curl.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "manifests/base/file.h"

/* Appends a file to the bundle. Returns 0, or 1 if the file does not exist, or -1 on error. */
static int append_file(int out, const char *path, struct err *err)
{
    text_scope struct text bytes = text_of(TEXT_FILE_MAX);
    int got = file_read(path, 0, &bytes);
    if (got < 0 && errno == ENOENT)
        return 1;
    if (got < 0)
        return err_errno(err, "reading the CA file \"%s\"", path);
    if (got > 0)
        return err_set(err, "the CA file \"%s\" is longer than %d bytes", path, TEXT_FILE_MAX);
    if (text_append(&bytes, "\n", 1) < 0 ||
        write(out, bytes.data, bytes.length) != (ssize_t)bytes.length)
        return err_set(err, "can't copy the CA file \"%s\" into memory", path);
    return 0;
}

static int join(int out, const char *const *files, size_t count, struct err *err)
{
    const char *bundle = curl_version_info(CURLVERSION_NOW)->cainfo;
    if (bundle != NULL && append_file(out, bundle, err) < 0)
        return -1;
    for (size_t i = 0; i < count; i++) {
        int got = append_file(out, files[i], err);
        if (got > 0)
            return err_set(err, "the CA file \"%s\" does not exist", files[i]);
        if (got < 0)
            return -1;
    }
    return 0;
}

int certificates_open(struct certificates *out, const char *const *files, size_t count,
                      struct err *err)
{
    int fd = memfd_create("ca-certificates", MFD_CLOEXEC);
    if (fd < 0)
        return err_errno(err, "keeping the CA certificates in memory");
    if (join(fd, files, count, err) < 0) {
        close(fd);
        return -1;
    }
    out->fd = fd;
    snprintf(out->path, sizeof out->path, "/proc/self/fd/%d", fd);
    return 0;
}

void certificates_close(struct certificates *certificates)
{
    if (certificates->fd > 0)
        close(certificates->fd);
    certificates->fd = 0;
}
