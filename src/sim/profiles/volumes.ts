/** What kubelets can do about volumes, and what they say, by Kubernetes version. */
export interface VolumeProfile {
  /** Plugins by the field of the volume that are not in the binary any more, and that no driver took over. */
  readonly without: ReadonlySet<string>
  /** Volumes of clouds are handed to the CSI driver that took them over. */
  readonly handsOver: boolean
  /** Volumes that a repository is cloned into can be set up. */
  readonly clonesRepositories: boolean
  /** Mounts are run in a scope of systemd, which the error then names; `unit` is the scope's name. */
  mountFailed(mount: FailedMount): string
  /** Event when volumes are not there after two minutes; `all` are the pod's. */
  notReady(unmounted: string, all: readonly string[], why: string): string
}

export interface FailedMount {
  readonly target: string
  readonly args: string
  readonly output: string
  readonly unit: string
}

const REMOVED = new Set([
  'cephfs',
  'flocker',
  'glusterfs',
  'photonPersistentDisk',
  'quobyte',
  'rbd',
  'scaleIO',
  'storageos',
])

export const CURRENT_VOLUMES: VolumeProfile = {
  without: REMOVED,
  handsOver: true,
  clonesRepositories: false,
  mountFailed: ({ args, output }) =>
    `mount failed: exit status 32\nMounting command: mount\nMounting arguments: ${args}\nOutput: ${output}\n`,
  notReady: (unmounted, _, why) =>
    `Unable to attach or mount volumes: unmounted volumes=[${unmounted}], unattached volumes=[], failed to process volumes=[${unmounted}]: ${why}`,
}

export const BOOK_VOLUMES: VolumeProfile = {
  without: new Set(),
  handsOver: false,
  clonesRepositories: true,
  mountFailed: ({ target, args, output, unit }) =>
    `mount failed: exit status 32\nMounting command: systemd-run\nMounting arguments: --description=Kubernetes transient mount for ${target} --scope -- mount ${args}\nOutput: Running scope as unit ${unit}.scope.\n${output}\n`,
  notReady: (unmounted, all, why) =>
    `Unable to attach or mount volumes: unmounted volumes=[${unmounted}], unattached volumes=[${all.join(' ')}]: ${why}`,
}
