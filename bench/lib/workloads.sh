# shellcheck shell=bash
# Sourced by run: what is asked of the proxies.

ALL=(small-request small-request-limited ten-kilobytes one-megabyte-down one-megabyte-up full-handshake resumed-handshake sni-relay tls-relay
  websocket tail idle relays start footprint observability reload)

# Sets what a workload is: the job, the origin's port, whether tickets are on, the peers and the load.
plan() {
  job=http origin=$HTTP_ORIGIN tickets=false peers=(sekisho nginx)
  case $1 in
    small-request) peers=(sekisho nginx haproxy) load=(with_wrk 64 /128) ;;
    small-request-limited) job=limited load=(with_wrk 64 /128) ;;
    ten-kilobytes) load=(with_wrk 64 /10k) ;;
    one-megabyte-down) load=(with_wrk 16 /1m) ;;
    one-megabyte-up) load=(with_wrk 16 /sink -s "$here/load/upload.lua") ;;
    observability) job=observed peers=(sekisho) load=(with_wrk 64 /128) ;;
    full-handshake) load=(with_wrk 32 /128 -H 'Connection: close') ;;
    resumed-handshake) tickets=true load=(with_own resumed connections=32 path=/128) ;;
    sni-relay-1m) job=sni origin=$HTTPS_ORIGIN peers=(sekisho nginx haproxy) load=(with_wrk 16 /1m) ;;
    sni-relay-64b) job=sni origin=$TLS_ECHO_ORIGIN peers=(sekisho nginx haproxy) load=(with_own ping connections=64 size=64) ;;
    tls-relay-1m) job=terminate peers=(sekisho nginx hitch) load=(with_wrk 16 /1m) ;;
    tls-relay-64b) job=terminate origin=$ECHO_ORIGIN peers=(sekisho nginx hitch) load=(with_own ping connections=64 size=64) ;;
    websocket) origin=$WEBSOCKET_ORIGIN load=(with_own websocket connections=1000 size=125) ;;
    tail) load=(with_own get connections=64 path=/128) ;;
    reload) job=routes-A peers=(sekisho) load=(with_own get connections=64 path=/128) ;;
    *) fail "no such workload: $1; there are: ${ALL[*]}" ;;
  esac
}

# A workload of several parts, in its parts.
parts_of() {
  case $1 in
    sni-relay | tls-relay) echo "$1-1m $1-64b" ;;
    *) echo "$1" ;;
  esac
}
