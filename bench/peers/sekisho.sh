# shellcheck shell=bash
# Sourced by lib/peers.sh.

configure_sekisho() {
  local job=$1 upstream=$HOST:$2 tickets=$3 route http= limits= looked= more=
  [ "$job" != limited ] || limits='"rate_limit": { "requests_per_second": 1000000, "burst": 100000, "key": "client_ip" },
        "connection_limit": { "max": 1000, "key": "client_ip" },'
  case $job in
    observed) looked=', "ui": { "listen": "'$HOST:$UI_PORT'", "auth": { "token": "'$TOKEN'" } }' ;&
    routes*) looked+=', "metrics": { "listen": "'$HOST:$METRICS_PORT'" }' ;;
  esac
  [ "${job%-*}" != routes ] || more=$(many_routes "${job#*-}" "$upstream")
  case $job in
    http | limited | observed | routes*)
      route='"mode": "tls_terminate", "handler": "http"'
      http=', "http": { "keepalive_requests": 100000000, "keepalive_timeout_secs": 600, '$limits'
        "access_log": { "path": "sekisho-access.log" },
        "routes": ['$more'{ "path_prefix": "/", "upstream": "http://'$upstream'" }] }'
      ;;
    sni) route='"mode": "transparent", "upstream": "'$upstream'"' ;;
    terminate) route='"mode": "tls_terminate", "upstream": "'$upstream'"' ;;
  esac
  cat <<CONF
{ "proxy": {
    "max_connections": 15000,
    "listen": ["$HOST:${port[sekisho]}"],
    "tls": { "mode": "manual", "certificate": "cert.pem", "private_key": "key.pem", "session_tickets": $tickets,
             "routing": { "default": { "mode": "reject" }, "sni": [{ "server_name": "$NAME", $route }] } }$http }$looked }
CONF
}

# many_routes MARK UPSTREAM: a thousand of all kinds, that no request takes, another one of them for each mark.
many_routes() {
  awk -v mark="$1" -v upstream="$2" 'BEGIN {
    for (i = 1; i < 1000; i++) {
      kind = i % 10 == 0 ? "path_regex\": \"^/things-" i "/[0-9]+$" : i % 2 ? "path_prefix\": \"/prefix-" i "/" : "path\": \"/exact-" i
      printf "{ \"%s\", \"upstream\": \"http://%s\", \"set_request_headers\": { \"X-Route\": \"%s\" } },\n", kind, upstream, i == 500 ? mark : i
    } }'
}

run_sekisho() {
  spawn sekisho "$1" "$root/sekisho" run "$work/sekisho.conf"
}
