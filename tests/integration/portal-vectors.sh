#!/bin/bash
# SPDX-License-Identifier: ISC
# portal-vectors: the checks of the reader's page, in a real browser, on vectors
# that others made: archives, proofs, whole logs, a programme in small.
. "$(dirname "$0")/lib.sh"

fact "the decryptor is the one that the documents name" eval \
    'grep -qF "$(sha256sum "$root/src/portal/vendor/age.js" | cut -d" " -f1)" \
    "$root/docs/dependencies.md"'
also "its licences are beside it" grep -q "Redistribution and use in source" \
    "$root/src/portal/vendor/LICENCES"
if [ -z "${TELLTALE_SHARED-}" ]; then
	skip_rest "vectors in the browser" "TELLTALE_SHARED is not set"
fi
mkdir "$dir/site"
cp "$root"/src/portal/js/*.js "$root/src/portal/vendor/age.js" "$dir/site"
ln -s "$TELLTALE_SHARED/data" "$dir/site/data"
echo '<!DOCTYPE html><title>vectors</title>' >"$dir/site/index.html"
python3 "$root/tests/integration/portal_vectors.py" "$dir/site" >"$dir/facts" \
    2>"$dir/err"
while IFS=$'\t' read -r word name; do
	"$word" "$name"
done <"$dir/facts"
also "all of them were tried" grep -q 'whole programme' "$dir/facts"
finish
