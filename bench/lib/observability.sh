# shellcheck shell=bash
# Sourced by run: what it costs to be looked at. Counting goes on in any case, so that one process serves both kinds of
# rounds: with a scrape a second, and without.

measure_observability() {
  local i
  workload=observability
  note observability
  plan observability
  start_peer sekisho "$job" "$origin" "$tickets"
  await_200 sekisho
  scrapes
  round sekisho "$WARM_UP" >/dev/null
  stop scraper
  : >"$work/scraped.rounds"
  : >"$work/unseen.rounds"
  for ((i = 0; i < OBSERVED_ROUNDS; i++)); do
    # Each kind is first as often as the other: what drifts is no difference between them.
    if ((i % 2)); then scraped_round; unseen_round; else unseen_round; scraped_round; fi
  done
  paste -d' ' "$work/scraped.rounds" "$work/unseen.rounds" | awk '{ print $1 / $5 }' | sort -g >"$work/ratios"
  values_row "CPU per small request with a scrape a second ÷ without, median of $OBSERVED_ROUNDS rounds (its 95 % interval)" \
    "$(printf '%.3f' "$(median <"$work/ratios")") ($(interval <"$work/ratios"))" ""
  values_row "a scrape with $IDLE_CONNECTIONS open connections, median of 20" "$(scrape_time)" ""
  stop sekisho
}

unseen_round() { round sekisho "$SECONDS_PER_ROUND" >>"$work/unseen.rounds"; }

scraped_round() {
  scrapes
  round sekisho "$SECONDS_PER_ROUND" >>"$work/scraped.rounds"
  stop scraper
}

# In the background, on the load's core.
scrapes() {
  # shellcheck disable=SC2016
  spawn scraper 1 sh -c 'while :; do curl -s -o /dev/null "$1"; sleep 1; done' scraper "http://$HOST:$METRICS_PORT/metrics"
}

# Of the median of sorted values, by their ranks.
interval() {
  awk '{ v[NR] = $1 } END { k = int((NR - 1.96 * sqrt(NR)) / 2) + 1; if (k < 1) k = 1; printf "%.3f to %.3f", v[k], v[NR + 1 - k] }'
}

scrape_time() {
  local i
  start_load
  command_load "idle port=${port[sekisho]} connections=$IDLE_CONNECTIONS path=/128"
  expect begin
  for ((i = 0; i < 25; i++)); do
    taskset -c 1 curl -s -o /dev/null -w '%{time_total}\n' "http://$HOST:$METRICS_PORT/metrics"
  done | tail -n 20 | median | awk '{ printf "%.1f ms", $1 * 1000 }'
  command_load release
  expect end
}
