#!/usr/bin/env bash
# deb.sh DIR: the packages in DIR have no errors by lintian's measure, and the
# package's own tests pass on what is in it, unpacked and not installed.
set -eu -o pipefail
cd "$1"
top=$(echo "$PWD"/iv-tools-*/)
lintian --allow-root --fail-on error ./*.changes
echo 'lintian: no errors'
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
dpkg-deb -x "$(ls iv-tools_*.deb)" "$root"
mkdir "$root/tmp"
cd "$top"
for test in demo installed; do
	mkdir "$root/tmp/$test"
	if ROOT=$root PATH=$root/usr/bin:$PATH AUTOPKGTEST_TMP=$root/tmp/$test \
	    sh "debian/tests/$test" >"$root/tmp/$test.out" 2>&1; then
		echo "debian/tests/$test: passed"
	else
		cat "$root/tmp/$test.out"
		echo "debian/tests/$test: failed"
		exit 1
	fi
done
case $(ldd "$root/usr/bin/iv-group") in
*libgit2.so*) echo 'libgit2: the shared one' ;;
*) echo 'libgit2 is not the shared one'; exit 1 ;;
esac
