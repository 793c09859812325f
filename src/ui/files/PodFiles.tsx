import type { FileNode, Pod, Volume } from '../../sim/index.ts'
import { type OpenVolume, usePodVolumes } from '../../store/storage.ts'
import { useUi } from '../../store/ui.ts'
import { bytesText } from '../kit/bytes.ts'
import { FileTree } from '../kit/FileTree.tsx'
import { type Life, LifeSign } from '../kit/LifeSign.tsx'
import { LIFE_WORDS } from '../kit/lifeWords.ts'
import styles from './Files.module.css'
import { type FilesText, filesText } from './text.ts'

interface PartProps {
  readonly name: string
  readonly life: Life
  readonly broken?: boolean
  readonly notes: readonly string[]
  readonly files: FileNode | undefined
  readonly empty: string
}

function Part({ name, life, broken = false, notes, files, empty }: PartProps) {
  const language = useUi((state) => state.language)
  return (
    <section className={styles.part} aria-label={name}>
      <h4 className={styles.head}>
        <LifeSign life={life} broken={broken} />
        <span>{name}</span>
      </h4>
      <p className={styles.hint}>{[LIFE_WORDS[language][life], ...notes].join(' · ')}</p>
      {files ? (
        <FileTree files={files.files} language={language} />
      ) : (
        <p className={styles.hint}>{empty}</p>
      )}
    </section>
  )
}

function mountNotes(pod: Pod, { name }: Volume, text: FilesText): readonly string[] {
  const all = [...(pod.spec.initContainers ?? []), ...pod.spec.containers]
  const mounts = all.flatMap((one) => (one.volumeMounts ?? []).filter((m) => m.name === name))
  if (mounts.length === 0) return [text('unmounted')]
  return mounts.map(({ mountPath, readOnly, subPath }) =>
    [
      text('mounts', { path: mountPath }),
      ...(subPath === undefined ? [] : [text('subPath', { path: subPath })]),
      ...(readOnly === true ? [text('readOnly')] : []),
    ].join(', '),
  )
}

function sizeNotes({ backend, used }: OpenVolume, text: FilesText): readonly string[] {
  if (!backend) return []
  const size = { used: bytesText(used), size: bytesText(backend.capacity) }
  // Where a pod's own bytes lie says nobody anything.
  const place = backend.lifetime === 'pod' && backend.medium !== 'api' ? [] : [backend.place]
  return [text('usedOf', size), ...place]
}

/** All that a pod can write into and read from: each container's own layer, then its volumes. */
export function PodFiles({ pod }: { readonly pod: Pod }) {
  const text = filesText(useUi((state) => state.language))
  const { layers, volumes } = usePodVolumes(pod)
  return (
    <>
      {volumes.map((open) => (
        <Part
          key={open.volume.name}
          name={text('volume', { name: open.volume.name })}
          life={open.life}
          broken={open.why !== ''}
          notes={[...mountNotes(pod, open.volume, text), ...sizeNotes(open, text)]}
          files={open.why === '' ? open.files : undefined}
          empty={open.why === '' ? text('noVolume') : text('broken', { why: open.why })}
        />
      ))}
      {layers.map(({ name, files }) => (
        <Part
          key={name}
          name={text('layer', { name })}
          life="container"
          notes={[text('layerHint')]}
          files={files}
          empty={text('notStarted')}
        />
      ))}
    </>
  )
}
