import type {
  Container,
  ContainerPort,
  ContainerState,
  ContainerStatus,
  EphemeralContainer,
  Pod,
  ResourceRequirements,
} from '../../sim/types/index.ts'
import { printEnvironment } from './environment.ts'
import { compare } from './meta.ts'
import { longTime, type Page, printBool } from './page.ts'
import { probeText } from './probe.ts'

type AnyContainer = Container | EphemeralContainer

function printPorts(page: Page, label: string, ports: readonly string[]): void {
  if (ports.length > 1) page.field(2, `${label}s`, ports.join(', '))
  else page.field(2, label, ports[0] ?? '<none>')
}

function portTexts(
  ports: readonly ContainerPort[] | undefined | null,
  number: (port: ContainerPort) => number,
): readonly string[] {
  return (ports ?? []).map((port) => `${number(port)}/${port.protocol ?? ''}`)
}

function printBasics(
  page: Page,
  container: AnyContainer,
  status: ContainerStatus | undefined,
  indent: string,
): void {
  page.line(1, `${indent === '' ? '' : ' '}${container.name}:`)
  if (status) page.field(2, 'Container ID', status.containerID ?? '')
  page.field(2, 'Image', container.image ?? '')
  if (status) page.field(2, 'Image ID', status.imageID)
  const ports = portTexts(container.ports, (port) => port.containerPort)
  printPorts(page, 'Port', ports)
  const hostPorts = portTexts(container.ports, (port) => port.hostPort ?? 0)
  printPorts(page, 'Host Port', hostPorts)
  const seccomp = container.securityContext?.seccompProfile
  if (seccomp) {
    page.field(2, 'SeccompProfile', seccomp.type)
    if (seccomp.type === 'Localhost') {
      page.field(3, 'LocalhostProfile', seccomp.localhostProfile ?? '')
    }
  }
}

function printWords(page: Page, label: string, words: readonly string[] | undefined | null): void {
  if (!words || words.length === 0) return
  page.line(2, `${label}:`)
  for (const word of words) for (const line of word.split('\n')) page.line(3, line)
}

// k8s: kubectl/pkg/describe describeStatus (1.36)
function printState(page: Page, label: string, state: ContainerState | undefined): void {
  if (state?.running) {
    page.field(2, label, 'Running')
    page.field(3, 'Started', longTime(state.running.startedAt))
  } else if (state?.terminated) {
    const end = state.terminated
    page.field(2, label, 'Terminated')
    if (end.reason) page.field(3, 'Reason', end.reason)
    if (end.message) page.field(3, 'Message', end.message)
    page.field(3, 'Exit Code', end.exitCode)
    if ((end.signal ?? 0) > 0) page.field(3, 'Signal', end.signal ?? 0)
    page.field(3, 'Started', longTime(end.startedAt))
    page.field(3, 'Finished', longTime(end.finishedAt))
  } else {
    page.field(2, label, 'Waiting')
    if (state?.waiting?.reason) page.field(3, 'Reason', state.waiting.reason)
  }
}

/** Limits and requests, by name; nothing when there are none. */
export function printResources(
  page: Page,
  resources: ResourceRequirements | undefined | null,
  level: number,
): void {
  for (const [label, amounts] of [
    ['Limits', resources?.limits],
    ['Requests', resources?.requests],
  ] as const) {
    const entries = Object.entries(amounts ?? {}).sort(([a], [b]) => compare(a, b))
    if (entries.length > 0) page.line(level, `${label}:`)
    for (const [name, amount] of entries) page.field(level + 1, name, amount)
  }
}

function printProbes(page: Page, container: AnyContainer): void {
  for (const [label, probe] of [
    ['Liveness', container.livenessProbe],
    ['Readiness', container.readinessProbe],
    ['Startup', container.startupProbe],
  ] as const) {
    if (probe) page.field(2, label, probeText(probe))
  }
}

function printMounts(page: Page, container: AnyContainer): void {
  const mounts = [...(container.volumeMounts ?? [])].sort((a, b) =>
    compare(a.mountPath, b.mountPath),
  )
  const none = mounts.length === 0 ? '\t<none>' : ''
  page.line(2, `Mounts:${none}`)
  for (const mount of mounts) {
    const flags = [mount.readOnly ? 'ro' : 'rw']
    if (mount.subPath) flags.push(`path=${JSON.stringify(mount.subPath)}`)
    page.line(3, `${mount.mountPath} from ${mount.name} (${flags.join(',')})`)
  }
  const devices = [...(container.volumeDevices ?? [])].sort((a, b) =>
    compare(a.devicePath, b.devicePath),
  )
  // Upstream says "<none>" after Devices when it is the mounts that are missing.
  if (devices.length > 0) page.line(2, `Devices:${none}`)
  for (const device of devices) page.line(3, `${device.devicePath} from ${device.name}`)
}

function printStatus(page: Page, status: ContainerStatus): void {
  printState(page, 'State', status.state)
  if (status.lastState?.terminated) printState(page, 'Last State', status.lastState)
  page.field(2, 'Ready', printBool(status.ready))
  page.field(2, 'Restart Count', status.restartCount)
}

export interface ContainerBlock {
  readonly label: string
  readonly containers: readonly AnyContainer[] | undefined | null
  readonly statuses?: readonly ContainerStatus[] | undefined
  /** The pod they run in; none for those of a template. */
  readonly pod?: Pod
  /** Two spaces inside a template. */
  readonly indent: string
}

/** A block of containers with all that is known about each. */
// k8s: kubectl/pkg/describe describeContainers (1.36)
export function printContainers(page: Page, block: ContainerBlock): void {
  const containers = block.containers ?? []
  const none = containers.length === 0 ? ' <none>' : ''
  page.line(0, `${block.indent}${block.label}:${none}`)
  const statuses = new Map((block.statuses ?? []).map((status) => [status.name, status]))
  for (const container of containers) {
    const status = statuses.get(container.name)
    printBasics(page, container, status, block.indent)
    printWords(page, 'Command', container.command)
    printWords(page, 'Args', container.args)
    if (status) printStatus(page, status)
    printResources(page, container.resources, 2)
    printProbes(page, container)
    printEnvironment(page, container, block.pod)
    printMounts(page, container)
  }
}
