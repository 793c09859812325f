import type { FieldError } from '../errors.ts'
import { compareQuantity } from '../machinery/quantity.ts'
import type { ObjectMeta, Volume } from '../types/index.ts'
import { claimTemplate } from './claimSpec.ts'
import { duplicate, forbiddenField, invalid, invalidAll, required } from './fieldErrors.ts'
import { dnsLabel, dnsSubdomain } from './names.ts'
import { descendingPath } from './paths.ts'
import { downwardFile, projected } from './projections.ts'
import {
  azureDisk,
  csiInline,
  diskPartition,
  fc,
  fileMode,
  flexVolume,
  flocker,
  hostPath,
  ISCSI_TOO_LONG,
  iscsi,
  keysToPaths,
  nfs,
  quobyte,
  requireAll,
  storageOS,
} from './volumeSources.ts'

type SourceName = Exclude<keyof Volume, 'name'>
type Check = (volume: Volume, field: string) => FieldError[]

/** One entry per source, in the order in which the server looks at them. */
interface SourceRule {
  readonly key: SourceName
  /** Path segment in errors about the source's fields, where it is not the key. */
  readonly inner?: string
  /** Path segment in the error about a second source, where it is not the key. */
  readonly second?: string
  readonly check: Check
}

function needs<K extends SourceName>(
  key: K,
  names: readonly string[],
  more?: (source: NonNullable<Volume[K]>, field: string) => FieldError[],
): Check {
  return (volume, field) => {
    const source = volume[key]
    if (!source) return []
    return [...requireAll(source, field, names), ...(more?.(source, field) ?? [])]
  }
}

function secretName(
  source: { readonly secretRef?: { readonly name?: string } },
  field: string,
): FieldError[] {
  return source.secretRef && !source.secretRef.name ? [required(`${field}.secretRef.name`)] : []
}

// k8s: pkg/apis/core/validation validateVolumeSource (1.36)
const RULES: readonly SourceRule[] = [
  { key: 'hostPath', check: needs('hostPath', [], hostPath) },
  {
    key: 'gitRepo',
    check: needs('gitRepo', ['repository'], (source, field) =>
      descendingPath(source.directory ?? '', `${field}.directory`),
    ),
  },
  {
    key: 'gcePersistentDisk',
    inner: 'persistentDisk',
    check: needs('gcePersistentDisk', ['pdName'], diskPartition),
  },
  {
    key: 'awsElasticBlockStore',
    check: needs('awsElasticBlockStore', ['volumeID'], diskPartition),
  },
  {
    key: 'secret',
    check: needs('secret', ['secretName'], (source, field) => [
      ...fileMode(source.defaultMode, `${field}.defaultMode`),
      ...keysToPaths(source.items, field),
    ]),
  },
  { key: 'nfs', check: needs('nfs', [], nfs) },
  { key: 'iscsi', check: needs('iscsi', [], iscsi) },
  { key: 'glusterfs', check: needs('glusterfs', ['endpoints', 'path']) },
  { key: 'flocker', check: needs('flocker', [], flocker) },
  { key: 'persistentVolumeClaim', check: needs('persistentVolumeClaim', ['claimName']) },
  { key: 'rbd', check: needs('rbd', ['monitors', 'image']) },
  { key: 'cinder', check: needs('cinder', ['volumeID'], secretName) },
  { key: 'cephfs', second: 'cephFS', check: needs('cephfs', ['monitors']) },
  { key: 'quobyte', check: needs('quobyte', [], quobyte) },
  {
    key: 'downwardAPI',
    second: 'downwarAPI',
    check: needs('downwardAPI', [], (source, field) => [
      ...fileMode(source.defaultMode, `${field}.defaultMode`),
      ...(source.items ?? []).flatMap((file) => downwardFile(file, field)),
    ]),
  },
  { key: 'fc', check: needs('fc', [], fc) },
  { key: 'flexVolume', check: needs('flexVolume', [], flexVolume) },
  {
    key: 'configMap',
    check: needs('configMap', ['name'], (source, field) => [
      ...fileMode(source.defaultMode, `${field}.defaultMode`),
      ...keysToPaths(source.items, field),
    ]),
  },
  { key: 'azureFile', check: needs('azureFile', ['secretName', 'shareName']) },
  { key: 'vsphereVolume', check: needs('vsphereVolume', ['volumePath']) },
  { key: 'photonPersistentDisk', check: needs('photonPersistentDisk', ['pdID']) },
  { key: 'portworxVolume', check: needs('portworxVolume', ['volumeID']) },
  { key: 'azureDisk', check: needs('azureDisk', [], azureDisk) },
  { key: 'storageos', check: needs('storageos', [], storageOS) },
  { key: 'projected', check: needs('projected', [], projected) },
  { key: 'scaleIO', check: needs('scaleIO', ['gateway', 'system', 'volumeName']) },
  { key: 'csi', check: needs('csi', [], csiInline) },
  {
    key: 'ephemeral',
    check: (volume, field) => {
      const template = volume.ephemeral?.volumeClaimTemplate
      return template
        ? claimTemplate(template, `${field}.volumeClaimTemplate`)
        : [required(`${field}.volumeClaimTemplate`)]
    },
  },
  { key: 'image', check: () => [] },
]

function emptyDir(volume: Volume, field: string): FieldError[] {
  const limit = volume.emptyDir?.sizeLimit
  return limit !== undefined && compareQuantity(limit, '0') < 0
    ? [
        forbiddenField(
          `${field}.emptyDir.sizeLimit`,
          'SizeLimit field must be a valid resource quantity',
        ),
      ]
    : []
}

function firstSource(
  rule: SourceRule,
  volume: Volume,
  field: string,
  podName: string,
): FieldError[] {
  return [
    ...rule.check(volume, `${field}.${rule.inner ?? rule.key}`),
    ...(rule.key === 'iscsi' ? iscsiLength(volume, field) : []),
    ...(rule.key === 'ephemeral' ? claimName(volume, field, podName) : []),
  ]
}

function source(volume: Volume, field: string, podName: string): FieldError[] {
  const errors = emptyDir(volume, field)
  let count = volume.emptyDir ? 1 : 0
  for (const rule of RULES) {
    if (volume[rule.key] === undefined) continue
    if (count === 0) errors.push(...firstSource(rule, volume, field, podName))
    else
      errors.push(
        forbiddenField(
          `${field}.${rule.second ?? rule.key}`,
          'may not specify more than 1 volume type',
        ),
      )
    count++
  }
  if (count === 0) errors.push(required(field, 'must specify a volume type'))
  return errors
}

function iscsiLength(volume: Volume, field: string): FieldError[] {
  const target = volume.iscsi
  if (target?.initiatorName === undefined) return []
  return `${volume.name}:${target.targetPortal}`.length > 64
    ? [invalid(`${field}.name`, volume.name, ISCSI_TOO_LONG)]
    : []
}

function claimName(volume: Volume, field: string, podName: string): FieldError[] {
  if (podName === '' || !volume.name) return []
  const name = `${podName}-${volume.name}`
  return dnsSubdomain(name).map((message) =>
    invalid(`${field}.name`, volume.name, `PVC name ${JSON.stringify(name)}: ${message}`),
  )
}

export interface CheckedVolumes {
  /** Volumes that are right, by name: mounts may refer to these. */
  readonly byName: ReadonlyMap<string, Volume>
  readonly errors: readonly FieldError[]
}

/** `meta` is that of a real pod: it names the claims of ephemeral volumes. */
// k8s: pkg/apis/core/validation ValidateVolumes (1.36)
export function validateVolumes(
  volumes: readonly Volume[] | undefined,
  meta: Partial<ObjectMeta> | undefined,
  field: string,
): CheckedVolumes {
  const byName = new Map<string, Volume>()
  const errors: FieldError[] = []
  const podName = meta?.name ?? ''
  const created = new Set(
    podName === ''
      ? []
      : (volumes ?? []).filter((v) => v.ephemeral).map((v) => `${podName}-${v.name}`),
  )
  volumes?.forEach((volume, i) => {
    const at = `${field}[${i}]`
    const found = source(volume, at, podName)
    const name = volume.name ?? ''
    if (name === '') found.push(required(`${at}.name`))
    else found.push(...invalidAll(`${at}.name`, name, dnsLabel(name)))
    if (byName.has(name)) found.push(duplicate(`${at}.name`, name))
    if (found.length === 0) byName.set(name, volume)
    errors.push(...found)
    const claim = volume.persistentVolumeClaim?.claimName
    if (claim !== undefined && created.has(claim))
      errors.push(
        invalid(
          `${at}.persistentVolumeClaim.claimName`,
          claim,
          'must not reference a PVC that gets created for an ephemeral volume',
        ),
      )
  })
  return { byName, errors }
}
