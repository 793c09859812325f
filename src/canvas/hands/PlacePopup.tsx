import { actOnServer, type ServerChange, serverLine } from '../../store/serverActs.ts'
import { type Standing, useLook, usePlace, useVolumeFiles } from '../../store/storage.ts'
import { useUi } from '../../store/ui.ts'
import { bytesText } from '../../ui/kit/bytes.ts'
import { FileTree } from '../../ui/kit/FileTree.tsx'
import { LifeSign } from '../../ui/kit/LifeSign.tsx'
import { LIFE_WORDS } from '../../ui/kit/lifeWords.ts'
import { refOf } from '../graph/world.ts'
import card from '../nodes/Card.module.css'
import { STANDING_TONES, volumeAt } from '../nodes/place.ts'
import { StateSign } from '../nodes/Sprite.tsx'
import { type StorageText, useStorageText } from '../text/storage.ts'
import { closePopup, type Popup as PopupState } from './hands.ts'
import styles from './PlacePopup.module.css'
import frame from './Popup.module.css'
import { Popup } from './Popup.tsx'

/** What may be asked of a file server, by how it is. */
const CHANGES: Readonly<Record<Standing, readonly ServerChange[]>> = {
  up: ['unexport', 'stop'],
  lost: ['export', 'stop'],
  down: ['start'],
  none: ['export'],
  unknown: [],
}

interface ActsProps {
  readonly id: string
  readonly server: string
  readonly path: string
  readonly standing: Standing
  readonly text: StorageText
}

function Acts({ id, server, path, standing, text }: ActsProps) {
  return (
    <div className={frame.column}>
      {CHANGES[standing].map((change) => (
        <button
          key={change}
          type="button"
          className={frame.button}
          aria-label={text(`act.${change}`)}
          onClick={() => {
            closePopup()
            void actOnServer(change, server, path, id.replace('|', ' '))
          }}
        >
          {text(`act.${change}`)}
          <code className={frame.code}>{serverLine(change, server, path)}</code>
        </button>
      ))}
    </div>
  )
}

/** What the bytes lie on, opened: how it is, what is in it, and what can happen to it. */
export function PlacePopup({ popup }: { readonly popup: PopupState }) {
  const text = useStorageText()
  const language = useUi((state) => state.language)
  useLook()
  const { key } = refOf(popup.id)
  const volume = volumeAt(key)
  const place = usePlace(volume)
  const files = useFilesAt(volume)
  if (!volume || !place) return null
  const { backend, standing, used } = place
  const { nfs } = volume.spec
  const heading = text(nfs ? 'place.nfs' : 'place.other', { place: backend.place })
  return (
    <Popup at={popup.at} role="dialog" label={heading}>
      <div className={`${frame.ask} ${styles.place}`}>
        <h3>{heading}</h3>
        <p className={styles.state}>
          {standing !== 'unknown' && (
            <b className={`${card.state} ${card[STANDING_TONES[standing]]}`}>
              <StateSign tone={STANDING_TONES[standing]} size={15} />
              {text(`server.${standing}`)}
            </b>
          )}
          <span>
            <LifeSign life={backend.lifetime} /> {LIFE_WORDS[language][backend.lifetime]}
          </span>
        </p>
        <p>{text('room', { size: bytesText(backend.capacity), used: bytesText(used) })}</p>
        <div className={styles.files}>
          <FileTree files={files} language={language} />
        </div>
        {nfs && (
          <Acts id={popup.id} server={nfs.server} path={nfs.path} standing={standing} text={text} />
        )}
        <div className={frame.buttons}>
          <button type="button" className={frame.button} onClick={closePopup}>
            {text('close')}
          </button>
        </div>
      </div>
    </Popup>
  )
}

const NONE: Parameters<typeof FileTree>[0]['files'] = []

function useFilesAt(volume: Parameters<typeof usePlace>[0]) {
  return useVolumeFiles(volume)?.files ?? NONE
}
