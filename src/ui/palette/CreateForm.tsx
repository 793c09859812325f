import { type FormEvent, useId, useMemo, useState } from 'react'
import { toYaml } from '../../kubectl/yamlWriter.ts'
import { type Kind, machineNames } from '../../sim/index.ts'
import { applyYaml } from '../../store/intents.ts'
import { addMachine, addMachineLine } from '../../store/labActs.ts'
import { closeOverlay, type Wish } from '../../store/overlays.ts'
import { peekCluster, peekKeys, peekObject, runningCluster, useSim } from '../../store/sim.ts'
import { stageDoor } from '../../store/stageDoor.ts'
import { uiStore } from '../../store/ui.ts'
import { Button } from '../kit/Button.tsx'
import { useText } from '../kit/useText.ts'
import { complaintOf } from './complaint.ts'
import styles from './Palette.module.css'
import { type Around, draftOf, type Field, freeName, recipeOf, type Values } from './recipes.ts'

const nameIn = (key: string) => key.slice(key.indexOf('/') + 1)

function lookAround(): Around {
  const apps = peekKeys('Deployment').map(
    (key) => peekObject('Deployment', key)?.spec.template.metadata?.labels?.app ?? '',
  )
  const provisioners = peekCluster()?.recall<readonly string[]>('world', 'provisioners') ?? []
  return {
    namespaces: peekKeys('Namespace').map(nameIn),
    classes: peekKeys('StorageClass').map(nameIn),
    provisioners: [...provisioners, 'kubernetes.io/no-provisioner'],
    apps: [...new Set(apps)].filter((app) => app !== ''),
  }
}

function machines(): readonly string[] {
  const cluster = peekCluster()
  return cluster ? [...machineNames(cluster)] : []
}

function takenNames(kind: Kind): ReadonlySet<string> {
  if (kind === 'Node') return new Set(machines())
  return new Set(peekKeys(kind).map(nameIn))
}

/** A machine is called as the others of its lab are. */
function firstName(kind: Kind, usual: string): string {
  if (kind !== 'Node') return usual
  const numbered = machines().filter((name) => /^(w|worker-)\d/.test(name))
  return numbered.toSorted().at(-1) ?? usual
}

interface FieldProps {
  readonly field: Field
  readonly value: string
  readonly onChange: (value: string) => void
}

function FieldRow({ field, value, onChange }: FieldProps) {
  const text = useText()
  const id = useId()
  const { type, options = [], none } = field
  const shared = { id, value, spellCheck: false, autoComplete: 'off', autoCapitalize: 'off' }
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{text(field.label)}</label>
      {type === 'select' && (
        <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
          {options.map((option) => (
            <option key={option} value={option}>
              {option === '' && none ? text(none) : option}
            </option>
          ))}
        </select>
      )}
      {type === 'long' && (
        <textarea {...shared} rows={3} onChange={(event) => onChange(event.target.value)} />
      )}
      {(type === 'text' || type === 'number') && (
        <input
          {...shared}
          {...(type === 'number' ? { inputMode: 'numeric' } : {})}
          {...(options.length > 0 ? { list: `${id}-list` } : {})}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      {type === 'text' && options.length > 0 && (
        <datalist id={`${id}-list`}>
          {options.map((option) => (
            <option key={option} value={option} />
          ))}
        </datalist>
      )}
    </div>
  )
}

/** The state of one form: the answers, what they make, and what the API would say against it. */
function useCreate(wish: Wish) {
  const recipe = recipeOf(wish.kind)
  // Before the engine is there nobody can say what is wrong; the request waits for it, and is answered then.
  const profile = useSim(() => runningCluster()?.profile)
  const around = useMemo(lookAround, [])
  const [values, setValues] = useState<Values>(() => ({
    ...recipe.start,
    name: freeName(firstName(wish.kind, recipe.name), takenNames(wish.kind)),
    namespace: 'default',
  }))
  const isMachine = wish.kind === 'Node'
  const draft = useMemo(() => draftOf(wish.kind, values, wish), [values, wish])
  const fields: readonly Field[] = [
    { name: 'name', label: 'create.name', type: 'text' },
    ...(recipe.namespaced && around.namespaces.length > 1
      ? [
          {
            name: 'namespace',
            label: 'create.namespace',
            type: 'select',
            options: around.namespaces,
          } as const,
        ]
      : []),
    ...recipe.fields(around),
  ]
  const complaint = isMachine || !profile ? undefined : complaintOf(draft, profile)
  const yaml = isMachine ? '' : toYaml(draft)
  const machine = { cpu: values.cpu ?? '', memory: values.memory ?? '' }
  const command = isMachine
    ? addMachineLine(values.name ?? '', machine)
    : `kubectl apply -f ${values.name}.yaml`
  const run = async (): Promise<string | undefined> => {
    const name = values.name ?? ''
    const { code, stderr } = await (isMachine
      ? addMachine(name, machine)
      : applyYaml(yaml, `${name}.yaml`))
    return code === 0 ? undefined : stderr.trim()
  }
  const key = `${recipe.namespaced ? values.namespace : ''}/${values.name}`
  return {
    values,
    setValues,
    fields,
    complaint,
    yaml,
    command,
    run,
    key,
    namespaced: recipe.namespaced,
  }
}

/** One kind's form: what is asked, what the API says, and what will run. */
export function CreateForm({ wish }: { readonly wish: Wish }) {
  const text = useText()
  const form = useCreate(wish)
  const { values, complaint, yaml, command } = form
  const [refusal, setRefusal] = useState('')
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy || complaint !== undefined) return
    setBusy(true)
    const said = await form.run()
    setBusy(false)
    if (said !== undefined) return setRefusal(said)
    closeOverlay()
    setTimeout(() => stageDoor.get()?.show(`${wish.kind}|${form.key}`), SHOWN_SOON)
  }
  const says = refusal || complaint
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)}>
      <div className={styles.body}>
        {wish.node !== undefined && <Preset wish={wish} />}
        {form.fields.map((field) => (
          <FieldRow
            key={field.name}
            field={field}
            value={values[field.name] ?? ''}
            onChange={(value) => {
              setRefusal('')
              form.setValues({ ...values, [field.name]: value })
            }}
          />
        ))}
        <code className={styles.command}>{command}</code>
        {yaml !== '' && (
          <details className={styles.yaml} open>
            <summary>{text('create.yaml')}</summary>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
            <pre tabIndex={0}>{yaml}</pre>
          </details>
        )}
      </div>
      <div className={styles.foot}>
        <p role="status" className={says ? styles.complaint : styles.fine}>
          {says ? `✕ ${says}` : `✓ ${text('create.fine')}`}
        </p>
        {yaml !== '' && (
          <Button
            onClick={() => {
              closeOverlay()
              uiStore.getState().openApply(yaml, `${values.name}.yaml`)
            }}
          >
            {text('create.edit')}
          </Button>
        )}
        <Button look="primary" type="submit" disabled={busy || complaint !== undefined}>
          {text('create.create')}
        </Button>
      </div>
    </form>
  )
}

/** The new thing stands on the stage a moment after it was made. */
const SHOWN_SOON = 250

function Preset({ wish }: { readonly wish: Wish }) {
  const text = useText()
  const field = wish.kind === 'Pod' ? 'spec.nodeName' : 'nodeSelector'
  const takes = ['Pod', 'Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob']
  if (!takes.includes(wish.kind)) return null
  return <p className={styles.hint}>{text('create.preset', { node: wish.node ?? '', field })}</p>
}
