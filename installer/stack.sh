# shellcheck shell=bash disable=SC2034
# A private Postgres and Redis on free loopback ports, with passwords made for this one run, in a folder that goes away
# with them. Sourced by ./start --stack; nothing here knows or touches another server.

stack_dir=
redis_pid=

random_word() { od -An -N16 -tx1 /dev/urandom | tr -d ' \n'; }

# A loopback port nobody listens on. Another process may still take it first: starting is tried again then.
free_port() {
    local port
    while :; do
        port=$((20000 + RANDOM % 30000))
        if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            echo "$port"
            return
        fi
    done
}

# Postgres refuses to run as root: then it runs as the system user `postgres` that its package brings.
as_server() {
    if [ "$(id -u)" -eq 0 ]; then
        setpriv --reuid=postgres --regid=postgres --clear-groups env HOME="$stack_dir" "$@"
    else
        "$@"
    fi
}

start_postgres() {
    local bin port try
    bin=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin | sort -V | tail -n 1)
    postgres_ctl=$bin/pg_ctl
    postgres_data=$stack_dir/postgres
    postgres_password=$(random_word)
    (umask 077 && printf '%s\n' "$postgres_password" >"$stack_dir/pgpass")
    if [ "$(id -u)" -eq 0 ]; then chown postgres: "$stack_dir" "$stack_dir/pgpass"; fi
    as_server "$bin/initdb" --pgdata="$postgres_data" --username=wikivault --pwfile="$stack_dir/pgpass" \
        --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$stack_dir/initdb.log" 2>&1 ||
        { tail -n 20 "$stack_dir/initdb.log" >&2; die "initdb failed"; }
    for try in 1 2 3; do
        port=$(free_port)
        if as_server "$postgres_ctl" --pgdata="$postgres_data" --log="$stack_dir/postgres.log" --wait --timeout=60 \
            --options="-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories='' -c fsync=off" \
            start >/dev/null 2>&1; then
            export PGHOST=127.0.0.1 PGPORT=$port PGUSER=wikivault PGPASSWORD=$postgres_password PGDATABASE=postgres
            note "Postgres listens on 127.0.0.1:$port"
            return
        fi
    done
    tail -n 20 "$stack_dir/postgres.log" >&2
    die "Postgres did not start in $try tries"
}

start_redis() {
    local port waited try
    redis_password=$(random_word)
    for try in 1 2 3; do
        port=$(free_port)
        # Away from the terminal: its Ctrl-C is for the console, which says good-bye to Redis first.
        setsid redis-server - --bind 127.0.0.1 --port "$port" --save '' \
            --appendonly no --dir "$stack_dir" <<<"requirepass $redis_password" >"$stack_dir/redis.log" 2>&1 &
        redis_pid=$!
        for waited in $(seq 100); do
            if REDISCLI_AUTH=$redis_password redis-cli -h 127.0.0.1 -p "$port" ping 2>/dev/null | grep -q PONG; then
                redis_url=redis://default:$redis_password@127.0.0.1:$port/0
                note "Redis listens on 127.0.0.1:$port"
                return
            fi
            kill -0 "$redis_pid" 2>/dev/null || break
            sleep 0.1
        done
    done
    tail -n 20 "$stack_dir/redis.log" >&2
    die "Redis did not start in $try tries ($waited waits)"
}

# copy_table SQLITE_FILE TABLE: rows of the embedded wiki into the Postgres table of the same name. What Postgres spells
# differently is an array: JSON there, braces here. A column Postgres lacks stays behind.
copy_table() {
    local file=$1 table=$2 common columns="" values="" column
    common=$(comm -12 \
        <(sqlite3 "$file" "SELECT name FROM pragma_table_info('$table')" | LC_ALL=C sort) \
        <(psql -qAtX -c "SELECT column_name FROM information_schema.columns WHERE table_name = '$table'" | LC_ALL=C sort))
    for column in $common; do
        case $column in
            ydoc) continue ;;
            contributor_ids)
                values+="${values:+, }'{' || replace(trim(coalesce($column, ''), '[]{}'), '\"', '') || '}'" ;;
            *) values+="${values:+, }\"$column\"" ;;
        esac
        columns+="${columns:+, }\"$column\""
    done
    sqlite3 -csv "$file" "SELECT $values FROM \"$table\"" |
        psql -qX -v ON_ERROR_STOP=1 -c "COPY $table ($columns) FROM STDIN WITH (FORMAT csv)"
}

# fill_wiki SQLITE_FILE: Docmost's tables and the demo's rows.
fill_wiki() {
    local table
    psql -qX -v ON_ERROR_STOP=1 -f resources/sql/stack_wiki.sql >/dev/null
    for table in workspaces users spaces pages page_history; do
        copy_table "$1" "$table"
    done
}

start_stack() {
    say "Starting a private Postgres and Redis"
    stack_dir=$(mktemp -d "${TMPDIR:-/tmp}/wikivault-stack.XXXXXX")
    start_postgres
    start_redis
    stack_url=postgresql://wikivault:$postgres_password@127.0.0.1:$PGPORT/postgres
}

stop_stack() {
    [ -n "$stack_dir" ] || return 0
    if [ -n "$redis_pid" ]; then
        kill "$redis_pid" 2>/dev/null || true
        wait "$redis_pid" 2>/dev/null || true
    fi
    if [ -s "$stack_dir/postgres/postmaster.pid" ]; then
        as_server "$postgres_ctl" --pgdata="$postgres_data" --mode=immediate stop >/dev/null 2>&1 || true
    fi
    rm -rf --one-file-system "$stack_dir"
    stack_dir=
    note "stopped the private Postgres and Redis and removed their data"
}
