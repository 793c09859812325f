import { explained } from '../explain/outline.ts'
import { Failure } from '../failure.ts'
import { findType } from '../resources.ts'
import type { Verb } from '../verb.ts'

// k8s: kubectl/pkg/cmd/explain ExplainOptions.Run (1.36)
export const explain: Verb = {
  name: 'explain',
  usage: 'TYPE [--recursive=FALSE|TRUE] [--api-version=api-version-group]',
  short: 'Get documentation for a resource',
  examples: ['kubectl explain configmap', 'kubectl explain pod.spec.volumes.configMap'],
  flags: [{ name: 'recursive', type: 'bool', help: 'Name all fields, and the fields of these.' }],
  unsupported: ['api-version', 'output'],
  *run(call) {
    const [text, ...more] = call.args
    if (text === undefined)
      throw new Failure(
        `You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.`,
      )
    if (more.length > 0) throw new Failure('We accept only this format: explain RESOURCE')
    const [name = '', ...path] = text.replace(/\.$/, '').split('.')
    const { kind, group, version } = findType(call.cluster, name)
    yield {
      out: `${group ? `GROUP:      ${group}\n` : ''}KIND:       ${kind}\nVERSION:    ${version}\n\n`,
    }
    const said = explained(kind, path, call.flags.bool('recursive'))
    if (said === undefined) throw new Failure(`field "${path.at(-1)}" does not exist`)
    yield { out: said }
    return 0
  },
}
