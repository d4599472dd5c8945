import type { STSClient } from '@aws-sdk/client-sts'

/** STS's own regional host in the region's partition, whatever endpoint the API calls are sent to. */
export const stsHost = (sts: STSClient, region: string): string =>
  sts.config.endpointProvider({ Region: region, UseGlobalEndpoint: false, UseFIPS: false, UseDualStack: false }).url
    .host
