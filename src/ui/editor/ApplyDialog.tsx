import { FileUp } from 'lucide-react'
import { useEffect, useId, useRef } from 'react'
import { EXAMPLES } from '../../scenarios/examples.ts'
import type { ApplyDialog as Request } from '../../store/ui.ts'
import { uiStore, useUi } from '../../store/ui.ts'
import { Button } from '../kit/Button.tsx'
import { Modal } from '../kit/Modal.tsx'
import { useText } from '../kit/useText.ts'
import styles from './ApplyDialog.module.css'
import { exampleTitles } from './exampleTitles.ts'
import { sizeText } from './manifestFile.ts'
import { Problems } from './Problems.tsx'
import { type ApplyForm, useApply } from './useApply.ts'

/** Where manifests come in: pasted, from a file, or one of the examples. */
export function ApplyDialog({ request }: { readonly request: Request }) {
  const text = useText()
  const form = useApply(request)
  const area = useRef<HTMLTextAreaElement>(null)
  return (
    <Modal title={text('apply.title')} onClose={() => uiStore.getState().closeDialog()}>
      <div className={styles.body}>
        <Examples form={form} />
        <div className={styles.main}>
          {form.large ? <LargeFile form={form} /> : <Editor form={form} area={area} />}
          {form.refused !== undefined && (
            <p role="alert" className={styles.refused}>
              {form.refused}
            </p>
          )}
          <Problems problems={form.problems} output={form.output} area={area} />
        </div>
      </div>
      <Footer form={form} />
    </Modal>
  )
}

function Examples({ form }: { readonly form: ApplyForm }) {
  const text = useText()
  const titles = exampleTitles[useUi((state) => state.language)]
  return (
    <nav className={styles.examples} aria-label={text('apply.examples')}>
      <h3 className={styles.label}>{text('apply.examples')}</h3>
      {EXAMPLES.map((example) => (
        <button
          type="button"
          key={example.id}
          className={styles.example}
          onClick={() => form.load(example.yaml, example.filename)}
        >
          {titles[example.id]}
          <small>{example.filename}</small>
        </button>
      ))}
    </nav>
  )
}

interface EditorProps {
  readonly form: ApplyForm
  readonly area: React.RefObject<HTMLTextAreaElement | null>
}

function Editor({ form, area }: EditorProps) {
  const text = useText()
  // Whoever opens the dialog wants to type or paste. The dialog looks for the attribute, which React keeps to itself.
  useEffect(() => area.current?.setAttribute('autofocus', ''), [area])
  return (
    <textarea
      ref={area}
      className={styles.editor}
      aria-label={text('apply.text')}
      placeholder={text('apply.placeholder')}
      value={form.text}
      spellCheck={false}
      autoComplete="off"
      autoCapitalize="off"
      wrap="off"
      onChange={(event) => form.load(event.target.value, form.filename)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.apply()
      }}
    />
  )
}

function LargeFile({ form }: { readonly form: ApplyForm }) {
  const text = useText()
  return (
    <div className={styles.large}>
      <b>{form.filename || text('apply.text')}</b>
      <p>{text('apply.large')}</p>
      {form.progress && (
        <>
          <progress value={form.progress.done} max={form.progress.all} />
          <p role="status">{text('apply.progress', { ...form.progress })}</p>
        </>
      )}
    </div>
  )
}

function Footer({ form }: { readonly form: ApplyForm }) {
  const text = useText()
  const id = useId()
  const { size, lines } = form
  return (
    <footer className={styles.foot}>
      <label className={styles.file} htmlFor={id}>
        <FileUp size={15} aria-hidden />
        {text('apply.file')}
        <input
          id={id}
          type="file"
          accept=".yaml,.yml,.json,text/*"
          className="visuallyHidden"
          onChange={(event) => {
            const [file] = event.target.files ?? []
            if (file) form.read(file)
            event.target.value = ''
          }}
        />
      </label>
      <span className={styles.size}>
        {size > 0 && text('apply.size', { size: sizeText(size), lines })}
      </span>
      {form.busy && form.large && <Button onClick={form.stop}>{text('apply.stop')}</Button>}
      <Button look="primary" disabled={form.busy || size === 0} onClick={form.apply}>
        {text(form.busy ? 'apply.applying' : 'apply.apply')}
      </Button>
    </footer>
  )
}
