#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# image.sh LAYOUT TAG TEXT: puts a tiny valid image with this text into an OCI image layout and
# makes TAG its only name. Prints the digest.
set -eu
layout=$1 tag=$2 text=$3
oci=application/vnd.oci.image
mkdir -p "$layout/blobs/sha256"
printf '{"imageLayoutVersion":"1.0.0"}' >"$layout/oci-layout"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# blob FILE MEDIA-TYPE: moves the file to its digest's name; sets $digest and $descriptor.
blob() {
    digest=sha256:$(sha256sum "$1" | cut -d' ' -f1)
    descriptor=$(printf '"mediaType":"%s","digest":"%s","size":%d' "$2" "$digest" \
        "$(wc -c <"$1")")
    mv "$1" "$layout/blobs/sha256/${digest#sha256:}"
}

mkdir "$work/root"
printf '%s\n' "$text" >"$work/root/hello.txt"
tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -C "$work/root" -cf "$work/layer" .
blob "$work/layer" $oci.layer.v1.tar
layer=$descriptor

printf '{"architecture":"amd64","os":"linux","config":{},' >"$work/config"
printf '"rootfs":{"type":"layers","diff_ids":["%s"]}}' "$digest" >>"$work/config"
blob "$work/config" $oci.config.v1+json

printf '{"schemaVersion":2,"mediaType":"%s","config":{%s},"layers":[{%s}]}' \
    $oci.manifest.v1+json "$descriptor" "$layer" >"$work/manifest"
blob "$work/manifest" $oci.manifest.v1+json

printf '{"schemaVersion":2,"manifests":[{%s,"annotations":{"%s":"%s"}}]}' "$descriptor" \
    org.opencontainers.image.ref.name "$tag" >"$work/index"
mv "$work/index" "$layout/index.json"
echo "$digest"
