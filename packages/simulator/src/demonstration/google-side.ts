import type { CloudFault } from '../clouds/cloud-fault.ts'
import { googleNotFound } from '../clouds/google/google-error.ts'
import { gkeCluster, type GkeCluster, type GoogleState } from '../clouds/google/google-state.ts'
import type { User } from '../kubernetes/user.ts'
import { auditorUser } from './auditor.ts'
import { allowedRanges } from './fleet.ts'
import { googleProjects, kubernetesVersion } from './places.ts'
import { apiHostOf, uidIn, type Listed, type Story } from './story.ts'

const refreshToken = '1//demonstration-refresh-token'
const accessToken = 'ya29.demonstration-access-token'

/** The file a person has after `gcloud auth application-default login`. */
export const googleCredentials = {
  type: 'authorized_user',
  client_id: 'demonstration.apps.googleusercontent.com',
  client_secret: 'demonstration-client-secret',
  refresh_token: refreshToken,
} as const

export const googleLogin = (token: string): User | undefined => (token === accessToken ? auditorUser.gke : undefined)

export function googleState(listed: readonly Listed[]): GoogleState {
  return {
    projects: googleProjects.map((project) => ({
      project,
      clusters: listed.flatMap((one) => {
        const { place } = one.story
        return place.cloud === 'gke' && place.project === project ? [clusterOf(one, place.location)] : []
      }),
    })),
    accounts: { [refreshToken]: accessToken },
  }
}

/** A cluster that is gone is still listed, but not found by its name. */
export const googleFaults = (listed: readonly Listed[]): readonly CloudFault[] =>
  listed.flatMap(({ story, chapter }) =>
    story.place.cloud === 'gke' && chapter.api === 'gone' ? [notFound(story, story.place.project)] : [],
  )

function notFound({ cluster }: Story, project: string): CloudFault {
  const { status, headers, body } = googleNotFound(`projects/${project}/clusters/${cluster}`)
  return {
    operation: 'clusters.get',
    path: `/clusters/${cluster}(\\?|$)`,
    behave: { kind: 'status', status, headers, body },
  }
}

function clusterOf({ story, chapter, caPem }: Listed, location: string): GkeCluster {
  return gkeCluster({
    name: story.cluster,
    location,
    id: uidIn(story, 'life').replaceAll('-', ''),
    caPem,
    version: kubernetesVersion.gke,
    labels: { team: 'retail' },
    privateIp: chapter.api === 'private' ? '172.16.0.34' : undefined,
    publicIp: chapter.api === 'private' ? undefined : apiHostOf(story),
    authorizedNetworks: chapter.open ? undefined : allowedRanges,
  })
}
