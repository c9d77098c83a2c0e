#!/bin/bash
# Runs as root inside a booted Debian root that has the package: what an administrator and a user do with its units.
# ./check --full boots that root; a failure is the first step without an "ok".
set -euo pipefail

step() { printf '%s ... ' "$1"; }
ok() { echo ok; }
fail() {
    echo "FAILED: $1"
    journalctl --no-pager -n 40
    exit 1
}

# within SECONDS COMMAND…: tries until it succeeds.
within() {
    local end=$((SECONDS + $1))
    shift
    until "$@" >/run/last.log 2>&1; do
        [ "$SECONDS" -lt "$end" ] || fail "not in time: $*: $(tail -n 3 /run/last.log)"
        sleep 0.2
    done
}

says() { journalctl --no-pager -o cat "$1" "$2" | grep -qF -- "$3"; }
property() { systemctl show -P "$2" "$1"; }
has_text() { grep -rqF --include='*.md' -- "$2" "$1"; }

service_user=0192d3a0-0000-7000-8000-0000000000a0
page=0192d3a0-0003-7000-8000-000000000002

# settings DEMO: the lines of a profile on the demo in that folder.
settings() {
    printf '%s\n' GIT_SYNC_ENABLED=true GIT_SYNC_SERVICE_USER_ID=$service_user WIKIVAULT_WRITER=sql \
        GIT_SYNC_POLL_INTERVAL_MS=1000 GIT_SYNC_DEBOUNCE_MS=200
}

# edit DEMO TEXT: in the wiki, by whom its file belongs to.
edit() {
    runuser -u "$(stat -c %U "$1/wiki.db")" -- sqlite3 "$1/wiki.db" "UPDATE pages SET content = json('{\"type\":\"doc\",
        \"content\":[{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\",\"text\":\"$2\"}]}]}') WHERE id = '$page'"
}

state=/var/lib/wikivault
unit=wikivault@team
as_service() { runuser -u wikivault -- wikivaultctl --data-dir $state/team "$@"; }

the_units_are_well_formed() {
    step "systemd-analyze finds nothing wrong"
    systemd-analyze verify --man=no /usr/lib/systemd/system/wikivault@.service >/run/last.log 2>&1 ||
        fail "$(cat /run/last.log)"
    as_anna systemd-analyze verify --user --man=no /usr/lib/systemd/user/wikivault@.service >/run/last.log 2>&1 ||
        fail "$(cat /run/last.log)"
    ok
    step "systemd-analyze calls the system unit's exposure at most 2.5"
    systemd-analyze security --threshold=25 $unit >/run/last.log 2>&1 || fail "$(cat /run/last.log)"
    tail -n 1 /run/last.log
}

without_a_profile() {
    step "no profile: the start fails, and the journal says which file is missing"
    ! systemctl start wikivault@typo 2>/run/last.log || fail "a driver without a profile has started"
    [ "$(property wikivault@typo ExecMainStatus)" = 64 ] || fail "exit status $(property wikivault@typo ExecMainStatus)"
    within 10 says -u wikivault@typo "there is no /etc/wikivault/typo.ini"
    [ "$(property wikivault@typo NRestarts)" = 0 ] || fail "it was restarted"
    ok
}

is_back() { [ "$(property "$1" NRestarts)" = 1 ] && as_service status; }

the_system_unit() {
    step "system unit: starts, and answers on its socket"
    runuser -u wikivault -- wikivaultctl demo $state/demo >/dev/null
    runuser -u wikivault -- git init -q --bare $state/product.git
    settings >/etc/wikivault/team.ini
    echo "GIT_SYNC_REMOTE.product = file://$state/product.git" >>/etc/wikivault/team.ini
    echo "DATABASE_URL=sqlite://$state/demo/wiki.db" >/etc/wikivault/team.env
    chmod 600 /etc/wikivault/team.env
    systemctl start $unit || fail "systemctl start"
    as_service status >/run/last.log 2>&1 || fail "$(cat /run/last.log)"
    ok

    step "system unit: writes vaults, what changes in the wiki, and a remote"
    within 30 has_text $state/team gitmost_id
    edit $state/demo "a line for the system unit"
    within 30 has_text $state/team "a line for the system unit"
    within 30 git --git-dir=$state/product.git grep -q "a line for the system unit" main
    ok

    step "system unit: sees nothing of /home, writes nowhere else"
    ! nsenter -t "$(property $unit MainPID)" -m sh -c 'ls /home/anna || touch /etc/written || touch /var/written' \
        2>/dev/null || fail "it is not shut off"
    ok

    step "system unit: is there again after a crash"
    systemctl kill -s KILL $unit
    within 60 is_back $unit
    edit $state/demo "a line after the crash"
    within 30 has_text $state/team "a line after the crash"
    ok

    step "system unit: stops on SIGTERM in time"
    stops_well systemctl $unit
    says -u $unit "serve ended" || fail "it does not say that it ended"
    ok
}

# stops_well SYSTEMCTL… UNIT
stops_well() {
    local began=$SECONDS
    "${@:1:$#-1}" stop "${@: -1}"
    [ $((SECONDS - began)) -le 10 ] || fail "stopping took $((SECONDS - began)) s"
    [ "$("${@:1:$#-1}" show -P Result "${@: -1}")" = success ] || fail "it did not stop well"
}

user_unit=wikivault@default
as_anna() { runuser -u anna -- env HOME=/home/anna XDG_RUNTIME_DIR="/run/user/$(id -u anna)" "$@"; }
annas_is_back() { [ "$(as_anna systemctl --user show -P NRestarts $user_unit)" = 1 ] && as_anna wikivaultctl status; }

the_user_unit() {
    step "user unit: starts, answers, writes"
    local demo=/home/anna/demo vaults=/home/anna/.local/share/wikivault
    as_anna wikivaultctl demo $demo >/dev/null
    as_anna mkdir -p /home/anna/.config/wikivault
    settings >/home/anna/.config/wikivault/default.ini
    echo "DATABASE_URL=sqlite://$demo/wiki.db" >/home/anna/.config/wikivault/default.env
    as_anna systemctl --user start $user_unit || fail "systemctl --user start"
    as_anna wikivaultctl status >/run/last.log 2>&1 || fail "$(cat /run/last.log)"
    edit $demo "a line for the user unit"
    within 30 has_text $vaults "a line for the user unit"
    ok

    step "user unit: is there again after a crash, and stops"
    as_anna systemctl --user kill -s KILL $user_unit
    within 60 annas_is_back
    stops_well as_anna systemctl --user $user_unit
    ok
}

adduser --quiet --system --group --home $state wikivault
mkdir -p /etc/wikivault
adduser --quiet --disabled-password --gecos "" anna
loginctl enable-linger anna
within 60 as_anna systemctl --user show-environment
the_units_are_well_formed
without_a_profile
the_system_unit
the_user_unit
