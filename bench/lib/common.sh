# shellcheck shell=bash
# Sourced first: what every part uses.

HOST=127.0.0.1
# By name: a client would send an address as SNI, which RFC 6066 forbids and Sekisho refuses.
NAME=localhost
# All ports are from here on, for two runs at once on one machine.
PORTS_FROM=${PORTS_FROM:-7100}
HTTP_ORIGIN=$PORTS_FROM SINK_ORIGIN=$((PORTS_FROM + 1)) HTTPS_ORIGIN=$((PORTS_FROM + 2))
ECHO_ORIGIN=$((PORTS_FROM + 10)) TLS_ECHO_ORIGIN=$((PORTS_FROM + 11)) WEBSOCKET_ORIGIN=$((PORTS_FROM + 12))
METRICS_PORT=$((PORTS_FROM + 90)) UI_PORT=$((PORTS_FROM + 91))
# Of the admin UI.
TOKEN=bench-0123456789abcdef
declare -A port=([sekisho]=$((PORTS_FROM + 343)) [nginx]=$((PORTS_FROM + 344)) [haproxy]=$((PORTS_FROM + 345))
  [hitch]=$((PORTS_FROM + 346)))

fail() { echo "bench: $1" >&2; exit 3; }

note() { echo "bench: $1" >&2; }

median() { sort -g | awk '{v[NR]=$1} END {print (NR % 2) ? v[(NR+1)/2] : (v[NR/2]+v[NR/2+1])/2}'; }

column() { awk -v c="$2" '{print $c}' "$1" | median; }

# What a file's lines have in one column, divided by those of another's, line by line.
ratio() { paste -d' ' "$1" "$2" | awk -v c="$3" '{print $c / $(c + NF / 2)}' | median; }

# A work folder and its end, with everything that was started.
begin() {
  [ "$(nproc)" -ge 2 ] || fail "two cores are needed, one for the proxies and one for the load"
  # 10,000 connections are two descriptors each where a proxy keeps as many towards the origin.
  ulimit -n 65536 2>/dev/null || ulimit -n "$(ulimit -Hn)"
  work=$(mktemp -d)
  trap finish EXIT
  trap 'exit 130' INT TERM
  make_credentials
  start_origins
}

finish() {
  stop_all
  rm -rf "$work"
}

make_credentials() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=bench \
    -addext "subjectAltName=DNS:$NAME" -keyout "$work/key.pem" -out "$work/cert.pem" 2>/dev/null
  cat "$work/key.pem" "$work/cert.pem" >"$work/pair.pem"
  openssl pkcs12 -export -inkey "$work/key.pem" -in "$work/cert.pem" -passout pass:bench -out "$work/pair.p12"
}
