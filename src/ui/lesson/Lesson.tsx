import { SquareTerminal } from 'lucide-react'
import { useEffect, useState } from 'react'
import { EXAMPLES } from '../../scenarios/examples.ts'
import {
  notYet,
  type Progress,
  STEPS,
  type StepId,
  suggestion,
} from '../../scenarios/invitation.ts'
import { useProgress } from '../../store/invitation.ts'
import { peekCluster, simStore } from '../../store/sim.ts'
import { uiStore } from '../../store/ui.ts'
import { Button, IconButton } from '../kit/Button.tsx'
import { type PanelFold, PanelFrame } from '../kit/PanelFrame.tsx'
import { useText } from '../kit/useText.ts'
import styles from './Lesson.module.css'

/** The three first steps: each ticks itself off, and says why not yet. */
interface LessonProps {
  readonly onClose?: () => void
  readonly fold?: PanelFold | undefined
}

export function Lesson({ onClose, fold }: LessonProps) {
  const text = useText()
  const progress = useProgress()
  useLook()
  const now = STEPS.find((step) => !progress.done.includes(step))
  return (
    <PanelFrame
      name={text('panel.lesson')}
      heading={fold?.folded ? undefined : text('lesson.label')}
      onClose={onClose}
      fold={fold}
    >
      <h3 className={styles.title}>{text('lesson.title')}</h3>
      <p className={styles.lede}>{text('lesson.lede')}</p>
      <ol className={styles.steps}>
        {STEPS.map((step, index) => (
          <Step
            key={step}
            step={step}
            number={index + 1}
            state={stateOf(step, now, progress)}
            progress={progress}
          />
        ))}
      </ol>
      {now === undefined && <p className={styles.all}>{text('lesson.all')}</p>}
    </PanelFrame>
  )
}

/** Renders again a few times a second while the cluster changes: the reasons speak of the cluster as it is. */
function useLook(): void {
  const [, look] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => look(simStore.getState().commit), 300)
    return () => clearInterval(timer)
  }, [])
}

type StepState = 'done' | 'now' | 'later'

function stateOf(step: StepId, now: StepId | undefined, progress: Progress): StepState {
  if (progress.done.includes(step)) return 'done'
  return step === now ? 'now' : 'later'
}

interface StepProps {
  readonly step: StepId
  readonly number: number
  readonly state: StepState
  readonly progress: Progress
}

function Step({ step, number, state, progress }: StepProps) {
  const text = useText()
  const world = peekCluster()?.store
  const reason = state === 'now' && world ? notYet(step, progress, world) : undefined
  return (
    <li
      className={`${styles.step} ${styles[state]}`}
      {...(state === 'now' ? { 'aria-current': 'step' as const } : {})}
    >
      <span className={styles.tick} aria-hidden="true">
        {state === 'done' ? '✓' : number}
      </span>
      <div>
        <p className={styles.task}>
          {text(`lesson.${step}`)}
          {state === 'done' && <span className="visuallyHidden"> ({text('lesson.done')})</span>}
        </p>
        {state === 'now' && (
          <>
            <p className={styles.how}>{text(`lesson.${step}.how`)}</p>
            <Suggestion step={step} />
            {reason && (
              <p className={styles.why}>{text(`lesson.${reason.because}`, reason.values)}</p>
            )}
          </>
        )}
      </div>
    </li>
  )
}

function Suggestion({ step }: { readonly step: StepId }) {
  const text = useText()
  const world = peekCluster()?.store
  const command = world && suggestion(step, world)
  if (command === undefined && step === 'bind') {
    const example = EXAMPLES.find((one) => one.id === 'claim')
    return example ? (
      <Button onClick={() => uiStore.getState().openApply(example.yaml, example.filename)}>
        {text('lesson.example')}
      </Button>
    ) : null
  }
  if (command === undefined) return null
  const type = () => {
    uiStore.getState().setDraft(command)
    uiStore.getState().togglePanel('terminal', true)
    uiStore.getState().setPlace('terminal')
  }
  return (
    <div className={styles.command}>
      <code>{command}</code>
      <IconButton label={text('lesson.type')} onClick={type}>
        <SquareTerminal size={16} aria-hidden />
      </IconButton>
    </div>
  )
}
