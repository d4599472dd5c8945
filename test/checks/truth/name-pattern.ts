/** Names of tests in which `*` stands for what a table fills in; a name may be a part of the whole title. */
export const namePattern = (name: string): RegExp =>
  new RegExp(
    name
      .split('*')
      .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`))
      .join('.*'),
  )
