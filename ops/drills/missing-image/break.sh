#!/bin/sh
# The backend is given a tag that was never pushed.
set -eu
image=$(kubectl get deployment/backend --output 'jsonpath={.spec.template.spec.containers[0].image}' "$@")
wrong=$(echo "$image" | sed -e 's/@.*//' -e 's/:[^/:]*$//'):no-such-tag
kubectl set image deployment/backend "migrate=$wrong" "backend=$wrong" "$@"
