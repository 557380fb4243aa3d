# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Sourced: real servers on free loopback ports, for tests and benchmarks.
#
#   registry_start NAME [tls] [basic|token]     docker-registry
#   static_start   NAME FOLDER [tls]            nginx that serves a folder as a registry would
#   git_http_start NAME FOLDER [tls] [basic]    git http-backend over the bare repositories there
#   git_ssh_start  NAME FOLDER                  sshd that runs nothing but git in FOLDER
#   token_start    NAME [tls]                   token server; registry_start … token starts one
#   server_stop    NAME                         ends one; all that run are ended with the script
#   requests_seen  NAME REGEX                   how many lines of the access log match
#
# With TOKEN_FOR_USER=1 a token server gives pull tokens to $SERVER_USER only, else to everybody.
# NAME is a variable's name. Each start returns when the port is open and sets
#   NAME_pid NAME_port NAME_host (localhost:PORT) NAME_url NAME_log NAME_folder
# and, for sshd, NAME_ssh: a command for GIT_SSH_COMMAND. NAME_folder of a registry is its storage.
# $SERVER_USER and $SERVER_PASSWORD pass `basic`; $CA_FILE verifies `tls` (`ca_make` makes it, each
# start that needs it does). Start functions set variables: never call them in a subshell.
#
# A server belongs to the script: it is ended by its process id when the script ends, and by the
# kernel when the script is killed.

SERVERS_HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=scratch.sh
. "$SERVERS_HERE/scratch.sh"
SERVERS=()
export SERVER_USER=ada
export SERVER_PASSWORD='odd:but/legal@1%'
CA_FILE=$SCRATCH/tls/ca.pem
PATH=$PATH:/usr/sbin:/sbin

servers_fail() {
    echo "# servers.sh: $*" >&2
    return 1
}

server_set() { # NAME FIELD VALUE
    printf -v "$1_$2" '%s' "$3"
}

server_get() { # NAME FIELD
    local variable=$1_$2
    printf '%s' "${!variable-}"
}

port_pick() {
    # Below the range that the kernel hands out to clients.
    server_port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
}

# Does PID itself listen on PORT? Another process may have been faster with that port.
port_is_of() { # PID PORT
    local hex inode target
    printf -v hex ':%04X' "$2"
    while read -r _ local _ state _ _ _ _ _ inode _; do
        [[ $local == *"$hex" && $state == 0A ]] || continue
        # sshd hides its files from its own user: it listens if it lives on.
        [[ -r /proc/$1/fd ]] || { sleep 0.2 && kill -0 "$1" 2>/dev/null; return; }
        for target in /proc/"$1"/fd/*; do
            [[ $(readlink "$target") == "socket:[$inode]" ]] && return 0
        done
    done </proc/net/tcp
    return 1
}

# Starts COMMAND in the background with NAME's log, ended with this script at the latest.
server_launch() { # NAME COMMAND…
    local name=$1 log
    shift
    log=$(server_get "$name" log)
    setpriv --pdeathsig TERM -- "$@" </dev/null >>"$log" 2>&1 &
    server_set "$name" pid $!
    SERVERS+=("$name")
}

# Runs `CONFIGURE NAME PORT`, which sets server_command, and starts that, with another port when
# the first is taken; waits until the server listens.
server_start() { # NAME CONFIGURE
    local name=$1 configure=$2 try wait pid
    mkdir -p "$SCRATCH/$name"
    server_set "$name" log "$SCRATCH/$name/log"
    for try in 1 2 3 4 5 6 7 8; do
        port_pick
        "$configure" "$name" "$server_port" || return 1
        server_launch "$name" "${server_command[@]}"
        pid=$(server_get "$name" pid)
        for ((wait = 0; wait < 400; wait++)); do
            if port_is_of "$pid" "$server_port"; then
                server_set "$name" port "$server_port"
                server_set "$name" host "localhost:$server_port"
                return 0
            fi
            kill -0 "$pid" 2>/dev/null || break
            sleep 0.025
        done
        server_stop "$name"
        grep -qi 'address already in use' "$SCRATCH/$name/log" || break
    done
    servers_fail "$name did not start (try $try): $(tail -n 5 "$SCRATCH/$name/log")"
}

server_stop() { # NAME
    local name=$1 pid wait left=() other
    pid=$(server_get "$name" pid)
    for other in "${SERVERS[@]}"; do
        [[ $other == "$name" ]] || left+=("$other")
    done
    SERVERS=("${left[@]}")
    [[ -n $pid ]] || return 0
    server_set "$name" pid ''
    kill -TERM "$pid" 2>/dev/null
    for ((wait = 0; wait < 120; wait++)); do
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.025
    done
    kill -KILL "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
    # Helpers that were started for a server (fcgiwrap, a token server) end with it.
    for other in "${SERVERS[@]}"; do
        [[ $other == "$name"_* ]] && server_stop "$other"
    done
    return 0
}

servers_stop() {
    while ((${#SERVERS[@]} > 0)); do
        server_stop "${SERVERS[-1]}"
    done
}
at_end servers_stop

requests_seen() { # NAME REGEX
    grep -cE "$2" "$(server_get "$1" log)" || true
}

ca_make() {
    local folder=$SCRATCH/tls
    [[ -s $CA_FILE ]] && return
    mkdir -p "$folder"
    {
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 \
            -subj '/CN=test authority' -keyout "$folder/ca.key" -out "$folder/ca.new" &&
            openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
                -subj /CN=localhost -keyout "$folder/server.key" -out "$folder/server.csr" &&
            printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\n' >"$folder/names" &&
            openssl x509 -req -in "$folder/server.csr" -CA "$folder/ca.new" \
                -CAkey "$folder/ca.key" -CAcreateserial -days 30 -extfile "$folder/names" \
                -out "$folder/server.pem" &&
            mv "$folder/ca.new" "$CA_FILE"
    } >"$folder/log" 2>&1 || servers_fail "openssl: $(tail -n 3 "$folder/log")"
}

server_url() { # NAME: sets its url from whether it speaks TLS
    local scheme=http
    [[ -n $server_tls ]] && scheme=https
    server_set "$1" url "$scheme://$(server_get "$1" host)"
}

# Sets server_tls and server_auth from the words after a start function's fixed arguments.
server_options() { # ALLOWED WORD…
    local allowed=" $1 " word
    shift
    server_tls='' server_auth=''
    for word in "$@"; do
        [[ $allowed == *" $word "* ]] || servers_fail "no such option: $word" || return 1
        case $word in
        tls) server_tls=1 ;;
        *) server_auth=$word ;;
        esac
    done
    [[ -z $server_tls ]] || ca_make
}

registry_configure() { # NAME PORT
    local folder=$SCRATCH/$1 tls='' auth=''
    [[ -n $server_tls ]] &&
        tls="tls: {certificate: $SCRATCH/tls/server.pem, key: $SCRATCH/tls/server.key}"
    case $server_auth in
    basic)
        printf '%s' "$SERVER_PASSWORD" |
            htpasswd -iBnC 4 "$SERVER_USER" >"$folder/htpasswd" 2>/dev/null || return 1
        auth="htpasswd: {realm: test, path: $folder/htpasswd}"
        ;;
    token)
        auth="token: {realm: '$(server_get "$1_token" url)/token', service: test, issuer: test,
  rootcertbundle: $SCRATCH/tls/server.pem}"
        ;;
    esac
    cat >"$folder/config.yml" <<END
version: 0.1
log: {level: error}
storage:
  cache: {blobdescriptor: inmemory}
  filesystem: {rootdirectory: $folder/storage}
  delete: {enabled: true}
http:
  addr: 127.0.0.1:$2
  secret: test
  $tls
health: {storagedriver: {enabled: false}}
${auth:+auth:
  $auth}
END
    server_set "$1" folder "$folder/storage"
    server_command=(docker-registry serve "$folder/config.yml")
}

registry_start() { # NAME [tls] [basic|token]
    local name=$1 tls
    shift
    server_options 'tls basic token' "$@" || return 1
    if [[ $server_auth == token ]]; then
        tls=$server_tls
        token_start "${name}_token" ${tls:+tls} || return 1
        server_tls=$tls server_auth=token
    fi
    server_start "$name" registry_configure && server_url "$name"
}

token_configure() { # NAME PORT
    server_command=(python3 "$SERVERS_HERE/token_server.py" --port "$2" --issuer test
        --service test --key "$SCRATCH/tls/server.key" --certificate "$SCRATCH/tls/server.pem"
        ${server_tls:+--tls} ${TOKEN_FOR_USER:+--user "$SERVER_USER" --password "$SERVER_PASSWORD"})
}

token_start() { # NAME [tls]
    server_options tls "${@:2}" || return 1
    ca_make && server_start "$1" token_configure && server_url "$1"
}

# The frame of an nginx that runs in its own folder as the user who started it.
nginx_configure() { # NAME PORT BODY [TOP]
    local folder=$SCRATCH/$1 user='' listen="listen 127.0.0.1:$2;" paths='' kind
    ((EUID)) || user='user root;'
    [[ -n $server_tls ]] && listen="listen 127.0.0.1:$2 ssl http2;
    ssl_certificate $SCRATCH/tls/server.pem;
    ssl_certificate_key $SCRATCH/tls/server.key;"
    for kind in client_body proxy fastcgi uwsgi scgi; do
        paths+="${kind}_temp_path $folder/$kind;"
    done
    cat >"$folder/nginx.conf" <<END
$user
daemon off;
worker_processes 1;
pid $folder/nginx.pid;
error_log stderr warn;
events { worker_connections 1024; }
http {
  access_log $folder/log combined;
  $paths
  keepalive_requests 1000000;
  tcp_nodelay on;
  etag off;
  map_hash_max_size 262144;
  map_hash_bucket_size 256;
  ${4-}
  server {
    server_name localhost;
    $listen
    $3
  }
}
END
    server_command=(nginx -p "$folder" -c "$folder/nginx.conf" -e stderr)
}

static_configure() { # NAME PORT
    local map='' file
    for file in "$server_root"/*.map; do
        [[ -e $file ]] && map="include $server_root/*.map;"
    done
    nginx_configure "$1" "$2" "root $server_root;
    open_file_cache max=60000 inactive=600s;
    location = /v2/ { default_type application/json; return 200 '{}'; }
    location ~ ^/v2/.+/manifests/ {
      types {}
      default_type application/vnd.oci.image.manifest.v1+json;
      add_header Docker-Content-Digest \$digest;
      add_header Docker-Distribution-Api-Version registry/2.0;
    }
    location ~ ^/v2/.+/tags/list\$ { types {} default_type application/json; }
    location / { types {} default_type application/octet-stream; }" \
        "map \$uri \$digest { default ''; $map }"
}

# FOLDER holds v2/REPOSITORY/manifests/TAG…; each line of FOLDER/*.map is "/v2/… sha256:…;", the
# digest header of that path.
static_start() { # NAME FOLDER [tls]
    local name=$1
    server_root=$(cd "$2" && pwd) || return 1
    shift 2
    server_options tls "$@" || return 1
    server_set "$name" folder "$server_root"
    server_start "$name" static_configure && server_url "$name"
}

git_http_configure() { # NAME PORT
    local folder=$SCRATCH/$1 auth=''
    if [[ $server_auth == basic ]]; then
        printf '%s:%s\n' "$SERVER_USER" "$(openssl passwd -apr1 "$SERVER_PASSWORD")" \
            >"$folder/htpasswd"
        auth="auth_basic test; auth_basic_user_file $folder/htpasswd;"
    fi
    nginx_configure "$1" "$2" "client_max_body_size 0;
    location / {
      $auth
      fastcgi_pass unix:$folder/git.sock;
      fastcgi_param SCRIPT_FILENAME $(git --exec-path)/git-http-backend;
      fastcgi_param GIT_PROJECT_ROOT $server_root;
      fastcgi_param GIT_HTTP_EXPORT_ALL '1';
      fastcgi_param GIT_CONFIG_COUNT 2;
      fastcgi_param GIT_CONFIG_KEY_0 http.receivepack;
      fastcgi_param GIT_CONFIG_VALUE_0 true;
      fastcgi_param GIT_CONFIG_KEY_1 safe.directory;
      fastcgi_param GIT_CONFIG_VALUE_1 *;
      fastcgi_param HOME $folder;
      fastcgi_param PATH_INFO \$uri;
      fastcgi_param QUERY_STRING \$query_string;
      fastcgi_param REQUEST_METHOD \$request_method;
      fastcgi_param CONTENT_TYPE \$content_type;
      fastcgi_param CONTENT_LENGTH \$content_length;
      fastcgi_param REMOTE_USER \$remote_user;
      fastcgi_param REMOTE_ADDR \$remote_addr;
    }"
}

git_http_start() { # NAME FOLDER [tls] [basic]
    local name=$1 wait
    server_root=$(cd "$2" && pwd) || return 1
    shift 2
    server_options 'tls basic' "$@" || return 1
    server_set "$name" folder "$server_root"
    server_start "$name" git_http_configure || return 1
    server_url "$name"
    server_set "${name}_cgi" log "$SCRATCH/$name/cgi.log"
    # More than one child (-c) would outlive their parent.
    server_launch "${name}_cgi" fcgiwrap -f -c 1 -s "unix:$SCRATCH/$name/git.sock"
    for ((wait = 0; wait < 200; wait++)); do
        [[ -S $SCRATCH/$name/git.sock ]] && return 0
        sleep 0.025
    done
    servers_fail "fcgiwrap did not start: $(tail -n 3 "$SCRATCH/$name/cgi.log")"
}

git_ssh_configure() { # NAME PORT
    local folder=$SCRATCH/$1 pam=yes
    # Without PAM an account without a password counts as locked, as it is on many CI runners; with
    # it root's session may fail in a container.
    ((EUID == 0)) && [[ $(getent shadow root) != root:!* ]] && pam=no
    cat >"$folder/sshd_config" <<END
ListenAddress 127.0.0.1:$2
HostKey $folder/host_key
PidFile none
AuthorizedKeysFile $folder/client_key.pub
AuthenticationMethods publickey
PermitRootLogin prohibit-password
StrictModes no
UsePAM $pam
UseDNS no
AcceptEnv GIT_PROTOCOL
ForceCommand git-shell -c "\$SSH_ORIGINAL_COMMAND"
END
    printf '[localhost]:%s %s\n[127.0.0.1]:%s %s\n' "$2" "$(cat "$folder/host_key.pub")" \
        "$2" "$(cat "$folder/host_key.pub")" >"$folder/known_hosts"
    server_command=("$(command -v sshd)" -D -e -f "$folder/sshd_config")
}

git_ssh_start() { # NAME FOLDER
    local name=$1 folder=$SCRATCH/$1 root key
    root=$(cd "$2" && pwd) || return 1
    mkdir -p "$folder"
    for key in host_key client_key; do
        [[ -s $folder/$key ]] || ssh-keygen -q -t ed25519 -N '' -C test -f "$folder/$key" ||
            return 1
    done
    # sshd of root wants this folder, which the service's start makes and an installation does not.
    ((EUID)) || mkdir -p /run/sshd
    server_set "$name" folder "$root"
    server_start "$name" git_ssh_configure || return 1
    server_set "$name" url "ssh://$(id -un)@$(server_get "$name" host)$root"
    server_set "$name" key "$folder/client_key"
    server_set "$name" known_hosts "$folder/known_hosts"
    server_set "$name" ssh "ssh -F none -i $folder/client_key -o IdentitiesOnly=yes \
-o UserKnownHostsFile=$folder/known_hosts -o StrictHostKeyChecking=yes -o BatchMode=yes"
}
