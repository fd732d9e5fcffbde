# shellcheck shell=bash
# Sourced by soak: whether what was held is flat, and whether what happened is explained.

verdict() {
  local flat=yes explained=yes
  echo
  is_flat heap 2 1024 || flat=no
  is_flat direct 3 16384 || flat=no
  is_flat RSS 4 16384 || flat=no
  is_flat fds 5 40 || flat=no
  is_flat threads 6 3 || flat=no
  is_empty || flat=no
  echo
  happened >"$work/happened"
  explain <"$work/happened" || explained=no
  echo
  echo "flat: $flat; everything explained: $explained"
  [ "$flat $explained" = "yes yes" ]
}

# is_flat NAME COLUMN SLACK: the mean of the last third is no more than that of the first, five per cent and some slack. The
# first minutes are not counted where there are many: until all code is compiled, memory grows.
is_flat() {
  awk -v name="$1" -v c="$2" -v slack="$3" '{ v[++n] = $c }
    END {
      skip = n >= 15 ? 4 : 0; third = int((n - skip) / 3)
      if (third < 1) { print name ": too short to say"; exit }
      for (i = 1; i <= third; i++) { first += v[skip + i] / third; last += v[n - third + i] / third }
      grown = last > first * 1.05 + slack
      printf "%s: %.0f in the first third, %.0f in the last: %s\n", name, first, last, grown ? "GROWN" : "flat"
      exit grown }' "$work/figures"
}

# After the traffic nothing of it is left.
is_empty() {
  awk 'NR == 1 { fds = $5 } NR == 2 {
      left = $7 > 0 || $5 > fds + 20
      printf "after all of it: %d connections, %d descriptors (%d before): %s\n", $7, $5, fds, left ? "SOMETHING IS LEFT" : "as before"
      exit left }' "$work/rest-before" "$work/rest-after"
}

# What clients, the metrics and the log say: "SOURCE WORD WORD COUNT".
happened() {
  sed 's/^/client /' "$work/traffic.out"
  awk '{ n[$1 " " $2] += $3 } END { for (k in n) print "operator", k, n[k] }' "$work/told"
  curl -s "http://$HOST:$METRICS_PORT/metrics" |
    sed -n 's/^tls_proxy_errors_total{error_type="\([^"]*\)".*} \([0-9.e+]*\)$/proxy error \1 \2/p' | awk '$4 > 0'
  # By level and the first words; paths, URLs and numbers differ from line to line.
  grep -E '^[0-9T:.Z-]+ +(WARN|ERROR)' "$work/sekisho.out" |
    sed -E 's/^[^ ]+ +//; s#[a-z]*:?/[^ ]+#PLACE#g; s/[0-9]{2,}/N/g; s/ +/ /g; s/ /\n/; ' |
    paste - - | awk -F'\t' '{ split($2, w, " "); print $1, w[1] "-" w[2] "-" w[3] "-" w[4] }' |
    sort | uniq -c | awk '{ print "log", $2, $3, $1 }'
  grep -vE '^[0-9T:.Z-]+ +(DEBUG|INFO|WARN|ERROR)' "$work/sekisho.out" | grep -oE 'LEAK|OutOfMemory|[A-Za-z]+Exception' |
    sort | uniq -c | awk '{ print "log", "trace", $2, $1 }' || true
}

# The first line of soak-explained whose first three words (the third a regular expression) fit tells why.
explain() {
  awk 'NR == FNR { if ($0 !~ /^#/ && NF > 3) { known++; who[known] = $1; kind[known] = $2; what[known] = $3
        why = $0; sub(/^[^ ]+ +[^ ]+ +[^ ]+ +/, "", why); reason[known] = why }; next }
    { reasoned = "NOT EXPLAINED"
      for (i = 1; i <= known; i++)
        if ($1 == who[i] && (kind[i] == "*" || $2 == kind[i]) && $3 ~ "^(" what[i] ")$") { reasoned = reason[i]; break }
      if (reasoned == "NOT EXPLAINED") unknown++
      printf "%-9s %-18s %-45s %8d  %s\n", $1, $2, $3, $4, reasoned }
    END { exit unknown > 0 }' "$here/lib/soak-explained" -
}
