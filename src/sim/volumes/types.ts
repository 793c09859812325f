import type { ClusterView } from '../recording.ts'
import type { Millis } from '../time.ts'
import type { Volume } from '../types/index.ts'

/** What reading volumes takes of a cluster: a running one has it, and a picture of one. */
export type View = Pick<ClusterView, 'store' | 'recall' | 'memory' | 'now'>

/** What bytes live as long as: a container's life, the pod, the machine, or longer than all of these. */
export type Lifetime = 'container' | 'pod' | 'node' | 'beyond'

export type FileType = 'file' | 'folder' | 'link' | 'socket' | 'char' | 'block'

/** One file as it is written down, by its path within a store. What is left out is usual: a file of root, 0644. */
export interface Leaf {
  readonly type?: FileType
  /** The content; the target of a link. */
  readonly text?: string
  /** Bytes of a file whose content nobody has written out, such as one of zeros. */
  readonly bytes?: number
  readonly mode?: number
  readonly uid?: number
  readonly gid?: number
  /** Last changed, in virtual ms. */
  readonly at?: Millis
}

/** A file or folder to show. */
export interface FileNode {
  readonly name: string
  /** From the root of the volume; `/` is the root itself. */
  readonly path: string
  readonly type: FileType
  /** Of a folder: of all that lies in it. */
  readonly bytes: number
  readonly text: string
  /** Permission bits, such as 0o644. */
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly at: Millis
  /** In a folder, by name. */
  readonly files: readonly FileNode[]
}

/** The field of a pod's volume or of a PersistentVolume that says where the bytes are. */
export type SourceField = Exclude<keyof Volume, 'name'> | 'local'

/** Where bytes are. Two volumes with the same store and root are the same bytes. */
export interface Backend {
  /** `container` is the layer that a container writes into where nothing is mounted. */
  readonly kind: SourceField | 'container'
  readonly lifetime: Lifetime
  /** Under this name the files are kept; several roots may lie in one store, as exports do on one server. */
  readonly store: string
  readonly root: string
  /** The machine whose disk or memory holds the bytes; empty for what lies beyond the cluster's machines. */
  readonly node: string
  /** As a person would write it: `w1-k8s:/data`, `192.168.1.10:/nfs_shared`, `ebs.csi.aws.com vol-1`. */
  readonly place: string
  readonly medium: 'disk' | 'memory' | 'network' | 'api'
  /** First column of `df`. */
  readonly device: string
  readonly fsType: string
  /** Bytes that the file system has in all, as `df` says; what a claim asked for is no wall. */
  readonly capacity: number
  readonly readOnly: boolean
  /** Names of the claim and the volume that it came by; empty when there is none. */
  readonly claim: string
  readonly volume: string
}

export interface VolumeRef {
  readonly namespace: string
  readonly pod: string
  /** Its name in the pod. */
  readonly volume: string
}
