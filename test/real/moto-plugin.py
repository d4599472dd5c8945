"""moto's server with what its EKS lacks for audits.

A cluster's tags may name where its API server really is: `test:endpoint` (URL) and `test:ca-file` (path of a PEM file on
this machine). Both are taken off the cluster's tags. Access entries and their policies can be created, listed and
described; they live as long as their cluster.
"""

import base64
import time
from pathlib import Path

from moto.core.responses import ActionResult
from moto.eks import urls
from moto.eks.models import ResourceNotFoundException
from moto.eks.responses import EKSResponse
from moto.server import main

CLUSTER = "{0}/clusters/(?P<clusterName>[^/]+)"
# an ARN holds slashes, escaped or not by the time moto matches paths
ENTRY_PATHS = ["/access-entries$", "/access-entries/(?P<principalArn>.+)/access-policies$", "/access-entries/(?P<principalArn>.+)$"]

plain_create_cluster = EKSResponse.create_cluster


def create_cluster(self):
    answer = plain_create_cluster(self)
    cluster = self.eks_backend.clusters[self._get_param("name")]
    cluster.endpoint = cluster.tags.pop("test:endpoint", cluster.endpoint)
    ca_file = cluster.tags.pop("test:ca-file", None)
    if ca_file is not None:
        cluster.certificate_authority = {"data": base64.b64encode(Path(ca_file).read_bytes()).decode()}
    cluster.access_config = self._get_param("accessConfig") or {"authenticationMode": "CONFIG_MAP"}
    cluster.access_entries = {}
    return answer


def cluster_name(self):
    # moto names a path's parts as the AWS model does, where this one is not always called the same
    return self._get_param("name") or self._get_param("clusterName")


def cluster_of(self):
    return self.eks_backend.describe_cluster(name=cluster_name(self))


def entry_of(self):
    found = cluster_of(self).access_entries.get(self._get_param("principalArn"))
    if found is None:
        raise ResourceNotFoundException(
            clusterName=cluster_name(self),
            nodegroupName=None,
            fargateProfileName=None,
            addonName=None,
            message="The specified principalArn could not be found. You can view your available access entries with 'list-access-entries'.",
        )
    return found


def create_access_entry(self):
    cluster, principal, now = cluster_of(self), self._get_param("principalArn"), time.time()
    entry = {
        "clusterName": cluster.name,
        "principalArn": principal,
        "kubernetesGroups": self._get_param("kubernetesGroups") or [],
        "accessEntryArn": cluster.arn.replace(":cluster/", ":access-entry/") + "/role/" + principal.rsplit("/", 1)[-1],
        "createdAt": now,
        "modifiedAt": now,
        "tags": self._get_param("tags") or {},
        "username": self._get_param("username") or principal,
        "type": self._get_param("type") or "STANDARD",
    }
    cluster.access_entries[principal] = {"entry": entry, "policies": []}
    return ActionResult({"accessEntry": entry})


def list_access_entries(self):
    return ActionResult({"accessEntries": sorted(cluster_of(self).access_entries)})


def describe_access_entry(self):
    return ActionResult({"accessEntry": entry_of(self)["entry"]})


def associate_access_policy(self):
    found, now = entry_of(self), time.time()
    policy = {
        "policyArn": self._get_param("policyArn"),
        "accessScope": self._get_param("accessScope"),
        "associatedAt": now,
        "modifiedAt": now,
    }
    found["policies"].append(policy)
    return ActionResult({**names_of(found), "associatedAccessPolicy": policy})


def list_associated_access_policies(self):
    found = entry_of(self)
    return ActionResult({**names_of(found), "associatedAccessPolicies": found["policies"]})


def names_of(found):
    return {name: found["entry"][name] for name in ("clusterName", "principalArn")}


ADDED = [
    create_cluster,
    create_access_entry,
    list_access_entries,
    describe_access_entry,
    associate_access_policy,
    list_associated_access_policies,
]
for added in ADDED:
    setattr(EKSResponse, added.__name__, added)
for path in ENTRY_PATHS:
    urls.url_paths[CLUSTER + path] = urls.response.dispatch

main()
