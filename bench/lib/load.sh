# shellcheck shell=bash
# Sourced by run: the load, on core 1. Each prints "cpu-micros units units-per-second p50-ms p99-ms" of one round.

# with_wrk PEER SECONDS CONNECTIONS PATH [MORE...]
with_wrk() {
  local peer=$1 seconds=$2 connections=$3 path=$4 before after
  shift 4
  before=$(cpu_micros "$peer")
  taskset -c 1 wrk --latency --timeout 20s -t1 -c"$connections" -d"${seconds}s" "$(url_of "$peer")$path" "$@" >"$work/wrk.out" \
    || fail "wrk failed"
  after=$(cpu_micros "$peer")
  if grep -qE 'Non-2xx|Socket errors: .*[1-9]' "$work/wrk.out"; then
    cat "$work/wrk.out" >&2
    fail "$workload at $peer had errors"
  fi
  awk -v cpu=$((after - before)) '
    function ms(t) { return t ~ /us$/ ? t / 1000 : t ~ /ms$/ ? t + 0 : t * 1000 }
    /requests in/ { n = $1 } /Requests\/sec/ { rps = $2 } $1 == "50%" { p50 = ms($2) } $1 == "99%" { p99 = ms($2) }
    END { print cpu, n, rps, p50, p99 }' "$work/wrk.out"
}

# with_own PEER SECONDS KIND [OPTION=VALUE...]: see load/Load.java.
with_own() {
  local peer=$1 seconds=$2 kind=$3 before after
  shift 3
  command_load "$kind port=${port[$peer]} seconds=$seconds $*"
  expect begin
  before=$(cpu_micros "$peer")
  expect end
  after=$(cpu_micros "$peer")
  echo "$((after - before)) $answer"
}

# One for all rounds, so that it is warm.
start_load() {
  [ -z "${pid[load]:-}" ] || return 0
  mkfifo "$work/commands" "$work/answers"
  taskset -c 1 "$java" -XX:+UseSerialGC -Xmx2g "$here/load/Load.java" <"$work/commands" >"$work/answers" &
  pid[load]=$!
  exec {to_load}>"$work/commands" {from_load}<"$work/answers"
}

command_load() { echo "$1" >&"$to_load"; }

# The load's next line begins with this word; the rest of it is the answer.
expect() {
  local word
  IFS=' ' read -r -t 300 word answer <&"$from_load" || fail "$workload: the load is silent"
  [ "$word" = "$1" ] || fail "$workload: $word $answer"
}
