import { useMemo } from 'react'
import type { PersistentVolume, PersistentVolumeClaim } from '../../sim/index.ts'
import { value } from '../../sim/machinery/quantity.ts'
import { useObject } from '../../store/sim.ts'
import { candidatesNow, useLook, usePlace, useVolumeFiles } from '../../store/storage.ts'
import { uiStore, useUi } from '../../store/ui.ts'
import { FileTree } from '../kit/FileTree.tsx'
import { LifeSign } from '../kit/LifeSign.tsx'
import { LIFE_WORDS } from '../kit/lifeWords.ts'
import { StateIcon } from '../kit/Shapes.tsx'
import styles from './Files.module.css'
import { Sizes } from './Sizes.tsx'
import { binderText, type FilesText, filesText } from './text.ts'

function useFilesText(): FilesText {
  return filesText(useUi((state) => state.language))
}

/** Where the bytes are, how long they live, and the files themselves. */
function Place({ volume }: { readonly volume: PersistentVolume }) {
  const text = useFilesText()
  const language = useUi((state) => state.language)
  const place = usePlace(volume)
  const files = useVolumeFiles(volume)
  if (!place || !files) return <p className={styles.hint}>{text('noPlace')}</p>
  const { lifetime } = place.backend
  return (
    <section className={styles.part} aria-label={text('files')}>
      <h4 className={styles.head}>
        <LifeSign life={lifetime} />
        <code>{place.backend.place}</code>
      </h4>
      <p className={styles.hint}>{LIFE_WORDS[language][lifetime]}</p>
      <FileTree files={files.files} language={language} />
    </section>
  )
}

const bytesOf = (size: string | undefined): number => value(size ?? '0')

/** Kinds of storage on which the size of a volume is only a word. */
const UNBOUNDED: ReadonlySet<string> = new Set(['nfs', 'hostPath', 'local'])

interface HowMuchProps {
  readonly claim: PersistentVolumeClaim | undefined
  readonly volume: PersistentVolume | undefined
}

function HowMuch({ claim, volume }: HowMuchProps) {
  const text = useFilesText()
  const place = usePlace(volume)
  const asked = claim?.spec.resources?.requests?.storage
  const granted = claim ? claim.status?.capacity?.storage : volume?.spec.capacity?.storage
  const real = place?.backend.capacity ?? 0
  return (
    <section className={styles.part} aria-label={text('chain')}>
      <Sizes
        text={text}
        asked={asked}
        granted={granted}
        bytes={{ asked: bytesOf(asked), granted: bytesOf(granted) }}
        real={real}
        used={place?.used ?? 0}
      />
      {place && UNBOUNDED.has(place.backend.kind) && (
        <p className={styles.hint}>{text('notWall', { size: bytesShort(real) })}</p>
      )}
    </section>
  )
}

function bytesShort(bytes: number): string {
  return `${Math.round(bytes / 1024 ** 3)}G`
}

const WORDS = { smallest: 'smallest', fits: 'fits', refused: 'refused' } as const
const SHAPES = { smallest: 'ok', fits: 'ok', refused: 'bad' } as const

/** Every volume as the binder sees it for this claim, with its own words. */
function Candidates({ claim }: { readonly claim: PersistentVolumeClaim }) {
  const text = useFilesText()
  const look = useLook()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the look stands for all that is read
  const candidates = useMemo(() => candidatesNow(claim), [claim, look])
  return (
    <section className={styles.part} aria-label={text('waits')}>
      <h4 className={styles.sub}>{text('waits')}</h4>
      {candidates.length === 0 && <p className={styles.hint}>{text('noVolumes')}</p>}
      <ul className={styles.list}>
        {candidates.slice(0, 40).map(({ volume, verdict, reason }) => {
          const { name } = volume.metadata
          const won = claim.spec.volumeName === name
          return (
            <li key={name} className={styles.candidate}>
              <span className={styles[SHAPES[verdict]]}>
                <StateIcon shape={SHAPES[verdict]} size={15} />
              </span>
              <span>
                <button
                  type="button"
                  className={styles.link}
                  onClick={() =>
                    uiStore.getState().select({ kind: 'PersistentVolume', key: `/${name}` })
                  }
                >
                  {name}
                </button>{' '}
                <b>{volume.spec.capacity?.storage}</b> {text(won ? 'won' : WORDS[verdict])}
                <small title={reason}>{binderText(reason, text)}</small>
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

export function ClaimFiles({ claim }: { readonly claim: PersistentVolumeClaim }) {
  const text = useFilesText()
  const volume = useObject('PersistentVolume', `/${claim.spec.volumeName ?? ''}`)
  return (
    <>
      <HowMuch claim={claim} volume={volume} />
      {volume ? <Place volume={volume} /> : <p className={styles.hint}>{text('noVolume')}</p>}
      <Candidates claim={claim} />
    </>
  )
}

export function VolumeFiles({ volume }: { readonly volume: PersistentVolume }) {
  const { claimRef } = volume.spec
  const claim = useObject(
    'PersistentVolumeClaim',
    `${claimRef?.namespace ?? ''}/${claimRef?.name ?? ''}`,
  )
  const own = claim?.spec.volumeName === volume.metadata.name ? claim : undefined
  return (
    <>
      <HowMuch claim={own} volume={volume} />
      <Place volume={volume} />
    </>
  )
}
