import type { ErrorInfo, ReactNode } from 'react'
import { Component } from 'react'
import { Button } from './Button.tsx'
import styles from './ErrorBoundary.module.css'
import { useText } from './useText.ts'

interface Props {
  /** The panel's name, shown with the error. */
  readonly name: string
  /** Hands out everything of the cluster; offered because a broken panel must not lose anybody's work. */
  readonly onExport: () => void
  readonly children: ReactNode
}

interface State {
  readonly error: Error | null
}

/** Keeps an exception of one panel inside that panel. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null }

  static getDerivedStateFromError(thrown: unknown): State {
    return { error: thrown instanceof Error ? thrown : new Error(String(thrown)) }
  }

  override componentDidCatch(error: Error, info: ErrorInfo) {
    console.error(`Panel ${this.props.name}:`, error, info.componentStack)
  }

  reload = () => this.setState({ error: null })

  override render() {
    const { error } = this.state
    if (error === null) return this.props.children
    return (
      <Broken
        name={this.props.name}
        error={error}
        onReload={this.reload}
        onExport={this.props.onExport}
      />
    )
  }
}

interface BrokenProps {
  readonly name: string
  readonly error: Error
  readonly onReload: () => void
  readonly onExport: () => void
}

function Broken({ name, error, onReload, onExport }: BrokenProps) {
  const text = useText()
  return (
    <section aria-label={name} className={styles.broken}>
      <div role="alert">
        <h2 className={styles.title}>{text('broken.title', { name })}</h2>
        <p className={styles.hint}>{text('broken.hint')}</p>
        <pre className={styles.error}>{error.message}</pre>
      </div>
      <div className={styles.actions}>
        <Button look="primary" onClick={onReload}>
          {text('broken.reload')}
        </Button>
        <Button onClick={onExport}>{text('broken.export')}</Button>
      </div>
    </section>
  )
}
