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
