#!/bin/bash
# The store takes these two from its environment only, and only when it makes its database. Here they come out of files.
set -euo pipefail

EVENTSTORE_DEFAULT_ADMIN_PASSWORD=$(< /run/secrets/store-admin-password)
EVENTSTORE_DEFAULT_OPS_PASSWORD=$(< /run/secrets/store-ops-password)
export EVENTSTORE_DEFAULT_ADMIN_PASSWORD EVENTSTORE_DEFAULT_OPS_PASSWORD
exec /opt/eventstore/EventStore.ClusterNode
