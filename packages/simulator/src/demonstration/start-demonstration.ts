import { createServer } from 'node:net'
import type { WrittenFleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { createAuthority } from '../certificates.ts'
import { startAws } from '../clouds/aws/aws.ts'
import { startAzure } from '../clouds/azure/azure.ts'
import { startGoogle } from '../clouds/google/google.ts'
import { listenOnLoopback } from '../loopback.ts'
import { awsCredentials, awsLogin, awsState } from './amazon-side.ts'
import { azureCredentials, azureLogin, azureState } from './azure-side.ts'
import { control, demonstrationFleet } from './fleet.ts'
import { googleCredentials, googleFaults, googleLogin, googleState } from './google-side.ts'
import { startCluster, type Login, type RunningCluster, type Ways } from './start-cluster.ts'
import { stories } from './stories.ts'
import type { Day, Listed, Story } from './story.ts'

interface DemonstrationOptions {
  readonly day: Day
  /** Where the caller will put `authorityPem`: the fleet file names it. */
  readonly authorityFile: string
}

/** What a person would need: the fleet file, the authority of the clouds' endpoints, a login for each cloud. */
export interface DemonstrationHandout {
  readonly fleet: WrittenFleetFile
  readonly authorityPem: string
  readonly aws: typeof awsCredentials
  /** Content of the file that GOOGLE_APPLICATION_CREDENTIALS names. */
  readonly google: typeof googleCredentials
  readonly azure: typeof azureCredentials
}

interface RunningDemonstration {
  readonly handout: DemonstrationHandout
  close(): Promise<void>
}

/** Starts the whole fleet as it is on one day: its clusters, and the clouds that list them. */
export async function startDemonstration(options: DemonstrationOptions): Promise<RunningDemonstration> {
  const clusters = await Promise.all(stories.map((story) => startStory(story, options.day)))
  const running = clusters.filter((one) => one !== undefined)
  const clouds = await startClouds(running)
  const target = await listenOnLoopback(createServer((socket) => socket.resume()))
  const ways = together([
    ...running.map((one) => one.ways),
    { connectTo: { [control]: `127.0.0.1:${target.port}` }, resolve: {} },
  ])
  const { urls, authorityPem } = clouds
  const fleet = demonstrationFleet({ urls, ca: options.authorityFile, ways, tenant: azureCredentials.tenant })
  const close = async (): Promise<void> =>
    void (await Promise.all([target, clouds, ...running].map((part) => part.close())))
  const handout = { fleet, authorityPem, aws: awsCredentials, google: googleCredentials, azure: azureCredentials }
  return { handout, close }
}

type Started = Listed & RunningCluster

async function startStory(story: Story, day: Day): Promise<Started | undefined> {
  const chapter = story.chapter(day)
  if (chapter === 'unlisted') return undefined
  return { story, chapter, ...(await startCluster(story, chapter, loginOf(story))) }
}

function loginOf({ cluster, place }: Story): Login {
  if (place.cloud === 'gke') return googleLogin
  return place.cloud === 'aks' ? azureLogin : awsLogin(place.account, cluster)
}

function together(all: readonly Ways[]): Ways {
  const connectTo: Record<string, string> = {}
  const resolve: Record<string, readonly string[]> = {}
  for (const ways of all) {
    Object.assign(connectTo, ways.connectTo)
    Object.assign(resolve, ways.resolve)
  }
  return { connectTo, resolve }
}

async function startClouds(listed: readonly Listed[]) {
  const authority = await createAuthority('demonstration-clouds')
  const tls = await authority.issue({ commonName: 'clouds', dns: ['localhost'], ips: ['127.0.0.1'] })
  const [aws, google, azure] = await Promise.all([
    startAws(awsState(listed), { tls }),
    startGoogle(googleState(listed), { tls, faults: googleFaults(listed) }),
    startAzure(azureState(listed), { tls }),
  ])
  return {
    urls: { eks: aws.url, sts: aws.url, google: google.url, azure: azure.url },
    authorityPem: authority.caPem,
    close: async (): Promise<void> => void (await Promise.all([aws, google, azure].map((cloud) => cloud.close()))),
  }
}
