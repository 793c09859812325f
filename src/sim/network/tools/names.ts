import type { Step } from '../../kubelet/exec/inside.ts'
import type { DnsAnswer, RecordType, RequestSpec, Trace } from '../request.ts'
import { type Client, type Done, done, type Tool, wrong } from './client.ts'

const NO_SERVER = ';; connection timed out; no servers could be reached\n\n'

interface Asked {
  readonly name: string
  readonly type: RecordType
  readonly server: string | undefined
  readonly search: boolean
}

function* ask(client: Client, { name, type, server, search }: Asked): Generator<Step, Trace> {
  const request: RequestSpec = {
    from: client.from,
    what: 'dns',
    host: name,
    port: 53,
    protocol: 'UDP',
    method: '',
    path: '',
    tls: false,
    record: type,
    search,
    ...(server === undefined ? {} : { server }),
  }
  const trace = yield* client.ask(request)
  if (trace.outcome.millis > 1) yield { sleep: trace.outcome.millis }
  return trace
}

/** `1.0.96.10.in-addr.arpa` for an address, the name itself for anything else. */
function questioned(name: string): string {
  const address = /^(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(name)
  return address ? `${address.slice(1).reverse().join('.')}.in-addr.arpa` : name
}

interface Words {
  readonly name: string
  readonly type: RecordType
  readonly server: string | undefined
}

/** `[-type=SRV] NAME [SERVER]` */
function wordsOf(args: readonly string[]): Words | undefined {
  const flag = args
    .map((arg) => /^-(?:q|ty|type|query(?:type)?)=(\w+)$/i.exec(arg)?.[1])
    .find(Boolean)
  const [name, server] = args.filter((arg) => !arg.startsWith('-'))
  if (name === undefined) return undefined
  const type = (flag?.toUpperCase() ?? 'A') as RecordType
  return { name, type: questioned(name) === name ? type : 'PTR', server }
}

function lines({ records }: DnsAnswer, aliased: boolean): string {
  return records
    .map(({ name, type, value }) => {
      const bare = value.replace(/\.$/, '')
      if (type === 'SRV') return `${name}\tservice = ${value}\n`
      if (type === 'PTR') return `${name}\tname = ${aliased ? value : bare}\n`
      if (type === 'CNAME') return `${name}\tcanonical name = ${aliased ? value : bare}\n`
      return `Name:\t${name}\nAddress: ${value}\n`
    })
    .join('')
}

/** nslookup as the bind tools have it. */
export const nslookup: Tool = function* (client, args) {
  const words = wordsOf(args)
  if (!words) return wrong('nslookup: a shell to type into is not supported\n')
  const { name, type, server } = words
  const search = type !== 'PTR'
  const { outcome } = yield* ask(client, { name: questioned(name), type, server, search })
  if (outcome.type !== 'records') return wrong('', 1, NO_SERVER)
  const head = `Server:\t\t${outcome.server}\nAddress:\t${outcome.server}#53\n\n`
  const answer = outcome.answers.find(({ records }) => records.length > 0)
  if (answer) return done(`${head}${lines(answer, true)}\n`)
  const found = outcome.answers.some(({ code }) => code === 'NOERROR')
  const said = found
    ? `*** Can't find ${name}: No answer`
    : `** server can't find ${name}: NXDOMAIN`
  return wrong('', 1, `${head}${said}\n\n`)
}

function busyboxAnswer(answer: DnsAnswer): string {
  if (answer.records.length > 0) return `${lines(answer, false)}\n`
  return answer.code === 'NXDOMAIN' ? `** server can't find ${answer.name}: NXDOMAIN\n\n` : ''
}

/** The names that BusyBox asks about: with a dot just this one, without one the whole search path. */
// busybox: networking/nslookup.c add_query_with_search
function busyboxNames({ name, type }: Words, search: readonly string[]): readonly string[] {
  if (type === 'PTR') return [questioned(name)]
  if (name.includes('.') || search.length === 0) return [name]
  return search.map((domain) => `${name}.${domain}`)
}

/** nslookup as newer BusyBox images have it, with the search path of whoever asks. */
export function busyboxNslookup(search: readonly string[]): Tool {
  return function* (client, args) {
    const words = wordsOf(args)
    if (!words)
      return wrong('BusyBox v1.36.1 multi-call binary.\n\nUsage: nslookup HOST [DNS_SERVER]\n')
    const { type, server } = words
    let head = ''
    let out = ''
    let code = 0
    for (const name of busyboxNames(words, search)) {
      const { outcome } = yield* ask(client, { name, type, server, search: false })
      if (outcome.type !== 'records') return wrong('', 1, `${NO_SERVER}`)
      head = `Server:\t\t${outcome.server}\nAddress:\t${outcome.server}:53\n\n`
      for (const answer of outcome.answers) {
        out += busyboxAnswer(answer)
        if (answer.code === 'NXDOMAIN') code = 1
      }
    }
    return { out: head + out, err: '', code }
  }
}

/** nslookup of BusyBox 1.28 and before: it goes through the search path as programs do. */
export const oldNslookup: Tool = function* (client, args) {
  const words = wordsOf(args)
  if (!words)
    return wrong('BusyBox v1.28.4 multi-call binary.\n\nUsage: nslookup [HOST] [SERVER]\n')
  const { name, server } = words
  const { outcome } = yield* ask(client, { name, type: 'A', server, search: true })
  const address = 'server' in outcome ? (outcome.server ?? '') : ''
  const named = address === '' ? '' : yield* nameOf(client, address)
  const head = `Server:    ${address}\nAddress 1: ${address}${named}\n\n`
  const found = outcome.type === 'records' ? outcome.answers.at(-1)?.records : undefined
  const addresses = (found ?? []).filter(({ type }) => type === 'A')
  if (addresses.length === 0) return wrong(`nslookup: can't resolve '${name}'\n`, 1, head)
  let out = `${head}Name:      ${name}\n`
  for (const [index, { value }] of addresses.entries())
    out += `Address ${index + 1}: ${value}${yield* nameOf(client, value)}\n`
  return done(out)
}

function* nameOf(client: Client, ip: string): Generator<Step, string> {
  const asked = { name: questioned(ip), type: 'PTR' as const, server: undefined, search: false }
  const { outcome } = yield* ask(client, asked)
  const value = outcome.type === 'records' ? outcome.answers.at(-1)?.records[0]?.value : undefined
  return value === undefined ? '' : ` ${value.replace(/\.$/, '')}`
}

const TYPES: ReadonlySet<string> = new Set(['A', 'AAAA', 'SRV', 'CNAME', 'PTR'])

interface Dug {
  readonly name: string
  readonly type: RecordType
  readonly server: string | undefined
  readonly short: boolean
  readonly search: boolean
}

function dugOf(args: readonly string[]): Dug {
  const at = args.indexOf('-x')
  const words = args.filter((arg, i) => !/^[-+@]/.test(arg) && (at < 0 || i !== at + 1))
  const type = words.find((word) => TYPES.has(word.toUpperCase()))
  const name =
    at < 0 ? (words.find((word) => word !== type) ?? '.') : questioned(args[at + 1] ?? '')
  return {
    name,
    type: at < 0 ? ((type?.toUpperCase() ?? 'A') as RecordType) : 'PTR',
    server: args.find((arg) => arg.startsWith('@'))?.slice(1),
    short: args.includes('+short'),
    search: args.includes('+search'),
  }
}

function dugText(
  { type, name }: Dug,
  { code, records, name: full }: DnsAnswer,
  server: string,
): Done {
  const head = `; <<>> DiG 9.20.11 <<>> ${name}\n;; global options: +cmd\n;; Got answer:\n;; ->>HEADER<<- opcode: QUERY, status: ${code}, id: 1\n;; flags: qr aa rd; QUERY: 1, ANSWER: ${records.length}, AUTHORITY: 0, ADDITIONAL: 0\n\n`
  const question = `;; QUESTION SECTION:\n;${full}.\t\tIN\t${type}\n\n`
  const answers = records
    .map((one) => `${one.name}.\t${one.ttl}\tIN\t${one.type}\t${one.value}\n`)
    .join('')
  const answered = records.length > 0 ? `;; ANSWER SECTION:\n${answers}\n` : ''
  return done(
    `\n${head}${question}${answered};; Query time: 0 msec\n;; SERVER: ${server}#53(${server}) (UDP)\n\n`,
  )
}

export const dig: Tool = function* (client, args) {
  const asked = dugOf(args)
  const { outcome } = yield* ask(client, asked)
  if (outcome.type !== 'records')
    return wrong(
      '',
      9,
      `;; communications error to ${('server' in outcome && outcome.server) || ''}#53: timed out\n;; no servers could be reached\n`,
    )
  const answer = outcome.answers.at(-1)
  if (!answer) return done()
  if (asked.short) return done(answer.records.map(({ value }) => `${value}\n`).join(''))
  return dugText(asked, answer, outcome.server)
}
