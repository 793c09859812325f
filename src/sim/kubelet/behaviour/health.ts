import type { Millis } from '../../time.ts'
import type { Container, GRPCAction, HTTPGetAction, Probe } from '../../types/index.ts'
import { executeNow } from '../exec/execute.ts'
import type { Inside } from '../exec/inside.ts'
import type { Health } from './agent.ts'
import { ANY_SERVER } from './catalogueData.ts'
import { isVolatile } from './ensemble.ts'
import { imageFacts } from './facts.ts'
import type { ImageFacts } from './imageRows.ts'
import { readScript } from './script.ts'
import { listens, serve, speaksTls } from './serve.ts'

const WELL: Health = { ok: true, output: '', until: -1 }

export function portOf(container: Container, port: number | string): number {
  if (typeof port === 'number') return port
  const named = container.ports?.find((p) => p.name === port)
  return named?.containerPort ?? Number(port)
}

function refused(ip: string, port: number, until: Millis): Health {
  return { ok: false, output: `dial tcp ${ip}:${port}: connect: connection refused`, until }
}

function reach(inside: Inside, facts: ImageFacts, port: number, host: string): Health {
  const age = inside.cluster.now - inside.startedAt
  if (!listens(facts, inside.container, port)) return refused(host, port, -1)
  return age < facts.upAfter ? refused(host, port, facts.upAfter) : WELL
}

/** Some programs answer long before they say that they are ready. */
function notReady(inside: Inside, facts: ImageFacts, path: string): Health | undefined {
  if (path !== '/readyz' || !facts.readyz) return undefined
  const until = facts.readyz(inside.container)
  return inside.cluster.now - inside.startedAt < until
    ? { ok: false, output: 'HTTP probe failed with statuscode: 500', until }
    : undefined
}

// k8s: pkg/probe/http DoHTTPProbe (1.36)
function httpHealth(inside: Inside, facts: ImageFacts, get: HTTPGetAction): Health {
  const { container } = inside
  const port = portOf(container, get.port)
  const host = get.host || inside.ip
  const path = get.path?.startsWith('/') ? get.path : `/${get.path ?? ''}`
  const scheme = (get.scheme ?? 'HTTP').toLowerCase()
  const url = `${scheme}://${host}:${port}${path}`
  const there = reach(inside, facts, port, host)
  if (!there.ok) return { ...there, output: `Get "${url}": ${there.output}` }
  const served = facts !== ANY_SERVER && facts.root !== undefined
  if (served && scheme === 'https' && !speaksTls(port))
    return {
      ok: false,
      output: `Get "${url}": http: server gave HTTP response to HTTPS client`,
      until: -1,
    }
  const late = notReady(inside, facts, path)
  if (late) return late
  const { status } = serve(inside, port, path, scheme === 'https')
  const volatile = isVolatile(inside)
  if (status >= 200 && status < 400) return volatile ? { ...WELL, volatile } : WELL
  const output = `HTTP probe failed with statuscode: ${status}`
  return volatile ? { ok: false, output, until: -1, volatile } : { ok: false, output, until: -1 }
}

/** When the answer of a command may become another one: its container's script makes and removes files by the clock. */
function nextChange(inside: Inside): Millis {
  const age = inside.cluster.now - inside.startedAt
  const files = readScript(inside.container)?.files ?? []
  const later = files.flatMap((file) => [file.from, file.to]).filter((at) => at > age)
  return later.length > 0 ? Math.min(...later) : -1
}

// k8s: pkg/probe/exec execProber.Probe (1.36)
function execHealth(inside: Inside, probe: Probe): Health {
  const command = probe.exec?.command ?? []
  const limit = (probe.timeoutSeconds ?? 1) * 1000
  const found = executeNow(inside, command, limit)
  const until = nextChange(inside)
  const volatile = isVolatile(inside)
  const health = found.timedOut
    ? {
        ok: false,
        output: `command timed out: "${command.join(' ')}" timed out after ${limit / 1000}s`,
        until,
      }
    : { ok: found.code === 0, output: found.output, until }
  return volatile ? { ...health, volatile } : health
}

// k8s: pkg/probe/grpc grpcProber.Probe (1.36)
function grpcHealth(inside: Inside, facts: ImageFacts, grpc: GRPCAction, probe: Probe): Health {
  const there = reach(inside, facts, grpc.port, inside.ip)
  if (there.ok && facts === ANY_SERVER) return WELL
  const address = `${inside.ip}:${grpc.port}`
  const seconds = probe.timeoutSeconds ?? 1
  return {
    ok: false,
    output: `timeout: failed to connect service "${address}" within ${seconds}s: context deadline exceeded`,
    until: there.until,
  }
}

/** What a probe finds in the container at this moment. */
export function health(inside: Inside, probe: Probe): Health {
  const facts = imageFacts(inside.container.image)
  if (probe.httpGet) return httpHealth(inside, facts, probe.httpGet)
  if (probe.tcpSocket) {
    const port = portOf(inside.container, probe.tcpSocket.port)
    return reach(inside, facts, port, probe.tcpSocket.host || inside.ip)
  }
  if (probe.exec) return execHealth(inside, probe)
  return probe.grpc ? grpcHealth(inside, facts, probe.grpc, probe) : WELL
}
