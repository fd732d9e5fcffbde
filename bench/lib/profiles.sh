# shellcheck shell=bash
# Sourced by profile: async-profiler beside the load.

# Its library comes in a jar that unpacks and attaches it.
fetch_profiler() {
  local artifact=${LOADER#*:}
  profiler=$root/target/profiler/${artifact/:/-}.jar
  [ -f "$profiler" ] || "$root/mvnw" -B -ntp -q -f "$root/pom.xml" dependency:copy \
    -Dartifact="$LOADER" -DoutputDirectory="$root/target/profiler" >&2 || fail "$LOADER cannot be fetched"
}

profile_sekisho() {
  # Otherwise inlined methods are blamed on the next safepoint.
  export SEKISHO_JAVA_OPTS="${SEKISHO_JAVA_OPTS:-} -XX:+UnlockDiagnosticVMOptions -XX:+DebugNonSafepoints"
  export SEKISHO_JAVA_OPTS="$SEKISHO_JAVA_OPTS -XX:+EnableDynamicAgentLoading"
  # The libraries stay, so that their functions have names.
  mkdir "$work/native"
  SEKISHO_JAVA_OPTS+=" -Dio.netty.native.workdir=$work/native -Dio.netty.native.deleteLibAfterLoading=false"
  [ "${load[0]}" = with_wrk ] || start_load
  start_peer sekisho "$job" "$origin" "$tickets"
  await_port sekisho "${port[sekisho]}"
  note "$workload, warming up"
  "${load[0]}" sekisho "$WARM_UP" "${load[@]:1}" >/dev/null
  # cpu: perf events where the kernel allows them, else a timer per thread, then without kernel frames.
  profile cpu -e cpu -i 1ms
  profile alloc -e alloc
  note "written to $folder"
}

# profile NAME OPTIONS...
profile() {
  local name=$1
  shift
  note "$workload, $name"
  asprof start "$@"
  "${load[0]}" sekisho "$SECONDS_PER_PROFILE" "${load[@]:1}" >/dev/null
  asprof stop -o collapsed -f "$folder/$name.collapsed"
  top "$folder/$name.collapsed" >"$folder/$name.top"
  within "$folder/$name.collapsed" >"$folder/$name.within"
  printf '\n%s, %s: on top\n' "$workload" "$name"
  cat "$folder/$name.top"
  printf '\n%s, %s: within\n' "$workload" "$name"
  cat "$folder/$name.within"
}

top() {
  awk '{ count = $NF; sub(/ [0-9]+$/, ""); n = split($0, frame, ";"); all += count
      kernel = 0; while (n > 1 && frame[n] ~ /_\[k\]$/) { n--; kernel = 1 }
      label = frame[n]
      # Of an allocation: what, and by whom.
      if (sub(/_\[[ik]\]$/, "", label) && n > 1) label = label " in " frame[n - 1]
      spent[label (kernel ? " (kernel)" : "")] += count }
    END { for (f in spent) printf "%6.2f %%  %s\n", 100 * spent[f] / all, f }' "$1" | largest
}

within() {
  awk '{ count = $NF; sub(/ [0-9]+$/, ""); n = split($0, frame, ";"); all += count; split("", seen)
      for (i = 1; i <= n; i++) if (frame[i] ~ /sekisho|ssl|SSL/ && !(frame[i] in seen)) { seen[frame[i]]; spent[frame[i]] += count } }
    END { for (f in spent) printf "%6.2f %%  %s\n", 100 * spent[f] / all, f }' "$1" | largest
}

largest() { sort -rn | awk -v top="$TOP" 'NR <= top'; }

asprof() { "$java" -jar "$profiler" profiler "$@" "${pid[sekisho]}" >"$work/profiler.out" 2>&1 || fail "$(cat "$work/profiler.out")"; }
