# shellcheck shell=bash
# Sourced by lib/peers.sh. Its log goes to its standard output, which is a file.

configure_haproxy() {
  local job=$1 upstream=$HOST:$2 tickets=no-tls-tickets
  [ "$3" = false ] || tickets=
  cat <<CONF
global
  log stdout format raw local0
  nbthread 1
  maxconn 9000
defaults
  log global
  timeout connect 5s
  timeout client 600s
  timeout server 600s
  timeout tunnel 600s
CONF
  case $job in
    http)
      cat <<CONF
frontend in
  mode http
  option httplog
  bind $HOST:${port[haproxy]} ssl crt $work/pair.pem alpn http/1.1 ssl-min-ver TLSv1.2 $tickets
  option forwardfor
  http-request set-header X-Forwarded-Proto https
  default_backend origin
backend origin
  mode http
  http-reuse always
  server origin $upstream pool-max-conn 256
CONF
      ;;
    sni)
      cat <<CONF
frontend in
  mode tcp
  option tcplog
  bind $HOST:${port[haproxy]}
  tcp-request inspect-delay 5s
  tcp-request content accept if { req.ssl_hello_type 1 }
  use_backend origin if { req.ssl_sni -i $NAME }
backend origin
  mode tcp
  server origin $upstream
CONF
      ;;
    *) return 1 ;;
  esac
}

run_haproxy() { spawn haproxy "$1" haproxy -db -f "$work/haproxy.conf"; }
