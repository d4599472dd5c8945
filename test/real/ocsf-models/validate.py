"""Reads events as a JSON list from stdin; writes for each what the OCSF models find wrong with it, null where nothing."""
import json
import sys

from py_ocsf_models.events.findings.compliance_finding import ComplianceFinding
from pydantic import ValidationError


def fault(event):
    try:
        ComplianceFinding.model_validate(event)
    except ValidationError as error:
        return str(error)
    return None


json.dump([fault(event) for event in json.load(sys.stdin)], sys.stdout)
