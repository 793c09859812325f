import { utf8Size } from '../../schema/base64.ts'
import { formatTime } from '../../time.ts'
import type { RequestSpec, Trace } from '../request.ts'

const STATUS: Readonly<Record<number, string>> = {
  200: 'OK',
  301: 'Moved Permanently',
  302: 'Found',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
}
const DAYS = 'Thu Fri Sat Sun Mon Tue Wed'.split(' ')
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')
const DAY = 86_400_000

export function statusLine(status: number): string {
  return `HTTP/1.1 ${status} ${STATUS[status] ?? ''}`.trimEnd()
}

/** `Mon, 01 Mar 2021 00:05:12 GMT` */
function dateText(at: number, epoch: number): string {
  const [, year, month, day, time] = /^(\d+)-(\d+)-(\d+)T([\d:]+)/.exec(formatTime(at)) ?? []
  const weekday = DAYS[Math.floor((epoch + at) / DAY) % 7]
  return `${weekday}, ${day} ${MONTHS[Number(month) - 1]} ${year} ${time} GMT`
}

/** Lines of the head of an answer. */
export function headOf({ outcome, at }: Trace, epoch: number): readonly string[] {
  if (outcome.type !== 'answered') return []
  const { status, server, body, contentType } = outcome
  return [
    statusLine(status),
    ...(server ? [`Server: ${server}`] : []),
    `Date: ${dateText(at, epoch)}`,
    ...(body ? [`Content-Type: ${contentType}`] : []),
    `Content-Length: ${utf8Size(body)}`,
    'Connection: keep-alive',
  ]
}

/** What `-v` shows of a request and its answer. */
export function conversation(trace: Trace, head: readonly string[]): string {
  const { request, outcome } = trace
  const { host, port, method, path, hostHeader } = request
  if (outcome.type === 'records') return ''
  if (outcome.ip === '') return `* Could not resolve host: ${host}\n* Closing connection\n`
  const trying = `*   Trying ${outcome.ip}:${port}...\n`
  if (outcome.type === 'failed') return trying
  const shown = port === 80 || port === 443 ? host : `${host}:${port}`
  const sent = [
    `${method} ${path} HTTP/1.1`,
    `Host: ${hostHeader ?? shown}`,
    'User-Agent: curl/8.14.1',
    'Accept: */*',
    '',
  ]
  return [
    `${trying}* Connected to ${host} (${outcome.ip}) port ${port}\n`,
    ...sent.map((line) => `> ${line}\n`),
    ...head.map((line) => `< ${line}\n`),
    '< \n',
    `* Connection #0 to host ${host} left intact\n`,
  ].join('')
}

/** The text of `-w`, its holes and escapes filled. */
export function writtenOut(format: string, trace: Trace, code: number): string {
  const { outcome, request } = trace
  const status = outcome.type === 'answered' ? outcome.status : 0
  const size = outcome.type === 'answered' ? utf8Size(outcome.body) : 0
  const known: Readonly<Record<string, string>> = {
    http_code: String(status).padStart(3, '0'),
    response_code: String(status).padStart(3, '0'),
    exitcode: String(code),
    remote_ip: outcome.type === 'records' ? '' : outcome.ip,
    remote_port: String(request.port),
    size_download: String(size),
    time_total: (outcome.millis / 1000).toFixed(6),
    time_connect: (outcome.millis / 1000).toFixed(6),
    url_effective: urlOf(request),
  }
  return format
    .replace(/%\{(\w+)\}/g, (whole, name: string) => known[name] ?? whole)
    .replaceAll('%%', '%')
    .replaceAll('\\n', '\n')
    .replaceAll('\\t', '\t')
    .replaceAll('\\r', '\r')
}

function urlOf({ host, port, path, tls }: RequestSpec): string {
  const usual = port === (tls ? 443 : 80)
  return `${tls ? 'https' : 'http'}://${host}${usual ? '' : `:${port}`}${path}`
}
