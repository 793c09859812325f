import type { Happening, What } from './words.ts'

/** What the world outside the API does, by the engine's own sentences. */
const FORMS: readonly (readonly [RegExp, What])[] = [
  [/^(\S+) stopped$/, 'componentStopped'],
  [/^(\S+) started$/, 'componentStarted'],
  [/^machine (\S+) (?:loses power|is switched off|stops)$/, 'poweredOff'],
  [/^machine (\S+) starts$/, 'poweredOn'],
  [/^kubelet of (\S+) stops$/, 'kubeletStopped'],
  [/^kubelet of (\S+) starts$/, 'kubeletStarted'],
  [/^machine (\S+) joins the cluster$/, 'machineJoined'],
  [/^machine (\S+) (?:is taken away|is removed|leaves)/, 'machineRemoved'],
]

/** An act of the world; unknown ones stay in the engine's words. */
export function actHappening(reason: string): Happening {
  for (const [form, what] of FORMS) {
    const name = form.exec(reason)?.[1]
    if (name !== undefined) return { what, values: { name } }
  }
  return { what: 'acted', values: { reason } }
}
