# shellcheck shell=bash disable=SC2034
# Debian packages by purpose, and how the missing ones are installed. Sourced by ./start and ./check.

build_packages=(
    build-essential cmake ninja-build pkg-config git ca-certificates ccache mold
    qt6-base-dev qt6-svg-dev qt6-tools-dev qt6-l10n-tools libqt6sql6-psql libqt6sql6-sqlite libpq-dev
    libgit2-dev libhiredis-dev libspdlog-dev libexpected-dev libsimdjson-dev
    libsqlite3-dev libssl-dev zlib1g-dev libjemalloc-dev qtkeychain-qt6-dev
)
console_packages=(libqt6svg6 qt6-translations-l10n fonts-dejavu-core)
stack_packages=(postgresql redis-server sqlite3)
test_packages=(
    "${stack_packages[@]}" pgbouncer openssh-server lighttpd lighttpd-mod-openssl xvfb xauth openbox dbus-daemon gnome-keyring fonts-dejavu-core desktop-file-utils appstream dpkg-dev file
)
full_packages=(clang-14 libclang-rt-14-dev clang-tidy-14 clang-format-14 debootstrap systemd-container shellcheck)

say() { printf '\n== %s\n' "$*"; }
note() { printf '   %s\n' "$*"; }
die() {
    printf '\nERROR: %s\n' "$*" >&2
    exit 1
}

# missing_packages PACKAGE…: those that are not installed, one per line.
missing_packages() {
    local have
    # dpkg-query fails when it knows nothing about one of the names; the rest is printed all the same.
    have=$(dpkg-query -W -f='${Package} ${db:Status-Status}\n' "$@" 2>/dev/null | awk '$2 == "installed" { print $1 }') || true
    comm -23 <(printf '%s\n' "$@" | sort -u) <(printf '%s\n' "$have" | sort -u)
}

# as_root COMMAND…: runs it as root, with sudo if we are not root.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif [ -t 0 ]; then
        sudo -- "$@"
    else
        sudo -n -- "$@"
    fi
}

# Ends with the command to run as root when this user cannot become root; asks for the password once, if there is one.
need_root() {
    [ "$(id -u)" -ne 0 ] || return 0
    local by_hand="As root: apt-get install --no-install-recommends $*"
    command -v sudo >/dev/null || die "installing packages needs root, and there is no sudo. $by_hand"
    note "this needs root: sudo may ask for your password"
    as_root true || die "installing packages needs root, and sudo did not grant it. $by_hand"
}

# Servers are wanted for their programs only: nothing of them is started by the installation, and those that this
# installation brought are not enabled at boot. A policy-rc.d that is already there stays as it is.
install_quietly() {
    local policy=/usr/sbin/policy-rc.d placed=no status=0
    if [ ! -e "$policy" ]; then
        printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
        as_root chmod 755 "$policy"
        placed=yes
    fi
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@" >"$install_log" 2>&1 || status=$?
    if [ "$placed" = yes ]; then as_root rm -f "$policy"; fi
    return "$status"
}

disable_at_boot() {
    [ -d /run/systemd/system ] || return 0
    local package
    for package in "$@"; do
        case $package in
            postgresql) as_root systemctl disable --quiet postgresql.service || true ;;
            lighttpd) as_root systemctl disable --quiet lighttpd.service || true ;;
            redis-server) as_root systemctl disable --quiet redis-server.service || true ;;
        esac
    done
}

# install_missing PACKAGE…: installs what is not there yet; says what it does.
install_missing() {
    command -v dpkg-query >/dev/null || die "this is not Debian: install the equivalents of these packages first: $*"
    mapfile -t missing < <(missing_packages "$@")
    if [ "${#missing[@]}" -eq 0 ] || [ -z "${missing[0]}" ]; then
        return 0
    fi
    say "Installing ${#missing[@]} Debian packages"
    note "${missing[*]}"
    need_root "${missing[@]}"
    install_log=$(mktemp)
    as_root apt-get update -qq -o DPkg::Lock::Timeout=300 >"$install_log" 2>&1 ||
        note "apt-get update did not succeed; trying with the package lists at hand"
    if ! install_quietly "${missing[@]}"; then
        tail -n 25 "$install_log" >&2
        die "apt-get could not install the packages above (log: $install_log)"
    fi
    disable_at_boot "${missing[@]}"
    rm -f "$install_log"
}

# build_targets BUILD_DIR TARGET…: quiet ninja; progress in tenths, the errors when it fails.
build_targets() {
    local dir=$1 log started=$SECONDS
    local awk=(awk)
    shift
    # Debian's awk is mawk, which would wait for a whole block of lines.
    if command -v mawk >/dev/null; then awk=(mawk -W interactive); fi
    log=$dir/build.log
    if ! NINJA_STATUS='[%f/%t] ' ninja -C "$dir" -j "$(nproc)" "$@" 2>&1 | tee "$log" | "${awk[@]}" '
            match($0, /^\[[0-9]+\/[0-9]+\]/) {
                split(substr($0, 2, RLENGTH - 2), n, "/")
                tenth = int(10 * n[1] / n[2])
                if (n[2] >= 20 && tenth > shown) { shown = tenth; printf "   %d of %d steps\n", n[1], n[2]; fflush() }
            }'; then
        grep -v '^\[[0-9]*/[0-9]*\]' "$log" | head -n 80 >&2
        die "the build failed (whole log: $log)"
    fi
    note "built in $((SECONDS - started)) s"
}

# configure PRESET [CMAKE_ARGUMENT…]
configure() {
    local log=build/$1.configure.log
    mkdir -p build
    if ! cmake --preset "$@" >"$log" 2>&1; then
        tail -n 30 "$log" >&2
        die "cmake could not configure the preset $1 (whole log: $log)"
    fi
}
