# Finds a JDK of version 25 or newer and exports JAVA_HOME. Sourced by ./mvnw and ./tare.
#
# Looked at in this order: TARE_JAVA_HOME, JAVA_HOME, the java on the PATH, then the folders where
# JDKs customarily lie. A JDK counts when its `release` file names a version of at least 25 and it
# has a compiler. Nothing is started to find out, so that this costs a few milliseconds.

TARE_JAVA_VERSION=25

tare_jdk_fits() { # tare_jdk_fits FOLDER
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  while IFS= read -r tare_line || [ -n "$tare_line" ]; do
    case "$tare_line" in
    JAVA_VERSION=*)
      tare_major=${tare_line#JAVA_VERSION=}
      tare_major=${tare_major#\"}
      tare_major=${tare_major%%[!0-9]*}
      [ -n "$tare_major" ] && [ "$tare_major" -ge "$TARE_JAVA_VERSION" ]
      return
      ;;
    esac
  done <"$1/release"
  return 1
}

tare_find_jdk() { # prints the folder of the first JDK that fits
  for tare_home in "${TARE_JAVA_HOME-}" "${JAVA_HOME-}"; do
    [ -n "$tare_home" ] && tare_jdk_fits "$tare_home" && printf '%s\n' "$tare_home" && return 0
  done
  tare_java=$(command -v java 2>/dev/null) && tare_java=$(readlink -f "$tare_java" 2>/dev/null) &&
    tare_home=${tare_java%/bin/java} && tare_jdk_fits "$tare_home" &&
    printf '%s\n' "$tare_home" && return 0
  for tare_home in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /opt/*/jdk* \
    /usr/local/lib/jvm/* /usr/local/openjdk-* /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/* \
    "${HOME:-/nonexistent}"/.asdf/installs/java/* \
    "${HOME:-/nonexistent}"/.local/share/mise/installs/java/*; do
    tare_jdk_fits "$tare_home" && printf '%s\n' "$tare_home" && return 0
  done
  return 1
}

case $- in *f*) tare_noglob=1; set +f ;; *) tare_noglob= ;; esac
if ! JAVA_HOME=$(tare_find_jdk); then
  echo "tare: no JDK $TARE_JAVA_VERSION or newer found in JAVA_HOME, on the PATH or in the usual folders; install one (such as Temurin $TARE_JAVA_VERSION, https://adoptium.net) or set JAVA_HOME to it." >&2
  exit 1
fi
[ -z "$tare_noglob" ] || set -f
export JAVA_HOME
