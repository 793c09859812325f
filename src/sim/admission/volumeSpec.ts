import type { FieldError } from '../errors.ts'
import { milliValue } from '../machinery/quantity.ts'
import type { PersistentVolumeSpec, SecretReference } from '../types/index.ts'
import { validateNodeSelector } from './affinity.ts'
import { accessModes, positiveQuantity, volumeMode } from './claimSpec.ts'
import {
  forbiddenField,
  invalid,
  invalidAll,
  keysOf,
  notSupported,
  required,
} from './fieldErrors.ts'
import { dnsLabel, dnsSubdomain } from './names.ts'
import { noBacksteps } from './paths.ts'
import {
  azureDisk,
  csiDriver,
  diskPartition,
  fc,
  flexVolume,
  flocker,
  hostPath,
  ISCSI_TOO_LONG,
  iscsi,
  nfs,
  quobyte,
  requireAll,
  storageOS,
} from './volumeSources.ts'

const RECLAIM = ['Delete', 'Recycle', 'Retain']

type Rule = (spec: PersistentVolumeSpec, field: string, name: string) => FieldError[]

function secret(reference: SecretReference | undefined, field: string): FieldError[] {
  if (!reference) return []
  const { name = '', namespace = '' } = reference
  return [
    ...(name === ''
      ? [required(`${field}.name`)]
      : invalidAll(`${field}.name`, name, dnsSubdomain(name))),
    ...(namespace === ''
      ? [required(`${field}.namespace`)]
      : invalidAll(`${field}.namespace`, namespace, dnsLabel(namespace))),
  ]
}

const CSI_SECRETS = [
  'controllerPublishSecretRef',
  'controllerExpandSecretRef',
  'nodePublishSecretRef',
  'nodeExpandSecretRef',
] as const

function csi(spec: PersistentVolumeSpec, field: string): FieldError[] {
  const source = spec.csi
  if (!source) return []
  return [
    ...csiDriver(source.driver ?? '', `${field}.driver`),
    ...requireAll(source, field, ['volumeHandle']),
    ...CSI_SECRETS.flatMap((key) => secret(source[key], `${field}.${key}`)),
  ]
}

function both(reference: SecretReference | undefined, field: string): FieldError[] {
  return reference ? requireAll(reference, `${field}.secretRef`, ['name', 'namespace']) : []
}

function local(spec: PersistentVolumeSpec, field: string): FieldError[] {
  const path = spec.local?.path ?? ''
  return [
    ...(path === '' ? [required(`${field}.path`)] : noBacksteps(path, `${field}.path`)),
    ...(spec.nodeAffinity
      ? []
      : [required('spec.nodeAffinity', 'Local volume requires node affinity')]),
  ]
}

function iscsiVolume(spec: PersistentVolumeSpec, field: string, name: string): FieldError[] {
  const source = spec.iscsi
  if (!source) return []
  const long =
    source.initiatorName !== undefined && `${name}:${source.targetPortal}`.length > 64
      ? [invalid(`${field}.targetportal`, source.targetPortal, ISCSI_TOO_LONG)]
      : []
  return [...long, ...iscsi(source, field, 'must be valid format')]
}

/** Rules by source, in the server's order. */
const RULES: readonly (readonly [keyof PersistentVolumeSpec, Rule, string?, string?])[] = [
  ['hostPath', (spec, field) => (spec.hostPath ? hostPath(spec.hostPath, field) : [])],
  [
    'gcePersistentDisk',
    (spec, field) => [
      ...requireAll(spec.gcePersistentDisk ?? {}, field, ['pdName']),
      ...diskPartition(spec.gcePersistentDisk ?? {}, field),
    ],
    'persistentDisk',
  ],
  [
    'awsElasticBlockStore',
    (spec, field) => [
      ...requireAll(spec.awsElasticBlockStore ?? {}, field, ['volumeID']),
      ...diskPartition(spec.awsElasticBlockStore ?? {}, field),
    ],
  ],
  ['glusterfs', (spec, field) => requireAll(spec.glusterfs ?? {}, field, ['endpoints', 'path'])],
  ['flocker', (spec, field) => flocker(spec.flocker ?? {}, field)],
  ['nfs', (spec, field) => (spec.nfs ? nfs(spec.nfs, field) : [])],
  ['rbd', (spec, field) => requireAll(spec.rbd ?? {}, field, ['monitors', 'image'])],
  ['quobyte', (spec, field) => (spec.quobyte ? quobyte(spec.quobyte, field) : [])],
  [
    'cephfs',
    (spec, field) => requireAll(spec.cephfs ?? {}, field, ['monitors']),
    'cephfs',
    'cephFS',
  ],
  ['iscsi', iscsiVolume],
  [
    'cinder',
    (spec, field) => [
      ...requireAll(spec.cinder ?? {}, field, ['volumeID']),
      ...both(spec.cinder?.secretRef, field),
    ],
  ],
  ['fc', (spec, field) => fc(spec.fc ?? {}, field)],
  ['flexVolume', (spec, field) => (spec.flexVolume ? flexVolume(spec.flexVolume, field) : [])],
  [
    'azureFile',
    (spec, field) => [
      ...requireAll(spec.azureFile ?? {}, field, ['secretName', 'shareName']),
      ...(spec.azureFile?.secretNamespace === '' ? [required(`${field}.secretNamespace`)] : []),
    ],
  ],
  ['vsphereVolume', (spec, field) => requireAll(spec.vsphereVolume ?? {}, field, ['volumePath'])],
  [
    'photonPersistentDisk',
    (spec, field) => requireAll(spec.photonPersistentDisk ?? {}, field, ['pdID']),
  ],
  ['portworxVolume', (spec, field) => requireAll(spec.portworxVolume ?? {}, field, ['volumeID'])],
  ['azureDisk', (spec, field) => (spec.azureDisk ? azureDisk(spec.azureDisk, field) : [])],
  [
    'scaleIO',
    (spec, field) => requireAll(spec.scaleIO ?? {}, field, ['gateway', 'system', 'volumeName']),
  ],
  ['local', local],
  [
    'storageos',
    (spec, field) => {
      const { volumeName, volumeNamespace, secretRef } = spec.storageos ?? {}
      const names = {
        ...(volumeName === undefined ? {} : { volumeName }),
        ...(volumeNamespace === undefined ? {} : { volumeNamespace }),
      }
      const reference = secretRef
        ? requireAll(secretRef, `${field}.secretRef`, ['name', 'namespace'])
        : []
      return [...storageOS(names, field), ...reference]
    },
  ],
  ['csi', csi],
]

/** Fields of a volume's spec that are sources. */
export const VOLUME_SOURCES: readonly (keyof PersistentVolumeSpec)[] = RULES.map(([key]) => key)

function sources(spec: PersistentVolumeSpec, name: string, field: string): FieldError[] {
  const used = RULES.filter(([key]) => spec[key] !== undefined)
  if (used.length === 0) return [required(field, 'must specify a volume type')]
  return used.flatMap(([key, rule, inner, second], i) =>
    i === 0 || key === 'flexVolume'
      ? rule(spec, `${field}.${inner ?? key}`, name)
      : [forbiddenField(`${field}.${second ?? key}`, 'may not specify more than 1 volume type')],
  )
}

function capacity(spec: PersistentVolumeSpec, field: string): FieldError[] {
  const list = spec.capacity ?? {}
  const names = keysOf(list)
  const errors = names.length === 0 ? [required(field)] : []
  if (!names.includes('storage') || names.length > 1)
    errors.push(notSupported(field, names.length === 0 ? undefined : list, ['storage']))
  for (const name of names) {
    const quantity = list[name] ?? '0'
    const at = `${field}[${name}]`
    const amount = Math.ceil(milliValue(quantity) / 1000)
    if (amount < 0) errors.push(invalid(at, amount, 'must be a valid resource quantity'))
    errors.push(...positiveQuantity(quantity, at))
  }
  return errors
}

function affinity(spec: PersistentVolumeSpec, field: string): FieldError[] {
  if (!spec.nodeAffinity) return []
  const wanted = spec.nodeAffinity.required
  return wanted
    ? validateNodeSelector(wanted, `${field}.required`)
    : [required(`${field}.required`, 'must specify required node constraints')]
}

function attributesClass(spec: PersistentVolumeSpec, field: string): FieldError[] {
  const name = spec.volumeAttributesClassName
  if (name === undefined) return []
  const at = `${field}.volumeAttributesClassName`
  return [
    ...(name === ''
      ? [required(at, 'an empty string is disallowed')]
      : invalidAll(at, name, dnsSubdomain(name))),
    ...(spec.csi
      ? []
      : [required(`${field}.csi`, 'has to be specified when using volumeAttributesClassName')]),
  ]
}

/** Whether a path is the root however it is written. */
function isRoot(path: string): boolean {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.')
  return path.startsWith('/') && parts.length === 0
}

/** `name` is the volume's. */
// k8s: pkg/apis/core/validation ValidatePersistentVolumeSpec (1.36)
export function validateVolumeSpec(
  spec: PersistentVolumeSpec,
  name: string,
  field: string,
): FieldError[] {
  const { persistentVolumeReclaimPolicy: reclaim = '', storageClassName: className } = spec
  const at = `${field}.persistentVolumeReclaimPolicy`
  const modes = `${field}.accessModes`
  return [
    ...((spec.accessModes ?? []).length === 0 ? [required(modes)] : []),
    ...accessModes(spec.accessModes, modes),
    ...capacity(spec, `${field}.capacity`),
    ...(reclaim !== '' && !RECLAIM.includes(reclaim) ? [notSupported(at, reclaim, RECLAIM)] : []),
    ...affinity(spec, `${field}.nodeAffinity`),
    ...sources(spec, name, field),
    ...(spec.hostPath && isRoot(spec.hostPath.path) && reclaim === 'Recycle'
      ? [forbiddenField(at, "may not be 'recycle' for a hostPath mount of '/'")]
      : []),
    ...(className
      ? invalidAll(`${field}.storageClassName`, className, dnsSubdomain(className))
      : []),
    ...volumeMode(spec.volumeMode, `${field}.volumeMode`),
    ...attributesClass(spec, field),
  ]
}
