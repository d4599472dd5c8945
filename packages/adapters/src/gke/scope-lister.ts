import type { ScopeLister, ScopeListing } from '@fleet-auditor/audit/ports/scope-lister.ts'
import { quotedText } from '@fleet-auditor/model/quoted-text.ts'
import { collected, failed } from '@fleet-auditor/model/section.ts'
import { unsupportedSource } from '../cloud/failure-of.ts'
import { searchClusters, type Asset, type GkeListerOptions } from './asset-search.ts'
import { googleFailure } from './google-failure.ts'
import { abortable, applicationDefaultToken } from './google-token.ts'

/** Expands an organization to the projects that have clusters, by one search of Cloud Asset Inventory. */
export function createGkeScopeLister(options: GkeListerOptions): ScopeLister {
  const token = abortable(options.auth ?? applicationDefaultToken(options.endpoints.googleToken))
  return {
    async list(source, signal) {
      if (source.worker !== 'gke') return unsupportedSource('gke', source)
      try {
        const assets = await searchClusters(options, token, source.organization, signal)
        return collected(projectsOf(assets, source.except), options.now())
      } catch (error) {
        const what = `organization ${source.organization}`
        return googleFailure(error, what, 'cloudasset.assets.searchAllResources', signal)
      }
    },
  }
}

const clusterName = /^\/\/container\.googleapis\.com\/projects\/([^/]+)\/(?:locations|zones)\/[^/]+\/clusters\/[^/]+$/

/** `except` names projects by id or by number. */
function projectsOf(assets: readonly Asset[], except: readonly string[]): ScopeListing {
  const projects = new Set<string>()
  const unread = new Map<string, ScopeListing['unread'][number]>()
  for (const { name, project: number = '' } of assets) {
    const project = clusterName.exec(name)?.[1]
    if (project === undefined) {
      const member = quotedText(name, { limit: 120 })
      unread.set(member, { member, failure: failed('malformed', `${member}: no name of a GKE cluster`) })
    } else if (!except.includes(project) && !except.includes(number.replace(/^projects\//, ''))) projects.add(project)
  }
  const scopes = [...projects].toSorted().map((project) => ({ provider: 'gke' as const, project }))
  return { scopes, unread: [...unread.values()] }
}
