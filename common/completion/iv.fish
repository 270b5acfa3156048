# fish completion for the iv tools: the program itself says what may stand
# where the cursor is.

function __iv_complete
	set -l words (commandline -opc)
	set -l current (commandline -ct)
	set -l found ($words[1] complete -- $words[2..-1] \
	    (string unescape -- $current; or echo -- $current) 2>/dev/null)
	if test (count $found) -gt 0
		printf '%s\n' $found
	else
		__fish_complete_path $current
	end
end

for tool in @TOOLS@
	complete -c $tool -f -a '(__iv_complete)'
end
