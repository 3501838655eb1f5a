# Takes in what the host fetched. Runs inside, as the user; may run again after a crash at any point.
# Arguments: pack or "none", list of refs, branch, "checkout" or "refs".
set -eu
umask 022
cd /workspace/project
pack=$1 refs=$2 branch=$3 mode=$4
g() { git -c core.hooksPath=/dev/null -c core.fsmonitor=false -c gc.auto=0 -c safe.directory=/workspace/project "$@"; }

[ -d .git ] || g init -q
[ "$pack" = none ] || g index-pack --stdin <"$pack" >/dev/null

# origin/* become what the remote has; what it has no more goes.
g for-each-ref --format='%(refname)' refs/remotes/origin | while read -r ref; do
  [ "$ref" = refs/remotes/origin/HEAD ] || grep -qF " $ref" "$refs" || printf 'delete %s\n' "$ref"
done | g update-ref --stdin
while read -r id ref; do
  case $ref in
    refs/tags/*) g rev-parse -q --verify "$ref" >/dev/null || printf 'create %s %s\n' "$ref" "$id" ;;
    *) printf 'update %s %s\n' "$ref" "$id" ;;
  esac
done <"$refs" | g update-ref --stdin
[ "$mode" = checkout ] || exit 0

tip=$(g rev-parse -q --verify "refs/remotes/origin/$branch" || true)
if g rev-parse -q --verify HEAD >/dev/null; then
  [ "$(g rev-parse HEAD)" = "$tip" ] ||
    echo "You committed before the import had finished; the repository is in origin/$branch: merge it"
  exit 0
fi
g symbolic-ref HEAD "refs/heads/$branch"
g config "branch.$branch.remote" origin
g config "branch.$branch.merge" "refs/heads/$branch"
[ -n "$tip" ] || exit 0
g symbolic-ref refs/remotes/origin/HEAD "refs/remotes/origin/$branch"

# What was staged meanwhile is kept.
staged=$(g write-tree 2>/dev/null || true)
case $staged in
  '' | 4b825dc642cb6eb9a060e54bf8d69288fbee4904 | "$(g rev-parse "$tip^{tree}")") ;;
  *)
    kept=$(GIT_AUTHOR_NAME=CodeBlocking GIT_AUTHOR_EMAIL=codeblocking@localhost \
      GIT_COMMITTER_NAME=CodeBlocking GIT_COMMITTER_EMAIL=codeblocking@localhost \
      g commit-tree -m "What was staged before the import" "$staged")
    g update-ref refs/codeblocking/staged/import "$kept"
    ;;
esac

# Each file is written aside and linked into place, so that none is ever half there, and none that
# the user made is overwritten: theirs shows as a change.
fill=.git/codeblocking-fill
rm -rf "$fill"
mkdir "$fill"
g read-tree "$tip"
g checkout-index -a -f --prefix="$fill/"
cp -a -l -n "$fill/." . 2>/dev/null || true
rm -rf "$fill"
missing=$(g -c core.quotePath=false ls-files --deleted)
if [ -n "$missing" ]; then
  g read-tree --empty
  printf '%s\n' "$missing" | head -20
  exit 20
fi
g update-index -q --refresh >/dev/null 2>&1 || true
g update-ref "refs/heads/$branch" "$tip" 0000000000000000000000000000000000000000
changed=$(g -c core.quotePath=false diff-files --name-only | head -20)
[ -z "$changed" ] || printf 'Your files stayed, and show as changes:\n%s\n' "$changed"
