import { html } from '../html.ts'

/** Light and dark, a phone's width, and paper. State is a word first, a colour second. */
export const readinessStyle = html`
  :root { color-scheme: light dark; --line: light-dark(#d0d7de, #3d444d); --quiet: light-dark(#59636e, #9198a1); } body
  { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1rem; } h1 { line-height: 1.2; } h2
  { border-bottom: 1px solid var(--line); margin-top: 2rem; } h3 { font-size: 1rem; margin: 1rem 0 .25rem; } small, .by
  { color: var(--quiet); font-weight: normal; font-size: .85rem; } dl { margin: .25rem 0 .25rem 1rem; } dt { margin-top:
  .5rem; } dd { color: var(--quiet); margin-left: 1rem; overflow-wrap: anywhere; } b { border: 1px solid; border-radius:
  .25rem; font-size: .8rem; padding: 0 .35rem; white-space: nowrap; } .met, .attested { color: light-dark(#116329,
  #56d364); } .not-met { color: light-dark(#a40e26, #ff7b72); } .unknown { color: light-dark(#7d4e00, #e3b341);
  border-style: dashed; } .not-applicable { color: var(--quiet); border-style: dotted; } table { border-collapse:
  collapse; display: block; overflow-x: auto; } th, td { border-bottom: 1px solid var(--line); padding: .25rem .75rem
  .25rem 0; text-align: left; vertical-align: top; } @media print { body { font-size: 10pt; max-width: none; padding: 0;
  } article, tr { break-inside: avoid; } h2, h3 { break-after: avoid; } }
`
