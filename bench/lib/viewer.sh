# shellcheck shell=bash
# Sourced by run and soak: who looks at the proxy, on the load's core: a scraper, and an open page of the admin UI.

# scrapes PAUSE: metrics again and again.
scrapes() {
  # shellcheck disable=SC2016
  spawn scraper 1 sh -c 'while :; do curl -s -o /dev/null "$1"; sleep "$2"; done' scraper "http://$HOST:$METRICS_PORT/metrics" "$1"
}

# look ADDRESS TOKEN PAUSE: as a browser does with the overview open: it logs in, holds the stream of figures, and asks for
# the page again and again, a browser every three seconds.
look() {
  local site=http://$1 answer
  answer=$(curl -s -o /dev/null -w '%{http_code}' -c "$work/cookies" -d "token=$2" "$site/login")
  [ "$answer" = 303 ] || fail "the admin UI answers a login with $answer"
  curl -sf -b "$work/cookies" -o "$work/page" --compressed "$site/" || fail "the overview is not served"
  grep -q data-refresh "$work/page" || fail "that is not the overview"
  spawn live 1 curl -sfN -b "$work/cookies" "$site/live"
  # shellcheck disable=SC2016
  spawn refresher 1 sh -c 'while sleep "$3"; do curl -sf -b "$1" -o /dev/null --compressed "$2/" || echo failed; done' \
    refresher "$work/cookies" "$site" "$3"
}

# Whether the stream goes on, and the page was always served.
is_seen() {
  kill -0 "${pid[live]}" 2>/dev/null && grep -q '^data:' "$work/live.out" && [ ! -s "$work/refresher.out" ]
}

look_away() { stop live refresher; }
