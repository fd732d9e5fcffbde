# shellcheck shell=bash
# Sourced by lib/peers.sh.

configure_sekisho() {
  local job=$1 upstream=$HOST:$2 tickets=$3 route http= limits= metrics=
  [ "$job" != limited ] || limits='"rate_limit": { "requests_per_second": 1000000, "burst": 100000, "key": "client_ip" },
        "connection_limit": { "max": 1000, "key": "client_ip" },'
  [ "$job" != observed ] || metrics=', "metrics": { "listen": "'$HOST:$METRICS_PORT'" }'
  case $job in
    http | limited | observed)
      route='"mode": "tls_terminate", "handler": "http"'
      http=', "http": { "keepalive_requests": 100000000, "keepalive_timeout_secs": 600, '$limits'
        "access_log": { "path": "sekisho-access.log" },
        "routes": [{ "path_prefix": "/", "upstream": "http://'$upstream'" }] }'
      ;;
    sni) route='"mode": "transparent", "upstream": "'$upstream'"' ;;
    terminate) route='"mode": "tls_terminate", "upstream": "'$upstream'"' ;;
  esac
  cat <<CONF
{ "proxy": {
    "max_connections": 15000,
    "listen": ["$HOST:${port[sekisho]}"],
    "tls": { "mode": "manual", "certificate": "cert.pem", "private_key": "key.pem", "session_tickets": $tickets,
             "routing": { "default": { "mode": "reject" }, "sni": [{ "server_name": "$NAME", $route }] } }$http }$metrics }
CONF
}

run_sekisho() {
  spawn sekisho "$1" "$root/sekisho" run "$work/sekisho.conf"
}
