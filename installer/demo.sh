# shellcheck shell=bash disable=SC2034,SC2154
# The demo workspace of ./start, which has packages.sh sourced before and names the folder of the programs in $bin.

# field JSON_FILE NAME: a string field of a flat JSON object.
field() { tr -d '\n' <"$1" | sed -n "s/.*\"$2\" *: *\"\\([^\"]*\\)\".*/\\1/p"; }

# unfinished_mark DIR: stands there, hidden, for as long as the demo is not finished; in a folder with files of a person
# none is made.
unfinished_mark() { printf '%s\n' "$1/.workspace.json.new"; }

# create_demo DIR FACTS: the facts are written last, so that a workspace without them is one that was not finished.
create_demo() {
    local mark
    mark=$(unfinished_mark "$1")
    mkdir -p -- "$1" || die "the folder $1 cannot be created; name another one: ./start --demo DIR"
    if [ -e "$mark" ]; then
        note "the last start was interrupted while it created the demo: beginning again"
        rm -rf --one-file-system -- "$1/wiki.db" "$1/wiki.db-journal" "$1/wiki.db-wal" "$1/wiki.db-shm" "$1/vaults"
    elif [ -e "$1/wiki.db" ] || [ -e "$1/vaults" ]; then
        die "$1 holds a workspace that ./start did not create; name another folder: ./start --demo DIR"
    fi
    : >"$mark"
    "$bin/wikivaultctl" demo "$1" --json >"$mark" || die "the demo could not be created in $1"
    mv -- "$mark" "$2"
    note "created a demo workspace in $1"
}

# open_demo DIR: creates the embedded workspace there unless it exists; sets database_url, data_dir, service_user.
open_demo() {
    local facts=$1/workspace.json
    if [ -s "$facts" ]; then
        note "the demo workspace in $1 is used as it was left"
    else
        create_demo "$1" "$facts"
    fi
    database_url=$(field "$facts" databaseUrl)
    data_dir=$(field "$facts" dataDir)
    service_user=$(field "$facts" serviceUserId)
}
