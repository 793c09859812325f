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
  [/^something beside Kubernetes takes \d+ bytes of the disk of machine (\S+)$/, 'diskTaken'],
  [/^something beside Kubernetes takes \d+ processes of machine (\S+)$/, 'processesTaken'],
  [/^machine (\S+) (?:is taken away|is removed|leaves)/, 'machineRemoved'],
]

const LOAD = /^(\w+) (\S+) gets a load of (\S+)$/
const NO_LOAD = /^the load of (\w+) (\S+) ends$/

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

/** What somebody outside asks of a workload from now on. */
function load(reason: string): Happening | undefined {
  const [, kind, whose, amount = ''] = LOAD.exec(reason) ?? NO_LOAD.exec(reason) ?? []
  if (kind === undefined || whose === undefined) return undefined
  const values = { kind, name: whose.slice(whose.indexOf('/') + 1), amount }
  return { what: amount === '' ? 'loadEnded' : 'loadGiven', values }
}

const ADDRESSES: readonly (readonly [RegExp, What])[] = [
  [/^gratuitous ARP: (\S+) answers for (\S+)$/, 'addressAnswered'],
  [/^BGP: (\S+) tells its peers the way to (\S+)$/, 'addressTold'],
  [/^(\S+) does not answer for (\S+) any more$/, 'addressLeft'],
]

/** Which node makes an address of a load balancer known. */
function address(reason: string): Happening | undefined {
  for (const [form, what] of ADDRESSES) {
    const [, node, ip] = form.exec(reason) ?? []
    if (node !== undefined && ip !== undefined) return { what, values: { node, ip } }
  }
  return undefined
}

const REQUEST = /^request \d+: .+ asks (?:where )?(\S+)(?: is)?: (.+)$/
const ANSWERED = /^(?:pod (\S+)|a machine) answers (\d+)$/
const LOST: Readonly<Record<string, What>> = {
  refused: 'requestRefused',
  timeout: 'requestTimedOut',
  unreachable: 'requestNoWay',
  unresolved: 'requestNoName',
  'no-dns': 'requestNoName',
}

/** What came of a request over the network. */
function request(reason: string): Happening | undefined {
  const [, to, end = ''] = REQUEST.exec(reason) ?? []
  if (to === undefined) return undefined
  const lost = LOST[end]
  if (lost) return { what: lost, values: { to } }
  const [, by = '', status] = ANSWERED.exec(end) ?? []
  if (status === undefined) return { what: 'namesAsked', values: { to } }
  return { what: 'requestAnswered', values: { to, by: by || to, status } }
}

/** An act of the world; unknown ones stay in the engine's words. */
export function actHappening(reason: string): Happening {
  for (const [form, what] of FORMS) {
    const name = form.exec(reason)?.[1]
    if (name !== undefined) return { what, values: { name } }
  }
  return (
    inside(reason) ??
    load(reason) ??
    address(reason) ??
    request(reason) ?? { what: 'acted', values: { reason } }
  )
}
