import { Failure, usageFailure } from '../failure.ts'
import { apiVersionOf, servedTypes, servedVersions } from '../resources.ts'
import { TABLE_LAYOUT, TabWriter } from '../tabwriter.ts'
import type { Call, Verb } from '../verb.ts'
import { pluralName } from './call.ts'

function refuseArgs({ args, path }: Call): void {
  if (args.length > 0) throw usageFailure(path, `unexpected arguments: [${args.join(' ')}]`)
}

export const apiResources: Verb = {
  name: 'api-resources',
  usage: '',
  short: 'Print the supported API resources on the server',
  examples: ['kubectl api-resources', 'kubectl api-resources --namespaced=false'],
  flags: [
    { name: 'api-group', type: 'string', help: 'Only the types of this group.' },
    { name: 'categories', type: 'list', help: 'Only the types of these categories.' },
    { name: 'cached', type: 'bool', value: 'false', help: 'From the cache where there is one.' },
    {
      name: 'namespaced',
      type: 'bool',
      value: 'true',
      help: 'Only types with (or without) namespaces.',
    },
    { name: 'no-headers', type: 'bool', value: 'false', help: 'Leave out the header line.' },
    { name: 'output', short: 'o', type: 'string', help: 'name or wide.' },
    { name: 'sort-by', type: 'string', help: 'name or kind.' },
    { name: 'verbs', type: 'list', help: 'Only types with these verbs.' },
  ],
  *run(call) {
    refuseArgs(call)
    const { flags, cluster } = call
    const format = flags.text('output')
    if (format !== '' && format !== 'name')
      throw new Failure(`orrery does not support --output ${format} of kubectl api-resources`)
    const types = servedTypes(cluster).filter(
      (spec) =>
        (!flags.changed('namespaced') || spec.namespaced === flags.bool('namespaced')) &&
        (!flags.changed('api-group') || spec.group === flags.text('api-group')) &&
        flags.list('categories').every((category) => spec.categories.includes(category)),
    )
    const by = flags.text('sort-by')
    const order = by === 'kind' ? 'kind' : by === 'name' ? 'plural' : undefined
    const shown = order ? types.toSorted((a, b) => (a[order] < b[order] ? -1 : 1)) : types
    if (format === 'name') {
      yield { out: shown.map((spec) => `${pluralName(spec)}\n`).join('') }
      return 0
    }
    const writer = new TabWriter(TABLE_LAYOUT)
    if (!flags.bool('no-headers')) writer.write('NAME\tSHORTNAMES\tAPIVERSION\tNAMESPACED\tKIND\n')
    for (const spec of shown)
      writer.write(
        `${spec.plural}\t${spec.shortNames.join(',')}\t${apiVersionOf(spec)}\t${spec.namespaced}\t${spec.kind}\n`,
      )
    yield { out: writer.take() }
    return 0
  },
}

export const apiVersions: Verb = {
  name: 'api-versions',
  usage: '',
  short: 'Print the supported API versions on the server, in the form of "group/version"',
  flags: [],
  *run(call) {
    refuseArgs(call)
    const versions = new Set(servedVersions(call.cluster).map(apiVersionOf))
    yield {
      out: [...versions]
        .sort()
        .map((version) => `${version}\n`)
        .join(''),
    }
    return 0
  },
}

export const version: Verb = {
  name: 'version',
  usage: '',
  short: 'Print the client and server version information',
  flags: [{ name: 'client', type: 'bool', value: 'false', help: 'Only the version of kubectl.' }],
  unsupported: ['output'],
  *run(call) {
    refuseArgs(call)
    const { kubernetesVersion } = call.cluster.profile
    yield { out: `Client Version: ${kubernetesVersion}\n` }
    if (!call.flags.bool('client')) yield { out: `Server Version: ${kubernetesVersion}\n` }
    return 0
  },
}
