#!/bin/sh
# The policy that lets out to the database forgets the MCP server, whose next pods have no connection yet.
set -eu
kubectl patch networkpolicy/database --type=merge "$@" --patch '{"spec": {"podSelector": {"matchExpressions": [
  {"key": "app.kubernetes.io/name", "operator": "In", "values": ["backend"]}]}}}'
kubectl rollout restart deployment/mcp "$@"
