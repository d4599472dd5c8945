import { pascal } from './deploy-function.ts'
import { fleet } from './fleet.ts'

/** Where everything is but the probes. */
export const homeRegion: string = $app.providers?.aws.region

/** Regions that vantages of the fleet stand in. */
export const vantageRegions: readonly string[] = [
  ...new Set(fleet.vantages.filter(({ kind }) => kind === 'lambda').map(({ region }) => region ?? homeRegion)),
].toSorted()

/** A provider for each region but the home's, which is the app's own. */
const providers: Readonly<Record<string, aws.Provider>> = Object.fromEntries(
  vantageRegions
    .filter((region) => region !== homeRegion)
    .map((region) => [region, new aws.Provider(pascal(region), { region })]),
)

/** For settings and options of what stands in a region. */
export function providerOf(region: string): { provider?: aws.Provider } {
  const provider = providers[region]
  return provider ? { provider } : {}
}
