import { useMemo } from 'react'
import type { PersistentVolume, PersistentVolumeClaim } from '../../sim/index.ts'
import { value } from '../../sim/machinery/quantity.ts'
import { loadedEngine } from '../../store/arrival.ts'
import { peekKeys, peekObject, runningCluster } from '../../store/sim.ts'
import { useLook, usePlace, useUsed, useUses } from '../../store/storage.ts'
import { bytesText } from '../../ui/kit/bytes.ts'
import { MiddleCut } from '../../ui/kit/MiddleCut.tsx'
import { type ClaimWait, claimWait } from '../facts/claimWait.ts'
import { accessibleName } from '../facts/names.ts'
import { modesText } from '../facts/storageFacts.ts'
import { refOf } from '../graph/world.ts'
import { reasonText } from '../motion/reasonText.ts'
import { type StorageText, useStorageText } from '../text/storage.ts'
import { useStageText } from '../text/useStageText.ts'
import card from './Card.module.css'
import { STANDING_TONES, volumeAt } from './place.ts'
import { SizeBar } from './SizeBar.tsx'
import { KindSign, StateSign } from './Sprite.tsx'
import { SmallLine } from './ThingCard.tsx'

/** Of more pods than this nobody is asked which of them uses a claim. */
const MOST_PODS = 4000

function podsWithout(claim: PersistentVolumeClaim): readonly string[] {
  const { namespace = '', name } = claim.metadata
  const keys = peekKeys('Pod')
  if (keys.length > MOST_PODS) return []
  return keys.filter((key) => {
    if (!key.startsWith(`${namespace}/`)) return false
    const spec = peekObject('Pod', key)?.spec
    const uses = spec?.volumes?.some((one) => one.persistentVolumeClaim?.claimName === name)
    return uses === true && (spec?.nodeName ?? '') === ''
  })
}

/** What a pending claim waits for, as its binder sees it now. */
function useClaimWait(claim: PersistentVolumeClaim): ClaimWait | undefined {
  const look = useLook()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the look stands for all that is read
  return useMemo(() => {
    const [engine, cluster] = [loadedEngine(), runningCluster()]
    if (!engine || !cluster || claim.status?.phase !== 'Pending') return undefined
    return claimWait(claim, {
      candidates: engine.candidatesOf(cluster, claim),
      findClass: (name) => peekObject('StorageClass', `/${name}`),
      waitingPods: () => podsWithout(claim).map((key) => key.slice(key.indexOf('/') + 1)),
    })
  }, [look, claim])
}

function refusedText({ refused }: ClaimWait, text: StorageText, why: (reason: string) => string) {
  const list = refused.map(({ why: reason, count }) =>
    count === 1 ? why(reason) : text('refusedMany', { why: why(reason), count }),
  )
  return list.length === 0 ? '' : text('refused', { list: list.join(', ') })
}

function Waiting({ asked, wait }: { readonly asked: string; readonly wait: ClaimWait }) {
  const text = useStorageText()
  const stage = useStageText()
  const why = text(`wait.${wait.on}`, { name: wait.name })
  const refused = refusedText(wait, text, (reason) => reasonText(reason, stage))
  const said = text('wait', { asked, why })
  return (
    <small
      className={`${card.small} ${card.wait}`}
      title={[said, refused].filter((part) => part !== '').join('\n')}
    >
      {said}
    </small>
  )
}

/** What a claim asks for and what it owns; while it waits, for what. */
export function ClaimLine({ claim }: { readonly claim: PersistentVolumeClaim }) {
  const text = useStorageText()
  const stage = useStageText()
  const wait = useClaimWait(claim)
  const asked = claim.spec.resources?.requests?.storage ?? '?'
  const owned = claim.status?.capacity?.storage
  const modes = modesText(claim.spec.accessModes)
  if (wait) return <Waiting asked={asked} wait={wait} />
  if (owned === undefined) return <SmallLine said={stage('claim.asks', { size: asked, modes })} />
  const grows = value(asked) > value(owned)
  const said = text(grows ? 'grows' : 'owns', { asked, owned })
  return (
    <small className={card.small} title={text('ownsTitle', { asked, owned, modes })}>
      {said}
    </small>
  )
}

/** What a volume offers, and what of it is used. On NFS nobody keeps to it: then the bar runs over. */
export function VolumeLine({ volume }: { readonly volume: PersistentVolume }) {
  const text = useStorageText()
  const stage = useStageText()
  const used = useUsed(volume)
  const size = volume.spec.capacity?.storage ?? '?'
  const modes = modesText(volume.spec.accessModes)
  const policy = volume.spec.persistentVolumeReclaimPolicy ?? 'Retain'
  const whole = value(volume.spec.capacity?.storage ?? '0')
  const said = stage('volume.has', { size, modes, policy })
  const full = text('used', { used: bytesText(used), size, modes, policy })
  return (
    <>
      <small className={card.small} title={full}>
        {said}
      </small>
      <SizeBar part={whole > 0 ? used / whole : 0} />
    </>
  )
}

interface PlaceProps {
  readonly id: string
  readonly sort: string
  readonly address: string
}

function countText(files: number, text: StorageText): string {
  if (files === 0) return text('noFiles')
  return files === 1 ? text('file') : text('files', { count: files })
}

/** What the bytes lie on: whether it answers, how large it really is, and how much is there. Pressing it opens it. */
export function PlaceCard({ id, sort, address }: PlaceProps) {
  const text = useStorageText()
  useLook()
  const look = usePlace(volumeAt(refOf(id).key))
  const standing = look?.standing ?? 'unknown'
  const state = standing === 'unknown' ? '' : text(`server.${standing}`)
  const capacity = look?.backend.capacity ?? 0
  const room = { size: bytesText(capacity), used: bytesText(look?.used ?? 0) }
  return (
    <div className={`${card.card} ${card.row}`} data-standing={standing}>
      <span className={card.vol}>
        <KindSign kind="Backend" size={30} />
      </span>
      <span className={card.grow}>
        <span className={card.line}>
          <button
            type="button"
            className={`${card.title} ${card.short}`}
            data-thing={id}
            aria-haspopup="dialog"
            aria-label={accessibleName('Backend', `/${sort} ${address}`, state)}
          >
            {sort === 'nfs' ? 'NFS' : sort}
          </button>
          <small className={card.fine} title={text('room', room)}>
            {`${room.size} · ${countText(look?.files ?? 0, text)}`}
          </small>
          {state !== '' && (
            <span className={`${card.state} ${card.far} ${card[STANDING_TONES[standing]]}`}>
              <StateSign tone={STANDING_TONES[standing]} size={13} />
              {state}
            </span>
          )}
        </span>
        <small className={card.small}>
          <MiddleCut name={address} />
        </small>
        <SizeBar part={capacity > 0 ? (look?.used ?? 0) / capacity : 0} />
      </span>
    </div>
  )
}

interface UsesProps {
  readonly kind: string
  readonly id: string
}

/** How many uses of a ConfigMap or Secret still show its old content. */
export function Uses({ kind, id }: UsesProps) {
  const text = useStorageText()
  const uses = useUses(kind as 'ConfigMap' | 'Secret', id)
  const old = uses.filter((use) => use.stale).length
  if (uses.length === 0) return null
  const tone = old > 0 ? 'wait' : 'done'
  return (
    <span
      className={`${card.state} ${card[tone]}`}
      title={text('staleTitle', { count: old, all: uses.length })}
      data-uses={uses.length}
      data-old={old}
    >
      <StateSign tone={tone} size={13} />
      {old > 0 ? text('stale', { count: old }) : text('fresh', { count: uses.length })}
    </span>
  )
}
