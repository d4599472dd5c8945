import type { ClusterFacts } from '@fleet-auditor/model/cluster-facts.ts'

/** Listed, or not listed for a doubt about its scope: of what could not be seen it is not known to be gone. */
export const mayBeThere = ({ listing, scopeDoubt }: Pick<ClusterFacts, 'listing' | 'scopeDoubt'>): boolean =>
  listing === 'listed' || scopeDoubt !== undefined

/** Meshery may be in it, unless a look at it showed that there is none that runs. */
export const mayHaveMeshery = ({ presence }: Pick<ClusterFacts, 'presence'>): boolean =>
  presence !== 'none' && presence !== 'traces'
