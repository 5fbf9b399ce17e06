#!/bin/sh
# Installs the kubectl-ai that this repository is tested with, on Linux and macOS, for one person and without sudo:
#   sh ops/kubectl-ai/install.sh [folder]        # ~/.local/bin
# checksums.txt says which version, and what its archives must be. KUBECTL_AI_RELEASES names a mirror.
set -eu

folder=${1:-$HOME/.local/bin}
releases=${KUBECTL_AI_RELEASES:-https://github.com/GoogleCloudPlatform/kubectl-ai/releases/download}
checksums=$(dirname "$0")/checksums.txt

refuse() {
  echo "$1" >&2
  exit 1
}

system=$(uname -s)
machine=$(uname -m)
case $machine in
  amd64) machine=x86_64 ;;
  aarch64) machine=arm64 ;;
esac
line=$(grep "_${system}_${machine}\.tar" "$checksums") ||
  refuse "There is no release for $system on $machine (on Windows: install.ps1)."
expected=${line%% *}
path=${line##* }

temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT
trap 'exit 1' HUP INT TERM
archive=$temporary/archive

curl --fail --silent --show-error --location --retry 3 --output "$archive" "$releases/$path"
if command -v sha256sum >/dev/null; then sum=$(sha256sum "$archive"); else sum=$(shasum -a 256 "$archive"); fi
[ "${sum%% *}" = "$expected" ] ||
  refuse "$releases/$path is not what was released: its SHA-256 is ${sum%% *}, not $expected. Nothing is installed."

tar -xzf "$archive" -C "$temporary" kubectl-ai
mkdir -p "$folder"
install -m 755 "$temporary/kubectl-ai" "$folder/kubectl-ai"
echo "$folder/kubectl-ai is ${path%%/*}."
case ":$PATH:" in
  *":$folder:"*) ;;
  *) echo "Put $folder into PATH." ;;
esac
