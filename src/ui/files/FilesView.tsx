import type { ApiObject } from '../../sim/index.ts'
import { ClaimFiles, VolumeFiles } from './ClaimFiles.tsx'
import { KeysView } from './KeysView.tsx'
import { PodFiles } from './PodFiles.tsx'

/** What is in a thing: the files of a pod's volumes, of a claim and of a volume, and the keys of a ConfigMap or Secret. */
export function FilesView({ object }: { readonly object: ApiObject }) {
  switch (object.kind) {
    case 'Pod':
      return <PodFiles pod={object} />
    case 'PersistentVolumeClaim':
      return <ClaimFiles claim={object} />
    case 'PersistentVolume':
      return <VolumeFiles volume={object} />
    case 'ConfigMap':
    case 'Secret':
      return <KeysView object={object} />
    default:
      return null
  }
}
