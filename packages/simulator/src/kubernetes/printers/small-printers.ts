import { recordAt, textAt } from '../json-reader.ts'
import type { KubernetesObject } from '../kubernetes-object.ts'
import { ageSince } from './age.ts'
import { ageColumn, column, nameColumn, type TablePrinter } from './table-printer.ts'

const age = (object: KubernetesObject, now: Date): string => ageSince(object.metadata.creationTimestamp ?? '', now)

export const leasePrinter: TablePrinter = {
  columns: [
    nameColumn,
    column('Holder', 'holderIdentity contains the identity of the holder of a current lease.'),
    ageColumn,
  ],
  cells: (lease, now) => [lease.metadata.name, textAt(lease, 'spec', 'holderIdentity'), age(lease, now)],
}

export const namespacePrinter: TablePrinter = {
  columns: [nameColumn, column('Status', 'The status of the namespace'), ageColumn],
  cells: (namespace, now) => [namespace.metadata.name, textAt(namespace, 'status', 'phase'), age(namespace, now)],
}

export const serviceAccountPrinter: TablePrinter = {
  columns: [nameColumn, ageColumn],
  cells: (account, now) => [account.metadata.name, age(account, now)],
}

export const configMapPrinter: TablePrinter = {
  columns: [nameColumn, column('Data', 'Data contains the configuration data.'), ageColumn],
  cells: (map, now) => [
    map.metadata.name,
    Object.keys(recordAt(map, 'data')).length + Object.keys(recordAt(map, 'binaryData')).length,
    age(map, now),
  ],
}
