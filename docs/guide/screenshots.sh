#!/usr/bin/env bash
# Makes the pictures of the guide and the README anew, from the sample councils on a fixed day: docs/guide/images/.
# Needs Chromium, chromedriver and a Japanese font that draws 髙, 﨑 and 𠮷: the package fonts-noto-cjk on Debian and
# Ubuntu (IPAex, which is enough for the tests, has no 𠮷). Look at every picture before you commit it.
# The pictures and the way to each are a list in tests/it/help/pictures.rs, which `cargo test` walks, too.
set -euo pipefail
cd "$(dirname "$0")/../.."

if [[ -z "$(fc-list ':charset=20bb7')" ]]; then
    echo "no font draws 𠮷; install fonts-noto-cjk" >&2
    exit 1
fi
RENKEI_BLESS=1 RENKEI_TEST_REQUIRE=browser cargo test --test it --locked -- help::pictures
du -ch docs/guide/images/*.png | tail -1
