# shellcheck shell=bash
# Sourced by run: what a reload a second does to those who are served, with a thousand routes. The load ends the run when
# a connection is lost or answered with anything but 200.

measure_reload() {
  local i rate=() begun taken
  workload=reload
  note reload
  plan reload
  start_load
  start_peer sekisho "$job" "$origin" "$tickets"
  await_200 sekisho
  warm_up_with_reloads
  # Half of what it can: there is time for reloads, and a stall is seen by all whom it keeps waiting.
  round sekisho "$SECONDS_PER_ROUND" >"$work/peak"
  rate=("rate=$(awk '{ printf "%.0f", $2 / 2 }' "$work/peak")")
  # Another kind of load than before: what is compiled for it is not to be measured.
  warm_up_with_reloads "${rate[@]}"
  : >"$work/reloaded.rounds"
  : >"$work/steady.rounds"
  begun=$(generation)
  for ((i = 0; i < TAIL_ROUNDS; i++)); do
    round sekisho "$SECONDS_PER_ROUND" "${rate[@]}" >>"$work/steady.rounds"
    reloads
    round sekisho "$SECONDS_PER_ROUND" "${rate[@]}" >>"$work/reloaded.rounds"
    stop reloader
  done
  taken=$(($(generation) - begun))
  [ "$taken" -ge "$TAIL_ROUNDS" ] || fail "just $taken reloads took effect"
  values_row "reload: p99 with 1,000 routes and a reload a second ÷ without, at half of its own peak, median of $TAIL_ROUNDS rounds" \
    "$(printf '%.2f' "$(ratio "$work/reloaded.rounds" "$work/steady.rounds" 4)") ($(column "$work/reloaded.rounds" 4) ms ÷ $(column "$work/steady.rounds" 4) ms)" ""
  values_row "reload: reloads, connections and requests dropped meanwhile" "$taken, 0, 0" ""
  values_row "reload: CPU per request with ÷ without" "$(printf '%.2f' "$(ratio "$work/reloaded.rounds" "$work/steady.rounds" 1)")" ""
  stop sekisho
}

warm_up_with_reloads() {
  reloads
  warm_up sekisho "$@"
  stop reloader
}

# In the background, on the load's core, and by nothing but the shell itself: each program that is started there would keep
# the load waiting.
reloads() {
  configure_sekisho routes-A "$origin" "$tickets" >"$work/A.conf"
  configure_sekisho routes-B "$origin" "$tickets" >"$work/B.conf"
  # shellcheck disable=SC2016
  spawn reloader 1 bash -c 'texts=("$(<"$1/A.conf")" "$(<"$1/B.conf")"); exec {clock}<> <(:)
    for ((i = 0; ; i++)); do printf "%s\n" "${texts[i % 2]}" >"$1/sekisho.conf"; kill -HUP "$2"; read -r -t 1 -u "$clock"; done' \
    reloader "$work" "${pid[sekisho]}"
}

# The number of the configuration in force, when the last reload was sound.
generation() {
  curl -s "http://$HOST:$METRICS_PORT/metrics" | awk '/^tls_proxy_config_generation / { n = $2 } /^tls_proxy_config_last_reload_success / { sound = $2 }
    END { if (sound != 1) exit 1; printf "%d", n }' || fail "the last reload was refused"
}
