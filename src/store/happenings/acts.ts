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

const SIGNAL = /^SIG(\w+) is sent to process 1 in container (\S+) of pod (\S+)$/
const FILE = /^file (\S+) is (written|removed) in container (\S+) of pod (\S+)$/

/** What somebody did in a running container. */
function inside(reason: string): Happening | undefined {
  const [, signal, receiver = '', target = ''] = SIGNAL.exec(reason) ?? []
  if (signal !== undefined)
    return {
      what: 'signalled',
      values: { signal: `SIG${signal}`, container: receiver, pod: target },
    }
  const [, file, verb, container = '', pod = ''] = FILE.exec(reason) ?? []
  if (file === undefined) return undefined
  return {
    what: verb === 'written' ? 'fileWritten' : 'fileRemoved',
    values: { file, container, pod },
  }
}

/** An act of the world; unknown ones stay in the engine's words. */
export function actHappening(reason: string): Happening {
  for (const [form, what] of FORMS) {
    const name = form.exec(reason)?.[1]
    if (name !== undefined) return { what, values: { name } }
  }
  return inside(reason) ?? { what: 'acted', values: { reason } }
}
