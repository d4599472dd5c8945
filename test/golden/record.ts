/**
 * Records the snapshots that the golden report is made from: `node test/golden/record.ts`. Only when the shape of a
 * snapshot changes; the report itself is renewed with `node test/golden/renew.ts`.
 */
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { CloudFacts } from '@fleet-auditor/model/cloud-facts.ts'
import { collected } from '@fleet-auditor/model/section.ts'
import type { Snapshot } from '@fleet-auditor/model/snapshot.ts'
import { internalLoadBalancer, publicLoadBalancer } from '@fleet-auditor/simulator/meshery/service.ts'
import { healthyInstall, legacyInstall, modernInstall, serverOnly } from '@fleet-auditor/simulator/meshery/installs.ts'
import { auditorRules } from '@fleet-auditor/simulator/meshery/auditor-role.ts'
import { collectFrom } from '../adapters/kubernetes/collect-from.ts'

const takenAt = '2026-11-21T02:00:00.000Z'

const cloud = (edits: Partial<CloudFacts>): CloudFacts => ({
  status: 'ACTIVE',
  running: true,
  version: '1.34',
  region: 'eu-west-1',
  endpoint: { public: true, private: true, authorizedRanges: ['198.51.100.0/24'], externalDns: false },
  support: { extended: false, standardUntil: '2027-06-30' },
  autopilot: false,
  labels: {},
  ...edits,
})
const open = { public: true, private: false, authorizedRanges: null, externalDns: false }

const stories = {
  healthy: { objects: healthyInstall(internalLoadBalancer('eks', '10.0.12.7')), cloud: cloud({}) },
  'chart-defaults': { objects: serverOnly(), cloud: cloud({ endpoint: open }) },
  legacy: { objects: legacyInstall({ exposure: publicLoadBalancer('eks', '52.31.7.9') }), cloud: cloud({ version: '1.28', support: { extended: true, standardUntil: '2025-01-31' } }) },
  modern: { objects: modernInstall(), cloud: cloud({}) },
  'half-forbidden': {
    objects: modernInstall(),
    cloud: cloud({}),
    rules: auditorRules.filter((rule) => !rule.apiGroups?.includes('rbac.authorization.k8s.io')),
  },
  empty: { objects: [], cloud: cloud({}) },
}

for (const [name, story] of Object.entries(stories)) {
  const { sections } = await collectFrom({ objects: story.objects, ...('rules' in story ? { rules: story.rules } : {}) })
  const locator = `arn:aws:eks:eu-west-1:111122223333:cluster/${name}`
  const snapshot: Snapshot = { locator, provider: 'eks', takenAt, sections: { ...sections, cloud: collected(story.cloud, takenAt) } }
  const text = JSON.stringify(snapshot, null, 1).replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:443').replaceAll(/"at": "[^"]+"/g, `"at": "${takenAt}"`)
  await writeFile(path.join(import.meta.dirname, 'snapshots', `${name}.json`), `${text}\n`)
}
