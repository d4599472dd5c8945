import { placeOf, type RemedyContext } from './remedy-context.ts'
import { ask, type Word } from './shell-command.ts'

const named = ask('CLUSTER', 'the name of the cluster in its cloud')

/** How each cloud's command line names the cluster; what is not known of a kubeconfig context is asked for. */
export interface CloudWords {
  /** `aws eks …`: `--name` and `--region`; for node groups `cluster` alone. */
  readonly eks: { readonly cluster: Word; readonly region: readonly Word[] }
  /** `gcloud container …`: the name, then location and project. */
  readonly gke: { readonly cluster: Word; readonly at: readonly Word[] }
  /** `az aks …` */
  readonly aks: { readonly cluster: Word; readonly at: readonly Word[] }
}

export function cloudWords(where: RemedyContext): CloudWords {
  const place = placeOf(where)
  const eks = place?.from === 'eks' ? place : undefined
  const gke = place?.from === 'gke' ? place : undefined
  const aks = place?.from === 'aks' ? place : undefined
  return {
    eks: { cluster: eks?.name ?? named, region: ['--region', eks?.region ?? ask('REGION', 'its region')] },
    gke: {
      cluster: gke?.name ?? named,
      at: [
        '--location',
        gke?.location ?? ask('LOCATION', 'its zone or region'),
        '--project',
        gke?.project ?? ask('PROJECT', 'its project'),
      ],
    },
    aks: {
      cluster: (aks && where.cluster?.name) ?? named,
      at: [
        '--subscription',
        aks?.subscription ?? ask('SUBSCRIPTION', 'its subscription'),
        '--resource-group',
        aks?.group ?? ask('RESOURCE_GROUP', 'its resource group'),
      ],
    },
  }
}
