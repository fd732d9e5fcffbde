# shellcheck shell=bash
# Sourced by soak: the configuration, the faults and the figures of each minute.

FAILING_ORIGIN=$((PORTS_FROM + 3)) HUNG_ORIGIN=$((PORTS_FROM + 4)) PLAIN_PORT=$((PORTS_FROM + 80))

# configuration GENERATION: two that follow each other differ in a route and a header.
configuration() {
  cat <<CONF
{ "proxy": {
    "listen": ["$HOST:${port[sekisho]}", "[::1]:${port[sekisho]}"], "http_listen": ["$HOST:$PLAIN_PORT"],
    "trusted_proxies": ["127.0.0.2"], "accept_proxy_protocol": true, "half_close_timeout_secs": 5,
    "tls": { "certificate": "cert.pem", "private_key": "key.pem", "session_tickets": true, "handshake_timeout_secs": 10,
      "routing": { "default": { "mode": "reject" }, "sni": [
        { "server_name": "$NAME", "mode": "tls_terminate", "handler": "http" },
        { "server_name": "members.test", "mode": "tls_terminate", "handler": "http", "client_auth": { "ca": "cert.pem" } },
        { "server_name": "relay.test", "mode": "transparent", "upstream": "$HOST:$TLS_ECHO_ORIGIN" },
        { "server_name": "files.test", "mode": "transparent", "upstream": "$HOST:$HTTPS_ORIGIN" },
        { "server_name": "terminate.test", "mode": "tls_terminate", "upstream": "$HOST:$ECHO_ORIGIN" },
        { "server_name": "generation-$1.test", "mode": "reject", "reject_with": "alert" } ] } },
    "http": {
      "request_header_timeout_secs": 5, "request_body_timeout_secs": 5, "response_write_timeout_secs": 8,
      "keepalive_timeout_secs": 15, "keepalive_requests": 500, "set_response_headers": { "X-Generation": "$1" },
      "pool": { "idle_timeout_secs": 10 },
      "access_log": { "path": "access.log" },
      "routes": [
        { "path": "/echo", "type": "websocket", "upstream": "http://$HOST:$WEBSOCKET_ORIGIN" },
        { "path_prefix": "/limited/", "upstream": "http://$HOST:$HTTP_ORIGIN/",
          "rate_limit": { "requests_per_second": 2, "burst": 5, "key": "client_ip" } },
        { "path_prefix": "/narrow/", "upstream": "http://$HOST:$HTTP_ORIGIN/",
          "connection_limit": { "max": 2, "key": "client_ip" } },
        { "path_prefix": "/secured/", "upstream": "https://$NAME:$HTTPS_ORIGIN/", "upstream_tls": { "ca": "cert.pem" } },
        { "path_prefix": "/checked/", "upstream": ["http://$HOST:$HTTP_ORIGIN/", "http://$HOST:$FAILING_ORIGIN/"],
          "health_check": { "path": "/128", "interval_secs": 1, "timeout_secs": 1 } },
        { "path_prefix": "/failing/", "upstream": ["http://$HOST:$FAILING_ORIGIN/", "http://$HOST:$HUNG_ORIGIN/"],
          "upstream_timeout_secs": 2, "fail_timeout_secs": 3 },
        { "path_prefix": "/hung/", "upstream": "http://$HOST:$HUNG_ORIGIN/", "upstream_timeout_secs": 2 },
        { "path_prefix": "/generation-$1/", "upstream": "http://$HOST:$HTTP_ORIGIN/" },
        { "path_prefix": "/", "upstream": "http://$HOST:$HTTP_ORIGIN" } ] } },
  "metrics": { "listen": "$HOST:$METRICS_PORT" },
  "ui": { "listen": "$HOST:$UI_PORT", "auth": { "token": "$TOKEN" } } }
CONF
}

start_faulty() {
  local name number
  for name in failing hung; do
    number=$FAILING_ORIGIN
    [ "$name" = failing ] || number=$HUNG_ORIGIN
    cat >"$work/$name.conf" <<CONF
worker_processes 1; daemon off; master_process off; pid $work/$name.pid; error_log $work/$name.err;
events { worker_connections 4096; }
http { access_log off; server { listen $HOST:$number; root $work/www; } }
CONF
    spawn "$name" "$all_cores" nginx -p "$work" -c "$work/$name.conf"
    await_port "$name" "$number"
  done
}

rpc() {
  curl -s -m 60 -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
    -d '{"jsonrpc":"2.0","id":1,"method":"'"$1"'"}' "http://$HOST:$UI_PORT/rpc"
}

told() { echo "$1 $2 1" >>"$work/told"; }

# reload good|bad: what is asked for and what comes of it.
reload() {
  local answer
  answer=$(rpc config.reload)
  case $answer in
    *'"error"'*) told "reload-$1" refused ;;
    *'"result"'*) told "reload-$1" taken ;;
    *) told "reload-$1" unanswered ;;
  esac
}

# In turns: text that is no JSON, a key that there is not, a file that there is not, a port that is another's.
bad_reload() {
  case $((bad++ % 4)) in
    0) echo '{ "proxy": ' >"$work/sekisho.conf" ;;
    1) configuration "$generation" | sed 's/"routes"/"rootes"/' >"$work/sekisho.conf" ;;
    2) configuration "$generation" | sed 's/cert.pem/nothing.pem/' >"$work/sekisho.conf" ;;
    3) configuration "$generation" | sed "s/$PLAIN_PORT/$HTTP_ORIGIN/" >"$work/sekisho.conf" ;;
  esac
  reload bad
}

good_reload() {
  generation=$((generation + 1))
  configuration "$generation" >"$work/sekisho.conf"
  # With it the access log is opened anew: this is how it is rotated.
  [ ! -f "$work/access.log" ] || mv "$work/access.log" "$work/access.log.1"
  reload good
}

# What goes wrong in each turn of about twelve seconds, beside the traffic.
faults() {
  kill -KILL "${pid[failing]}"
  wait "${pid[failing]}" 2>/dev/null || true
  sleep 2
  good_reload
  kill -STOP "${pid[hung]}"
  sleep 2
  bad_reload
  sleep 2
  spawn failing "$all_cores" nginx -p "$work" -c "$work/failing.conf"
  kill -CONT "${pid[hung]}"
  sleep 1
  good_reload
  kill -HUP "${pid[sekisho]}"
}

metric() {
  curl -s -m 20 "http://$HOST:$METRICS_PORT/metrics" | tr -d ',' | awk -v name="tls_proxy_$1" '$1 == name { printf "%.0f", $2 }'
}

# One line: seconds, heap, direct memory and RSS in KiB, descriptors, threads, connections. The heap is what a full collection
# has left, counted before anything is put beside it.
figures() {
  local process=${pid[sekisho]} heap
  heap=$("$jcmd" "$process" GC.class_histogram | awk '$1 == "Total" { printf "%.0f", $3 / 1024 }')
  echo "$SECONDS $heap $(($(metric 'jvm_buffer_memory_used_bytes{id="direct"}') / 1024)) $(rss sekisho) $(find "/proc/$process/fd" | wc -l)" \
    "$(find "/proc/$process/task" -maxdepth 1 | wc -l) $(metric connections_active)"
}

say_figures() { awk '{ printf "%5d s  heap %.1f MiB  direct %.1f MiB  RSS %.0f MiB  fds %d  threads %d  connections %d\n", $1, $2 / 1024, $3 / 1024, $4 / 1024, $5, $6, $7 }'; }
