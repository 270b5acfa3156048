# bash completion for the iv tools: the program itself says what may stand
# where the cursor is.

# Words as the program gets them: bash breaks lines at = and : too, so what has
# no white space before it belongs to the word in front.
_iv_words()
{
	local rest=${COMP_LINE:0:COMP_POINT} piece i

	iv_words=()
	for ((i = 0; i <= COMP_CWORD; i++)); do
		piece=${COMP_WORDS[i]}
		((i < COMP_CWORD)) || piece=$iv_current
		if ((i == 0)) || [[ $rest == [[:space:]]* ]]; then
			iv_words+=("$piece")
		else
			iv_words[-1]+=$piece
		fi
		rest=${rest#"${rest%%[![:space:]]*}"}
		rest=${rest#"$piece"}
	done
}

# Puts $1 on the line as it must be typed, inside quotes that are open.
_iv_quote()
{
	local s=$1

	case $iv_current in
	\'*)	iv_quoted=\'${s//\'/"'\\''"} ;;
	\"*)	s=${s//\\/\\\\} s=${s//\"/\\\"} s=${s//\$/\\\$}
		iv_quoted=\"${s//\`/\\\`} ;;
	*)	if [[ $s == *[[:space:]\"\'\\\$\`\&\;\|\<\>\(\)\{\}\*\?\[\]#~!]* ]]
		then
			printf -v iv_quoted %q "$s"
		else
			iv_quoted=$s
		fi ;;
	esac
}

_iv()
{
	local line text about iv_tool
	local iv_words iv_quoted front open=yes width=0 i
	local iv_current=${COMP_WORDS[COMP_CWORD]} texts=() abouts=()

	COMPREPLY=()
	_iv_words
	((${#iv_words[@]} > 1)) || return 0
	# The part of the word that readline leaves alone.
	case $iv_current in
	=|:)	front=${iv_words[-1]} iv_current= ;;
	*)	front=${iv_words[-1]%"$iv_current"} ;;
	esac
	iv_tool=${iv_words[0]/#\~/$HOME}
	iv_words=("${iv_words[@]:1}")
	while IFS= read -r line; do
		text=${line%%$'\t'*}
		about=${line:${#text}+1}
		_iv_quote "${text#"$front"}"
		texts+=("$iv_quoted") abouts+=("$about")
		[[ $text == *[=,] ]] || open=
		((${#iv_quoted} <= width)) || width=${#iv_quoted}
	done < <("$iv_tool" complete -- \
	    "${iv_words[@]//[\\\"\']/}" 2>/dev/null)
	[[ ! $open ]] || compopt -o nospace 2>/dev/null
	compopt -o nosort 2>/dev/null
	COMPREPLY=("${texts[@]}")
	# Descriptions only where candidates are listed.
	if ((${#texts[@]} < 2)) || [[ ${COMP_TYPE:-9} == 37 ||
	    ${COMP_TYPE:-9} == 42 ]]; then
		return 0
	fi
	for i in "${!texts[@]}"; do
		[[ ! ${abouts[i]} ]] || printf -v 'COMPREPLY[i]' '%-*s  (%s)' \
		    "$width" "${texts[i]}" "${abouts[i]}"
	done
}

complete -o default -F _iv @TOOLS@
