# shellcheck shell=bash
# Sourced by run: the programs that the measurements need, as Debian has them.

PATH=$PATH:/usr/sbin
# Set when nginx loads its stream module by file.
stream_module=

install_missing() {
  local entry missing=()
  for entry in nginx=nginx-light haproxy=haproxy hitch=hitch wrk=wrk openssl=openssl taskset=util-linux curl=curl \
    pgrep=procps; do
    command -v "${entry%%=*}" >/dev/null || missing+=("${entry#*=}")
  done
  has_stream || missing+=(libnginx-mod-stream)
  if [ ${#missing[@]} -gt 0 ]; then
    note "installing ${missing[*]}"
    { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"; } \
      >/dev/null 2>&1 || fail "missing: ${missing[*]}"
  fi
  has_stream || fail "nginx has no stream module"
}

has_stream() {
  command -v nginx >/dev/null || return 1
  nginx -V 2>&1 | grep -q -- '--with-stream\( \|$\)' && return
  stream_module=$(nginx -V 2>&1 | sed -n 's/.*--modules-path=\([^ ]*\).*/\1/p')/ngx_stream_module.so
  [ -f "$stream_module" ]
}
