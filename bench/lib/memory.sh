# shellcheck shell=bash
# Sourced by run: what idle connections and the whole process take.

measure_idle() {
  local peer before after result=()
  workload=idle
  note idle
  plan tail
  start_load
  for peer in "${peers[@]}"; do
    start_peer "$peer" "$job" "$origin" "$tickets"
    await_200 "$peer"
    # Handshakes and requests, so that their code and pools are there before.
    with_wrk "$peer" "$WARM_UP" 64 /128 -H 'Connection: close' >/dev/null
    before=$(settled_rss "$peer")
    command_load "idle port=${port[$peer]} connections=$IDLE_CONNECTIONS path=/128"
    expect begin
    after=$(settled_rss "$peer")
    command_load release
    expect end
    result+=("$(awk -v d=$((after - before)) -v n="$IDLE_CONNECTIONS" 'BEGIN { printf "%.1f KiB", d / n }')")
    note "idle: $peer $before KiB before, $after KiB with $IDLE_CONNECTIONS connections"
    stop "$peer"
  done
  values_row "idle: RSS per connection, of $IDLE_CONNECTIONS" "${result[@]}"
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
