# shellcheck shell=bash
# Sourced by run: workloads that are measured in alternating rounds, a row for each peer.

RATES_HEADER="| workload | proxy | CPU per unit | sekisho ÷ it | units/s | p50 ms | p99 ms | sekisho ÷ it |
|---|---|---|---|---|---|---|---|"

# One round: "cpu-micros-per-unit units-per-second p50-ms p99-ms".
round() {
  local peer=$1 seconds=$2
  shift 2
  "${load[0]}" "$peer" "$seconds" "${load[@]:1}" "$@" >"$work/round" || exit
  awk '{ printf "%.2f %.0f %.3f %.3f\n", $1 / $2, $3, $4, $5 }' "$work/round"
}

# Seconds: only one of them compiles.
warm_up_of() { if [ "$1" = sekisho ]; then echo "$WARM_UP"; else echo 2; fi; }

# In rounds like those to come: connections that begin and end make the JVM compile anew what it had compiled for those that
# go on, and that takes many of them.
warm_up() {
  local peer=$1 left
  shift
  for ((left = $(warm_up_of "$peer"); left > 0; left -= SECONDS_PER_ROUND)); do
    round "$peer" "$SECONDS_PER_ROUND" "$@" >/dev/null
  done
}

measure_rates() {
  workload=$1
  plan "$workload"
  note "$workload"
  local peer i per_second rate=() rounds=$ROUNDS
  [ "${load[0]}" = with_wrk ] || start_load
  for peer in "${peers[@]}"; do start_peer "$peer" "$job" "$origin" "$tickets"; done
  for peer in "${peers[@]}"; do await_port "$peer" "${port[$peer]}"; done
  for peer in "${peers[@]}"; do
    : >"$work/$peer.rounds"
    warm_up "$peer"
  done
  if [ "$workload" = tail ]; then
    seventy_percent
    rate=("rate=$per_second")
    workload="tail at $per_second/s"
    # What one stall of the machine does to a 99th percentile is all there is in a few rounds.
    rounds=$TAIL_ROUNDS
    # Another kind of load than the warm-up's: what is compiled for it is not to be measured.
    warm_up sekisho "${rate[@]}"
  fi
  for ((i = 0; i < rounds; i++)); do
    for peer in "${peers[@]}"; do round "$peer" "$SECONDS_PER_ROUND" "${rate[@]}" >>"$work/$peer.rounds"; done
  done
  for peer in "${peers[@]}"; do
    rates_row "$peer"
    awk -v rate="${per_second:-0}" -v r="$(column "$work/$peer.rounds" 2)" 'BEGIN { exit r >= 0.95 * rate }' \
      && note "$workload: $peer fell behind, or the load did: its latencies say little"
  done
  stop "${peers[@]}"
}

# Of what nginx can do with this load and this origin: both at once on one core.
seventy_percent() {
  round nginx "$SECONDS_PER_ROUND" >"$work/peak"
  per_second=$(awk '{ printf "%.0f", $2 * 0.7 }' "$work/peak")
}

rates_row() {
  local peer=$1 file=$work/$1.rounds own=$work/sekisho.rounds cpu='' tail=''
  if [ "$peer" != sekisho ]; then
    cpu=$(printf '**%.2f**' "$(ratio "$own" "$file" 1)")
    tail=$(printf '%.2f' "$(ratio "$own" "$file" 4)")
  fi
  printf '| %s | %s | %.1f µs | %s | %.0f | %.3f | %.3f | %s |\n' "$workload" "$peer" \
    "$(column "$file" 1)" "$cpu" "$(column "$file" 2)" "$(column "$file" 3)" "$(column "$file" 4)" "$tail"
}
