import type { Outcome } from '../request.ts'
import {
  type Done,
  done,
  httpRequest,
  lastOf,
  type Options,
  parseUrl,
  readOptions,
  secondsOf,
  type Tool,
  type Url,
  wrong,
} from './client.ts'
import { statusLine } from './curlText.ts'

const RULES = {
  valued: 'OTtU',
  names: { 'output-document': 'O', timeout: 'T', tries: 't', quiet: 'q', 'user-agent': 'U' },
  valuedNames: ['header', 'post-data'],
} as const

const ENDS: Readonly<Record<string, string>> = {
  refused: 'Connection refused',
  unreachable: 'Host is unreachable',
  timeout: 'Operation timed out',
}

/** What wget says of an answer that it does not want, or of none. */
function troubleOf(outcome: Outcome, url: Url, wait: number | undefined): string | undefined {
  if (outcome.type === 'records') return undefined
  if (outcome.ip === '') return `bad address '${url.host}'`
  if (outcome.type === 'answered')
    return outcome.status >= 400
      ? `server returned error: ${statusLine(outcome.status)}`
      : undefined
  if (wait !== undefined && outcome.failure === 'timeout') return 'download timed out'
  return `can't connect to remote host (${outcome.ip}): ${ENDS[outcome.failure]}`
}

function kept(body: string, options: Options, { path: asked }: Url, intro: string): Done {
  const quiet = options.marks.has('q')
  if (options.marks.has('spider')) return done('', 0, quiet ? '' : `${intro}remote file exists\n`)
  const path = lastOf(options, 'O') ?? (/([^/?]+)(?:\?.*)?$/.exec(asked)?.[1] || 'index.html')
  if (path === '-') return done(body, 0, quiet ? '' : `${intro}writing to stdout\n`)
  const saved = quiet ? '' : `${intro}saving to '${path}'\n'${path}' saved\n`
  return { ...done('', 0, saved), file: { path, text: body } }
}

/** wget as BusyBox has it. */
export const wget: Tool = function* (client, args) {
  const options = readOptions(args, RULES)
  const url = parseUrl(options.words[0] ?? '')
  if (!url)
    return wrong('BusyBox v1.36.1 multi-call binary.\n\nUsage: wget [-cqS] [-O FILE] URL...\n')
  const wait = secondsOf(lastOf(options, 'T'))
  const more = wait === undefined ? {} : { timeout: wait }
  const { outcome } = yield* client.ask(httpRequest(client.from, url, more))
  if (outcome.millis > 0) yield { sleep: outcome.millis }
  const ip = outcome.type === 'records' ? '' : outcome.ip
  const told = ip !== '' && !options.marks.has('q')
  const intro = told ? `Connecting to ${url.host} (${ip}:${url.port})\n` : ''
  const trouble = troubleOf(outcome, url, wait)
  if (trouble !== undefined) return wrong(`${intro}wget: ${trouble}\n`)
  return outcome.type === 'answered' ? kept(outcome.body, options, url, intro) : done()
}

/** `nc -z`, `nc -zv`, and a word piped into a port. */
export const nc: Tool = function* (client, args, input) {
  const options = readOptions(args, { valued: 'w', names: {} })
  const [host = 'localhost', port = '0'] = options.words
  const wait = secondsOf(lastOf(options, 'w'))
  const url = { host, port: Number(port), path: '/', tls: false }
  const word = input.trim()
  const { outcome } = yield* client.ask(
    httpRequest(client.from, url, {
      what: 'connect',
      ...(wait === undefined ? {} : { timeout: wait }),
      ...(word === '' ? {} : { word }),
      ...(options.marks.has('u') ? { protocol: 'UDP' } : {}),
    }),
  )
  if (outcome.millis > 0) yield { sleep: outcome.millis }
  if (outcome.type === 'records') return done()
  if (outcome.ip === '') return wrong(`nc: bad address '${host}'\n`)
  if (outcome.type === 'failed') {
    const how = ENDS[outcome.failure] ?? ''
    return wrong(`nc: ${host} (${outcome.ip}:${port}): ${how}\n`)
  }
  if (options.marks.has('v')) return done('', 0, `${host} (${outcome.ip}:${port}) open\n`)
  return done(options.marks.has('z') ? '' : outcome.body)
}
