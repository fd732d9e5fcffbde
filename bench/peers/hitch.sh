# shellcheck shell=bash
# Sourced by lib/peers.sh. It has no access log.

configure_hitch() {
  [ "$1" = terminate ] || return 1
  cat <<CONF
frontend = "[$HOST]:${port[hitch]}"
backend = "[$HOST]:$2"
pem-file = "$work/pair.pem"
workers = 1
backlog = 4096
keepalive = 3600
tls-protos = TLSv1.2 TLSv1.3
daemon = off
quiet = on
CONF
}

run_hitch() {
  local user=()
  [ "$(id -u)" -ne 0 ] || user=(--user=nobody)
  spawn hitch "$1" hitch "${user[@]}" --config="$work/hitch.conf"
}
