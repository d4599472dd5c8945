import type { WrittenFleetFile } from '@fleet-auditor/model/fleet-file.ts'

/** Accepts the images of the clusters on GKE for a day more than the clock of the tests. */
export const waivedImages: WrittenFleetFile['waivers'] = [
  { check: 'unpinned-image', clusters: { provider: ['gke'] }, owner: 'ann', reason: 'known', expires: '2026-03-01' },
]
