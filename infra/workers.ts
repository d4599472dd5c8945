import { auditorFunction } from './auditor-function.ts'
import { authorities, rights } from './fleet.ts'
import { egressIn } from './network.ts'
import { homeRegion } from './regions.ts'
import { table, tableArns } from './table.ts'
import { probeArns, probeFunctions } from './vantages.ts'

/** One function a cloud, each with its own SDK and the one role that this cloud trusts; and one for the planes. */
const worker = (name: string, handler: 'audit-eks' | 'audit-gke' | 'audit-aks' | 'audit-planes') =>
  auditorFunction(name, {
    handler,
    // A vCPU: TLS handshakes and JSON of some clusters at once are what a shard costs.
    memory: '1769 MB',
    rights: rights[handler],
    files: authorities,
    places: { table: tableArns, probes: probeArns },
    environment: { TABLE_NAME: table.name, PROBE_FUNCTIONS: probeFunctions },
    ...egressIn(homeRegion),
  })

export const auditEks = worker('AuditEks', 'audit-eks')
export const auditGke = worker('AuditGke', 'audit-gke')
export const auditAks = worker('AuditAks', 'audit-aks')
export const auditPlanes = worker('AuditPlanes', 'audit-planes')
