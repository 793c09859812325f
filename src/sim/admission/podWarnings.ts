import { milliValue } from '../machinery/quantity.ts'
import type {
  Container,
  ContainerPort,
  NodeSelectorTerm,
  ObjectMeta,
  PodSpec,
} from '../types/index.ts'
import { keysOf, quoted } from './fieldErrors.ts'

/** Warnings about pods and pod templates; `prefix` is the template's path, empty for a pod. */
// k8s: pkg/api/pod warningsForPodSpecAndMeta (1.36)

const NODE_LABELS: Readonly<Record<string, string>> = {
  'node-role.kubernetes.io/master': 'use "node-role.kubernetes.io/control-plane" instead',
  'beta.kubernetes.io/arch': 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  'beta.kubernetes.io/os': 'deprecated since v1.14; use "kubernetes.io/os" instead',
  'failure-domain.beta.kubernetes.io/region':
    'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  'failure-domain.beta.kubernetes.io/zone':
    'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  'beta.kubernetes.io/instance-type':
    'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
}

const ANNOTATIONS: Readonly<Record<string, string>> = {
  'scheduler.alpha.kubernetes.io/critical-pod':
    'non-functional in v1.16+; use the "priorityClassName" field instead',
  'security.alpha.kubernetes.io/sysctls':
    'non-functional in v1.11+; use the "sysctls" field instead',
  'security.alpha.kubernetes.io/unsafe-sysctls':
    'non-functional in v1.11+; use the "sysctls" field instead',
}

const VOLUMES = [
  ['photonPersistentDisk', 'deprecated in v1.11, non-functional in v1.16+'],
  ['gitRepo', 'deprecated in v1.11, and disabled by default in v1.33+'],
  ['scaleIO', 'deprecated in v1.16, non-functional in v1.22+'],
  ['flocker', 'deprecated in v1.22, non-functional in v1.25+'],
  ['storageos', 'deprecated in v1.22, non-functional in v1.25+'],
  ['quobyte', 'deprecated in v1.22, non-functional in v1.25+'],
  ['glusterfs', 'deprecated in v1.25, non-functional in v1.26+'],
  ['cephfs', 'deprecated in v1.28, non-functional in v1.31+'],
  ['rbd', 'deprecated in v1.28, non-functional in v1.31+'],
] as const

const SECCOMP = 'non-functional in v1.27+; use the "seccompProfile" field instead'
const SECCOMP_POD = 'seccomp.security.alpha.kubernetes.io/pod'
const SECCOMP_CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/'
const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/'

type Meta = Pick<Partial<ObjectMeta>, 'annotations'>

/** Warnings about node labels of old, in a selector term. */
export function nodeTermWarnings(term: NodeSelectorTerm, field: string): string[] {
  return (term.matchExpressions ?? []).flatMap((e, i) => {
    const message = NODE_LABELS[e.key]
    return message ? [`${field}.matchExpressions[${i}].key: ${e.key} is ${message}`] : []
  })
}

function nodeLabels(spec: PodSpec, at: string): string[] {
  const out = keysOf(spec.nodeSelector).flatMap((key) =>
    NODE_LABELS[key] ? [`${at}spec.nodeSelector[${key}]: ${NODE_LABELS[key]}`] : [],
  )
  const node = spec.affinity?.nodeAffinity
  const field = `${at}spec.affinity.nodeAffinity`
  node?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms.forEach((term, i) => {
    const each = `${field}.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[${i}]`
    out.push(...nodeTermWarnings(term, each))
  })
  node?.preferredDuringSchedulingIgnoredDuringExecution?.forEach((item, i) => {
    const each = `${field}.preferredDuringSchedulingIgnoredDuringExecution[${i}].preference`
    out.push(...nodeTermWarnings(item.preference, each))
  })
  spec.topologySpreadConstraints?.forEach((item, i) => {
    const each = `${at}spec.topologySpreadConstraints[${i}]`
    const message = NODE_LABELS[item.topologyKey]
    if (message) out.push(`${each}.topologyKey: ${item.topologyKey} is ${message}`)
    if (!item.labelSelector)
      out.push(`${each}.labelSelector: a null labelSelector results in matching no pod`)
  })
  return out
}

function volumes(spec: PodSpec, at: string): string[] {
  const out: string[] = []
  spec.volumes?.forEach((volume, i) => {
    for (const [key, message] of VOLUMES)
      if (volume[key])
        out.push(`${at}spec.volumes[${i}].${key === 'storageos' ? 'storageOS' : key}: ${message}`)
  })
  for (const volume of spec.volumes ?? []) {
    const sources = volume.projected?.sources ?? []
    if (volume.projected && sources.every((source) => Object.keys(source).length === 0))
      out.push(`volume ${quoted(volume.name)} (Projected) has no sources provided`)
    if (volume.configMap && !volume.configMap.name)
      out.push(`volume ${quoted(volume.name)} (ConfigMap) has no name provided`)
  }
  return [...out, ...tokenPaths(spec, at)]
}

function tokenPaths(spec: PodSpec, at: string): string[] {
  const sources = (spec.volumes ?? []).flatMap((volume, i) =>
    (volume.projected?.sources ?? []).map((source) => ({ source, i })),
  )
  const paths = new Set(sources.flatMap(({ source }) => source.serviceAccountToken?.path ?? []))
  if (paths.size === 0) return []
  const names = { configMap: 'configMap', secret: 'secrets', downwardAPI: 'downwardAPI' } as const
  return sources.flatMap(({ source, i }) =>
    (['configMap', 'secret', 'downwardAPI'] as const).flatMap((key) =>
      (source[key]?.items ?? []).flatMap((item, j) =>
        paths.has(item.path)
          ? [
              `${at}spec.volumes[${i}].projected.sources.${names[key]}[${j}]: has duplicated path with ServiceAccountToken ${quoted(item.path)}`,
            ]
          : [],
      ),
    ),
  )
}

function repeated(values: readonly string[], warn: (value: string, i: number) => string): string[] {
  const seen = new Set<string>()
  return values.flatMap((value, i) => {
    if (seen.has(value)) return [warn(value, i)]
    seen.add(value)
    return []
  })
}

function lists(spec: PodSpec, at: string): string[] {
  const secrets = (spec.imagePullSecrets ?? []).map((secret) => secret.name ?? '')
  return [
    ...repeated(
      (spec.hostAliases ?? []).map((alias) => alias.ip),
      (ip, i) => `${at}spec.hostAliases[${i}].ip: duplicate ip ${quoted(ip)}`,
    ),
    ...repeated(
      secrets,
      (name, i) => `${at}spec.imagePullSecrets[${i}].name: duplicate name ${quoted(name)}`,
    ),
    ...secrets.flatMap((name, i) =>
      name === '' ? [`${at}spec.imagePullSecrets[${i}].name: invalid empty name ""`] : [],
    ),
  ]
}

function fractional(list: Readonly<Record<string, string>> | undefined, field: string): string[] {
  return ['memory', 'ephemeral-storage'].flatMap((name) => {
    const quantity = list?.[name]
    return quantity !== undefined && milliValue(quantity) % 1000 !== 0
      ? [
          `${field}[${name}]: fractional byte value ${quoted(quantity)} is invalid, must be an integer`,
        ]
      : []
  })
}

function environment(container: Container, field: string): string[] {
  const seen = new Set<string>()
  return (container.env ?? []).flatMap((env, i) => {
    if (!seen.has(env.name)) {
      seen.add(env.name)
      return []
    }
    const reference = `$(${env.name})`
    const value = env.value ?? ''
    const builds = !env.valueFrom && value !== reference && value.includes(reference)
    return builds
      ? []
      : [
          `${field}.env[${i}]: hides previous definition of ${quoted(env.name)}, which may be dropped when using apply`,
        ]
  })
}

interface Placed {
  readonly container: Container
  readonly field: string
}

function placed(spec: PodSpec, at: string): Placed[] {
  return (['initContainers', 'containers', 'ephemeralContainers'] as const).flatMap((key) =>
    (spec[key] ?? []).map((container, i) => ({ container, field: `${at}spec.${key}[${i}]` })),
  )
}

function containerWarnings(item: Placed, spec: PodSpec, meta: Meta, at: string): string[] {
  const { container, field } = item
  const out: string[] = []
  const seccomp = SECCOMP_CONTAINER + container.name
  if (!container.securityContext?.seccompProfile && meta.annotations?.[seccomp] !== undefined)
    out.push(`${at}metadata.annotations[${seccomp}]: ${SECCOMP}`)
  const armor = APP_ARMOR + container.name
  const hasField =
    spec.securityContext?.appArmorProfile ?? container.securityContext?.appArmorProfile
  if (!hasField && meta.annotations?.[armor] !== undefined)
    out.push(
      `${at}metadata.annotations[${armor}]: deprecated since v1.30; use the "appArmorProfile" field instead`,
    )
  return [
    ...out,
    ...fractional(container.resources?.limits, `${field}.resources.limits`),
    ...fractional(container.resources?.requests, `${field}.resources.requests`),
    ...environment(container, field),
  ]
}

interface PlacedPort {
  readonly field: string
  readonly port: ContainerPort
}

/** How a port meets an earlier one of the same number and protocol. */
function portConflict({ field, port }: PlacedPort, other: PlacedPort): string[] {
  const same =
    (port.hostIP ?? '') === (other.port.hostIP ?? '') &&
    (port.hostPort ?? 0) === (other.port.hostPort ?? 0)
  if (same) return [`${field}: duplicate port definition with ${other.field}`]
  return !port.hostPort || !other.port.hostPort
    ? [`${field}: overlapping port definition with ${other.field}`]
    : []
}

function portWarnings(all: readonly Placed[]): string[] {
  const seen = new Map<string, PlacedPort[]>()
  const ports = all.flatMap(({ container, field }) =>
    (container.ports ?? []).map((port, i) => ({ port, field: `${field}.ports[${i}]` })),
  )
  return ports.flatMap((item) => {
    const key = `${item.port.containerPort}/${item.port.protocol ?? ''}`
    const others = seen.get(key) ?? []
    seen.set(key, [...others, item])
    return others.flatMap((other) => portConflict(item, other))
  })
}

export function podWarnings(spec: PodSpec, meta: Meta, prefix = ''): string[] {
  const at = prefix === '' ? '' : `${prefix}.`
  const out = nodeLabels(spec, at)
  for (const [key, message] of Object.entries(ANNOTATIONS))
    if (meta.annotations?.[key] !== undefined)
      out.push(`${at}metadata.annotations[${key}]: ${message}`)
  out.push(...volumes(spec, at), ...lists(spec, at))
  out.push(...fractional(spec.overhead, `${at}spec.overhead`))
  if (!spec.securityContext?.seccompProfile && meta.annotations?.[SECCOMP_POD] !== undefined)
    out.push(`${at}metadata.annotations[${SECCOMP_POD}]: ${SECCOMP}`)
  const all = placed(spec, at)
  out.push(...all.flatMap((item) => containerWarnings(item, spec, meta, at)))
  out.push(...portWarnings(all))
  if (spec.terminationGracePeriodSeconds !== undefined && spec.terminationGracePeriodSeconds < 0)
    out.push(
      `${at}spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`,
    )
  return out
}
