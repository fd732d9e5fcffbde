# shellcheck shell=bash
# Sourced by run: what is behind the proxies, all on core 1: nginx for requests, load/Origin.java for echoes.

start_origins() {
  mkdir "$work/www"
  head -c 128 /dev/urandom >"$work/www/128"
  head -c 10240 /dev/urandom >"$work/www/10k"
  head -c 1048576 /dev/urandom >"$work/www/1m"
  # nginx's workers are another user's.
  chmod -R a+rX "$work"
  cat >"$work/origin.conf" <<CONF
worker_processes 1; daemon off; pid $work/origin.pid; error_log $work/origin.err;
events { worker_connections 32768; }
http {
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; client_max_body_size 0; open_file_cache max=100;
  ssl_certificate $work/cert.pem; ssl_certificate_key $work/key.pem; ssl_protocols TLSv1.3;
  server { listen $HOST:$HTTP_ORIGIN backlog=4096; listen $HOST:$HTTPS_ORIGIN ssl backlog=4096; root $work/www;
    location /sink { client_body_buffer_size 2m; proxy_pass http://$HOST:$SINK_ORIGIN; } }
  server { listen $HOST:$SINK_ORIGIN; location / { return 204; } }
}
CONF
  spawn origin 1 nginx -p "$work" -c "$work/origin.conf"
  spawn echoes 1 "$java" -XX:+UseSerialGC -Xmx512m "$here/load/Origin.java" \
    $ECHO_ORIGIN $TLS_ECHO_ORIGIN $WEBSOCKET_ORIGIN "$work/pair.p12" bench
  await_port origin $HTTP_ORIGIN
  await_port echoes $WEBSOCKET_ORIGIN
}
