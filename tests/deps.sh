#!/bin/sh
# deps.sh PACKAGE ...: installs those of the Debian packages that are missing;
# says nothing and does nothing when all are there.
set -eu

# Whoever has node from elsewhere has npm with it, and Debian's beside it would
# not install.
has() {
	case $1 in
	nodejs) ! command -v node >/dev/null || return 0 ;;
	npm) ! command -v npm >/dev/null || return 0 ;;
	esac
	case $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) in
	installed*) return 0 ;;
	esac
	return 1
}

missing=
if ! command -v dpkg-query >/dev/null; then
	echo "make deps knows Debian's packages only; needed here: $*" >&2
	exit 1
fi
for p; do
	has "$p" || missing="$missing $p"
done
[ -n "$missing" ] || exit 0

line="apt-get install -y --no-install-recommends$missing"
if [ "$(id -u)" = 0 ]; then
	as=
elif command -v sudo >/dev/null; then
	as=sudo
else
	echo "as root, type: apt-get update && $line" >&2
	exit 1
fi

echo "installing:$missing"
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086 # words on purpose
if $as $line; then
	exit 0
elif $as apt-get update && $as $line; then
	exit 0
fi
echo "could not install; as root, type: apt-get update && $line" >&2
exit 1
