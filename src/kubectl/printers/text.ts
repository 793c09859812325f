import type { LabelSelector, LabelSelectorRequirement } from '../../sim/types/index.ts'

/** A label map as `a=1,b=2` sorted by key; `<none>` when empty. */
// k8s: apimachinery/pkg/labels FormatLabels (1.36)
export function formatLabels(labels: Readonly<Record<string, string>> | undefined | null): string {
  const text = labelText(labels)
  return text === '' ? '<none>' : text
}

function labelText(labels: Readonly<Record<string, string>> | undefined | null): string {
  return Object.entries(labels ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(',')
}

function requirementText(requirement: LabelSelectorRequirement): string {
  const values = [...(requirement.values ?? [])].sort().join(',')
  switch (requirement.operator) {
    case 'In':
      return `${requirement.key} in (${values})`
    case 'NotIn':
      return `${requirement.key} notin (${values})`
    case 'DoesNotExist':
      return `!${requirement.key}`
    default:
      return requirement.key
  }
}

/** A label selector in the syntax of `-l`; empty when it selects everything or nothing. */
// k8s: apimachinery/pkg/labels internalSelector.String (1.36)
export function selectorText(selector: LabelSelector | undefined | null): string {
  const parts = [
    ...Object.entries(selector?.matchLabels ?? {}).map(
      ([key, value]): readonly [string, string] => [key, `${key}=${value}`],
    ),
    ...(selector?.matchExpressions ?? []).map((requirement): readonly [string, string] => [
      requirement.key,
      requirementText(requirement),
    ]),
  ]
  return parts
    .sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0))
    .map(([, text]) => text)
    .join(',')
}

/** As `selectorText`, but `<none>` when empty. */
export function formatSelector(selector: LabelSelector | undefined | null): string {
  return selectorText(selector) || '<none>'
}

const ACCESS_MODES: readonly (readonly [string, string])[] = [
  ['ReadWriteOnce', 'RWO'],
  ['ReadOnlyMany', 'ROX'],
  ['ReadWriteMany', 'RWX'],
  ['ReadWriteOncePod', 'RWOP'],
]

/** Access modes in their short form, without doubles, in the fixed order. */
// k8s: kubectl/pkg/util/storage GetAccessModesAsString (1.36)
export function accessModesText(modes: readonly string[] | undefined | null): string {
  return ACCESS_MODES.filter(([mode]) => modes?.includes(mode))
    .map(([, short]) => short)
    .join(',')
}

interface Classed {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> }
  readonly spec: { readonly storageClassName?: string }
}

/** The storage class of a claim or volume; the old annotation goes before the field. */
// k8s: component-helpers/storage GetPersistentVolumeClaimClass (1.36)
export function storageClassOf(object: Classed): string {
  return (
    object.metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] ??
    object.spec.storageClassName ??
    ''
  )
}

/** Whether a StorageClass is annotated as the default. */
// k8s: kubectl/pkg/util/storage IsDefaultAnnotation (1.36)
export function isDefaultClass(
  annotations: Readonly<Record<string, string>> | undefined | null,
): boolean {
  return (
    annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true' ||
    annotations?.['storageclass.beta.kubernetes.io/is-default-class'] === 'true'
  )
}

/** The roles a node's labels give it, sorted. */
// k8s: kubectl/pkg/describe findNodeRoles (1.36)
export function nodeRoles(labels: Readonly<Record<string, string>> | undefined | null): string[] {
  const roles = new Set<string>()
  for (const [key, value] of Object.entries(labels ?? {})) {
    if (key.startsWith('node-role.kubernetes.io/')) {
      const role = key.slice('node-role.kubernetes.io/'.length)
      if (role !== '') roles.add(role)
    } else if (key === 'kubernetes.io/role' && value !== '') roles.add(value)
  }
  return [...roles].sort()
}

/** The first three of a list, and how many more there are. */
export function firstThree(list: readonly string[], none: string): string {
  if (list.length === 0) return none
  if (list.length <= 3) return list.join(',')
  return `${list.slice(0, 3).join(',')} + ${list.length - 3} more...`
}

/** `ip:port`, with brackets round an IPv6 address. */
export function hostPort(host: string, port: number | string): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}

/** Distinct addresses of a load balancer, sorted. */
export function balancerText(
  ingress: readonly { readonly ip?: string; readonly hostname?: string }[] | undefined | null,
): string {
  const addresses = (ingress ?? []).map((one) => one.ip || one.hostname || '')
  return [...new Set(addresses.filter((address) => address !== ''))].sort().join(',')
}
