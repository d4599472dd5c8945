import path from 'node:path'

export const root = path.resolve(import.meta.dirname, '../../..')

/** SST's components with Pulumi, as `npm run sst:install` unpacks them. */
export const platform = path.join(root, '.sst/platform')

/** The fleet that the tier deploys, from the root. */
export const fleetFixture = 'test/infra/fleet.yaml'
