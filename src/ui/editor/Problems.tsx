import type { Problem } from '../../store/problems.ts'
import { useText } from '../kit/useText.ts'
import styles from './ApplyDialog.module.css'

interface ProblemsProps {
  readonly problems: readonly Problem[]
  readonly output: string
  readonly area: React.RefObject<HTMLTextAreaElement | null>
}

/** Rows shown of a long list; the whole is in the terminal's scroll anyway. */
const ROWS = 200

/** What kubectl said: each refusal in its own words with its place in the text, and what went well. */
export function Problems({ problems, output, area }: ProblemsProps) {
  const text = useText()
  if (problems.length === 0 && output === '') return null
  return (
    <section className={styles.outcome} aria-label={text('apply.done')} aria-live="polite">
      {problems.length > 0 && (
        <>
          <h3 className={styles.count}>{text('apply.problems', { count: problems.length })}</h3>
          <ul className={styles.problems}>
            {problems.slice(0, ROWS).map((problem, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the list is replaced as a whole
              <li key={index}>
                {problem.line !== undefined && (
                  <button
                    type="button"
                    className={styles.place}
                    title={text('apply.goto', { line: problem.line })}
                    onClick={() => goTo(area.current, problem.line ?? 1, problem.column ?? 1)}
                  >
                    {text('apply.at', { line: problem.line, column: problem.column ?? 1 })}
                  </button>
                )}
                <span>{problem.message}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {output !== '' && <pre className={styles.output}>{output.slice(-20_000)}</pre>}
    </section>
  )
}

/** Puts the cursor at a place of the text and brings it into view. */
function goTo(area: HTMLTextAreaElement | null, line: number, column: number): void {
  if (!area) return
  let start = 0
  for (let at = 1; at < line; at++) start = area.value.indexOf('\n', start) + 1
  const end = area.value.indexOf('\n', start)
  area.focus()
  area.setSelectionRange(start + column - 1, end < 0 ? area.value.length : end)
  const lineHeight = Number.parseFloat(getComputedStyle(area).lineHeight) || 20
  area.scrollTop = Math.max(0, (line - 4) * lineHeight)
}
