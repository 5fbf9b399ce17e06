#!/bin/sh
set -eu
kubectl patch networkpolicy/database --type=merge "$@" --patch '{"spec": {"podSelector": {"matchExpressions": [
  {"key": "app.kubernetes.io/name", "operator": "In", "values": ["backend", "mcp"]}]}}}'
kubectl rollout status deployment/mcp --timeout=120s "$@"
