import { ApiError } from '../sim/errors.ts'

/** An error of kubectl itself; the text comes without `error: `. */
export class Failure extends Error {
  readonly code: number
  constructor(text: string, code = 1) {
    super(text)
    this.name = 'Failure'
    this.code = code
  }
}

/** A type that the server does not know, found out by kubectl outside of its list of objects: shown without `error: `. */
// k8s: kubectl/pkg/cmd/util checkErr, meta.NoResourceMatchError (1.36)
export class NoSuchType extends Failure {
  constructor(resource: string, group: string) {
    const where = group === '' ? '' : ` in group ${quote(group)}`
    super(`the server doesn't have a resource type ${quote(resource)}${where}`)
    this.name = 'NoSuchType'
  }
}

/** Several errors of one command. */
export class Failures extends Error {
  readonly errors: readonly Error[]
  constructor(errors: readonly Error[]) {
    super(aggregateText(errors))
    this.name = 'Failures'
    this.errors = errors
  }
}

// k8s: apimachinery/pkg/util/errors aggregate.Error (1.36)
function aggregateText(errors: readonly Error[]): string {
  const texts = [...new Set(errors.map((error) => error.message))]
  return texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`
}

/** A misuse of a command, with the hint where its help is. */
export function usageFailure(path: string, text: string): Failure {
  return new Failure(`${text}\nSee '${path} -h' for help and examples`)
}

/** Throws nothing, one error as it is, or all together. */
export function throwAll(errors: readonly Error[]): void {
  const [first] = errors
  if (!first) return
  if (errors.length === 1) throw first
  throw new Failures(errors)
}

/** The thrown value as an error that kubectl may show; anything else is a bug and goes on. */
export function shown(error: unknown): Error {
  if (error instanceof ApiError || error instanceof Failure || error instanceof Failures)
    return error
  throw error
}

// k8s: kubectl/pkg/cmd/util AddSourceToErr (1.36)
export function withSource(verb: string, source: string, error: Error): Error {
  if (source === '') return error
  const message = `error when ${verb} ${quote(source)}: ${error.message}`
  return error instanceof ApiError
    ? new ApiError({ ...error.status, message })
    : new Failure(message)
}

/** A text as Go's %q shows it. */
export function quote(text: string): string {
  return JSON.stringify(text)
}

function standardText(error: Error): string | undefined {
  if (!(error instanceof ApiError)) return undefined
  const { reason } = error.status
  return `Error from server${reason === '' ? '' : ` (${reason})`}: ${error.message}`
}

/** The `The Deployment "web" is invalid: ...` form, one line per cause when there are several. */
function invalidText(error: ApiError): string {
  const { details, message } = error.status
  const known = Boolean(details?.kind) || Boolean(details?.name)
  const bare = (details?.causes?.length ?? 0) > 0 ? '' : `: ${message}`
  const head = known
    ? `The ${details?.kind ?? ''} ${quote(details?.name ?? '')} is invalid`
    : `The request is invalid${bare}`
  const causes = [
    ...new Set((details?.causes ?? []).map((cause) => `${cause.field}: ${cause.message}`)),
  ]
  if (causes.length === 0) return head
  if (causes.length === 1) return `${head}: ${causes[0]}`
  return `${head}: \n${causes.map((cause) => `* ${cause}`).join('\n')}`
}

/** What kubectl prints to standard error about an error, with its line break, and the exit code. */
// k8s: kubectl/pkg/cmd/util checkErr (1.36)
export function explain(error: unknown): { readonly text: string; readonly code: number } {
  if (error instanceof Failures && error.errors.length === 1) {
    const inner = error.errors[0]
    return inner instanceof Failures ? { text: listText(inner), code: 1 } : explain(inner)
  }
  if (error instanceof Failures) return { text: listText(error), code: 1 }
  if (error instanceof ApiError) {
    const invalid = error.reason === 'Invalid'
    return { text: `${invalid ? invalidText(error) : standardText(error)}\n`, code: 1 }
  }
  if (error instanceof NoSuchType) return { text: `${error.message}\n`, code: error.code }
  if (error instanceof Failure) {
    const text = error.message.startsWith('error: ') ? error.message : `error: ${error.message}`
    return { text: `${text}\n`, code: error.code }
  }
  throw error
}

function listText(failures: Failures): string {
  return failures.errors.map((error) => `${standardText(error) ?? error.message}\n`).join('')
}
