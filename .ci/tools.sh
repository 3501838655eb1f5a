# shellcheck shell=bash
# What ./run, ./test and ./bench share: words, tools, engine, builds. HERE is the repository's root.

say() { printf '%s\n' "$*"; }

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

# timed WHAT COMMAND...: one line with the seconds it took; its output only when it fails.
timed() {
  local what=$1 start=$SECONDS log
  shift
  log=$(mktemp)
  printf '%s ... ' "$what"
  if "$@" >"$log" 2>&1; then
    printf '%s s\n' "$((SECONDS - start))"
    rm -f "$log"
  else
    printf 'failed\n'
    tail -n 40 "$log" >&2
    rm -f "$log"
    fail "Could not finish: $what"
  fi
}

apt_install() {
  apt-get update -q
  DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"
}

# need_tools COMMAND=PACKAGE...: installs what is missing as root, else says in one line what to install.
need_tools() {
  local pair packages=()
  for pair in "$@"; do
    command -v "${pair%%=*}" >/dev/null || packages+=("${pair#*=}")
  done
  [ ${#packages[@]} -gt 0 ] || return 0
  install_packages "${packages[@]}"
}

install_packages() {
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    timed "Installing $*" apt_install "$@"
  else
    fail "Missing on this machine; install with: sudo apt-get install $*"
  fi
}

# The engine's client is a package of its own from Debian 13 on.
need_docker() {
  local packages=(docker.io)
  command -v docker >/dev/null && return
  if apt-cache show docker-cli >/dev/null 2>&1; then packages+=(docker-cli); fi
  install_packages "${packages[@]}"
}

need_java() {
  need_tools javac=openjdk-17-jdk-headless
  local version
  version=$(javac -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')
  [ "${version:-0}" -ge 17 ] || fail "JDK 17 or newer is needed, and javac says: $(javac -version 2>&1)"
}

engine_answers() { timeout 10 docker version >/dev/null 2>&1; }

# The engine at DOCKER_HOST, or this machine's own, which is started when it is not running.
need_engine() {
  local socket=unix:///var/run/docker.sock
  if engine_answers; then return; fi
  [ "${DOCKER_HOST:-$socket}" = $socket ] || fail "No Docker engine answers at $DOCKER_HOST"
  # The client may be there without the engine.
  if ! command -v dockerd >/dev/null && ! [ -x /usr/sbin/dockerd ]; then install_packages docker.io; fi
  [ "$(id -u)" = 0 ] || fail "No Docker engine answers; start it with: sudo systemctl start docker (and: sudo usermod -aG docker $(id -un))"
  timed "Starting the Docker engine" start_engine
}

start_engine() {
  if [ -d /run/systemd/system ]; then
    systemctl start docker
  else
    # A session of its own, nobody's child and none of our files, so that it outlives us and our Ctrl-C.
    (setsid dockerd >/var/log/codeblocking-dockerd.log 2>&1 </dev/null 8<&- 9>&- &)
  fi
  local try
  for try in $(seq 60); do
    if engine_answers; then return; fi
    sleep 0.5
  done
  tail -n 5 /var/log/codeblocking-dockerd.log 2>/dev/null || true
  echo "no answer after $((try / 2)) s"
  return 1
}

# sources_hash MODULE: of all that its build reads.
sources_hash() {
  local folders=(pom.xml .mvn log artemis jobs-module web-module ear) without='*/src/test/*'
  if [ "$1" = benchmarks ]; then
    folders+=(system-tests benchmarks)
    without='*/results/*'
  fi
  (
    cd "$HERE" || exit
    find "${folders[@]}" -type f -not -path '*/target/*' -not -path '*/node_modules/*' -not -path "$without" -print0 |
      LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum
  )
}

# build MODULE...: those that are missing or stale, together.
build() {
  # Set by ./test, which has just built everything, and by ./bench.
  [ -z "${CODEBLOCKING_SKIP_BUILD:-}" ] || return 0
  local module stale=() hashes=()
  # One build at a time: a second ./run waits, and then has nothing to do.
  exec 8<"$HERE/ear"
  flock 8
  for module in "$@"; do
    local hash stamp=$HERE/$module/target/built-from
    hash=$(sources_hash "$module")
    [ "$hash" = "$(cat "$stamp" 2>/dev/null)" ] && continue
    rm -f "$stamp"
    stale+=("$module")
    hashes+=("$hash")
  done
  if [ ${#stale[@]} -gt 0 ]; then
    need_tools mvn=maven node=nodejs npm=npm
    timed "Building" mvn -B -ntp -f "$HERE/pom.xml" -pl "$(IFS=,; echo "${stale[*]}")" -am \
      -DskipTests -Dspotless.check.skip package
    for module in "${!stale[@]}"; do
      printf '%s\n' "${hashes[module]}" >"$HERE/${stale[module]}/target/built-from"
    done
  fi
  exec 8<&-
}

build_images() {
  "$HERE/images/build" --check >/dev/null && return
  need_tools mmdebstrap=mmdebstrap npm=npm
  "$HERE/images/build"
}
