# Bash completion for tearline; the options come from the program itself.
_tearline() {
	local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} verb=${COMP_WORDS[1]-}
	if [ "$COMP_CWORD" -eq 1 ]; then
		mapfile -t COMPREPLY < <(compgen -W "$(tearline --help | sed -n 's/^  \([a-z]*\) .*/\1/p')" -- "$word")
		return
	fi
	if [ "$verb" = mark ] && [ "$COMP_CWORD" -eq 2 ]; then
		mapfile -t COMPREPLY < <(compgen -W "parse print rollup compare" -- "$word")
		return
	fi
	if [ "$verb" = log ] && [ "$COMP_CWORD" -eq 2 ]; then
		mapfile -t COMPREPLY < <(compgen -W "append check prove key" -- "$word")
		return
	fi
	case $before in
	-p | --policy) mapfile -t COMPREPLY < <(compgen -W "$(tearline policy list --json | sed -n 's/^{"name":"\([^"]*\)".*/\1/p')" -f -- "$word") ;;
	--format) mapfile -t COMPREPLY < <(compgen -W "auto $(tearline formats --json | sed -n 's/^{"name":"\([^"]*\)".*/\1/p')" -- "$word") ;;
	--scheme) mapfile -t COMPREPLY < <(compgen -W "$(tearline schemes --json | sed -n 's/^{"id":"\([^"]*\)".*/\1/p')" -f -- "$word") ;;
	*)
		case $word in
		-*) mapfile -t COMPREPLY < <(compgen -W "--help $(tearline "$verb" --help | grep -oE '[ ]--[a-z-]+')" -- "$word") ;;
		*) mapfile -t COMPREPLY < <(compgen -f -- "$word") ;;
		esac
		;;
	esac
}
complete -o filenames -F _tearline tearline
