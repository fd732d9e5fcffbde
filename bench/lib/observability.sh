# shellcheck shell=bash
# Sourced by run: what it costs to be looked at. One process serves both kinds of rounds, with metrics and the admin UI in
# its configuration, scraped and with a page open, and, after a reload, without both.

measure_observability() {
  local i
  workload=observability
  note observability
  plan observability
  start_load
  start_peer sekisho "$job" "$origin" "$tickets"
  await_200 sekisho
  : >"$work/seen.rounds"
  : >"$work/unseen.rounds"
  # Often, as it has been asked by the end of its first hour: what is compiled for that is not to be measured.
  seen_round "$WARM_UP" 0.05 0.1 >/dev/null
  unseen_round "$SECONDS_PER_ROUND" >/dev/null
  for ((i = 0; i < OBSERVED_ROUNDS; i++)); do
    # Each kind is first as often as the other: what drifts is no difference between them.
    if ((i % 2)); then seen; unseen; else unseen; seen; fi
  done
  paste -d' ' "$work/seen.rounds" "$work/unseen.rounds" | awk '{ print $1 / $5 }' | sort -g >"$work/ratios"
  values_row "CPU per small request with a scrape a second and the UI open ÷ without both, median of $OBSERVED_ROUNDS rounds (its 95 % interval)" \
    "$(printf '%.3f' "$(median <"$work/ratios")") ($(interval <"$work/ratios"))" ""
  note "with: $(column "$work/seen.rounds" 1) µs at $(column "$work/seen.rounds" 2)/s; without: $(column "$work/unseen.rounds" 1) µs at $(column "$work/unseen.rounds" 2)/s"
  in_force observed
  values_row "a scrape with $IDLE_CONNECTIONS open connections, median of 20" "$(scrape_time)" ""
  stop sekisho
}

seen() { seen_round "$SECONDS_PER_ROUND" 1 3 >>"$work/seen.rounds"; }

unseen() { unseen_round "$SECONDS_PER_ROUND" >>"$work/unseen.rounds"; }

unseen_round() {
  in_force http
  round sekisho "$1"
}

# seen_round SECONDS PAUSE_OF_SCRAPES PAUSE_OF_PAGES
seen_round() {
  in_force observed
  scrapes "$2"
  look "$HOST:$UI_PORT" "$TOKEN" "$3"
  round sekisho "$1"
  is_seen || fail "the page of the admin UI was not served"
  stop scraper
  look_away
}

# in_force JOB: by a reload. Metrics and UI are there afterwards, or are not.
in_force() {
  local i
  configure_sekisho "$1" "$origin" "$tickets" >"$work/sekisho.conf"
  kill -HUP "${pid[sekisho]}"
  for ((i = 0; i < 100; i++)); do
    if { true <>"/dev/tcp/$HOST/$UI_PORT"; } 2>/dev/null; then
      [ "$1" != observed ] || return 0
    else
      [ "$1" = observed ] || return 0
    fi
    sleep 0.1
  done
  tail -n 20 "$work/sekisho.out" >&2
  fail "the reload does not take effect"
}

# Of the median of sorted values, by their ranks.
interval() {
  awk '{ v[NR] = $1 } END { k = int((NR - 1.96 * sqrt(NR)) / 2) + 1; if (k < 1) k = 1; printf "%.3f to %.3f", v[k], v[NR + 1 - k] }'
}

scrape_time() {
  local i
  command_load "idle port=${port[sekisho]} connections=$IDLE_CONNECTIONS path=/128"
  expect begin
  for ((i = 0; i < 25; i++)); do
    taskset -c 1 curl -s -o /dev/null -w '%{time_total}\n' "http://$HOST:$METRICS_PORT/metrics"
  done | tail -n 20 | median | awk '{ printf "%.1f ms", $1 * 1000 }'
  command_load release
  expect end
}
