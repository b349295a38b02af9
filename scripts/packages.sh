# SPDX-License-Identifier: ISC
# packages.sh - sourced by run, test and bench: installs what they need.
#
# packages_need NAME...: costs one dpkg-query when all is there, else says in
# a line what it installs and does it with apt-get, through sudo when not root.

# What it installs is what is run, not another python of somebody's own.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH

packages_fail() {
	echo "telltale: $1" >&2
	echo "hint: $2" >&2
	exit 3
}

packages_need() {
	local have missing= p sudo=

	if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
		packages_fail "this system is not known here: it has no apt-get" \
		    "use Debian 12 or a system like it, or install by hand: $*"
	fi
	have=$(dpkg-query -W -f '${binary:Package} ${db:Status-Abbrev}\n' "$@" 2>/dev/null) ||
	    : # fails where it does not know one of them
	for p in "$@"; do
		grep -qE "^$p(:[a-z0-9]+)? ii" <<<"$have" || missing="$missing $p"
	done
	[ -n "$missing" ] || return 0

	if [ "$(id -u)" != 0 ]; then
		command -v sudo >/dev/null || packages_fail \
		    "packages are missing, and neither root nor sudo is at hand:$missing" \
		    "as root: apt-get install$missing"
		sudo=sudo
	fi
	echo "installing:$missing"
	export DEBIAN_FRONTEND=noninteractive
	local log
	log=$(mktemp)
	if ! { $sudo apt-get -q update &&
	    $sudo apt-get -q -y --no-install-recommends install $missing; } \
	    >"$log" 2>&1 </dev/null; then
		tail -n 15 "$log" >&2
		rm -f "$log"
		packages_fail "the packages could not be installed:$missing" \
		    "look at the lines above; is the package mirror within reach?"
	fi
	rm -f "$log"
}

PACKAGES_BUILD="gcc libc6-dev meson ninja-build pkg-config libsodium-dev
    libssl-dev libjansson-dev libsqlite3-dev libmicrohttpd-dev
    libcurl4-openssl-dev libyaml-dev libexpat1-dev libutf8proc-dev
    libcmocka-dev libseccomp-dev zlib1g-dev libmagic-dev libarchive-dev
    libgumbo-dev libgmime-3.0-dev libpoppler-glib-dev libleptonica-dev
    libtesseract-dev tesseract-ocr-eng libpcap-dev libbrotli-dev
    libnghttp2-dev libfido2-dev"
PACKAGES_RUN="age python3 curl ca-certificates pango1.0-tools fonts-dejavu-core
    tzdata"
PACKAGES_BENCH="age golang-go golang-filippo-age-dev golang-golang-x-crypto-dev
    golang-filippo-edwards25519-dev"
PACKAGES_TEST="openssl jq tidy bsdutils libarchive-tools busybox golang-go
    golang-golang-x-mod-dev mandoc yara python3-jsonschema python3-yaml strace
    tcpdump nghttp2-server nghttp2-client python3-aiosmtpd binutils systemd
    chromium chromium-driver"
PACKAGES_SANITIZE="clang-14 libclang-rt-14-dev"

# build_tree DIR [meson options]: sets up once, then brings up to date, all of
# it or what BUILD_TARGETS names.  Hundreds of tests are linked: gold takes a
# third of the time.
build_tree() {
	local dir=$1 log
	[ -n "${CC-}" ] || [ ! -x /usr/bin/ld.gold ] ||
	    local -x CC_LD=${CC_LD-gold}
	shift
	log=$(mktemp)
	if [ ! -f "$dir/build.ninja" ]; then
		echo "building in $dir"
		meson setup "$@" "$dir" >"$log" 2>&1 || { cat "$log" >&2; rm -f "$log"; return 1; }
	fi
	ninja -C "$dir" ${BUILD_TARGETS-} >"$log" 2>&1 || { tail -n 40 "$log" >&2; rm -f "$log"; return 1; }
	rm -f "$log"
}
