#!/bin/sh
# What somebody may give to --on-change.
cat >/dev/null
