import type { FieldError } from '../errors.ts'
import type {
  AzureDiskVolumeSource,
  CSIVolumeSource,
  FCVolumeSource,
  FlockerVolumeSource,
  HostPathVolumeSource,
  ISCSIVolumeSource,
  KeyToPath,
  NFSVolumeSource,
  QuobyteVolumeSource,
  StorageOSVolumeSource,
} from '../types/index.ts'
import { invalid, invalidAll, keysOf, notSupported, required, tooLong } from './fieldErrors.ts'
import { dnsLabel, dnsSubdomain, range } from './names.ts'
import { localPath, noBacksteps } from './paths.ts'

/** Rules of the sources that pods' volumes and persistent volumes share. */
// k8s: pkg/apis/core/validation validate*VolumeSource (1.36)

const FILE_MODE = 'must be a number between 0 and 0777 (octal), both inclusive'
const HOST_PATH_TYPES = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
]

/** One Required error for each of the named fields that is empty. */
export function requireAll(source: object, field: string, names: readonly string[]): FieldError[] {
  const values = source as Readonly<Record<string, unknown>>
  return names
    .filter((name) => {
      const value = values[name]
      return value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
    })
    .map((name) => required(`${field}.${name}`))
}

export function fileMode(mode: number | undefined, field: string): FieldError[] {
  return mode !== undefined && (mode < 0 || mode > 0o777) ? [invalid(field, mode, FILE_MODE)] : []
}

export function keyToPath(item: KeyToPath, field: string): FieldError[] {
  return [
    ...requireAll(item, field, ['key', 'path']),
    ...localPath(item.path ?? '', `${field}.path`),
    ...fileMode(item.mode, `${field}.mode`),
  ]
}

export function keysToPaths(items: readonly KeyToPath[] | undefined, field: string): FieldError[] {
  return (items ?? []).flatMap((item, i) => keyToPath(item, `${field}.items[${i}]`))
}

export function hostPath(source: HostPathVolumeSource, field: string): FieldError[] {
  if (!source.path) return [required(`${field}.path`)]
  const errors = noBacksteps(source.path, `${field}.path`)
  if (source.type !== undefined && !HOST_PATH_TYPES.includes(source.type))
    errors.push(notSupported(`${field}.type`, source.type, HOST_PATH_TYPES))
  return errors
}

export function nfs(source: NFSVolumeSource, field: string): FieldError[] {
  const errors = requireAll(source, field, ['server', 'path'])
  if (!source.path?.startsWith('/'))
    errors.push(invalid(`${field}.path`, source.path ?? '', 'must be an absolute path'))
  return errors
}

export function diskPartition(
  source: { readonly partition?: number },
  field: string,
): FieldError[] {
  const { partition = 0 } = source
  return partition < 0 || partition > 255
    ? [invalid(`${field}.partition`, partition, range(1, 255))]
    : []
}

const IQN = /iqn\.\d{4}-\d{2}\.([A-Za-z0-9\-.]+)(:[^,;*&$|\s]+)$/
const EUI = /^eui.[A-Za-z0-9]{16}$/
const NAA = /^naa.[A-Za-z0-9]{32}$/

function iscsiName(name: string, field: string, startText: string): FieldError[] {
  const format = name.startsWith('iqn')
    ? IQN
    : name.startsWith('eui')
      ? EUI
      : name.startsWith('naa')
        ? NAA
        : undefined
  if (!format) return [invalid(field, name, startText)]
  return format.test(name) ? [] : [invalid(field, name, 'must be valid format')]
}

/** `start` is the text for a name of no known kind, which differs between pods and persistent volumes. */
export function iscsi(
  source: Omit<ISCSIVolumeSource, 'secretRef'> & { readonly secretRef?: object },
  field: string,
  start = 'must be valid format starting with iqn, eui, or naa',
): FieldError[] {
  const errors = requireAll(source, field, ['targetPortal', 'iqn'])
  if (source.iqn) errors.push(...iscsiName(source.iqn, `${field}.iqn`, start))
  const lun = source.lun ?? 0
  if (lun < 0 || lun > 255) errors.push(invalid(`${field}.lun`, lun, range(0, 255)))
  if ((source.chapAuthDiscovery || source.chapAuthSession) && !source.secretRef)
    errors.push(required(`${field}.secretRef`))
  if (source.initiatorName !== undefined)
    errors.push(...iscsiName(source.initiatorName, `${field}.initiatorname`, start))
  return errors
}

export const ISCSI_TOO_LONG =
  'Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.'

export function fc(source: FCVolumeSource, field: string): FieldError[] {
  const { targetWWNs = [], wwids = [], lun } = source
  const errors: FieldError[] = []
  if (targetWWNs.length === 0 && wwids.length === 0)
    errors.push(
      required(`${field}.targetWWNs`, 'must specify either targetWWNs or wwids, but not both'),
    )
  if (targetWWNs.length > 0 && wwids.length > 0)
    errors.push(
      invalid(
        `${field}.targetWWNs`,
        targetWWNs,
        'targetWWNs and wwids can not be specified simultaneously',
      ),
    )
  if (targetWWNs.length > 0) {
    if (lun === undefined)
      errors.push(required(`${field}.lun`, 'lun is required if targetWWNs is specified'))
    else if (lun < 0 || lun > 255) errors.push(invalid(`${field}.lun`, lun, range(0, 255)))
  }
  return errors
}

export function flocker(source: FlockerVolumeSource, field: string): FieldError[] {
  const { datasetName = '', datasetUUID = '' } = source
  const errors: FieldError[] = []
  if (datasetName === '' && datasetUUID === '')
    errors.push(required(field, 'one of datasetName and datasetUUID is required'))
  if (datasetName !== '' && datasetUUID !== '')
    errors.push(
      invalid(field, 'resource', 'datasetName and datasetUUID can not be specified simultaneously'),
    )
  if (datasetName.includes('/'))
    errors.push(invalid(`${field}.datasetName`, datasetName, "must not contain '/'"))
  return errors
}

const HOST_PORTS = 'must be a host:port pair or multiple pairs separated by commas'

export function quobyte(source: QuobyteVolumeSource, field: string): FieldError[] {
  const errors: FieldError[] = []
  if (!source.registry) errors.push(required(`${field}.registry`, HOST_PORTS))
  else if ((source.tenant ?? '').length >= 65)
    errors.push(
      required(`${field}.tenant`, 'must be a UUID and may not exceed a length of 64 characters'),
    )
  else
    for (const pair of source.registry.split(','))
      if (!/^(\[[^\]]*\]|[^:[\]]*):[^:]*$/.test(pair))
        errors.push(invalid(`${field}.registry`, source.registry, HOST_PORTS))
  return [...errors, ...requireAll(source, field, ['volume'])]
}

export function flexVolume(
  source: { readonly driver: string; readonly options?: Readonly<Record<string, string>> },
  field: string,
): FieldError[] {
  const errors = requireAll(source, field, ['driver'])
  for (const key of keysOf(source.options)) {
    const namespace = `.${(key.split('/')[0] ?? '').toLowerCase()}`
    if (namespace.endsWith('.kubernetes.io') || namespace.endsWith('.k8s.io'))
      errors.push(
        invalid(
          `${field}.options[${key}]`,
          key,
          'kubernetes.io and k8s.io namespaces are reserved',
        ),
      )
  }
  return errors
}

const CACHING = ['None', 'ReadOnly', 'ReadWrite']
const DISK_KINDS = ['Dedicated', 'Managed', 'Shared']
const MANAGED_URI =
  '/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}'
const BLOB_URI = 'https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd'

export function azureDisk(source: AzureDiskVolumeSource, field: string): FieldError[] {
  const errors = requireAll(source, field, ['diskName', 'diskURI'])
  const { cachingMode, kind, diskURI = '' } = source
  if (cachingMode !== undefined && !CACHING.includes(cachingMode))
    errors.push(notSupported(`${field}.cachingMode`, cachingMode, CACHING))
  if (kind !== undefined && !DISK_KINDS.includes(kind))
    errors.push(notSupported(`${field}.kind`, kind, DISK_KINDS))
  if (kind === 'Managed' && !diskURI.startsWith('/subscriptions/'))
    errors.push(notSupported(`${field}.diskURI`, diskURI, [MANAGED_URI]))
  if (kind !== undefined && kind !== 'Managed' && !diskURI.startsWith('https://'))
    errors.push(notSupported(`${field}.diskURI`, diskURI, [BLOB_URI]))
  return errors
}

export function storageOS(
  source: Omit<StorageOSVolumeSource, 'secretRef'> & {
    readonly secretRef?: { readonly name?: string }
  },
  field: string,
): FieldError[] {
  const errors = requireAll(source, field, ['volumeName'])
  for (const name of ['volumeName', 'volumeNamespace'] as const)
    if (source[name])
      errors.push(...invalidAll(`${field}.${name}`, source[name], dnsLabel(source[name])))
  if (source.secretRef && !source.secretRef.name) errors.push(required(`${field}.secretRef.name`))
  return errors
}

// k8s: pkg/apis/core/validation ValidateCSIDriverName (1.36)
export function csiDriver(driver: string, field: string): FieldError[] {
  return [
    ...(driver === '' ? [required(field)] : []),
    ...(driver.length > 63 ? [tooLong(field, 63)] : []),
    ...invalidAll(field, driver, dnsSubdomain(driver.toLowerCase())),
  ]
}

export function csiInline(source: CSIVolumeSource, field: string): FieldError[] {
  const errors = csiDriver(source.driver ?? '', `${field}.driver`)
  const secret = source.nodePublishSecretRef
  if (!secret) return errors
  if (!secret.name) errors.push(required(`${field}.nodePublishSecretRef.name`))
  else errors.push(...invalidAll(`${field}.name`, secret.name, dnsSubdomain(secret.name)))
  return errors
}
