# shellcheck shell=bash
# What ./check --full does beyond the tests of the preset dev. Sourced by ./check, which has one_check and run_tests.

sources() { git ls-files -- engine models ui app tests | grep -E '\.(h|cpp)$'; }

scripts_are_clean() { shellcheck -x check start .ci/run installer/open_and_close.sh installer/check_units.sh; }

sources_are_formatted() { sources | xargs clang-format-14 --dry-run --Werror; }

headers_stand_alone() {
    cmake --build build/dev --target all_verify_interface_header_sets -- -j "$(nproc)" >build/headers.log 2>&1 ||
        { grep -v '^\[' build/headers.log | head -n 40 >&2; return 1; }
}

# Unity batches do not suit clang-tidy: it reads the compile commands of the asan build, which has none.
tidy_is_quiet() {
    sources | grep '\.cpp$' | grep -E '^(engine|models|ui|app)/' |
        xargs -P "$(nproc)" -n 4 clang-tidy-14 -p build/asan --quiet >build/tidy.log 2>/dev/null ||
        { grep -E 'error:|warning:' build/tidy.log | sort -u | head -n 60 >&2; return 1; }
}

# fresh_root LOG COMMAND…: a fresh Debian root with the package in its /tmp, for a command that finds it in $root.
fresh_root() {
    if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
        echo "needs root or sudo" >&2
        return 1
    fi
    local root package status=0 log=$1
    shift
    package=$(find build/dev/package -maxdepth 1 -name '*.deb' | head -n 1)
    [ -n "$package" ] || { echo "build/dev/package holds no .deb" >&2; return 1; }
    root=$(as_root mktemp -d)
    {
        # The programs of the root's own users pass its top as well.
        as_root chmod 755 "$root" &&
            as_root debootstrap --variant=minbase bookworm "$root" &&
            as_root cp "$package" "$root/tmp/wikivault.deb" && "$@"
    } >"$log" 2>&1 || status=$?
    as_root rm -rf --one-file-system "$root"
    [ "$status" -eq 0 ] || tail -n 60 "$log" >&2
    return "$status"
}

# The package, installed with its dependencies; both programs start there.
package_installs() {
    as_root chroot "$root" env DEBIAN_FRONTEND=noninteractive sh -ec '
        apt-get update -qq
        apt-get install -y -qq --no-install-recommends /tmp/wikivault.deb
        wikivaultctl --version
        QT_QPA_PLATFORM=offscreen wikivault --version
        demo=$(wikivaultctl demo /tmp/demo)
        DATABASE_URL=$demo GIT_SYNC_DATA_DIR=/tmp/demo/vaults wikivaultctl spaces'
}

package_is_removed() {
    as_root chroot "$root" sh -ec 'dpkg -r wikivault
        test ! -e /usr/bin/wikivault'
}

# The root is booted as a container, which ends with the status of installer/check_units.sh.
units_run_under_systemd() {
    as_root chroot "$root" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        systemd-sysv libpam-systemd dbus-user-session adduser git sqlite3 &&
        as_root install -m 755 installer/check_units.sh "$root/opt/check_units" &&
        as_root install -m 644 installer/check_units.service "$root/etc/systemd/system/" &&
        as_root chroot "$root" systemctl enable -q check_units.service || return 1
    local status=0
    as_root timeout --foreground 600 env SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 systemd-nspawn -q -b -D "$root" \
        --register=no --keep-unit </dev/null || status=$?
    as_root cat "$root/var/log/check_units"
    return "$status"
}

package_in_a_fresh_root() { package_installs && units_run_under_systemd && package_is_removed; }

sanitized() {
    say "Building ($1)"
    configure "$1"
    build_targets "build/$1"
    # The tests' own servers are children of processes with threads, which the thread sanitizer would end.
    TSAN_OPTIONS=die_after_fork=0 run_tests "$1" "$2"
}

fuzz_minutes=10
fuzz_targets=(page_file merge import export)

# A finding is kept below build/fuzz/found: add it to tests/fuzz/corpus/NAME with its fix.
fuzzing_finds_nothing() {
    local log=build/fuzz/$1.log
    mkdir -p "build/fuzz/corpus/$1" build/fuzz/found
    build/fuzz/bin/fuzz_"$1" -max_total_time=$((60 * fuzz_minutes)) -timeout=20 -rss_limit_mb=2500 -max_len=8192 \
        -dict="tests/fuzz/$1.dict" -artifact_prefix="build/fuzz/found/$1-" "build/fuzz/corpus/$1" \
        "tests/fuzz/corpus/$1" >"$log" 2>&1 || { tail -n 40 "$log" >&2; return 1; }
}

fuzzed() {
    say "Building (fuzz)"
    configure fuzz
    build_targets build/fuzz "${fuzz_targets[@]/#/fuzz_}"
    local target
    for target in "${fuzz_targets[@]}"; do
        one_check "Fuzzing $target for $fuzz_minutes minutes" fuzzing_finds_nothing "$target"
    done
}

# Far more generated documents and bodies than ./check tries.
many_documents_come_back() {
    WIKIVAULT_DOCUMENTS=1000000 WIKIVAULT_BODIES=100000 ctest --test-dir build/dev --timeout 3600 \
        -R '^engine\.core\.markdown\.generated$' --output-on-failure >build/generated.log 2>&1 ||
        { tail -n 40 build/generated.log >&2; return 1; }
}

# What has full counts: the randomised rig, contenders for a lock, a wiki under load, faults at every request.
rigged() {
    export WIKIVAULT_FULL=1
    run_tests dev '^rig\.|lease_rig$|\.ctl_(load|remote_load|remote_cut|remote_bombs|attachments|database_faults)$'
    unset WIKIVAULT_FULL
}

full_checks() {
    rigged
    one_check "Scripts: shellcheck" scripts_are_clean
    one_check "Sources: clang-format" sources_are_formatted
    one_check "Headers stand alone" headers_stand_alone
    one_check "1 000 000 documents, 100 000 bodies" many_documents_come_back
    sanitized asan "$only"
    # Qt's own threads are not instrumented on Debian: only what runs without Qt events is told apart from noise.
    sanitized tsan '^engine\.(run|runtime|adapters\.(git|redis|system))'
    fuzzed
    one_check "Sources: clang-tidy" tidy_is_quiet
    one_check "The package in a fresh Debian root, its units under systemd" \
        fresh_root build/fresh_root.log package_in_a_fresh_root
}
