import { kubernetesContract } from '../../contract/kubernetes-api.ts'
import { openSimulator } from '../../contract/simulated-api.ts'

kubernetesContract('the simulated API server', async (objects) => [await openSimulator(objects)])
