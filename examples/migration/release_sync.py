#!/usr/bin/env python3
"""In the place of a former release_sync script, for workflows that still call it: does nothing, says what replaced it, ends with 0."""

print(
    "release_sync does nothing any more. The action OWNER/slipway/actions/sync-release-assets releases the files, and programs call "
    "maybeSyncRelease of dist/sync-release-assets/library.js. Take this call out; docs/release-sync.md of Slipway says how."
)
