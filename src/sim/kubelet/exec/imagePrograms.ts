import { parseImage } from '../behaviour/reference.ts'
import { type Served, serve } from '../behaviour/serve.ts'
import { findInside } from './find.ts'
import { failed, ok, type Program, type Run } from './program.ts'
import { statefulPrograms } from './statefulPrograms.ts'

type Programs = Readonly<Record<string, Program>>

interface Url {
  readonly host: string
  readonly port: number
  readonly path: string
  readonly tls: boolean
}

function parseUrl(text: string): Url {
  const [, scheme = 'http', host = '', port, path = '/'] =
    /^(?:(https?):\/\/)?([^:/]+)(?::(\d+))?(\/.*)?$/.exec(text) ?? []
  const tls = scheme === 'https'
  return { host, port: Number(port ?? (tls ? 443 : 80)), path, tls }
}

/** What answers under the address as the container sees it. Names of Services are beyond a container's own tools here. */
function ask({ inside }: Run, url: Url): Served | undefined {
  const own = ['localhost', '127.0.0.1', inside.ip, inside.pod.metadata.name].includes(url.host)
  const there = own ? inside : findInside(inside.cluster, url.host)
  return there && serve(there, url.port, url.path, url.tls)
}

const isAddress = (host: string): boolean => /^\d+\.\d+\.\d+\.\d+$/.test(host)

const target = (args: readonly string[]): string =>
  args.find((arg, index) => !arg.startsWith('-') && !/^-[oTmHXd]$/.test(args[index - 1] ?? '')) ??
  ''

const curl: Program = function* (run) {
  const url = parseUrl(target(run.args))
  const answer = ask(run, url)
  yield { sleep: answer?.millis ?? 0 }
  if (!answer && !isAddress(url.host))
    return failed(`curl: (6) Could not resolve host: ${url.host}\n`, 6)
  if (!answer || answer.status === 0)
    return failed(
      `curl: (7) Failed to connect to ${url.host} port ${url.port} after 0 ms: Couldn't connect to server\n`,
      7,
    )
  const marks = run.args.filter((arg) => arg.startsWith('-')).join(' ')
  if (/(?:^|\s)-\w*f|--fail/.test(marks) && answer.status >= 400)
    return failed(`curl: (22) The requested URL returned error: ${answer.status}\n`, 22)
  const head = `HTTP/1.1 ${answer.status} ${answer.status === 200 ? 'OK' : 'Not Found'}\r\nServer: ${answer.server}\r\n\r\n`
  if (/(?:^|\s)-\w*I|--head/.test(marks)) return ok(head)
  return ok(/(?:^|\s)-\w*i/.test(marks) ? head + answer.body : answer.body)
}

const wget: Program = function* (run) {
  const text = target(run.args)
  const url = parseUrl(text)
  const answer = ask(run, url)
  yield { sleep: answer?.millis ?? 0 }
  if (!answer && !isAddress(url.host)) return failed(`wget: bad address '${url.host}'\n`)
  const intro = `Connecting to ${url.host}:${url.port} (${isAddress(url.host) ? url.host : '127.0.0.1'}:${url.port})\n`
  const quiet = run.args.some((arg) => /^-\w*q/.test(arg))
  if (!answer || answer.status === 0)
    return failed(`${quiet ? '' : intro}wget: can't connect to remote host: Connection refused\n`)
  if (answer.status >= 400)
    return failed(
      `${quiet ? '' : intro}wget: server returned error: HTTP/1.1 ${answer.status} Not Found\n`,
    )
  const out = /(?:^|\s)-\w*O ?-/.test(run.args.join(' ')) ? answer.body : ''
  return { out, err: quiet ? '' : intro, code: 0 }
}

/** `nc -z`, `nc -zv` and a word piped into a port. */
const nc: Program = function* (run) {
  const [host = 'localhost', port = '0'] = run.args.filter((arg) => !arg.startsWith('-'))
  const answer = ask(run, { host, port: Number(port), path: '/', tls: false })
  yield { sleep: answer?.millis ?? 0 }
  if (!answer || answer.status === 0)
    return failed(`nc: ${host} (${host}:${port}): Connection refused\n`)
  return ok(answer.word?.(run.input.trim()) ?? '')
}

const nslookup: Program = function* ({ args }) {
  yield { sleep: 0 }
  return failed(
    `Server:\t\t10.96.0.10\nAddress:\t10.96.0.10:53\n\n** server can't find ${target(args)}: NXDOMAIN\n`,
  )
}

const nginx: Program = function* ({ args }) {
  yield { sleep: 0 }
  if (args[0] === '-v') return { out: '', err: 'nginx version: nginx\n', code: 0 }
  if (args[0] === '-t')
    return {
      out: '',
      err: 'nginx: the configuration file /etc/nginx/nginx.conf syntax is ok\nnginx: configuration file /etc/nginx/nginx.conf test is successful\n',
      code: 0,
    }
  if (args[0] !== '-s')
    return failed('nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)\n')
  const signal = { stop: 'TERM', quit: 'QUIT', reload: 'HUP' }[args[1] ?? ''] ?? ''
  if (signal === '') return failed(`nginx: invalid option: "-s ${args[1]}"\n`)
  yield { effect: { type: 'signal', signal } }
  return ok()
}

const BUSYBOX: Programs = { wget, nc, nslookup }
const CURL: Programs = { curl }

/** Programs that an image has beside the usual ones. */
export function imagePrograms(image: string): Programs {
  const { path } = parseImage(image)
  const name = path.slice(path.lastIndexOf('/') + 1)
  const own = statefulPrograms(name)
  if (own) return name === 'zookeeper' ? { ...own, nc } : own
  if (name === 'nginx' || path.startsWith('sysnet4admin/')) return { ...CURL, nginx }
  if (name === 'busybox' || name === 'alpine') return BUSYBOX
  return name === 'curl' ? { ...BUSYBOX, ...CURL } : NETWORKED.has(name) ? CURL : NONE
}

const NONE: Programs = {}
const NETWORKED = new Set([
  'httpd',
  'python',
  'node',
  'golang',
  'ruby',
  'php',
  'centos',
  'fedora',
  'rockylinux',
])
