#!/bin/sh
# image.sh LAYOUT TAG TEXT: puts a tiny valid image with this text into an OCI image layout and
# makes TAG the layout's one name. Prints the digest.
set -eu
layout=$1 tag=$2 text=$3
mkdir -p "$layout/blobs/sha256"
printf '{"imageLayoutVersion":"1.0.0"}' >"$layout/oci-layout"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# blob FILE: moves it to its digest's name; sets $digest and $size.
blob() {
    digest=$(sha256sum "$1" | cut -d' ' -f1)
    size=$(wc -c <"$1" | tr -d ' ')
    mv "$1" "$layout/blobs/sha256/$digest"
    digest=sha256:$digest
}

mkdir "$work/root"
printf '%s\n' "$text" >"$work/root/hello.txt"
tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -C "$work/root" -cf "$work/layer" .
blob "$work/layer"
layer=$digest layer_size=$size

printf '{"architecture":"amd64","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":["%s"]}}' \
    "$layer" >"$work/config"
blob "$work/config"

printf '{"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"%s","digest":"%s","size":%s},"layers":[{"mediaType":"%s","digest":"%s","size":%s}]}' \
    application/vnd.oci.image.manifest.v1+json \
    application/vnd.oci.image.config.v1+json "$digest" "$size" \
    application/vnd.oci.image.layer.v1.tar "$layer" "$layer_size" >"$work/manifest"
blob "$work/manifest"

printf '{"schemaVersion":2,"manifests":[{"mediaType":"%s","digest":"%s","size":%s,"annotations":{"org.opencontainers.image.ref.name":"%s"}}]}' \
    application/vnd.oci.image.manifest.v1+json "$digest" "$size" "$tag" >"$work/index"
mv "$work/index" "$layout/index.json"
echo "$digest"
