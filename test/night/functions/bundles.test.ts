import { readdirSync } from 'node:fs'
import path from 'node:path'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { bundleOptions } from '../../infra/plan/bundle-options.ts'

const root = path.resolve(import.meta.dirname, '../../..')

interface Bundle {
  /** Bytes of all its files. */
  readonly bytes: number
  /** Packages of which something is in it. */
  readonly packages: ReadonlySet<string>
  readonly sources: readonly string[]
}

/** One handler as SST bundles it. */
async function bundleOf(name: string): Promise<Bundle> {
  const options = bundleOptions(`functions/${name}.ts`, root, 'unwritten', { minify: true, splitting: true })
  const { metafile } = await build({ ...options, write: false })
  const outputs = Object.values(metafile.outputs)
  const sources = [...new Set(outputs.flatMap(({ inputs }) => Object.keys(inputs)))]
  const packages = new Set(sources.flatMap((source) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? []))
  return { bytes: outputs.reduce((sum, { bytes }) => sum + bytes, 0), packages, sources }
}

/** What shows that a cloud's SDK, or Slack's, is in a bundle. */
const sdks: Readonly<Record<string, RegExp>> = {
  eks: /^@aws-sdk\/client-(eks|organizations|account)$/,
  gke: /^(@google-cloud\/|google-|@grpc\/)/,
  aks: /^@azure\//,
  slack: /^@slack\//,
  dynamodb: /^@aws-sdk\/client-dynamodb$/,
  lambda: /^@aws-sdk\/client-lambda$/,
  states: /^@aws-sdk\/client-sfn$/,
  topics: /^@aws-sdk\/client-sns$/,
  web: /^hono$/,
}

/** What each function's bundle may hold of them, all of it, and its bytes at most. */
const held: Readonly<Record<string, readonly [sdks: readonly string[], most: number]>> = {
  tick: [['states'], 1_450_000],
  'start-run': [['dynamodb'], 1_700_000],
  'plan-scopes': [['dynamodb'], 1_700_000],
  'plan-shards': [['dynamodb'], 1_700_000],
  'audit-eks': [['eks', 'dynamodb', 'lambda'], 2_700_000],
  'audit-gke': [['gke', 'dynamodb', 'lambda'], 4_500_000],
  'audit-aks': [['aks', 'dynamodb', 'lambda'], 3_200_000],
  'audit-planes': [['dynamodb', 'lambda'], 2_500_000],
  'record-failure': [['dynamodb'], 1_700_000],
  'conclude-run': [['dynamodb'], 1_700_000],
  notify: [['dynamodb', 'slack', 'topics'], 2_500_000],
  watchdog: [['dynamodb', 'slack', 'topics'], 2_500_000],
  probe: [[], 1_000_000],
  api: [['dynamodb', 'states', 'web'], 2_000_000],
  'dead-man': [['topics'], 1_000_000],
}

describe('the bundle of a function', () => {
  it('is one of these: every handler file', () => {
    const handlers = readdirSync(path.join(root, 'functions')).map((file) => path.basename(file, '.ts'))
    expect(Object.keys(held).filter((name) => !handlers.includes(name))).toEqual([])
  })

  it.each(Object.entries(held))('%s holds its own SDKs and nothing of elsewhere', async (name, [own, most]) => {
    const { bytes, packages, sources } = await bundleOf(name)
    const found = Object.entries(sdks).filter(([, sdk]) => [...packages].some((one) => sdk.test(one)))
    expect(found.map(([sdk]) => sdk).toSorted()).toEqual([...own].toSorted())
    expect(
      sources.filter((source) => /packages\/(simulator|cli)\/|dynalite|adapters\/src\/kubeconfig/.test(source)),
    ).toEqual([])
    expect(bytes).toBeLessThan(most)
  })

  it('of a probe holds no SDK at all: it has no cloud rights', async () => {
    const { packages } = await bundleOf('probe')
    expect([...packages].filter((name) => /@aws-sdk|azure|google|smithy/.test(name))).toEqual([])
  })
})
