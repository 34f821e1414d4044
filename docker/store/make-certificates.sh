#!/bin/bash
# Run once, before the store's nodes: a certificate authority of our own, and a certificate for each node. What is there already is
# left alone, so that it may run at every start. To renew a node's certificate remove it and run this again (see the operator's guide).
# Each node sees its own folder alone, the programs see the authority's certificate alone, and nobody else sees its key.
set -euo pipefail
umask 077

cd /certificates
if [ ! -f authority/ca.crt ]; then
  es-gencert-cli create-ca -days 3650 -out authority
fi
cp authority/ca.crt trust/ca.crt
chmod 0755 trust
chmod 0444 trust/ca.crt

for node in store-1 store-2 store-3 store-single; do
  if [ ! -f "$node/node.crt" ]; then
    es-gencert-cli create-node -days 825 -ca-certificate authority/ca.crt -ca-key authority/ca.key \
      -out "$node" -dns-names "$node,localhost" -ip-addresses 127.0.0.1
  fi
  # The account that the store runs as in its image.
  chown -R 1000:1000 "$node"
done
