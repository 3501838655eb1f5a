# The first process of a workspace's container: a shell on the container's own terminal, for the
# main terminal of the IDE. It can be connected to again after a restart of the server. When it ends
# the mark says so; the next one begins with a key, or when somebody connects and tells their size.
trap : INT QUIT HUP WINCH
command -v bash >/dev/null && set -- bash -l || set -- sh -l
while :; do
  CODEBLOCKING_EXEC=main "$@"
  printf '\033]777;codeblocking;exit;%s\007' $?
  read -r line || [ $? -gt 128 ] || sleep 1
done
