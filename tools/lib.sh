# Shared by the scripts beside it: what must be there before anything is built.

say() { printf '%s\n' "$*" >&2; }

# Installs the Debian packages among the arguments that are missing; says what it does.
need_packages() {
  local missing=()
  for package in "$@"; do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed ||
      missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
      say "Missing Debian packages: ${missing[*]}"
      say "Neither root nor sudo here; ask an administrator: apt-get install ${missing[*]}"
      exit 1
    fi
    as_root=(sudo)
  fi
  say "Installing from Debian: ${missing[*]}"
  if ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}" >/dev/null 2>&1; then
    say "The package lists are old or missing; refreshing them"
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}" >/dev/null
  fi
}

need_swift() {
  if ! command -v swift >/dev/null; then
    for place in /opt/swift/usr/bin /usr/local/swift/usr/bin /usr/libexec/swift/bin; do
      [ -x "$place/swift" ] && PATH="$place:$PATH" && export PATH && return 0
    done
    say "No Swift toolchain found: install Swift 6.2 or newer from https://www.swift.org/install and put it on PATH"
    exit 1
  fi
}

# What every build needs, and the data of the time zone that the tests compare with.
build_packages=(libsqlite3-dev libicu-dev libmicrohttpd-dev libsodium-dev libyaml-dev libcurl4-openssl-dev libzip-dev libexpat1-dev pkg-config tzdata)

# Makes the browser tests' Python environment and names its interpreter in `browser_python`.
need_browser() {
  need_packages chromium fonts-noto-cjk python3 python3-venv
  # Outside the checkout, so that a fresh clone works without the network once this was there.
  local environment=${XDG_CACHE_HOME:-$HOME/.cache}/paidan/browser
  local wanted=$1/tools/browser/requirements.txt
  if ! cmp -s "$wanted" "$environment/requirements.txt"; then
    say "Installing from PyPI into $environment: $(tr '\n' ' ' <"$wanted")"
    python3 -m venv "$environment"
    "$environment/bin/pip" install --quiet --disable-pip-version-check -r "$wanted"
    cp "$wanted" "$environment/requirements.txt"
  fi
  browser_python=$environment/bin/python
  export PYTHONDONTWRITEBYTECODE=1
}
