import unpackSstPlatform from '../infra/global-setup.ts'
import { dynamodbLocalFolder } from './dynamodb-local.ts'
import { kubeBinaries } from './kube-binaries.ts'
import { manifestsPresent } from './manifests.ts'
import { ministackPython } from './ministack.ts'
import { motoPython } from './moto.ts'
import { natsServerBinary } from './nats-server.ts'
import { ocsfModelsPython } from './ocsf-models.ts'
import { openMetricsPython } from './open-metrics.ts'
import { helmBinary } from './remedies/helm-binary.ts'
import { schemathesisPython } from './schemathesis.ts'
import { slackSdkPython } from './slack-sdk.ts'

/** The real things of this tier, and how each is made ready to start. */
export const parts = {
  kubernetes: kubeBinaries,
  helm: helmBinary,
  'nats-server': natsServerBinary,
  moto: motoPython,
  ministack: ministackPython,
  // the plan that is deployed to MiniStack is made with it
  'sst-platform': async () => unpackSstPlatform(),
  'dynamodb-local': dynamodbLocalFolder,
  schemathesis: schemathesisPython,
  'slack-sdk': slackSdkPython,
  'open-metrics': openMetricsPython,
  'ocsf-models': ocsfModelsPython,
  'meshery-manifests': manifestsPresent,
} as const satisfies Readonly<Record<string, () => Promise<unknown>>>

export type PartName = keyof typeof parts

/** Why a part cannot be had here; a part without a reason can. */
export type MissingParts = Readonly<Partial<Record<PartName, string>>>
