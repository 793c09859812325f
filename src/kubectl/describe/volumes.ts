import type {
  DownwardAPIVolumeSource,
  EphemeralVolumeSource,
  PersistentVolumeSpec,
  ProjectedVolumeSource,
  Volume,
  VolumeProjection,
} from '../../sim/types/index.ts'
import { printClaimTemplate } from './claimTemplate.ts'
import { compare } from './meta.ts'
import type { Page } from './page.ts'
import { SOURCE_TEXTS, type SourceText, VOLUME_TEXTS } from './volumeSources.ts'

const MAX_ATTRIBUTE = 140

type Fields = Readonly<Record<string, unknown>>

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A secret reference as Go prints a pointer to it. */
function referenceText(value: Fields): string {
  const fields = ['name', 'namespace']
    .filter((key) => key === 'name' || key in value)
    .map((key) => `${key === 'name' ? 'Name' : 'Namespace'}:${value[key] ?? ''},`)
  const type = 'namespace' in value ? 'SecretReference' : 'LocalObjectReference'
  return `&${type}{${fields.join('')}}`
}

function mapText(value: Fields): string {
  const entries = Object.entries(value).sort(([a], [b]) => compare(a, b))
  return `map[${entries.map(([key, one]) => `${key}:${one}`).join(' ')}]`
}

function valueAt(source: Fields, path: string): unknown {
  const [head = '', ...rest] = path.split('.')
  const value = source[head]
  if (rest.length === 0) return value
  return isFields(value) ? valueAt(value, rest.join('.')) : undefined
}

function fieldText(source: Fields, path: string, missing: string): string {
  const value = valueAt(source, path)
  if (value === undefined || value === null) return missing
  if (path === 'sizeLimit' && /^0[a-zA-Z]*$/.test(String(value))) return missing
  if (Array.isArray(value)) return path === 'targetWWNs' ? value.join(', ') : `[${value.join(' ')}]`
  if (isFields(value)) return path === 'options' ? mapText(value) : referenceText(value)
  return String(value)
}

function printFields(page: Page, text: SourceText, source: Fields): void {
  page.line(2, `Type:\t${text.type}`)
  for (const [label, field, missing] of text.fields) {
    page.line(2, `${label}\t${fieldText(source, field, missing)}`)
  }
  if ('volumeAttributes' in source || text.type.startsWith('CSI')) printAttributes(page, source)
}

// k8s: kubectl/pkg/describe printCSIPersistentVolumeAttributesMultilineIndent (1.36)
function printAttributes(page: Page, source: Fields): void {
  const attributes = isFields(source.volumeAttributes) ? source.volumeAttributes : {}
  const lines = Object.entries(attributes)
    .sort(([a], [b]) => compare(a, b))
    .map(([key, value]) => `${key}=${value}`)
    .map((line) => (line.length > MAX_ATTRIBUTE ? `${line.slice(0, MAX_ATTRIBUTE)}...` : line))
  page.write(2, 'VolumeAttributes:\t')
  if (lines.length === 0) page.line(0, '<none>')
  for (const [index, line] of lines.entries()) {
    if (index > 0) {
      page.write(2, '')
      page.write(2, '\t')
    }
    page.line(2, line)
  }
}

function printProjection(page: Page, source: VolumeProjection): void {
  if (source.secret) {
    page.field(2, 'SecretName', source.secret.name ?? '')
    page.field(2, 'Optional', source.secret.optional === true)
  } else if (source.downwardAPI) page.field(2, 'DownwardAPI', true)
  else if (source.configMap) {
    page.field(2, 'ConfigMapName', source.configMap.name ?? '')
    page.field(2, 'Optional', source.configMap.optional === true)
  } else if (source.serviceAccountToken) {
    page.field(2, 'TokenExpirationSeconds', source.serviceAccountToken.expirationSeconds ?? 3600)
  }
}

function printProjected(page: Page, projected: ProjectedVolumeSource): void {
  page.field(2, 'Type', 'Projected (a volume that contains injected data from multiple sources)')
  for (const source of projected.sources ?? []) printProjection(page, source)
}

function printDownward(page: Page, downward: DownwardAPIVolumeSource): void {
  page.field(2, 'Type', 'DownwardAPI (a volume populated by information about the pod)')
  page.line(2, 'Items:')
  for (const item of downward.items ?? []) {
    if (item.fieldRef) page.line(3, `${item.fieldRef.fieldPath} -> ${item.path}`)
    if (item.resourceFieldRef) page.line(3, `${item.resourceFieldRef.resource} -> ${item.path}`)
  }
}

function printEphemeral(page: Page, ephemeral: EphemeralVolumeSource): void {
  page.field(
    2,
    'Type',
    'EphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)',
  )
  if (ephemeral.volumeClaimTemplate) printClaimTemplate(page, ephemeral.volumeClaimTemplate, 2)
}

function printSource(
  page: Page,
  source: object,
  texts: Readonly<Record<string, SourceText>>,
): void {
  const given = new Map<string, unknown>(Object.entries(source))
  for (const [name, text] of Object.entries(texts)) {
    const fields = given.get(name)
    if (isFields(fields)) {
      printFields(page, text, fields)
      return
    }
  }
  page.line(1, '<unknown>')
}

function printVolume(page: Page, volume: Volume): void {
  if (volume.projected) printProjected(page, volume.projected)
  else if (volume.downwardAPI) printDownward(page, volume.downwardAPI)
  else if (volume.ephemeral) printEphemeral(page, volume.ephemeral)
  else printSource(page, volume, SOURCE_TEXTS)
}

/** The volumes of a pod or of a pod template (which is indented). */
// k8s: kubectl/pkg/describe describeVolumes (1.36)
export function printVolumes(
  page: Page,
  volumes: readonly Volume[] | undefined | null,
  indent: string,
): void {
  if (!volumes || volumes.length === 0) {
    page.field(0, `${indent}Volumes`, '<none>')
    return
  }
  page.line(0, `${indent}Volumes:`)
  for (const volume of volumes) {
    page.line(1, `${indent === '' ? '' : ' '}${volume.name}:`)
    printVolume(page, volume)
  }
}

/** Where a PersistentVolume keeps its data. */
export function printPersistentSource(page: Page, spec: PersistentVolumeSpec): void {
  printSource(page, spec, VOLUME_TEXTS)
}
