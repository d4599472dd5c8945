import { setTimeout as pause } from 'node:timers/promises'
import type { Timing } from '@fleet-auditor/model/observation.ts'
import { ProbeFault } from '../probe-fault.ts'

/** One measurement. `late`: the loop was behind when one of its moments was read, so its figure is an upper bound. */
export interface Sample {
  readonly late: boolean
}

export interface Samples<T> {
  readonly accepted: readonly T[]
  readonly late: readonly T[]
}

/** Late samples are retaken until this many were tried for each one wanted. */
const triesPerSample = 6
/** Milliseconds to wait after a late sample: of a near target all tries would else fall into one moment of a busy loop. */
const settleMs = 5
/** A target that fails again while it is sampled is left alone; what was accepted counts. */
const failuresBorne = 2

/**
 * Takes samples until `wanted` are accepted, `lanes` of them at once. A sample that ends in a ProbeFault is counted, not
 * thrown: the target has answered before.
 */
export async function collectSamples<T extends Sample>(
  take: () => Promise<T>,
  lanes: number,
  wanted: number,
): Promise<Samples<T>> {
  const accepted: T[] = []
  const late: T[] = []
  let tries = 0
  let failures = 0
  const lane = async () => {
    while (accepted.length < wanted && tries < wanted * triesPerSample && failures < failuresBorne) {
      tries += 1
      try {
        const sample = await take()
        const basket = sample.late ? late : accepted
        basket.push(sample)
        if (sample.late) await pause(settleMs)
      } catch (error) {
        if (!(error instanceof ProbeFault)) throw error
        failures += 1 // shows as fewer samples in the timing
      }
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return { accepted, late }
}

/**
 * Figures of the samples accepted. With none, `samples` is 0 and the figures are those of the cold and the late ones:
 * upper bounds of the truth, never to be judged.
 */
export function timingOf(samples: Samples<number>, cold: number): Timing {
  const measured = samples.accepted.length > 0 ? samples.accepted : [cold, ...samples.late]
  const sorted = measured.toSorted((a, b) => a - b)
  return {
    min: toMicroseconds(sorted[0] ?? cold),
    median: toMicroseconds(medianOf(sorted) ?? cold),
    samples: samples.accepted.length,
    discarded: samples.late.length,
  }
}

export const mapSamples = <T, U>({ accepted, late }: Samples<T>, pick: (sample: T) => U): Samples<U> => ({
  accepted: accepted.map(pick),
  late: late.map(pick),
})

function medianOf(sorted: readonly number[]): number | undefined {
  const upper = sorted[Math.floor(sorted.length / 2)]
  const lower = sorted[Math.ceil(sorted.length / 2) - 1]
  return upper === undefined || lower === undefined ? undefined : (lower + upper) / 2
}

const toMicroseconds = (ms: number): number => Math.round(ms * 1000) / 1000
