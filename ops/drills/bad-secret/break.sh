#!/bin/sh
# The MCP server reads its key from a Secret whose value it refuses. The Secret of the release stays as it is.
set -eu
kubectl create secret generic drill-secret --from-literal=JWT_SECRET=too-short "$@"
kubectl patch deployment/mcp "$@" --patch '{"spec": {"template": {"spec": {"containers": [{"name": "mcp", "env": [
  {"name": "JWT_SECRET", "valueFrom": {"secretKeyRef": {"name": "drill-secret"}}}]}]}}}}'
