import { Fragment } from 'react'
import { closeOverlay, setSingleKeys, useOverlays } from '../../store/overlays.ts'
import { keyCaps, SHORTCUTS, type Shortcut, type ShortcutGroup } from '../../store/shortcuts.ts'
import { Modal } from '../kit/Modal.tsx'
import { useText } from '../kit/useText.ts'
import type { HandsKey } from '../text/en/hands.ts'
import styles from './CheatSheet.module.css'

const GROUPS: readonly ShortcutGroup[] = ['page', 'time', 'look', 'stage']

/** All keys, read from the same table that the handlers read. */
export function CheatSheet() {
  const text = useText()
  const singleKeys = useOverlays((state) => state.singleKeys)
  return (
    <Modal title={text('shortcuts.name')} onClose={closeOverlay}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div className={styles.body} tabIndex={0}>
        {GROUPS.map((group) => (
          <Group key={group} group={group} resting={!singleKeys} />
        ))}
      </div>
      <label className={styles.switch}>
        <input
          type="checkbox"
          checked={singleKeys}
          onChange={(event) => setSingleKeys(event.target.checked)}
        />
        {text('shortcuts.single')}
      </label>
    </Modal>
  )
}

function Group({ group, resting }: { readonly group: ShortcutGroup; readonly resting: boolean }) {
  const text = useText()
  const rows: readonly Shortcut[] = SHORTCUTS
  const name = text(`shortcuts.${group}`)
  return (
    <section aria-label={name}>
      <h3 className={styles.group}>{name}</h3>
      <dl className={styles.rows}>
        {rows
          .filter((row) => row.group === group)
          .map((row) => (
            <div key={row.id} className={styles.row}>
              <dt>{text(`shortcut.${row.id}` as HandsKey)}</dt>
              <dd>
                {row.keys.map((chord, at) => (
                  <Fragment key={chord}>
                    {at > 0 && <span className={styles.or}>/</span>}
                    <Chord chord={chord} resting={resting} />
                  </Fragment>
                ))}
              </dd>
            </div>
          ))}
      </dl>
    </section>
  )
}

function Chord({ chord, resting }: { readonly chord: string; readonly resting: boolean }) {
  const off = resting && chord.length === 1
  return (
    <span className={off ? styles.off : undefined}>
      {keyCaps(chord).map((cap) => (
        <kbd key={cap} className={styles.key}>
          {cap}
        </kbd>
      ))}
    </span>
  )
}
