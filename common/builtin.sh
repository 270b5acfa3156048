#!/bin/sh
# builtin.sh FILE ...: prints the C source of the table in builtin.h.  The
# bytes come in by .incbin, which compilers do not list in their dependency
# files: make depends on the JSON files itself.  A section of their own keeps
# what each program looks at together in the others.
set -eu

echo '#include "builtin.h"'
n=0
for f; do
	n=$((n + 1))
	cat <<END

__asm__(".section iv_builtin,\\"a\\"\\n"
    "iv_builtin_$n:\\n"
    ".incbin \\"$f\\"\\n"
    ".byte 0\\n"
    ".previous\\n");
extern const char iv_builtin_${n}[];
END
done

printf '\nconst struct builtin builtins[] = {\n'
n=0
for f; do
	n=$((n + 1))
	dir=${f%/*}
	name=${f##*/}
	printf '\t{ "%s", "%s", iv_builtin_%d, %d },\n' \
	    "${dir##*/}" "${name%.json}" "$n" "$(wc -c <"$f")"
done
printf '\t{ NULL, NULL, NULL, 0 }\n};\n'
printf 'const size_t builtins_len = %d;\n' "$n"
