import { podResolver } from '../../network/dns/resolver.ts'
import type { Origin, RequestSpec, Trace } from '../../network/request.ts'
import { type Client, overNetwork, type Tool } from '../../network/tools/client.ts'
import * as tools from '../../network/tools/curl.ts'
import * as names from '../../network/tools/names.ts'
import * as echo from '../../network/tools/ping.ts'
import * as pages from '../../network/tools/wget.ts'
import { parseImage } from '../behaviour/reference.ts'
import { serve, speaksTls } from '../behaviour/serve.ts'
import type { Inside, Step } from './inside.ts'
import { failed, type Program, writeFile } from './program.ts'
import { recordRequest } from './requestRecord.ts'

/** Tools of the network in containers. */

const LOCAL = new Set(['localhost', '127.0.0.1'])

function isOwn(inside: Inside, { what, host }: RequestSpec): boolean {
  if (what !== 'http' && what !== 'connect') return false
  return LOCAL.has(host) || host === inside.ip || host === inside.pod.metadata.name
}

/** A container asks itself: that goes through no network, and nobody else hears of it. */
function* askOneself(inside: Inside, request: RequestSpec): Generator<Step, Trace> {
  const { port, path, tls, word } = request
  const found = serve(inside, port, path, tls)
  const { status, server, millis } = found
  const ip = LOCAL.has(request.host) ? '127.0.0.1' : inside.ip
  const base = { id: 0, at: inside.cluster.now, request, hops: [], services: [] }
  if (status === 0)
    return { ...base, outcome: { type: 'failed', failure: 'refused', ip, millis: 0 } }
  if (request.what === 'http') yield* recordRequest(inside, request.method)
  const body = word === undefined ? found.body : (found.word?.(word) ?? '')
  const contentType = body.startsWith('<') ? 'text/html' : 'text/plain'
  const secure = speaksTls(port)
  const outcome = {
    type: 'answered',
    status,
    body,
    server,
    contentType,
    secure,
    ip,
    millis,
  } as const
  return { ...base, outcome }
}

function clientIn(inside: Inside): Client {
  const { namespace = '', name } = inside.pod.metadata
  const from: Origin = { type: 'pod', namespace, name }
  return {
    from,
    ask: (request) => (isOwn(inside, request) ? askOneself(inside, request) : overNetwork(request)),
  }
}

function program(choose: (inside: Inside) => Tool): Program {
  return function* ({ inside, args, input, path }) {
    const { file, ...finished } = yield* choose(inside)(clientIn(inside), args, input)
    const failure = file && (yield* writeFile(inside, path(file.path), file.text, false))
    return failure === undefined ? finished : failed(`${file?.path}: ${failure}\n`)
  }
}

const OLD = /^1\.(?:[0-9]|1\d|2[0-8])(?:\D|$)/

export const curl = program(() => tools.curl)
export const wget = program(() => pages.wget)
export const nc = program(() => pages.nc)
export const ping = program(() => echo.ping)
export const dig = program(() => names.dig)
export const nslookup = program(() => names.nslookup)
/** The one of BusyBox, which has changed with its versions. */
export const shortNslookup = program(({ cluster, pod, container }) =>
  OLD.test(parseImage(container.image ?? '').tag)
    ? names.oldNslookup
    : names.busyboxNslookup(podResolver(cluster, pod).search),
)
