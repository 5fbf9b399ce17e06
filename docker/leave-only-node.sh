#!/bin/sh
# Takes package managers out of the image it runs in. They stay in the base's layer, so this saves no space; the
# databases of installed packages stay too, since scanners read them.
set -eu
rm -rf /usr/local/lib/node_modules /opt/yarn-*
for program in npm npx corepack pnpm pnpx yarn yarnpkg apk apt apt-get apt-cache apt-config apt-mark apt-key apt-cdrom \
  dpkg dpkg-deb dpkg-divert dpkg-maintscript-helper dpkg-query dpkg-realpath dpkg-split dpkg-statoverride dpkg-trigger
do
  # Not by command -v: a link to what is gone would be left.
  for folder in /usr/local/sbin /usr/local/bin /usr/sbin /usr/bin /sbin /bin; do rm -f "$folder/$program"; done
done
