# Functions of the scripts in cross-compile. Sourced by bash, with the checkout as current folder.
source tools/lib/common.sh

# What cross-compile/setup makes:
#   compiler/                      an amd64 Debian root with the compiler, entered with bubblewrap
#   sdk/swiftlet-aarch64.artifactbundle   the Swift SDK: C library and Swift libraries of aarch64
#   board-4k/, board-16k/          kernels and initial file systems of the emulated board
cross_home=$(cache_folder)/cross
sdk_name=swiftlet-aarch64
bundle=$cross_home/sdk/$sdk_name.artifactbundle
sysroot=$bundle/aarch64/sysroot
triple=aarch64-unknown-linux-gnu

# cpus_with_all_kernels: the fewest emulated processors that between them run every aarch64 kernel.
cpus_with_all_kernels=(cortex-a53 cortex-a76 max)

# Status of a script that found no package archive: EX_TEMPFAIL of sysexits.h. Callers may skip.
readonly status_unreachable=75

# check_archive SUITE: ends the script unless the Debian archive can be read; apt's own reader, with apt's proxies.
check_archive() {
  local suite=$1 mirror=${SWIFTLET_DEBIAN_MIRROR:-http://deb.debian.org/debian} probe
  # Elsewhere than on Debian mmdebstrap finds out itself.
  if [[ ! -x /usr/lib/apt/apt-helper ]]; then return 0; fi
  probe=$(mktemp -d)
  if ! timeout 60 /usr/lib/apt/apt-helper -o Acquire::Retries=1 \
    download-file "$mirror/dists/$suite/Release" "$probe/Release" >/dev/null 2>&1; then
    rm -rf "$probe"
    say "$(basename "$0"): $mirror cannot be read (SWIFTLET_DEBIAN_MIRROR names another copy of the archive)"
    exit "$status_unreachable"
  fi
  rm -rf "$probe"
}

# install_commands COMMAND=PACKAGE...: installs the packages of commands that are not there. Where that would need a
# password and nobody is there to type it, the script ends as if the archive were out of reach.
install_commands() {
  local missing
  read -r -d '' -a missing < <(packages_of "$@") || true
  if ((${#missing[@]} == 0)); then return 0; fi
  if ((EUID != 0)) && [[ ! -t 0 ]] && ! sudo -n true 2>/dev/null; then
    say "$(basename "$0"): missing, and not to be installed without a password: ${missing[*]}"
    exit "$status_unreachable"
  fi
  install_debian "${missing[@]}"
}

# unpack_debian ARCHITECTURES VARIANT PACKAGES SUITE FOLDER OPTION...: a Debian root, owned by whoever calls.
# Through a pipe, because without root mmdebstrap would leave files that belong to subordinate users.
unpack_debian() {
  local architectures=$1 variant=$2 packages=$3 suite=$4 folder=$5 log
  shift 5
  log=$(mktemp)
  mkdir -p "$folder"
  if ! mmdebstrap --quiet --architectures="$architectures" --variant="$variant" \
    --include="$packages" --format=tar \
    --aptopt='Acquire::Languages "none"' --aptopt='Acquire::Check-Valid-Until "false"' \
    --aptopt='APT::Install-Recommends "false"' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' "$@" \
    "$suite" - ${SWIFTLET_DEBIAN_MIRROR:-} 2>"$log" |
    tar -C "$folder" --no-same-owner --exclude='./dev/*' -xf -; then
    cat "$log" >&2
    rm -f "$log"
    die "no Debian root of $suite could be made (mmdebstrap's messages are above)"
  fi
  rm -f "$log"
}

# require_setup: ends the script unless there is something to cross-compile with.
require_setup() {
  if [[ -n ${SWIFTLET_SWIFT_SDK:-} ]]; then
    require_swift
  elif [[ ! -e $cross_home/complete ]]; then
    die "there is no cross compiler in $cross_home yet: run cross-compile/setup"
  fi
}

# compiler_prefix: into the array `prefix` the command that enters the compiler's root, with the checkout and the
# caches in their places; empty where the compiler is the swift in the path.
compiler_prefix() {
  local mirror checkout
  prefix=()
  if [[ -n ${SWIFTLET_SWIFT_SDK:-} || ! -d $cross_home/compiler ]]; then return 0; fi
  checkout=$(pwd -P)
  prefix=(bwrap --bind "$cross_home/compiler" / --dev /dev --proc /proc --tmpfs /tmp --die-with-parent
    --bind "$HOME" "$HOME" --bind "$checkout" "$checkout" --bind "$(cache_folder)" "$(cache_folder)"
    --bind "$scratch" "$scratch"
    --ro-bind-try /etc/gitconfig /etc/gitconfig --ro-bind-try /etc/resolv.conf /etc/resolv.conf
    --setenv PATH /usr/libexec/swift/bin:/usr/bin:/bin --chdir "$checkout")
  # A worktree's repository lies elsewhere; SwiftPM asks git about it.
  if mirror=$(git rev-parse --path-format=absolute --git-common-dir 2>/dev/null); then
    prefix+=(--ro-bind "$mirror" "$mirror")
  fi
  # Mirrors that git is told to read in place of the network.
  while read -r mirror; do
    if [[ -d $mirror ]]; then prefix+=(--ro-bind "$mirror" "$mirror"); fi
  done < <(git config --get-regexp '^url\..*\.insteadof$' 2>/dev/null |
    sed -n 's/^url\.\(\/[^ ]*\)\.insteadof .*/\1/p' | sort -u)
}

# sdk_options: into the array `sdk` the options that choose the Swift SDK.
sdk_options() {
  if [[ -n ${SWIFTLET_SWIFT_SDK:-} ]]; then
    sdk=(--swift-sdk "$SWIFTLET_SWIFT_SDK")
  else
    sdk=(--swift-sdks-path "$cross_home/sdk" --swift-sdk "$sdk_name")
  fi
}

# scratch_folder NAME: the build folder of that name, made if absent.
scratch_folder() {
  local folder=${SWIFTLET_CROSS_BUILD:-.build}/$1
  mkdir -p "$folder"
  realpath "$folder"
}

# products_folder SCRATCH NATIVE: where SwiftPM puts products of the release configuration.
products_folder() {
  local machine=aarch64 found
  if ${2:-false}; then machine=$(uname -m); fi
  # The vendor in the name differs between makers of compilers.
  found=("$1/$machine"-*/release)
  printf '%s\n' "${found[0]/-'*'/-unknown-linux-gnu}"
}

# strip_program FROM TO NATIVE: the program without its symbols, and without the compiler's hashes of modules, which
# depend on where they were built and serve incremental builds only.
strip_program() {
  local tool tools=(aarch64-linux-gnu-strip llvm-strip llvm-objcopy)
  if [[ $3 == true ]]; then tools=(strip llvm-strip llvm-objcopy); fi
  for tool in "${tools[@]}"; do
    tool=$("${prefix[@]}" bash -c "command -v $tool" || true)
    if [[ -n $tool ]]; then break; fi
  done
  [[ -n $tool ]] || die "one of ${tools[*]} is needed (Debian: binutils, binutils-aarch64-linux-gnu)"
  case $tool in
    *objcopy) "${prefix[@]}" "$tool" --strip-all --remove-section .swift_modhash "$1" "$2" ;;
    *) "${prefix[@]}" "$tool" --strip-all --remove-section .swift_modhash -o "$2" "$1" ;;
  esac
}

# require_emulator: ends the script unless single aarch64 programs can be run here.
require_emulator() {
  [[ $(uname -m) != aarch64 ]] || return 0
  command -v qemu-aarch64 >/dev/null || die "qemu-aarch64 is needed (Debian: qemu-user); cross-compile/setup installs it"
}

# emulated CPU PROGRAM ARGUMENT...: an aarch64 program, and the aarch64 programs that it starts where the kernel
# lets a private namespace say how (Linux 6.7); nothing outside that namespace is changed.
emulated() {
  local cpu=$1
  shift
  if [[ $(uname -m) == aarch64 ]]; then
    "$@"
    return
  fi
  QEMU_CPU=$cpu QEMU_LD_PREFIX=$sysroot NO_COLOR=1 unshare --user --map-root-user --mount \
    bash -c "$emulate_children" emulated "$(command -v qemu-aarch64)" "$@"
}

# can_emulate_children: whether it also runs what the program starts.
can_emulate_children() {
  [[ $(uname -m) == aarch64 ]] ||
    unshare --user --map-root-user --mount bash -c "${emulate_children%exec*}" emulated /bin/true 2>/dev/null
}

# The header of an aarch64 ELF file, and which of its bits count. Flags: open the emulator now, keep the program's
# own name, run with the program's credentials.
emulate_children='
  emulator=$1
  shift
  header="\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00"
  mask="\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff"
  mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc &&
    printf %s ":swiftlet-aarch64:M::$header:$mask:$emulator:F" >/proc/sys/fs/binfmt_misc/register
  exec "$emulator" "$@"'
