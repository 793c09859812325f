import { type FormEvent, useId, useMemo, useState } from 'react'
import type { Kind } from '../../sim/index.ts'
import { run } from '../../store/intents.ts'
import { useObject } from '../../store/sim.ts'
import { refOf } from '../graph/world.ts'
import type { StageText } from '../text/useStageText.ts'
import { type Field, type Form, formOf, mountForm, type Values } from './forms.ts'
import { closePopup, type Point } from './hands.ts'
import type { BodyProps } from './Item.tsx'
import styles from './Popup.module.css'
import { Popup } from './Popup.tsx'

interface FieldProps {
  readonly field: Field
  readonly value: string
  readonly text: StageText
  readonly onChange: (value: string) => void
}

function FieldRow({ field, value, text, onChange }: FieldProps) {
  const id = useId()
  const { type, options = [] } = field
  if (type === 'select' && options.length < 2) return null
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{text(field.label)}</label>
      {type === 'select' ? (
        <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label ? text(option.label) : option.value}
            </option>
          ))}
        </select>
      ) : (
        <>
          <input
            id={id}
            value={value}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            {...(type === 'number' ? { inputMode: 'numeric' as const } : { list: `${id}-list` })}
            onChange={(event) => onChange(event.target.value)}
          />
          {options.length > 0 && (
            <datalist id={`${id}-list`}>
              {options.map((option) => (
                <option key={option.value} value={option.value} />
              ))}
            </datalist>
          )}
        </>
      )}
    </div>
  )
}

interface FormProps {
  readonly form: Form
  readonly at: Point
  readonly text: StageText
}

/** A small form: what is missing, the command that will run, and the API's own words when it is refused. */
function FormPopup({ form, at, text }: FormProps) {
  const [values, setValues] = useState<Values>(form.start)
  const [refusal, setRefusal] = useState('')
  const [busy, setBusy] = useState(false)
  const line = form.line(values)
  const heading = text(form.title, form.titleValues)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!line || busy) return
    if (form.act) {
      form.act(values)
      return closePopup()
    }
    setBusy(true)
    const result = await run(line.command, line.stdin)
    setBusy(false)
    if (result.code === 0) closePopup()
    else setRefusal((result.stderr || result.stdout).trim())
  }
  return (
    <Popup at={at} role="dialog" label={heading}>
      <form className={styles.ask} onSubmit={(event) => void submit(event)}>
        <h3>{heading}</h3>
        {form.hint && <p>{text(form.hint, form.hintValues)}</p>}
        {form.fields(values).map((field) => (
          <FieldRow
            key={field.name}
            field={field}
            text={text}
            value={values[field.name] ?? ''}
            onChange={(value) => {
              setRefusal('')
              setValues({ ...values, [field.name]: value })
            }}
          />
        ))}
        <code className={styles.preview} title={text('form.preview')}>
          {line?.command ?? '…'}
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
            disabled={!line || busy}
          >
            {text(form.yes)}
          </button>
          <button type="button" className={styles.button} onClick={closePopup}>
            {text('ask.no')}
          </button>
        </div>
      </form>
    </Popup>
  )
}

/** The form that a menu asked for. */
export function ObjectForm({ popup, object, text }: BodyProps) {
  const name = popup.sort === 'form' ? popup.form : undefined
  // The form is about the object as it was when it opened: typing must not be overwritten by a status.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another object is news
  const form = useMemo(() => name && formOf(name, object), [name, object.metadata.uid])
  return form ? <FormPopup form={form} at={popup.at} text={text} /> : null
}

/** What is mounted is the popup's object; the workload comes from where it was dropped. */
export function MountPopup({ popup, object, text }: BodyProps) {
  const { kind, key } = refOf(popup.sort === 'mount' ? popup.target : 'Deployment|')
  const workload = useObject(kind as Kind, key)
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  const form = useMemo(
    () => workload && mountForm(object, workload),
    [object.metadata.uid, workload?.metadata.uid],
  )
  return form ? <FormPopup form={form} at={popup.at} text={text} /> : null
}
