# Read by the shell of a pool container when a project has come to its slot: what is printed after
# the mark is the user's.
cd /workspace/project
if [ -n "$BASH_VERSION" ]; then
  history -c
  [ ! -r ~/.bash_history ] || history -r
fi
printf '\033]777;codeblocking;in\007'
# A login shell reads the first of these at its start; then there was no home yet.
if [ -n "$BASH_VERSION" ] && [ -r ~/.bash_profile ]; then
  . ~/.bash_profile
elif [ -n "$BASH_VERSION" ] && [ -r ~/.bash_login ]; then
  . ~/.bash_login
elif [ -r ~/.profile ]; then
  . ~/.profile
fi
