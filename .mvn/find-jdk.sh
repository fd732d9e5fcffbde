# Sourced by mvnw and sekisho: sets and exports JAVA_HOME to a JDK of at least $MIN_JAVA, or says what is missing.
java_major() { # prints the major version of the JDK in $1, nothing when there is none
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] && sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

jdk=
for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
  [ -n "$candidate" ] || continue
  major=$(java_major "$candidate" || true)
  if [ "${major:-0}" -ge "$MIN_JAVA" ]; then jdk=$candidate; break; fi
done
if [ -z "$jdk" ]; then
  echo "$(basename "$0"): no JDK $MIN_JAVA or newer found: set JAVA_HOME or install one under /usr/lib/jvm" >&2
  exit 3
fi
JAVA_HOME=$jdk
export JAVA_HOME
