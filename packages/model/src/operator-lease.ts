/** One lease for all in modern operators, one per start with a random name in legacy ones (meshery.md §1.6). */
export const operatorLease = /^(meshery-operator-leader|operator-[0-9a-f-]{36})\.meshery\.io$/
