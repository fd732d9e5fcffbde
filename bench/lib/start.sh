# shellcheck shell=bash
# Sourced by run: from the start of the process to the first 200.

measure_start() {
  local cores both result sekisho
  both="0-$(($(nproc) - 1))"
  workload=start
  note start
  plan small-request
  for cores in 0 "$both"; do
    starts sekisho "$cores"
    sekisho=$result
    starts nginx "$cores"
    values_row "start to the first 200, on core $cores" "$sekisho" "$result"
  done
  with_aot_cache "$both"
}

# As docs/performance.md says; ./sekisho does not do it by itself.
with_aot_cache() {
  local options=${SEKISHO_JAVA_OPTS:-} result cores
  export SEKISHO_JAVA_OPTS="$options -XX:AOTCacheOutput=$work/sekisho.aot"
  start_peer sekisho "$job" "$origin" "$tickets"
  await_200 sekisho
  with_wrk sekisho 5 64 /128 >/dev/null
  stop sekisho
  [ -f "$work/sekisho.aot" ] || fail "no AOT cache was written"
  export SEKISHO_JAVA_OPTS="$options -XX:AOTCache=$work/sekisho.aot"
  for cores in 0 "$1"; do
    starts sekisho "$cores"
    values_row "start to the first 200, on core $cores, with an AOT cache" "$result" ""
  done
  export SEKISHO_JAVA_OPTS=$options
}

# Sets result to the median of some starts, and resident memory then.
starts() {
  local peer=$1 cores=$2 i begun
  : >"$work/starts"
  for ((i = 0; i < STARTS; i++)); do
    "configure_$peer" "$job" "$origin" "$tickets" >"$work/$peer.conf"
    begun=${EPOCHREALTIME/./}
    "run_$peer" "$cores"
    await_200 "$peer"
    echo "$(((${EPOCHREALTIME/./} - begun) / 1000)) $(rss "$peer")" >>"$work/starts"
    stop "$peer"
  done
  result="$(column "$work/starts" 1) ms, $(mebibytes "$(column "$work/starts" 2)")"
}
