# Lets the checked-out branch and its index follow to a verified save. Runs inside, as the user.
# Arguments: pack, branch, the commit the branch must be at, the save's commit, the job.
set -eu
umask 022
cd /workspace/project
pack=$1 branch=$2 from=$3 to=$4 job=$5
none=0000000000000000000000000000000000000000
# A FIFO among what the configuration names would hold git for ever.
limit=30
g() { timeout $limit git -c core.hooksPath=/dev/null -c core.fsmonitor=false -c gc.auto=0 -c safe.directory=/workspace/project "$@"; }

[ "$(g symbolic-ref -q HEAD)" = "refs/heads/$branch" ] || { echo "another branch is checked out"; exit 10; }
limit=100
g unpack-objects -q <"$pack"
limit=30

# An index with conflicts cannot be written as a tree: then somebody is at work, and nothing moves.
staged=$(g write-tree 2>/dev/null) || { echo "the index is being worked on"; exit 11; }
before=$none
[ "$from" = "$none" ] || before=$(g rev-parse "$from^{tree}")
empty=4b825dc642cb6eb9a060e54bf8d69288fbee4904
if [ "$staged" != "$before" ] && [ "$staged" != "$(g rev-parse "$to^{tree}")" ] && [ "$staged" != "$empty" ]; then
  if [ "$from" = "$none" ]; then set --; else set -- -p "$from"; fi
  kept=$(GIT_AUTHOR_NAME=CodeBlocking GIT_AUTHOR_EMAIL=codeblocking@localhost \
    GIT_COMMITTER_NAME=CodeBlocking GIT_COMMITTER_EMAIL=codeblocking@localhost \
    g commit-tree "$@" -m "What was staged before the auto-save" "$staged")
  g update-ref "refs/codeblocking/staged/$job" "$kept"
fi

# Compare and swap: a commit that the user makes in this instant wins.
if [ "$from" != "$to" ]; then
  g update-ref -m "auto-save" "refs/heads/$branch" "$to" "$from"
  # Of the index only: entries keep what the user told git of them, such as to skip the file.
  g read-tree -i -m "$to" 2>/dev/null || g read-tree "$to"
  g update-index -q --refresh >/dev/null 2>&1 || true
fi
g update-ref "refs/remotes/origin/$branch" "$to"
