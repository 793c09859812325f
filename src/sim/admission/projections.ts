import type { FieldError } from '../errors.ts'
import type {
  ClusterTrustBundleProjection,
  DownwardAPIVolumeFile,
  ProjectedVolumeSource,
  VolumeProjection,
} from '../types/index.ts'
import { fieldSelector, resourceSelector } from './downward.ts'
import { forbiddenField, invalid, required } from './fieldErrors.ts'
import { localPath } from './paths.ts'
import { validateLabelSelector } from './selectors.ts'
import { fileMode, keyToPath } from './volumeSources.ts'

/** Rules of projected and downward API volumes. */
// k8s: pkg/apis/core/validation validateProjectionSources (1.36)

const VOLUME_FIELDS = [
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
]
const DUPLICATE_PATH = 'conflicting duplicate paths'

export function downwardFile(file: DownwardAPIVolumeFile, field: string): FieldError[] {
  const errors: FieldError[] = []
  if (!file.path) errors.push(required(`${field}.path`))
  errors.push(...localPath(file.path ?? '', `${field}.path`))
  if (file.fieldRef) {
    errors.push(...fieldSelector(file.fieldRef, VOLUME_FIELDS, `${field}.fieldRef`))
    if (file.resourceFieldRef)
      errors.push(
        invalid(
          field,
          'resource',
          'fieldRef and resourceFieldRef can not be specified simultaneously',
        ),
      )
  } else if (file.resourceFieldRef)
    errors.push(...resourceSelector(file.resourceFieldRef, `${field}.resourceFieldRef`, true))
  else errors.push(required(field, 'one of fieldRef and resourceFieldRef is required'))
  errors.push(...fileMode(file.mode, `${field}.mode`))
  return errors
}

function trustBundle(source: ClusterTrustBundleProjection, field: string): FieldError[] {
  const errors: FieldError[] = []
  const { name, signerName } = source
  if (name !== undefined && signerName !== undefined)
    errors.push(invalid(field, source, 'only one of name and signerName may be used'))
  else if (name !== undefined) {
    if (name === '') errors.push(required(`${field}.name`, 'must be a valid object name'))
    if (source.labelSelector)
      errors.push(
        invalid(
          `${field}.labelSelector`,
          source.labelSelector,
          'labelSelector must be unset if name is specified',
        ),
      )
  } else if (signerName !== undefined) {
    if (signerName === '')
      errors.push(required(`${field}.signerName`, 'must be a valid signer name'))
    errors.push(...validateLabelSelector(source.labelSelector, `${field}.labelSelector`))
  } else errors.push(required(field, 'either name or signerName must be specified'))
  if (!source.path) errors.push(required(`${field}.path`))
  errors.push(...localPath(source.path ?? '', `${field}.path`))
  return errors
}

/** Collects the paths of all sources: two sources may not write one file. */
class Paths {
  readonly #seen = new Set<string>()
  readonly #field: string
  constructor(field: string) {
    this.#field = field
  }
  add(path: string | undefined, shown: string): FieldError[] {
    if (!path) return []
    if (this.#seen.has(path)) return [invalid(this.#field, shown, DUPLICATE_PATH)]
    this.#seen.add(path)
    return []
  }
}

function keyedSource(
  source: VolumeProjection,
  key: 'secret' | 'configMap',
  field: string,
  paths: Paths,
): FieldError[] {
  const keyed = source[key]
  if (!keyed) return []
  const errors: FieldError[] = []
  if (!keyed.name) errors.push(required(`${field}.${key}.name`))
  keyed.items?.forEach((item, i) => {
    errors.push(...keyToPath(item, `${field}.${key}.items[${i}]`))
    errors.push(...paths.add(item.path, keyed.name ?? ''))
  })
  return errors
}

function tokenSource(source: VolumeProjection, field: string, volume: string): FieldError[] {
  const token = source.serviceAccountToken
  if (!token) return []
  const at = `${field}.serviceAccountToken.expirationSeconds`
  const seconds = token.expirationSeconds ?? 0
  const errors: FieldError[] = []
  if (seconds < 600)
    errors.push(invalid(at, seconds, 'may not specify a duration less than 10 minutes'))
  if (seconds > 2 ** 32)
    errors.push(invalid(at, seconds, 'may not specify a duration larger than 2^32 seconds'))
  if (!token.path) errors.push(required(`${volume}.path`))
  else errors.push(...localPath(token.path, `${volume}.path`))
  return errors
}

function projection(
  source: VolumeProjection,
  field: string,
  volume: string,
  paths: Paths,
): FieldError[] {
  const errors = [
    ...keyedSource(source, 'secret', field, paths),
    ...keyedSource(source, 'configMap', field, paths),
  ]
  for (const file of source.downwardAPI?.items ?? []) {
    errors.push(...downwardFile(file, `${field}.downwardAPI`))
    errors.push(...paths.add(file.path, file.path))
  }
  errors.push(...tokenSource(source, field, volume))
  if (source.clusterTrustBundle) {
    errors.push(...trustBundle(source.clusterTrustBundle, `${field}.clusterTrustBundle`))
    errors.push(...paths.add(source.clusterTrustBundle.path, source.clusterTrustBundle.path))
  }
  if (Object.values(source).filter((value) => value !== undefined).length > 1)
    errors.push(forbiddenField(field, 'may not specify more than 1 volume type per source'))
  return errors
}

export function projected(source: ProjectedVolumeSource, field: string): FieldError[] {
  const paths = new Paths(field)
  return [
    ...fileMode(source.defaultMode, `${field}.defaultMode`),
    ...(source.sources ?? []).flatMap((item, i) =>
      projection(item, `${field}.sources[${i}]`, field, paths),
    ),
  ]
}
