#!/bin/sh
set -eu
kubectl rollout undo deployment/mcp "$@"
kubectl rollout status deployment/mcp --timeout=120s "$@"
kubectl delete secret drill-secret "$@"
