#!/bin/bash
# A node is ready when it leads or follows a leader. /health/live would say yes while an election goes on and nothing can be written.
set -euo pipefail

curl --fail --silent --show-error --max-time 4 --cacert /etc/eventstore/trust/ca.crt https://localhost:2113/info \
  | grep -Eiq '"state": *"(leader|follower)"'
