import type { Probe } from '../../sim/types/index.ts'
import { hostPort } from '../printers/text.ts'
import { goList } from './page.ts'

/** A path as a URL carries it: what must be escaped is. */
function escapePath(path: string): string {
  const absolute = path === '' || path.startsWith('/') ? path : `/${path}`
  return encodeURI(absolute).replaceAll('?', '%3F').replaceAll('#', '%23').replaceAll('%25', '%')
}

function actionText({ exec, httpGet, tcpSocket, grpc }: Probe): string {
  if (exec) return `exec ${goList(exec.command)}`
  if (httpGet) {
    const { scheme, host = '', port, path = '' } = httpGet
    const protocol = scheme ? `${scheme.toLowerCase()}:` : ''
    const where = port === '' ? host : hostPort(host, port)
    return `http-get ${protocol}//${where}${escapePath(path)}`
  }
  if (tcpSocket) return `tcp-socket ${tcpSocket.host ?? ''}:${tcpSocket.port}`
  return grpc ? `grpc <pod>:${grpc.port} ${grpc.service ?? ''}` : 'unknown'
}

/** What a probe does and how often, in one line. */
// k8s: kubectl/pkg/describe DescribeProbe (1.36)
export function probeText(probe: Probe): string {
  return [
    actionText(probe),
    `delay=${probe.initialDelaySeconds ?? 0}s`,
    `timeout=${probe.timeoutSeconds ?? 0}s`,
    `period=${probe.periodSeconds ?? 0}s`,
    `#success=${probe.successThreshold ?? 0}`,
    `#failure=${probe.failureThreshold ?? 0}`,
  ].join(' ')
}
