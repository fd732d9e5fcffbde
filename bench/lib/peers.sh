# shellcheck shell=bash source-path=SCRIPTDIR/..
# Sourced by run: the proxies, each with the same job, on core 0. A job is one of
#   http        ends TLS, forwards HTTP/1.1 (and WebSocket) to the origin on a port
#   limited     the same with limits on requests and connections of an address, which nobody meets
#   observed    http with metrics and the admin UI, sekisho alone
#   routes-A    http with a thousand routes more and metrics, sekisho alone; B differs in one of them
#   sni         leaves TLS alone, chooses by SNI
#   terminate   ends TLS, forwards bytes

. "$here/peers/sekisho.sh"
. "$here/peers/nginx.sh"
. "$here/peers/haproxy.sh"
. "$here/peers/hitch.sh"

url_of() { echo "https://$NAME:${port[$1]}"; }

# start_peer NAME JOB ORIGIN_PORT TICKETS [CORES]
start_peer() {
  "configure_$1" "$2" "$3" "$4" >"$work/$1.conf" || fail "$1 cannot do $2"
  "run_$1" "${5:-0}"
}
