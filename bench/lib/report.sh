# shellcheck shell=bash
# Sourced by run: the page with the tables.

report() {
  local name part rates=() values=()
  for name in "$@"; do
    for part in $(parts_of "$name"); do
      case $part in
        idle | relays | start | footprint | observability | reload) values+=("$part") ;;
        *) plan "$part" && rates+=("$part") ;;
      esac
    done
  done
  heading
  if [ ${#rates[@]} -gt 0 ]; then
    printf '\n%s\n' "$RATES_HEADER"
    for part in "${rates[@]}"; do measure_rates "$part"; done
  fi
  if [ ${#values[@]} -gt 0 ]; then
    printf '\n| | sekisho | nginx |\n|---|---|---|\n'
    for part in "${values[@]}"; do "measure_$part"; done
  fi
}

values_row() { printf '| %s | %s | %s |\n' "$@"; }

heading() {
  echo "# Sekisho beside nginx, HAProxy and hitch"
  echo
  echo "$(date -u +%F), $(git -C "$root" describe --always --dirty), $(nproc) cores ($(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1)),"
  echo "Linux $(uname -r); $("$root/sekisho" version | tr '\n' ',' | sed 's/,$//; s/,/, /g');"
  echo "$(nginx -v 2>&1 | sed 's/.*: //'), $(haproxy -v | sed -n 's/version \([^ ]*\).*/\1/p'), $(hitch --version), $(openssl version | cut -d' ' -f1,2),"
  echo "wrk $(wrk -v 2>&1 | awk 'NR==1 {print $2}')."
  echo
  echo "Medians of $ROUNDS alternating rounds ($TAIL_ROUNDS of the tail) of $SECONDS_PER_ROUND s after $WARM_UP s of warm-up, proxies on one core, origins and load on"
  echo "another; CPU is user and system time of the proxy's processes per unit, ratios are medians of the ratios round by round."
  echo "What each row is: docs/performance.md. To repeat:"
  echo "\`ROUNDS=$ROUNDS SECONDS_PER_ROUND=$SECONDS_PER_ROUND WARM_UP=$WARM_UP STARTS=$STARTS FOOTPRINT_MINUTES=$FOOTPRINT_MINUTES OBSERVED_ROUNDS=$OBSERVED_ROUNDS TAIL_ROUNDS=$TAIL_ROUNDS bench/run\`."
}
