"""Reads OpenMetrics text from stdin; writes what Prometheus' own client reads in it: a list of families with samples."""
import io
import json
import sys

from prometheus_client.openmetrics.parser import text_fd_to_metric_families

text = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="strict", newline="\n")
json.dump(
    [
        {
            "name": family.name,
            "type": family.type,
            "unit": family.unit,
            "samples": [{"name": s.name, "labels": s.labels, "value": s.value} for s in family.samples],
        }
        for family in text_fd_to_metric_families(text)
    ],
    sys.stdout,
)
