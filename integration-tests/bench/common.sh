# What the scripts of the benches have in common. To be sourced, with $root set to the root of the project.

# Its jar is target/NAME.jar; built if there is none, or sources are newer.
build_bench() {
  local name=$1
  local bench=$root/integration-tests/bench/$name harness=$root/integration-tests/bench/harness
  local jar=$bench/target/$name.jar
  if [[ -f $jar && -z $(find "$root/pom.xml" {"$bench","$harness"}/{pom.xml,src/main} -newer "$jar" -print -quit) ]]; then
    return
  fi
  echo "$name: building" >&2
  (cd "$root" && mvn -q -pl "integration-tests/bench/harness,integration-tests/bench/$name" package -DskipTests) >&2
  touch "$jar"
}

# A connection each to client and server: as many files as we may have.
open_many_files() {
  ulimit -n 65536 2>/dev/null || ulimit -n "$(ulimit -H -n)"
}

# Installs those of the Debian packages that are missing, as root.
install_missing() {
  local package missing=()
  for package in "$@"; do
    is_there "$package" || missing+=("$package")
  done
  ((${#missing[@]} > 0)) || return 0
  echo "installing ${missing[*]}" >&2
  if ((EUID != 0)); then
    echo "not root; please install: ${missing[*]}" >&2
    exit 1
  fi
  # In a shell of its own, which ends here: the trap would be lost with the exec that follows.
  (
    forbid_services
    apt_install "${missing[@]}" || { apt-get update -qq && apt_install "${missing[@]}"; }
  )
}

# Node is often there without its package.
is_there() {
  [[ $1 == nodejs ]] && command -v node >/dev/null || dpkg -s "$1" >/dev/null 2>&1
}

apt_install() {
  DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" >/dev/null
}

# Debian starts a server as soon as it is installed. Ours are started on free ports.
forbid_services() {
  local policy=/usr/sbin/policy-rc.d
  [[ ! -e $policy ]] || return 0
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod +x "$policy"
  trap 'rm -f '"$policy" EXIT
}
