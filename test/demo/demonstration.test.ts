import { allChecks } from '@fleet-auditor/checks/registry.ts'
import { parseFleetFile } from '@fleet-auditor/model/parse-fleet-file.ts'
import { demonstrationFleet } from '@fleet-auditor/simulator/demonstration/fleet.ts'
import {
  awsAccounts,
  awsRegions,
  azureSubscriptions,
  googleProjects,
} from '@fleet-auditor/simulator/demonstration/places.ts'
import { stories } from '@fleet-auditor/simulator/demonstration/stories.ts'
import type { Chapter, Day } from '@fleet-auditor/simulator/demonstration/story.ts'
import { describe, expect, it } from 'vitest'

const days: readonly Day[] = [1, 2]
const chapters = stories.flatMap((story) => days.map((day) => ({ story, day, chapter: story.chapter(day) })))
const written = chapters.flatMap(({ chapter }): Chapter[] => (chapter === 'unlisted' ? [] : [chapter]))

describe('the demonstration fleet', () => {
  it('has a story for each cluster', () => {
    expect(stories.map(({ name }) => name)).toEqual([
      'healthy',
      'chart-defaults',
      'public-legacy-broker',
      'opened-broker',
      'refused-node-watch-eks',
      'refused-node-watch-gke',
      'refused-node-watch-aks',
      'far-region',
      'pending-load-balancer',
      'private-endpoint',
      'gone-cluster',
      'node-port',
      'forbidden-identity',
      'hanging-api-server',
      'lost-cluster',
    ])
    expect(new Set(stories.map(({ cluster }) => cluster)).size).toBe(stories.length)
  })

  it.each(['eks', 'gke', 'aks'])('has at least four clusters on %s', (cloud) => {
    expect(stories.filter(({ place }) => place.cloud === cloud).length).toBeGreaterThanOrEqual(4)
  })

  it('spreads over every scope of its fleet file but the one that is denied', () => {
    const scopes = stories.map(({ place }) => {
      if (place.cloud === 'eks') return `${place.account} ${place.region}`
      return place.cloud === 'gke' ? place.project : place.subscription
    })
    const regions = awsAccounts.flatMap((account) => awsRegions.map((region) => `${account} ${region}`))
    expect(new Set(scopes)).toEqual(new Set([...regions, ...googleProjects, ...azureSubscriptions]))
  })

  it('is the same on both days, but for the stories that go on', () => {
    const moving = stories.filter((story) => JSON.stringify(story.chapter(1)) !== JSON.stringify(story.chapter(2)))
    expect(moving.map(({ name }) => name)).toEqual([
      'opened-broker',
      'far-region',
      'pending-load-balancer',
      'gone-cluster',
      'lost-cluster',
    ])
  })

  it('leaves no load balancer to real DNS: each leads to a Broker here or to addresses of its own', () => {
    const hosts = written.flatMap(({ objects }) => [...JSON.stringify(objects).matchAll(/"hostname":"([^"]+)"/g)])
    const fronts = new Set(written.flatMap((chapter) => (chapter.fronts ?? []).map(({ host }) => host)))
    const server = 'a7c41f09e2b84d5c96e1d0f3b2a85c74-1029384756.us-east-1.elb.amazonaws.com' // never dialled: no port of a Broker
    expect(new Set(hosts.map(([, host]) => host))).toEqual(new Set([...fronts, server]))
    for (const { addresses, broker } of written.flatMap((chapter) => chapter.fronts ?? [])) {
      expect(addresses !== undefined || broker !== undefined).toBe(true)
    }
  })

  it('needs nothing of its fleet file but documented settings', () => {
    const url = 'https://127.0.0.1:1'
    const fleet = demonstrationFleet({
      urls: { eks: url, sts: url, google: url, azure: url },
      ca: 'authority.pem',
      ways: { connectTo: { 'a.example:443': '127.0.0.1:1' }, resolve: { 'b.example': ['10.0.0.1'] } },
      tenant: 'tenant',
    })
    const ids = allChecks.map(({ id }) => id)
    expect(parseFleetFile(JSON.stringify(fleet), ids)).toMatchObject({ ok: true })
  })
})
