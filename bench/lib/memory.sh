# shellcheck shell=bash
# Sourced by run: what idle connections and the whole process take.

measure_idle() {
  workload=idle
  plan tail
  measure_open "idle: RSS per connection, of $IDLE_CONNECTIONS" "$IDLE_CONNECTIONS" "idle path=/128" warm_with_handshakes
}

measure_relays() {
  workload=relays
  plan sni-relay-64b
  peers=(sekisho nginx)
  measure_open "relays: RSS per relay, of $RELAYS" "$RELAYS" "relays size=64" warm_with_pings
}

# Handshakes and requests, so that their code and pools are there before.
warm_with_handshakes() {
  await_200 "$1"
  with_wrk "$1" "$(warm_up_of "$1")" 64 /128 -H 'Connection: close' >/dev/null
}

warm_with_pings() {
  await_port "$1" "${port[$1]}"
  with_own "$1" "$(warm_up_of "$1")" ping connections=64 size=64 >/dev/null
}

# measure_open LABEL COUNT LOAD WARM: how much memory so many open connections take, divided by their number.
measure_open() {
  local label=$1 count=$2 warm=$4 kind=${3%% *} options=${3#* } peer before after result=()
  note "$workload"
  start_load
  for peer in "${peers[@]}"; do
    start_peer "$peer" "$job" "$origin" "$tickets"
    "$warm" "$peer"
    before=$(settled_rss "$peer")
    command_load "$kind port=${port[$peer]} connections=$count $options"
    expect begin
    after=$(settled_rss "$peer")
    command_load release
    expect end
    result+=("$(awk -v d=$((after - before)) -v n="$count" 'BEGIN { printf "%.1f KiB", d / n }')")
    note "$workload: $peer $before KiB before, $after KiB with $count"
    stop "$peer"
  done
  values_row "$label" "${result[@]}"
}

# After two full collections, where there is something to collect.
settled_rss() {
  if [ "$1" = sekisho ]; then
    "$jcmd" "${pid[sekisho]}" GC.run >/dev/null
    "$jcmd" "${pid[sekisho]}" GC.run >/dev/null
  fi
  rss "$1"
}

measure_footprint() {
  local peer fresh=() loaded=()
  workload=footprint
  note footprint
  plan small-request
  for peer in sekisho nginx; do
    start_peer "$peer" "$job" "$origin" "$tickets"
    await_200 "$peer"
    fresh+=("$(mebibytes "$(rss "$peer")")")
    "${load[0]}" "$peer" "$(awk -v m="$FOOTPRINT_MINUTES" 'BEGIN { printf "%.0f", m * 60 }')" "${load[@]:1}" >/dev/null
    loaded+=("$(mebibytes "$(rss "$peer")")")
    stop "$peer"
  done
  values_row "footprint: RSS after the first 200" "${fresh[@]}"
  values_row "footprint: RSS after $FOOTPRINT_MINUTES min of small-request" "${loaded[@]}"
}

mebibytes() { awk -v k="$1" 'BEGIN { printf "%.0f MiB", k / 1024 }'; }
