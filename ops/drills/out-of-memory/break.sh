#!/bin/sh
# The frontend is given less memory than it needs to start.
set -eu
kubectl set resources deployment/frontend --requests=memory=40Mi --limits=memory=40Mi "$@"
