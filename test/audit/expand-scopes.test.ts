import { expandScopes } from '@fleet-auditor/audit/discovery/expand-scopes.ts'
import type { ScopeLister, ScopeListing } from '@fleet-auditor/audit/ports/scope-lister.ts'
import { runContext } from '@fleet-auditor/audit/run-context.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { scopeKey } from '@fleet-auditor/model/scope.ts'
import { collected, failed, type Section } from '@fleet-auditor/model/section.ts'
import { describe, expect, it } from 'vitest'

const account = '111122223333'
const fleet = FleetFile.parse({
  sources: {
    aws: [
      { account, regions: ['eu-west-1'] },
      { account: '444455556666', regions: ['all'] },
    ],
    awsOrganizations: [{ listRoleArn: `arn:aws:iam::${account}:role/list`, memberRole: 'auditor', regions: ['all'] }],
    gcpOrganizations: [{ organization: '42' }],
    azureTenants: [{}],
    kubeconfig: [{ contexts: ['kind-*'] }],
  },
})
const { signal } = new AbortController()
const context = runContext({ run: 'r', startedAt: '2026-11-21T02:00:00Z', fleet, signal })
const region = (name: string) => ({ provider: 'eks', account, region: name }) as const
const listing = (value: ScopeListing): Section<ScopeListing> => collected(value, '2026-11-21T02:00:00Z')

function expanded(list: ScopeLister['list']) {
  const lister = async () => ({ list })
  return expandScopes(context, { scopeListers: { eks: lister, gke: lister, aks: lister } })
}

describe('the scopes of a fleet file', () => {
  it('are those it names and the members of what is wide, each once', async () => {
    const { scopes, unread } = await expanded(async ({ worker }) =>
      listing({ scopes: worker === 'eks' ? [region('eu-west-1'), region('eu-north-1')] : [], unread: [] }),
    )
    expect(scopes.map(scopeKey)).toEqual([
      `aws:${account}:eu-west-1`,
      `aws:${account}:eu-north-1`,
      'kubeconfig:default',
    ])
    expect(unread.size).toBe(0)
  })

  it('are those that could be listed, with a row for every member and source that could not', async () => {
    const { scopes, unread } = await expanded(async (source) => {
      if (source.kind === 'all-regions') throw new AuditorError('discover', 'no region list', { reason: 'forbidden' })
      if (source.worker === 'gke') return failed('throttled', 'slow down')
      if (source.worker === 'aks') throw new TypeError('no such thing')
      return listing({ scopes: [], unread: [{ member: '777788889999', failure: failed('forbidden', 'no role') }] })
    })
    expect(scopes).toHaveLength(2)
    expect([...unread].map(([worker, rows]) => [worker, ...rows.map(({ id, cause }) => `${id} ${cause}`)])).toEqual([
      ['eks', 'aws:444455556666:all forbidden', `aws:organization:${account}/777788889999 forbidden`],
      ['gke', 'gcp:organization:42 throttled'],
      ['aks', 'azure:tenant:own tool-error'],
    ])
  })
})
