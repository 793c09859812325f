import type { ApiObject } from '../../sim/types/index.ts'
import { Page } from '../describe/page.ts'
import { printPodTemplate } from '../describe/podTemplate.ts'
import { Failure, shown, throwAll } from '../failure.ts'
import { showObjects } from '../show.ts'
import type { Doing } from '../signal.ts'
import { DESCRIBE_LAYOUT, TabWriter } from '../tabwriter.ts'
import { type Found, selectTargets } from '../targets.ts'
import type { Call, Verb } from '../verb.ts'
import { CHANGE_CAUSE, typeName } from './call.ts'
import { FILENAME, OUTPUT, RECURSIVE, SELECTOR } from './common.ts'
import { type Revision, revisionsOf, rollableOf } from './revisions.ts'

export const history: Verb = {
  name: 'history',
  usage: '(TYPE NAME | TYPE/NAME) [flags]',
  short: 'View rollout history',
  examples: [
    'kubectl rollout history deployment/abc',
    'kubectl rollout history deployment/abc --revision=3',
  ],
  flags: [
    FILENAME,
    OUTPUT,
    RECURSIVE,
    SELECTOR,
    { name: 'revision', type: 'int', value: '0', help: 'Show this revision in full.' },
  ],
  unsupported: ['kustomize', 'template', 'allow-missing-template-keys', 'show-managed-fields'],
  *run(call) {
    if (call.args.length === 0 && call.flags.list('filename').length === 0)
      throw new Failure('required resource not specified')
    if (call.flags.int('revision') < 0)
      throw new Failure(`revision must be a positive integer: ${call.flags.int('revision')}`)
    const targets = selectTargets(call, { listAll: true })
    const errors: Error[] = [...targets.errors]
    for (const found of targets.found) {
      try {
        yield* show(call, found)
      } catch (error) {
        errors.push(shown(error))
      }
    }
    throwAll(errors)
    return 0
  },
}

function* show(call: Call, found: Found): Doing {
  const object = rollableOf(found, 'history')
  const revisions = revisionsOf(call.cluster, object)
  const number = call.flags.int('revision')
  const chosen = revisions.find((revision) => revision.number === number)
  const format = call.flags.text('output')
  if (number > 0 && !chosen)
    throw new Failure(
      object.kind === 'Deployment' || format !== ''
        ? 'unable to find the specified revision'
        : `unable to find revision ${number}`,
    )
  if (format !== '') {
    const kept: readonly ApiObject[] = (chosen ? [chosen] : revisions).map((r) => r.keeper)
    yield { out: showObjects(format, kept, chosen !== undefined) }
    return
  }
  const title = `${typeName(found.spec)}/${found.name}`
  yield {
    out: chosen
      ? `${title} with revision #${number}\n${templateText(chosen)}\n`
      : `${title} \n${tableText(revisions)}\n`,
  }
}

function causeOf({ keeper }: Revision): string {
  return keeper.metadata.annotations?.[CHANGE_CAUSE] || '<none>'
}

// k8s: kubectl/pkg/polymorphichelpers DeploymentHistoryViewer.ViewHistory, printHistory (1.36)
function tableText(revisions: readonly Revision[]): string {
  if (revisions.length === 0) return 'No rollout history found.'
  const writer = new TabWriter(DESCRIBE_LAYOUT)
  writer.write('REVISION\tCHANGE-CAUSE\n')
  for (const revision of revisions) writer.write(`${revision.number}\t${causeOf(revision)}\n`)
  return writer.take()
}

/** Lays nothing out: the history shows its tabs as they are. */
class PlainWriter extends TabWriter {
  #text = ''
  override write(text: string): void {
    this.#text += text
  }
  override take(): string {
    return this.#text
  }
}

/** The template of a revision. */
export function templateText({ keeper, template }: Revision): string {
  const cause = keeper.kind === 'ReplicaSet' && keeper.metadata.annotations?.[CHANGE_CAUSE]
  const page = new Page(new PlainWriter(DESCRIBE_LAYOUT))
  const annotations = {
    ...template?.metadata?.annotations,
    ...(cause ? { [CHANGE_CAUSE]: cause } : {}),
  }
  const shownTemplate =
    template && cause ? { ...template, metadata: { ...template.metadata, annotations } } : template
  printPodTemplate(page, shownTemplate)
  return page.text()
}
