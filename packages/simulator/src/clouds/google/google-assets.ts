import { jsonAnswer, type CloudAnswer, type CloudRequest } from '../cloud-answer.ts'
import { googleDenied, googleError, googleUnauthenticated } from './google-error.ts'
import { isKnown, type GkeCluster, type GoogleOrganization, type GoogleState } from './google-state.ts'

/** The API's own limits. */
const usualSize = 100
const largestSize = 500
const type = 'container.googleapis.com/Cluster'

/** `searchAllResources` for clusters, in pages. */
export function answerSearch(request: CloudRequest, state: GoogleState, id: string): CloudAnswer {
  if (!isKnown(request, state)) return googleUnauthenticated()
  const organization = state.organizations?.find((one) => one.organization === id)
  if (!organization || organization.denied) {
    return googleDenied('cloudasset.assets.searchAllResources', `organizations/${id}`)
  }
  const asked = request.url.searchParams
  const size = Math.min(Number(asked.get('pageSize') ?? usualSize), largestSize)
  const from = Number(asked.get('pageToken') ?? 0)
  if (!(size >= 0 && from >= 0)) return googleError(400, 'INVALID_ARGUMENT', 'Request contains an invalid argument.')
  const all = asked.get('assetTypes') === type ? assetsOf(organization, state) : []
  const results = all.slice(from, from + size)
  // As the real API: an empty list is left out.
  return jsonAnswer(200, {
    results: results.length > 0 ? results : undefined,
    nextPageToken: from + size < all.length ? String(from + size) : undefined,
  })
}

const assetsOf = ({ numbers, oddNames = [] }: GoogleOrganization, { projects }: GoogleState): object[] => [
  ...projects.flatMap(({ project, clusters }) => {
    const number = numbers[project]
    return number === undefined ? [] : clusters.map((cluster) => assetOf(project, number, cluster))
  }),
  ...oddNames.map((name) => ({ name, assetType: type })),
]

/** Zonal clusters are named by zone, regional ones by location. */
const assetOf = (project: string, number: string, { name, location }: GkeCluster): object => ({
  name: `//container.googleapis.com/projects/${project}/${/-[a-z]$/.test(location) ? 'zones' : 'locations'}/${location}/clusters/${name}`,
  assetType: type,
  project: `projects/${number}`,
  displayName: name,
  location,
  parentFullResourceName: `//cloudresourcemanager.googleapis.com/projects/${project}`,
})
