const factors: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
}

/** A Kubernetes quantity (`512Mi`, `1.5G`, `100m`, `1e3`) as a number: bytes, cores, counts. Undefined for anything else. */
export function quantityOf(text: string): number | undefined {
  const found =
    /^(?<number>[+-]?\d+(?:\.\d*)?|[+-]?\.\d+)(?:(?<suffix>[numkMGTPE]|[KMGTPE]i)|[eE](?<exponent>[+-]?\d+))?$/.exec(
      text,
    )
  const { number, suffix = '', exponent = '0' } = found?.groups ?? {}
  const factor = factors[suffix]
  return number === undefined || factor === undefined ? undefined : Number(number) * factor * 10 ** Number(exponent)
}
