# Read by the shell of a new pool container: tells that it is at its prompt, and what the image has.
printf '\033]777;codeblocking;ready;%s;%s\007' \
  "$(command -v git >/dev/null 2>&1 && echo git)" "$(id -un >/dev/null 2>&1 && echo user)"
