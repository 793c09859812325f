import type { FieldError } from '../errors.ts'
import type { Container, Volume, VolumeDevice, VolumeMount } from '../types/index.ts'
import { forbiddenField, invalid, missing, notSupported, required } from './fieldErrors.ts'
import { descendingPath, noBacksteps } from './paths.ts'

const PROPAGATIONS = ['Bidirectional', 'HostToContainer', 'None']
const RECURSIVE = ['Disabled', 'Enabled', 'IfPossible']

type Volumes = ReadonlyMap<string, Volume>

function propagation(mount: VolumeMount, container: Container, field: string): FieldError[] {
  const mode = mount.mountPropagation
  if (mode === undefined) return []
  const errors: FieldError[] = []
  if (!PROPAGATIONS.includes(mode)) errors.push(notSupported(field, mode, PROPAGATIONS))
  if (mode === 'Bidirectional' && container.securityContext?.privileged !== true)
    errors.push(
      forbiddenField(
        field,
        'Bidirectional mount propagation is available only to privileged containers',
      ),
    )
  return errors
}

function recursive(mount: VolumeMount, field: string): FieldError[] {
  const mode = mount.recursiveReadOnly
  if (mode === undefined || mode === 'Disabled') return []
  if (!RECURSIVE.includes(mode)) return [notSupported(field, mode, RECURSIVE)]
  const errors: FieldError[] = []
  if (!mount.readOnly)
    errors.push(forbiddenField(field, 'may only be specified when readOnly is true'))
  if (mount.mountPropagation !== undefined && mount.mountPropagation !== 'None')
    errors.push(
      forbiddenField(field, 'may only be specified when mountPropagation is None or not specified'),
    )
  return errors
}

function subPaths(mount: VolumeMount, volume: Volume | undefined, at: string, field: string) {
  const errors: FieldError[] = []
  const { subPath = '', subPathExpr = '' } = mount
  if (volume?.image) {
    const text = 'not allowed in image volume sources'
    if (subPath !== '') errors.push(invalid(`${at}.subPath`, subPath, text))
    if (subPathExpr !== '') errors.push(invalid(`${at}.subPathExpr`, subPathExpr, text))
  }
  if (subPath !== '') errors.push(...descendingPath(subPath, `${field}.subPath`))
  if (subPathExpr === '') return errors
  if (subPath !== '')
    errors.push(
      invalid(`${at}.subPathExpr`, subPathExpr, 'subPathExpr and subPath are mutually exclusive'),
    )
  return [...errors, ...descendingPath(subPathExpr, `${field}.subPathExpr`)]
}

// k8s: pkg/apis/core/validation ValidateVolumeMounts (1.36)
export function validateMounts(
  container: Container,
  volumes: Volumes,
  field: string,
): FieldError[] {
  const errors: FieldError[] = []
  const paths = new Set<string>()
  const devices = container.volumeDevices ?? []
  container.volumeMounts?.forEach((mount, i) => {
    const at = `${field}[${i}]`
    const { name = '', mountPath = '' } = mount
    if (name === '') errors.push(required(`${at}.name`))
    if (!volumes.has(name)) errors.push(missing(`${at}.name`, name))
    if (mountPath === '') errors.push(required(`${at}.mountPath`))
    if (paths.has(mountPath)) errors.push(invalid(`${at}.mountPath`, mountPath, 'must be unique'))
    paths.add(mountPath)
    if (devices.some((device) => device.name === name))
      errors.push(invalid(`${at}.name`, name, 'must not already exist in volumeDevices'))
    if (devices.some((device) => device.devicePath === mountPath))
      errors.push(
        invalid(`${at}.mountPath`, mountPath, 'must not already exist as a path in volumeDevices'),
      )
    errors.push(...subPaths(mount, volumes.get(name), at, field))
    errors.push(...propagation(mount, container, `${field}.mountPropagation`))
    errors.push(...recursive(mount, `${field}.recursiveReadOnly`))
  })
  return errors
}

function deviceVolume(name: string, volumes: Volumes, at: string): FieldError[] {
  const volume = volumes.get(name)
  if (!volume) return [missing(`${at}.name`, name)]
  return volume.persistentVolumeClaim || volume.ephemeral
    ? []
    : [
        invalid(
          `${at}.name`,
          name,
          'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode',
        ),
      ]
}

function devicePath(device: VolumeDevice, paths: Set<string>, at: string): FieldError[] {
  const errors: FieldError[] = []
  const { devicePath: path = '' } = device
  if (path === '') errors.push(required(`${at}.devicePath`))
  if (paths.has(path)) errors.push(invalid(`${at}.devicePath`, path, 'must be unique'))
  if (path !== '' && noBacksteps(path, at).length > 0)
    errors.push(invalid(`${at}.devicePath`, path, "can not contain backsteps ('..')"))
  else paths.add(path)
  return errors
}

// k8s: pkg/apis/core/validation ValidateVolumeDevices (1.36)
export function validateDevices(
  container: Container,
  volumes: Volumes,
  field: string,
): FieldError[] {
  const errors: FieldError[] = []
  const names = new Set<string>()
  const paths = new Set<string>()
  const mounts = container.volumeMounts ?? []
  container.volumeDevices?.forEach((device, i) => {
    const at = `${field}[${i}]`
    const { name = '' } = device
    if (name === '') errors.push(required(`${at}.name`))
    if (names.has(name)) errors.push(invalid(`${at}.name`, name, 'must be unique'))
    errors.push(...deviceVolume(name, volumes, at), ...devicePath(device, paths, at))
    if (mounts.some((mount) => mount.name === name))
      errors.push(invalid(`${at}.name`, name, 'must not already exist in volumeMounts'))
    if (mounts.some((mount) => mount.mountPath === device.devicePath))
      errors.push(
        invalid(
          `${at}.devicePath`,
          device.devicePath,
          'must not already exist as a path in volumeMounts',
        ),
      )
    if (name !== '') names.add(name)
  })
  return errors
}
