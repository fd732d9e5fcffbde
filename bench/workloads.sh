# Sourced by run: what is asked of a proxy. Prints what wrk prints.

load() {
  local workload=$1 url=$2 seconds=$3
  case $workload in
    small-request) wrk_on_core_1 64 "$seconds" "$url/128" ;;
    ten-kilobytes) wrk_on_core_1 64 "$seconds" "$url/10k" ;;
    one-megabyte-down) wrk_on_core_1 16 "$seconds" "$url/1m" ;;
    one-megabyte-up) wrk_on_core_1 16 "$seconds" "$url/sink" -s "$here/upload.lua" ;;
    full-handshake) wrk_on_core_1 32 "$seconds" "$url/128" -H 'Connection: close' ;;
    *) fail "no such workload: $workload; there are: $ALL" ;;
  esac
}

wrk_on_core_1() {
  local connections=$1 seconds=$2
  shift 2
  taskset -c 1 wrk --latency -t1 -c"$connections" -d"${seconds}s" "$@"
}
