#!/bin/sh
set -eu
kubectl rollout undo deployment/backend "$@"
kubectl rollout status deployment/backend --timeout=120s "$@"
kubectl wait --for=condition=ScalingActive hpa/backend --timeout=120s "$@"
