# The group of default.sh with an address for each, and a sendmail that keeps
# what it was given in ~/sent.
. "$TOP/tests/examples/default.sh" >/dev/null &&
iv-member set fat email=fatma@example.org &&
iv-member set jrg email=jurgen@example.org &&
iv-member set saa email=saar@example.org &&
iv-session plan 2026-03-26T09:30 --every 6w --count 3 --place 'Zaal 2' \
    >/dev/null &&
mkdir "$HOME/bin" &&
printf '#!/bin/sh\ncat >>"$HOME/sent"\n' >"$HOME/bin/sendmail" &&
chmod +x "$HOME/bin/sendmail" &&
export PATH=$HOME/bin:$PATH IV_GROUP=$PWD
