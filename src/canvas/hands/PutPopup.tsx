import { type FormEvent, useEffect, useId, useState } from 'react'
import { targetOf } from '../../store/objectActions.ts'
import { filePatch, keyFor, putFile, putLine, readBytes } from '../../store/putFile.ts'
import { bytesText } from '../../ui/kit/bytes.ts'
import { useStorageText } from '../text/storage.ts'
import { closePopup } from './hands.ts'
import type { BodyProps } from './Item.tsx'
import styles from './Popup.module.css'
import { Popup } from './Popup.tsx'

/** Asks under which key a file of the computer goes into a ConfigMap or Secret, and puts it there. */
export function PutPopup({ popup, object, text: stage }: BodyProps) {
  const text = useStorageText()
  const id = useId()
  const file = popup.sort === 'put' ? popup.file : undefined
  const [key, setKey] = useState(keyFor(file?.name ?? ''))
  const [bytes, setBytes] = useState<Uint8Array>()
  const [refusal, setRefusal] = useState('')
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    if (file) void readBytes(file).then(setBytes)
  }, [file])
  if (!file) return null
  const target = targetOf(object)
  const { kind, name } = target
  const there =
    (object.kind === 'ConfigMap' || object.kind === 'Secret') && object.data?.[key] !== undefined
  const heading = text('put.title', { file: file.name, what: `${kind} ${name}` })
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!bytes || busy) return
    setBusy(true)
    const result = await putFile(target, filePatch(kind, key, bytes))
    setBusy(false)
    if (result.code === 0) closePopup()
    else setRefusal((result.stderr || result.stdout).trim())
  }
  return (
    <Popup at={popup.at} role="dialog" label={heading}>
      <form className={styles.ask} onSubmit={(event) => void submit(event)}>
        <h3>{heading}</h3>
        <p>{text(there ? 'put.replaces' : 'put.adds', { key, size: bytesText(file.size) })}</p>
        <div className={styles.field}>
          <label htmlFor={id}>{stage('form.key')}</label>
          <input
            id={id}
            value={key}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => {
              setRefusal('')
              setKey(event.target.value)
            }}
          />
        </div>
        <code className={styles.preview} title={stage('form.preview')}>
          {putLine(target)}
        </code>
        {refusal !== '' && (
          <p role="alert" className={styles.refusal}>
            ✕ {refusal}
          </p>
        )}
        <div className={styles.buttons}>
          <button
            type="submit"
            className={`${styles.button} ${styles.primary}`}
            disabled={!bytes || busy || key === ''}
          >
            {text('put.yes')}
          </button>
          <button type="button" className={styles.button} onClick={closePopup}>
            {stage('ask.no')}
          </button>
        </div>
      </form>
    </Popup>
  )
}
