# Prints what tags name that remotes of the workspace hold, as last seen. Runs inside, as the user.
set -eu
cd /workspace/project
# A FIFO among what the configuration names would hold git for ever.
timeout 30 git -c core.fsmonitor=false -c safe.directory=/workspace/project \
  for-each-ref --format='--merged=%(refname)' refs/remotes |
  tr '\n' '\0' |
  timeout 30 xargs -0 -r git -c core.fsmonitor=false -c safe.directory=/workspace/project \
    for-each-ref --format='%(objectname)' refs/tags
