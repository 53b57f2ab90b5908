# Functions of the scripts in tools and cross-compile. Sourced by bash, with the checkout as current folder.

say() { printf '%s\n' "$*" >&2; }

die() {
  say "$(basename "$0"): $*"
  exit 1
}

# duration SECONDS: "7 s" or "3 min 05 s".
duration() {
  if (($1 < 60)); then printf '%d s' "$1"; else printf '%d min %02d s' $(($1 / 60)) $(($1 % 60)); fi
}

# stage NAME COMMAND...: runs the command; says how long it took, stops the script if it fails.
stage() {
  local name=$1 start=$SECONDS status=0
  shift
  say "== $name"
  # Not in an if or with ||: bash would then ignore `set -e` inside functions.
  set +e
  (
    set -e
    "$@"
  )
  status=$?
  set -e
  if ((status != 0)); then
    say "== $name: FAILED after $(duration $((SECONDS - start))) (status $status)"
    exit "$status"
  fi
  say "== $name: done in $(duration $((SECONDS - start)))"
}

# missing_packages: Debian packages that are needed and not there, found by what they provide.
missing_packages() {
  local missing=()
  command -v git >/dev/null || missing+=(git)
  command -v python3 >/dev/null || missing+=(python3)
  # Without python3 the environment's parts are missing as well.
  python3 -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv)
  [[ -e /usr/include/zstd.h || -e /usr/local/include/zstd.h ]] || missing+=(libzstd-dev)
  printf '%s\n' "${missing[@]}"
}

# install_packages: installs them.
install_packages() {
  local missing
  read -r -d '' -a missing < <(missing_packages) || true
  install_debian "${missing[@]}"
}

# packages_of COMMAND=PACKAGE...: the packages of the commands that are not there.
packages_of() {
  local pair
  for pair in "$@"; do
    PATH=$PATH:/usr/sbin:/sbin command -v "${pair%%=*}" >/dev/null || printf '%s\n' "${pair#*=}"
  done | sort -u
}

# install_debian PACKAGE...: with apt-get; nothing is asked of the system when none is named.
install_debian() {
  local missing=("$@") as_root=()
  if ((${#missing[@]} == 0)); then return 0; fi
  say "missing: ${missing[*]}"
  command -v apt-get >/dev/null || die "install these (or what provides them) and start again"
  if ((EUID != 0)); then
    command -v sudo >/dev/null || die "as root, run: apt-get install ${missing[*]}"
    as_root=(sudo)
  fi
  say "installing them with apt-get"
  as_root+=(env DEBIAN_FRONTEND=noninteractive)
  quietly "${as_root[@]}" apt-get -q update
  quietly "${as_root[@]}" apt-get -q install -y --no-install-recommends "${missing[@]}"
}

# cache_folder: where what was fetched or made is kept; the same as environment.cache_folder in Python.
cache_folder() {
  local folder=${SWIFTLET_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/swiftlet}
  mkdir -p "$folder"
  realpath "$folder"
}

# show_help: what stands at the head of the script that calls it.
show_help() { sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[1]}"; }

# quietly COMMAND...: its output only matters when it fails.
quietly() {
  local output
  if ! output=$("$@" 2>&1 </dev/null); then
    say "$output"
    die "$* failed"
  fi
}

# require_swift: stops unless a Swift of at least 6.2 is there.
require_swift() {
  command -v swift >/dev/null || die "Swift 6.2 or later is needed: see swift.org/install"
  local version
  version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -1)
  if [[ $(printf '%s\n' 6.2 "$version" | sort -V | head -1) != 6.2 ]]; then
    die "Swift 6.2 or later is needed, this is ${version:-unknown}: see swift.org/install"
  fi
}
