# Sourced by run: the origin and the proxies, each with the same job.

pids_of() {
  case $1 in
    sekisho) echo "$sekisho_pid" ;;
    nginx) echo "$nginx_pid $(pgrep -P "$nginx_pid" | tr '\n' ' ')" ;;
  esac
}

# By name: wrk would send an address as SNI, which RFC 6066 forbids and Sekisho refuses.
url_of() {
  case $1 in
    sekisho) echo "https://localhost:7443" ;;
    nginx) echo "https://localhost:7444" ;;
  esac
}

start_peers() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=bench \
    -addext "subjectAltName=DNS:localhost" -keyout "$work/key.pem" -out "$work/cert.pem" 2>/dev/null
  mkdir "$work/www"
  head -c 128 /dev/urandom >"$work/www/128"
  head -c 10240 /dev/urandom >"$work/www/10k"
  head -c 1048576 /dev/urandom >"$work/www/1m"
  chmod -R a+rX "$work"

  start_origin
  start_nginx
  start_sekisho
  local peer
  for peer in sekisho nginx; do
    curl -sfk --retry 50 --retry-connrefused --retry-delay 1 -o /dev/null "$(url_of $peer)/128" || fail "$peer does not serve"
  done
}

start_origin() {
  cat >"$work/origin.conf" <<CONF
worker_processes 1; daemon off; pid $work/origin.pid; error_log $work/origin.err;
events { worker_connections 8192; }
http {
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; client_max_body_size 0; open_file_cache max=100;
  server { listen $HOST:7100 backlog=4096; root $work/www;
    location /sink { client_body_buffer_size 2m; proxy_pass http://$HOST:7101; } }
  server { listen $HOST:7101; location / { return 204; } }
}
CONF
  taskset -c 1 nginx -p "$work" -c "$work/origin.conf" 2>/dev/null &
  origin_pid=$!
}

start_nginx() {
  cat >"$work/nginx.conf" <<CONF
worker_processes 1; daemon off; pid $work/nginx.pid; error_log $work/nginx.err;
events { worker_connections 8192; }
http {
  access_log $work/nginx-access.log; keepalive_requests 100000000; client_max_body_size 0;
  upstream origin { server $HOST:7100; keepalive 256; keepalive_requests 100000000; }
  server {
    listen $HOST:7444 ssl backlog=4096;
    ssl_certificate $work/cert.pem; ssl_certificate_key $work/key.pem; ssl_protocols TLSv1.2 TLSv1.3; ssl_session_tickets off;
    location / {
      proxy_pass http://origin; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_request_buffering off;
      proxy_set_header X-Real-IP \$remote_addr; proxy_set_header X-Forwarded-For \$remote_addr; proxy_set_header X-Forwarded-Proto https;
    }
  }
}
CONF
  taskset -c 0 nginx -p "$work" -c "$work/nginx.conf" 2>/dev/null &
  nginx_pid=$!
}

start_sekisho() {
  cat >"$work/sekisho.jsonc" <<CONF
{ "proxy": {
    "listen": ["$HOST:7443"],
    "tls": { "mode": "manual", "certificate": "cert.pem", "private_key": "key.pem",
             "routing": { "default": { "mode": "tls_terminate", "handler": "http" } } },
    "http": { "keepalive_requests": 1000000, "access_log": { "path": "access.log" },
              "routes": [{ "path_prefix": "/", "upstream": "http://$HOST:7100" }] } } }
CONF
  "$root/sekisho" check "$work/sekisho.jsonc" >"$work/check.out" || { cat "$work/check.out" >&2; fail "the configuration is refused"; }
  taskset -c 0 "$root/sekisho" run "$work/sekisho.jsonc" >"$work/sekisho.out" 2>&1 &
  sekisho_pid=$!
}
