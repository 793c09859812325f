import type { Step } from '../../kubelet/exec/inside.ts'
import { EPOCH } from '../../time.ts'
import type { Trace } from '../request.ts'
import {
  type Client,
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
import { conversation, headOf, writtenOut } from './curlText.ts'

const RULES = {
  valued: 'owmHXdAuTeb',
  names: {
    output: 'o',
    'write-out': 'w',
    'max-time': 'm',
    header: 'H',
    request: 'X',
    data: 'd',
    'data-raw': 'd',
    'user-agent': 'A',
    user: 'u',
    head: 'I',
    silent: 's',
    'show-error': 'S',
    location: 'L',
    insecure: 'k',
    verbose: 'v',
    include: 'i',
    fail: 'f',
    referer: 'e',
    cookie: 'b',
  },
  valuedNames: ['connect-timeout', 'resolve', 'retry', 'retry-delay', 'cacert', 'cert', 'key'],
} as const

const NOT_TRUSTED = `curl: (60) SSL certificate problem: unable to get local issuer certificate
More details here: https://curl.se/docs/sslcerts.html

curl failed to verify the legitimacy of the server and therefore could not
establish a secure connection to it. To learn more about this situation and
how to fix it, please visit the webpage mentioned above.
`

interface Trouble {
  readonly code: number
  readonly text: string
}

const trouble = (code: number, text: string): Trouble => ({
  code,
  text: `curl: (${code}) ${text}\n`,
})

/** What curl says when nothing came back. */
// curl: lib/connect.c, lib/hostip.c
function lostText({ outcome }: Trace, url: Url, options: Options): Trouble | undefined {
  if (outcome.type !== 'failed') return undefined
  const { failure, millis } = outcome
  const whole = secondsOf(lastOf(options, 'm'))
  if (failure === 'unresolved') return trouble(6, `Could not resolve host: ${url.host}`)
  if (failure === 'no-dns')
    return whole !== undefined && millis >= whole
      ? trouble(28, `Resolving timed out after ${whole} milliseconds`)
      : trouble(6, `Could not resolve host: ${url.host}`)
  const start = `Failed to connect to ${url.host} port ${url.port} after ${millis} ms`
  if (whole !== undefined && millis >= whole)
    return trouble(28, `Connection timed out after ${whole} milliseconds`)
  if (failure !== 'timeout') return trouble(7, `${start}: Could not connect to server`)
  const within = secondsOf(lastOf(options, 'connect-timeout'))
  if (within !== undefined) return trouble(28, `${start}: Timeout was reached`)
  return trouble(28, `${start}: Could not connect to server`)
}

/** What curl finds fault with in an answer. */
function faultOf({ outcome }: Trace, url: Url, { marks }: Options): Trouble | undefined {
  if (outcome.type !== 'answered') return undefined
  if (url.tls && !outcome.secure)
    return trouble(35, 'error:0A00010B:SSL routines::wrong version number')
  if (url.tls && !marks.has('k')) return { code: 60, text: NOT_TRUSTED }
  if (marks.has('f') && outcome.status >= 400)
    return trouble(22, `The requested URL returned error: ${outcome.status}`)
  return undefined
}

function methodOf(options: Options): string {
  const said = lastOf(options, 'X')
  if (said !== undefined) return said
  if (options.marks.has('I')) return 'HEAD'
  return options.values.has('d') ? 'POST' : 'GET'
}

function waits(options: Options): number | undefined {
  const both = [secondsOf(lastOf(options, 'm')), secondsOf(lastOf(options, 'connect-timeout'))]
  const given = both.filter((one) => one !== undefined)
  return given.length > 0 ? Math.min(...given) : undefined
}

/** `--resolve HOST:PORT:ADDRESS` */
function resolved({ values }: Options, { host, port }: Url): string {
  for (const one of values.get('resolve') ?? []) {
    const [name, number, ip] = one.split(':')
    if (name === host && Number(number) === port && ip) return ip
  }
  return host
}

function headerOf({ values }: Options, name: string): string | undefined {
  const found = values.get('H')?.find((one) => one.toLowerCase().startsWith(`${name}:`))
  return found?.slice(name.length + 1).trim()
}

function shown(trace: Trace, head: readonly string[], { marks }: Options): string {
  if (trace.outcome.type !== 'answered') return ''
  const lines = head.map((line) => `${line}\r\n`).join('')
  if (marks.has('I')) return `${lines}\r\n`
  return marks.has('i') ? `${lines}\r\n${trace.outcome.body}` : trace.outcome.body
}

function* fetchOne(client: Client, url: Url, options: Options): Generator<Step, Done> {
  const header = headerOf(options, 'host')
  const timeout = waits(options)
  const to = resolved(options, url)
  const hostHeader = header ?? (to === url.host ? undefined : url.host)
  const trace = yield* client.ask(
    httpRequest(
      client.from,
      { ...url, host: to },
      {
        method: methodOf(options),
        strict: !options.marks.has('k'),
        ...(hostHeader === undefined ? {} : { hostHeader }),
        ...(timeout === undefined ? {} : { timeout }),
      },
    ),
  )
  if (trace.outcome.millis > 0) yield { sleep: trace.outcome.millis }
  const found = lostText(trace, url, options) ?? faultOf(trace, url, options)
  const code = found?.code ?? 0
  const head = headOf(trace, EPOCH)
  const body = found ? '' : shown(trace, head, options)
  const format = lastOf(options, 'w')
  const tail = format === undefined ? '' : writtenOut(format, trace, code)
  const quiet = options.marks.has('s') && !options.marks.has('S')
  const talk = options.marks.has('v') ? conversation(trace, head) : ''
  const err = talk + (quiet ? '' : (found?.text ?? ''))
  const path = lastOf(options, 'o')
  if (path === undefined || path === '-') return { out: body + tail, err, code }
  return { out: tail, err, code, file: { path, text: body } }
}

/** curl: what is asked of one page after the other. */
export const curl: Tool = function* (client, args) {
  const options = readOptions(args, RULES)
  if (options.marks.has('version') || options.marks.has('V'))
    return done('curl 8.14.1 (x86_64-pc-linux-gnu)\nProtocols: http https\n')
  const [first] = options.words
  if (first === undefined)
    return wrong("curl: try 'curl --help' or 'curl --manual' for more information\n", 2)
  let out = ''
  let err = ''
  let last = done()
  for (const word of options.words) {
    const url = parseUrl(word)
    if (!url) return wrong('curl: (3) URL rejected: Malformed input to a URL function\n', 3, out)
    last = yield* fetchOne(client, url, options)
    out += last.out
    err += last.err
  }
  return { ...last, out, err }
}
