#!/bin/sh
# Makes the secrets that compose.yaml takes from files: new random ones where there are none yet, nothing else is touched.
#   sh docker/make-secrets.sh cluster     or     sh docker/make-secrets.sh single
# The files are readable by all, since the accounts in the containers are not those of this machine; their folder is not.
set -eu

case "${1:-}" in
  cluster) nodes=store-1:2113,store-2:2113,store-3:2113 ;;
  single) nodes=store-single:2113 ;;
  *) echo "usage: sh make-secrets.sh cluster|single" >&2; exit 2 ;;
esac

folder="${XUDAI_SECRETS_DIR:-$(dirname "$0")/secrets}"
mkdir -p "$folder"
chmod 0700 "$folder"
cd "$folder"

# An address of other nodes than ours, a store of your own, fits either profile.
if [ -e event-store-url ]; then
  hosts=$(sed -e 's,^[a-z+]*://,,' -e 's,^[^@?]*@,,' -e 's,[/?].*,,' event-store-url)
  case ",$hosts" in
    *,store-single:*) fits=single ;;
    *,store-[123]:*) fits=cluster ;;
    *) fits=$1 ;;
  esac
  if [ "$fits" != "$1" ]; then
    echo "$folder/event-store-url names $hosts, which is the store of $fits, not of $1: remove that file and run this again" >&2
    exit 1
  fi
fi

passwords='database-superuser-password database-owner-password database-app-password store-admin-password store-ops-password'
kept=
for name in $passwords bootstrap-key database-owner-url database-url event-store-url; do
  if [ -e "$name" ]; then kept="$kept $name"; fi
done
[ -z "$kept" ] || echo "kept in $folder:$kept"

keep() {
  if [ -e "$1" ]; then return; fi
  (umask 077 && cat > "$1.new")
  chmod 0444 "$1.new"
  mv "$1.new" "$1"
  echo "made $folder/$1"
}
random() { LC_ALL=C tr -dc 'A-Za-z0-9' < /dev/urandom | head -c "$1"; }

for name in $passwords; do
  random 40 | keep "$name"
done
printf 'xk_admin_%s' "$(random 48)" | keep bootstrap-key

printf 'postgres://xudai_owner:%s@postgres:5432/xudai' "$(cat database-owner-password)" | keep database-owner-url
printf 'postgres://xudai_app:%s@postgres:5432/xudai' "$(cat database-app-password)" | keep database-url
printf 'esdb://admin:%s@%s?tls=true&tlsCAFile=/etc/xudai/store-trust/ca.crt&nodePreference=leader' \
  "$(cat store-admin-password)" "$nodes" | keep event-store-url

for name in registry-certificate.pem registry-key.pem; do
  [ -e "$name" ] || echo "still missing: $folder/$name (see the operator's guide)"
done
