import { compareQuantity } from '../../machinery/quantity.ts'
import { milliValue, wholeValue } from '../../scheduler/amounts.ts'
import { parseTime } from '../../time.ts'
import type { Container, EnvVarSource, Pod, ResourceFieldSelector } from '../../types/index.ts'
import { machineOf } from '../machine.ts'
import type { Inside } from './inside.ts'

/** Values that were fixed when a container started, by its id: only of those that take them from other objects. */
export const FIXED = 'container environment'

type Variables = Readonly<Record<string, string>>

function decoded(text: string): string {
  const bytes: number[] = []
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  let bits = 0
  let held = 0
  for (const char of text.replace(/[=\s]/g, '')) {
    held = (held << 6) | Math.max(0, alphabet.indexOf(char))
    bits += 6
    if (bits < 8) continue
    bits -= 8
    bytes.push((held >> bits) & 255)
  }
  return utf8(bytes)
}

function utf8(bytes: readonly number[]): string {
  const text = bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
  try {
    return decodeURIComponent(text)
  } catch {
    return String.fromCharCode(...bytes)
  }
}

/** Keys and plain values of a ConfigMap or Secret; empty when it is not there. */
export function plainData(
  { cluster, pod }: Pick<Inside, 'cluster' | 'pod'>,
  kind: 'ConfigMap' | 'Secret',
  name: string,
): Variables {
  const found = cluster.find(kind, pod.metadata.namespace ?? '', name)
  if (found?.kind === 'ConfigMap') return found.data ?? {}
  if (found?.kind !== 'Secret') return {}
  return Object.fromEntries(
    Object.entries(found.data ?? {}).map(([key, value]) => [key, decoded(value)]),
  )
}

/** A field of the pod, as the downward API gives it. */
// k8s: pkg/fieldpath ExtractFieldPathAsString and pkg/kubelet podFieldSelectorRuntimeValue (1.36)
export function fieldValue(pod: Pod, path: string, ip: string, hostIp: string): string {
  const [, list, key] = /^metadata\.(labels|annotations)(?:\['(.+)'\])?$/.exec(path) ?? []
  if (list === 'labels' || list === 'annotations') {
    const all = pod.metadata[list] ?? {}
    if (key !== undefined) return all[key] ?? ''
    return Object.keys(all)
      .sort()
      .map((name) => `${name}=${JSON.stringify(all[name])}`)
      .join('\n')
  }
  const values: Readonly<Record<string, string | undefined>> = {
    'metadata.name': pod.metadata.name,
    'metadata.namespace': pod.metadata.namespace,
    'metadata.uid': pod.metadata.uid,
    'spec.nodeName': pod.spec.nodeName,
    'spec.serviceAccountName': pod.spec.serviceAccountName,
    'status.hostIP': hostIp,
    'status.hostIPs': hostIp,
    'status.podIP': ip,
    'status.podIPs': ip,
  }
  return values[path] ?? ''
}

/** An amount of a container's resources in units of the divisor, rounded up. */
// k8s: pkg/api/v1/resource ExtractResourceValueByContainerName (1.36)
export function resourceValue(
  inside: Pick<Inside, 'cluster' | 'pod' | 'container'>,
  selector: ResourceFieldSelector,
): string {
  const { pod, cluster } = inside
  const all = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])]
  const container = selector.containerName
    ? (all.find((one) => one.name === selector.containerName) ?? inside.container)
    : inside.container
  const [list = '', name = ''] = selector.resource.split('.')
  const { limits = {}, requests = {} } = container.resources ?? {}
  const node = cluster.find('Node', '', pod.spec.nodeName ?? '')?.status?.allocatable ?? {}
  const amount = list === 'limits' ? (limits[name] ?? node[name] ?? '0') : (requests[name] ?? '0')
  const unset = selector.divisor === undefined || compareQuantity(selector.divisor, '0') === 0
  const divisor = unset ? '1' : (selector.divisor ?? '1')
  return name === 'cpu'
    ? String(Math.ceil(milliValue(amount) / milliValue(divisor)))
    : String(Math.ceil(wholeValue(amount) / wholeValue(divisor)))
}

function fromSource(inside: Inside, source: EnvVarSource): string | undefined {
  const { configMapKeyRef, secretKeyRef, fieldRef, resourceFieldRef } = source
  const node = machineOf(inside.cluster, inside.pod.spec.nodeName ?? '')
  if (fieldRef) return fieldValue(inside.pod, fieldRef.fieldPath, inside.ip, node?.ip ?? '')
  if (resourceFieldRef) return resourceValue(inside, resourceFieldRef)
  if (configMapKeyRef)
    return plainData(inside, 'ConfigMap', configMapKeyRef.name ?? '')[configMapKeyRef.key]
  return secretKeyRef && plainData(inside, 'Secret', secretKeyRef.name ?? '')[secretKeyRef.key]
}

/** `$(NAME)` of what was set before; `$$` is a dollar. */
// k8s: third_party/forked/golang/expansion Expand (1.36)
function expanded(text: string, known: ReadonlyMap<string, string>): string {
  return text.replace(/\$\$|\$\(([^)]+)\)/g, (whole, name: string | undefined) =>
    name === undefined ? '$' : (known.get(name) ?? whole),
  )
}

/** The services that were there, as the kubelet tells them: NAME_SERVICE_HOST and its like. */
// k8s: pkg/kubelet/envvars FromServices (1.36)
function serviceVariables({ cluster, pod, startedAt }: Inside, into: Map<string, string>): void {
  const own = pod.metadata.namespace ?? ''
  const all = cluster.list('Service').filter(({ metadata, spec }) => {
    const master = metadata.namespace === 'default' && metadata.name === 'kubernetes'
    const near = metadata.namespace === own && pod.spec.enableServiceLinks !== false
    if (parseTime(metadata.creationTimestamp ?? '') > startedAt) return false
    return (
      (master || near) && spec.clusterIP !== undefined && !['', 'None'].includes(spec.clusterIP)
    )
  })
  for (const { metadata, spec } of all) {
    const prefix = metadata.name.toUpperCase().replaceAll('-', '_')
    const [first] = spec.ports ?? []
    if (!first) continue
    into.set(`${prefix}_SERVICE_HOST`, spec.clusterIP ?? '')
    into.set(`${prefix}_SERVICE_PORT`, String(first.port))
    into.set(`${prefix}_PORT`, `tcp://${spec.clusterIP}:${first.port}`)
    for (const port of spec.ports ?? [])
      if (port.name)
        into.set(
          `${prefix}_SERVICE_PORT_${port.name.toUpperCase().replaceAll('-', '_')}`,
          String(port.port),
        )
  }
}

/** Whether values of the container's environment come from objects that may change later. */
export function isBorrowed(container: Container): boolean {
  if (container.envFrom?.length) return true
  return (
    container.env?.some(({ valueFrom }) => valueFrom?.configMapKeyRef ?? valueFrom?.secretKeyRef) ??
    false
  )
}

/** The container's own variables as they are now. */
// k8s: pkg/kubelet Kubelet.makeEnvironmentVariables (1.36)
export function makeEnvironment(inside: Inside): Variables {
  const known = new Map<string, string>()
  serviceVariables(inside, known)
  for (const { prefix = '', configMapRef, secretRef } of inside.container.envFrom ?? []) {
    const data = configMapRef
      ? plainData(inside, 'ConfigMap', configMapRef.name ?? '')
      : plainData(inside, 'Secret', secretRef?.name ?? '')
    for (const [key, value] of Object.entries(data)) known.set(prefix + key, value)
  }
  for (const { name, value, valueFrom } of inside.container.env ?? []) {
    const found = valueFrom ? fromSource(inside, valueFrom) : expanded(value ?? '', known)
    if (found !== undefined) known.set(name, found)
  }
  return Object.fromEntries(known)
}

/** What the container was started with. */
export function environmentOf(inside: Inside): Variables {
  return inside.cluster.recall<Variables>(FIXED, inside.id) ?? makeEnvironment(inside)
}
