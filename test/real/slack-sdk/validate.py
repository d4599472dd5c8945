"""Reads messages (lists of blocks) as JSON from stdin; writes for each what Slack's own SDK finds wrong with it."""
import json
import sys

from slack_sdk.models.blocks import Block


def fault(block):
    parsed = Block.parse(block)
    if parsed is None:
        return "unsupported type"
    try:
        parsed.validate_json()
    except Exception as error:
        return str(error)
    return None


json.dump([[fault(block) for block in blocks] for blocks in json.load(sys.stdin)], sys.stdout)
