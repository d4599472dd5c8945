import type { ItemState, Readiness, RolledUpItem, TargetReadiness } from '@fleet-auditor/model/readiness.ts'
import { counted } from '../counted.ts'
import { html, type Html } from '../html.ts'
import { safeText } from '../safe-text.ts'
import {
  answersTo,
  headline,
  partsOf,
  reasonsOf,
  stateCounts,
  stateWords,
  type ReadinessPart,
  type TargetAnswer,
} from './readiness-parts.ts'

/** The readiness report as one self-contained page: no script, nothing loaded from elsewhere, made to be printed. */
export const readinessHtml = (report: Readiness): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>Production readiness of ${safeText(report.fleet)}</title>
        <style>
          ${readinessStyle}
        </style>
      </head>
      <body>
        <header>
          <h1>Production readiness of ${safeText(report.fleet)}</h1>
          <p>
            ${headline(report)} · ${report.at.slice(0, 16).replace('T', ' ')} UTC ·
            ${counted(report.targets.length, 'target')}
          </p>
          ${comparison(report)}
        </header>
        <main>
          ${partsOf(report).map((part) => section(part, report.targets))}
          <section aria-labelledby="targets">
            <h2 id="targets">What was read</h2>
            ${targetTable(report.targets)}
          </section>
        </main>
      </body>
    </html> `.markup

function comparison({ items, since }: Readiness): Html | undefined {
  if (since === undefined) return undefined
  const changed = items.filter(({ was }) => was !== undefined)
  const when = `${since.slice(0, 16).replace('T', ' ')} UTC`
  if (changed.length === 0) return html`<p>No line changed since ${when}.</p>`
  return html`<p>Changed since ${when}:</p>
    <ul>
      ${changed.map(({ text, was, state }) => html`<li>${text} ${was && stateWords[was]} → ${badge(state)}</li>`)}
    </ul>`
}

const section = ({ title, items }: ReadinessPart, targets: readonly TargetReadiness[]): Html => {
  const id = title.toLowerCase().replaceAll(/[^a-z]+/g, '-')
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${title} <small>${stateCounts(items)}</small></h2>
    ${items.map((item) => article(item, targets))}
  </section> `
}

const article = (item: RolledUpItem, targets: readonly TargetReadiness[]): Html =>
  html`<article>
    <h3>${badge(item.state)} ${item.text}</h3>
    ${item.was && html`<p>Was ${stateWords[item.was]}.</p>`} ${item.reason && html`<p>${item.reason}</p>`}
    ${answerList(answersTo(item.item, targets))}
    <p class="by">Answered by ${item.answeredBy.join(', ')}</p>
  </article> `

function answerList(answers: readonly TargetAnswer[]): Html | undefined {
  if (answers.length === 0) return undefined
  return html`<dl>
    ${answers.map(
      ({ target, answer }) =>
        html`<dt>${badge(answer.state)} ${safeText(target.name)} <small>${safeText(target.id)}</small></dt>
          ${reasonsOf(answer).map((reason) => html`<dd>${reason}</dd>`)}`,
    )}
  </dl>`
}

const badge = (state: ItemState): Html => html`<b class="${state}">${stateWords[state]}</b>`

const targetTable = (targets: readonly TargetReadiness[]): Html =>
  html`<table>
    <thead>
      <tr>
        <th scope="col">Target</th>
        <th scope="col">Id</th>
        <th scope="col">Team</th>
        <th scope="col">Read</th>
      </tr>
    </thead>
    <tbody>
      ${targets.map(
        ({ name, id, team, readAt, unread }) =>
          html`<tr>
            <th scope="row">${safeText(name)}</th>
            <td>${safeText(id)}</td>
            <td>${safeText(team ?? '')}</td>
            <td>${unread === undefined ? (readAt ?? '') : safeText(`not read: ${unread}`)}</td>
          </tr> `,
      )}
    </tbody>
  </table>`

/** Light and dark, a phone's width, and paper. State is a word first, a colour second. */
const readinessStyle = html`
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
