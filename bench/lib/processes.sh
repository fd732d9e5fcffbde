# shellcheck shell=bash
# Sourced by run: what is started, by name, and its use of CPU and memory.

declare -A pid=()

# spawn NAME CORES COMMAND...: output goes to a file of the work folder.
spawn() {
  local name=$1 cores=$2
  shift 2
  taskset -c "$cores" "$@" >"$work/$name.out" 2>&1 &
  pid[$name]=$!
}

stop() {
  local name
  for name in "$@"; do
    [ -n "${pid[$name]:-}" ] || continue
    kill "${pid[$name]}" 2>/dev/null || true
    wait "${pid[$name]}" 2>/dev/null || true
    unset "pid[$name]"
  done
}

stop_all() { stop "${!pid[@]}"; }

# With its children, where a proxy has workers.
pids_of() { echo "${pid[$1]} $(pgrep -P "${pid[$1]}" | tr '\n' ' ')"; }

# The CPU time used so far, user and system, in microseconds.
cpu_micros() {
  local ticks=0 each
  for each in $(pids_of "$1"); do ticks=$((ticks + $(awk '{print $14 + $15}' "/proc/$each/stat"))); done
  echo $((ticks * 1000000 / $(getconf CLK_TCK)))
}

# Resident memory in KiB, of the largest where there are several: the worker.
rss() {
  local each
  for each in $(pids_of "$1"); do awk '$1 == "VmRSS:" {print $2}' "/proc/$each/status"; done | sort -n | tail -n 1
}

# The first 200, or failure after a minute.
await_200() {
  local name=$1 i
  for ((i = 0; i < 3000; i++)); do
    taskset -c 1 curl -sfk -o /dev/null "$(url_of "$name")/128" && return
    kill -0 "${pid[$name]}" 2>/dev/null || break
    # Asking without a pause takes a core of its own from whoever starts.
    sleep 0.01
  done
  tail -n 20 "$work/$name.out" >&2
  fail "$name does not serve"
}

await_port() {
  local name=$1 number=$2 i
  for ((i = 0; i < 600; i++)); do
    { true <>"/dev/tcp/$HOST/$number"; } 2>/dev/null && return
    kill -0 "${pid[$name]}" 2>/dev/null || break
    sleep 0.1
  done
  tail -n 20 "$work/$name.out" >&2
  fail "$name does not listen"
}
