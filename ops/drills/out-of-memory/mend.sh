#!/bin/sh
set -eu
kubectl rollout undo deployment/frontend "$@"
kubectl rollout status deployment/frontend --timeout=120s "$@"
