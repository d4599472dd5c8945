import { functionsOf } from '../functions-of.ts'
import { placeOf, type Source } from '../source.ts'
import { counted, type Figure, type House } from './figure.ts'

const most = 4

export function manyParameters({ sources }: House): Figure[] {
  const inAudit = sources.filter(({ room }) => room === 'audit')
  return [
    counted('functions with >= 5 parameters, in audit', '0', placesIn(inAudit)),
    counted('functions with >= 5 parameters, in all', '<= 5', placesIn(sources)),
  ]
}

const placesIn = (sources: readonly Source[]): string[] =>
  sources.flatMap((source) =>
    functionsOf(source)
      .filter(({ parameters }) => parameters > most)
      .map((found) => `${placeOf(source, found)} ${found.name ?? '(anonymous)'}: ${found.parameters}`),
  )
