/** One Kubernetes version for the whole fleet, as each cloud writes it. */
export const kubernetesVersion = {
  eks: '1.35',
  gke: '1.35.3-gke.1234000',
  aks: '1.35',
} as const
export const kubeletVersion = 'v1.35.3'
