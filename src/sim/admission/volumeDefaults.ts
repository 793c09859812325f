import type { DownwardAPIVolumeFile, Volume, VolumeProjection } from '../types/index.ts'
import { defaultPullPolicy } from './image.ts'

/** File mode 0644. */
const FILE_MODE = 420
const TOKEN_SECONDS = 3600

function fileDefaults(file: DownwardAPIVolumeFile): DownwardAPIVolumeFile {
  const { fieldRef, resourceFieldRef } = file
  return {
    ...file,
    ...(fieldRef ? { fieldRef: { ...fieldRef, apiVersion: fieldRef.apiVersion || 'v1' } } : {}),
    ...(resourceFieldRef
      ? { resourceFieldRef: { ...resourceFieldRef, divisor: resourceFieldRef.divisor || '0' } }
      : {}),
  }
}

function projectionDefaults(source: VolumeProjection): VolumeProjection {
  // k8s: pkg/api/pod dropDisabledClusterTrustBundleProjection: the feature is off by default (1.36)
  const { clusterTrustBundle: _, ...rest } = source
  const { serviceAccountToken: token, downwardAPI } = rest
  return {
    ...rest,
    ...(token
      ? {
          serviceAccountToken: {
            ...token,
            expirationSeconds: token.expirationSeconds ?? TOKEN_SECONDS,
          },
        }
      : {}),
    ...(downwardAPI?.items
      ? { downwardAPI: { ...downwardAPI, items: downwardAPI.items.map(fileDefaults) } }
      : {}),
  }
}

function withMode<T extends { readonly defaultMode?: number }>(source: T): T {
  return source.defaultMode === undefined ? { ...source, defaultMode: FILE_MODE } : source
}

const SOURCES: { readonly [K in keyof Volume]?: (source: NonNullable<Volume[K]>) => Volume[K] } = {
  secret: withMode,
  configMap: withMode,
  downwardAPI: (source) => ({
    ...withMode(source),
    ...(source.items ? { items: source.items.map(fileDefaults) } : {}),
  }),
  projected: (source) => ({
    ...withMode(source),
    ...(source.sources ? { sources: source.sources.map(projectionDefaults) } : {}),
  }),
  hostPath: (source) => ({ ...source, type: source.type ?? '' }),
  iscsi: (source) => ({ ...source, iscsiInterface: source.iscsiInterface || 'default' }),
  rbd: (source) => ({ ...source, ...rbdDefaults(source) }),
  azureDisk: (source) => ({ ...source, ...azureDiskDefaults(source) }),
  scaleIO: (source) => ({ ...source, ...scaleIoDefaults(source) }),
  image: (source) => ({
    ...source,
    pullPolicy: source.pullPolicy || defaultPullPolicy(source.reference ?? ''),
  }),
  ephemeral: (source) => {
    const template = source.volumeClaimTemplate
    if (!template) return source
    const spec = { ...template.spec, volumeMode: template.spec.volumeMode ?? 'Filesystem' }
    return { ...source, volumeClaimTemplate: { ...template, spec } }
  },
}

/** Defaults of the Ceph block device, for volumes of pods and persistent ones. */
export function rbdDefaults(source: {
  readonly pool?: string
  readonly user?: string
  readonly keyring?: string
}): { readonly pool: string; readonly user: string; readonly keyring: string } {
  return {
    pool: source.pool || 'rbd',
    user: source.user || 'admin',
    keyring: source.keyring || '/etc/ceph/keyring',
  }
}

export function azureDiskDefaults(source: {
  readonly cachingMode?: string
  readonly kind?: string
  readonly fsType?: string
  readonly readOnly?: boolean
}): {
  readonly cachingMode: string
  readonly kind: string
  readonly fsType: string
  readonly readOnly: boolean
} {
  return {
    cachingMode: source.cachingMode ?? 'ReadWrite',
    kind: source.kind ?? 'Shared',
    fsType: source.fsType ?? 'ext4',
    readOnly: source.readOnly ?? false,
  }
}

export function scaleIoDefaults(source: {
  readonly storageMode?: string
  readonly fsType?: string
}): { readonly storageMode: string; readonly fsType: string } {
  return { storageMode: source.storageMode || 'ThinProvisioned', fsType: source.fsType || 'xfs' }
}

function sourceDefaults<K extends keyof Volume>(volume: Volume, key: K): Volume {
  const fill = SOURCES[key] as ((source: NonNullable<Volume[K]>) => Volume[K]) | undefined
  const source = volume[key]
  return fill && source !== undefined && source !== null
    ? { ...volume, [key]: fill(source) }
    : volume
}

/** A volume with its source's defaults; an emptyDir when it has no source. */
// k8s: pkg/apis/core/v1 SetDefaults_Volume and the volume sources' (1.36)
export function volumeDefaults(volume: Volume): Volume {
  const keys = (Object.keys(volume) as (keyof Volume)[]).filter(
    (key) => key !== 'name' && volume[key] !== undefined,
  )
  if (keys.length === 0) return { ...volume, emptyDir: {} }
  return keys.reduce((filled, key) => sourceDefaults(filled, key), volume)
}
