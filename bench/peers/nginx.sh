# shellcheck shell=bash
# Sourced by lib/peers.sh.

configure_nginx() {
  local job=$1 upstream=$HOST:$2 tickets=off
  [ "$3" = false ] || tickets=on
  echo "worker_processes 1; daemon off; pid $work/nginx.pid; error_log $work/nginx.err; worker_rlimit_nofile 65536;"
  [ -z "$stream_module" ] || [ "$job" = http ] || [ "$job" = limited ] || echo "load_module $stream_module;"
  echo "events { worker_connections 32768; }"
  case $job in
    http) nginx_http "$upstream" $tickets ;;
    limited)
      nginx_http "$upstream" $tickets "limit_req_zone \$binary_remote_addr zone=requests:10m rate=1000000r/s;
        limit_req zone=requests burst=100000 nodelay;
        limit_conn_zone \$binary_remote_addr zone=connections:10m; limit_conn connections 1000;"
      ;;
    sni) nginx_stream "$upstream" "ssl_preread on;" "\$by_name" ;;
    terminate)
      nginx_stream "$upstream" "ssl_certificate $work/cert.pem; ssl_certificate_key $work/key.pem;
        ssl_protocols TLSv1.2 TLSv1.3; ssl_session_tickets $tickets;" origin ssl
      ;;
  esac
}

nginx_http() {
  cat <<CONF
http {
  access_log $work/nginx-access.log; keepalive_requests 100000000; keepalive_timeout 600; client_max_body_size 0;
  ${3:-}
  upstream origin { server $1; keepalive 256; keepalive_requests 100000000; }
  map \$http_upgrade \$connection_upgrade { default upgrade; '' ''; }
  server {
    listen $HOST:${port[nginx]} ssl backlog=4096;
    ssl_certificate $work/cert.pem; ssl_certificate_key $work/key.pem; ssl_protocols TLSv1.2 TLSv1.3; ssl_session_tickets $2;
    location / {
      proxy_pass http://origin; proxy_http_version 1.1; proxy_request_buffering off;
      proxy_set_header Upgrade \$http_upgrade; proxy_set_header Connection \$connection_upgrade;
      proxy_set_header X-Real-IP \$remote_addr; proxy_set_header X-Forwarded-For \$remote_addr; proxy_set_header X-Forwarded-Proto https;
    }
  }
}
CONF
}

nginx_stream() {
  local upstream=$1 settings=$2 way=$3 tls=${4:-}
  cat <<CONF
stream {
  log_format line '\$remote_addr [\$time_local] \$status \$bytes_sent \$bytes_received \$session_time';
  access_log $work/nginx-access.log line;
  upstream origin { server $upstream; }
  map \$ssl_preread_server_name \$by_name { $NAME origin; }
  server { listen $HOST:${port[nginx]} $tls backlog=4096; tcp_nodelay on; $settings proxy_pass $way; }
}
CONF
}

run_nginx() { spawn nginx "$1" nginx -p "$work" -c "$work/nginx.conf"; }
