import type { Container, PodSpec } from '../../sim/index.ts'
import { named, type Target } from './edge.ts'

type Volume = NonNullable<PodSpec['volumes']>[number]
type Projection = NonNullable<NonNullable<Volume['projected']>['sources']>[number]

/** A part of a pod spec, where it stands, and the namespace its names belong to. */
interface Part<T> {
  readonly of: T
  readonly at: string
  readonly namespace: string
}

function projectedRefs({ of, at, namespace }: Part<Projection>): readonly Target[] {
  const { configMap, secret } = of
  return [
    ...named(
      'ConfigMap',
      namespace,
      configMap?.name,
      `${at}.configMap.name`,
      configMap?.optional ?? false,
    ),
    ...named('Secret', namespace, secret?.name, `${at}.secret.name`, secret?.optional ?? false),
  ]
}

function volumeRefs({ of, at, namespace }: Part<Volume>): readonly Target[] {
  const { persistentVolumeClaim, configMap, secret, projected } = of
  return [
    ...named(
      'PersistentVolumeClaim',
      namespace,
      persistentVolumeClaim?.claimName,
      `${at}.persistentVolumeClaim.claimName`,
    ),
    ...projectedRefs({ of: configMap ? { configMap } : {}, at, namespace }),
    ...named(
      'Secret',
      namespace,
      secret?.secretName,
      `${at}.secret.secretName`,
      secret?.optional ?? false,
    ),
    ...(projected?.sources ?? []).flatMap((source, index) =>
      projectedRefs({ of: source, at: `${at}.projected.sources[${index}]`, namespace }),
    ),
  ]
}

/** Claims, ConfigMaps and Secrets that the volumes of a pod spec name. */
export function mountsOf(spec: PodSpec, prefix: string, namespace: string): readonly Target[] {
  return (spec.volumes ?? []).flatMap((of, index) =>
    volumeRefs({ of, at: `${prefix}.volumes[${index}]`, namespace }),
  )
}

function envFromRefs({ of, at, namespace }: Part<Container>): readonly Target[] {
  return (of.envFrom ?? []).flatMap(({ configMapRef, secretRef }, index) => [
    ...named(
      'ConfigMap',
      namespace,
      configMapRef?.name,
      `${at}.envFrom[${index}].configMapRef.name`,
      configMapRef?.optional ?? false,
    ),
    ...named(
      'Secret',
      namespace,
      secretRef?.name,
      `${at}.envFrom[${index}].secretRef.name`,
      secretRef?.optional ?? false,
    ),
  ])
}

function envRefs({ of, at, namespace }: Part<Container>): readonly Target[] {
  return (of.env ?? []).flatMap(({ valueFrom }, index) => {
    const from = `${at}.env[${index}].valueFrom`
    const map = valueFrom?.configMapKeyRef
    const secret = valueFrom?.secretKeyRef
    return [
      ...named(
        'ConfigMap',
        namespace,
        map?.name,
        `${from}.configMapKeyRef.name`,
        map?.optional ?? false,
      ),
      ...named(
        'Secret',
        namespace,
        secret?.name,
        `${from}.secretKeyRef.name`,
        secret?.optional ?? false,
      ),
    ]
  })
}

function containersOf(spec: PodSpec, prefix: string): readonly (readonly [Container, string])[] {
  return (['initContainers', 'containers'] as const).flatMap((list) =>
    (spec[list] ?? []).map((one, index) => [one, `${prefix}.${list}[${index}]`] as const),
  )
}

/** ConfigMaps and Secrets that the environment of a pod spec's containers names. */
export function environmentOf(spec: PodSpec, prefix: string, namespace: string): readonly Target[] {
  return containersOf(spec, prefix).flatMap(([of, at]) => [
    ...envFromRefs({ of, at, namespace }),
    ...envRefs({ of, at, namespace }),
  ])
}

function fieldTarget(key: string, field: string, path: string | undefined): readonly Target[] {
  if (path === undefined) return []
  const tie = { source: { field, value: path }, target: { field: path, value: '' } }
  return [{ kind: 'Pod', key, tie, optional: true }]
}

/** Fields of the pod itself that it hands to its containers: downward API volumes and fieldRef. */
export function downwardOf(spec: PodSpec, key: string): readonly Target[] {
  const files = (spec.volumes ?? []).flatMap(({ downwardAPI, projected }, index) => {
    const at = `spec.volumes[${index}]`
    const own = (downwardAPI?.items ?? []).map(
      (item, each) => [item, `${at}.downwardAPI.items[${each}]`] as const,
    )
    const sources = (projected?.sources ?? []).flatMap((source, place) =>
      (source.downwardAPI?.items ?? []).map(
        (item, each) =>
          [item, `${at}.projected.sources[${place}].downwardAPI.items[${each}]`] as const,
      ),
    )
    return [...own, ...sources]
  })
  const variables = containersOf(spec, 'spec').flatMap(([container, at]) =>
    (container.env ?? []).flatMap((variable, index) =>
      fieldTarget(
        key,
        `${at}.env[${index}].valueFrom.fieldRef.fieldPath`,
        variable.valueFrom?.fieldRef?.fieldPath,
      ),
    ),
  )
  return [
    ...files.flatMap(([item, at]) =>
      fieldTarget(key, `${at}.fieldRef.fieldPath`, item.fieldRef?.fieldPath),
    ),
    ...variables,
  ]
}

/** Names of cluster things in a pod spec that are neither volumes nor variables. */
export function accountOf(spec: PodSpec, prefix: string, namespace: string): readonly Target[] {
  return named('ServiceAccount', namespace, spec.serviceAccountName, `${prefix}.serviceAccountName`)
}

export function priorityOf(spec: PodSpec, prefix: string, optional: boolean): readonly Target[] {
  const { priorityClassName } = spec
  return named('PriorityClass', '', priorityClassName, `${prefix}.priorityClassName`, optional)
}

export function pullSecretsOf(
  of: { readonly imagePullSecrets?: PodSpec['imagePullSecrets'] },
  prefix: string,
  namespace: string,
): readonly Target[] {
  const start = prefix === '' ? '' : `${prefix}.`
  return (of.imagePullSecrets ?? []).flatMap(({ name }, index) =>
    named('Secret', namespace, name, `${start}imagePullSecrets[${index}].name`),
  )
}
