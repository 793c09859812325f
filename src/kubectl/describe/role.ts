import type { ClusterRole, PolicyRule, Role } from '../../sim/types/index.ts'
import { compare, printHead } from './meta.ts'
import { goList, Page } from './page.ts'
import type { Describer } from './reader.ts'

interface Line {
  /** `deployments.apps/scale`; empty for an address. */
  readonly resource: string
  readonly url: string
  readonly name: string
  readonly verbs: readonly string[]
  /** What decides its place. */
  readonly order: string
}

function combine(resource: string, group: string): string {
  const [head = '', ...rest] = resource.split('/')
  const full = group === '' ? head : `${head}.${group}`
  return rest.length === 0 ? full : `${full}/${rest.join('/')}`
}

/** A rule as one line per resource (and group, and name) or address. */
// k8s: kubectl/pkg/util/rbac BreakdownRule (1.36)
function breakDown({ verbs, ...rule }: PolicyRule): Line[] {
  const lines: Line[] = []
  for (const group of rule.apiGroups ?? []) {
    for (const one of rule.resources ?? []) {
      const resource = combine(one, group)
      for (const name of rule.resourceNames?.length ? rule.resourceNames : ['']) {
        lines.push({ resource, url: '', name, verbs, order: `[${group}],[${one}],[${name}],[]` })
      }
    }
  }
  for (const url of rule.nonResourceURLs ?? [])
    lines.push({ resource: '', url, name: '', verbs, order: `[],[],[],[${url}]` })
  return lines
}

/** Rules line by line, with the verbs of one resource together; addresses stay as they are. */
// k8s: kubectl/pkg/util/rbac CompactRules (1.36)
function compact(rules: readonly PolicyRule[]): readonly Line[] {
  const merged = new Map<string, Line>()
  const lines: Line[] = []
  for (const line of rules.flatMap(breakDown)) {
    const known = line.url === '' ? merged.get(line.order) : undefined
    if (line.url !== '') lines.push(line)
    else merged.set(line.order, known ? { ...known, verbs: [...known.verbs, ...line.verbs] } : line)
  }
  return [...lines, ...merged.values()].sort((a, b) => compare(sortKey(a), sortKey(b)))
}

function sortKey({ verbs, order }: Line): string {
  return `${goList(verbs)},${order}`
}

const bracket = (text: string) => (text === '' ? '[]' : `[${text}]`)

/** Resource, address, name and verbs of each line of a table of rules. */
export function ruleRows(rules: readonly PolicyRule[]): readonly (readonly string[])[] {
  return compact(rules).map(({ resource, url, name, verbs }) => [
    resource,
    bracket(url),
    bracket(name),
    goList(verbs),
  ])
}

// k8s: kubectl/pkg/describe RoleDescriber.Describe (1.36)
export const describeRole: Describer<Role | ClusterRole> = (role) => {
  const page = new Page()
  printHead(page, role, false)
  page.line(0, 'PolicyRule:')
  page.line(1, 'Resources\tNon-Resource URLs\tResource Names\tVerbs')
  page.line(1, '---------\t-----------------\t--------------\t-----')
  for (const row of ruleRows(role.rules ?? [])) page.line(1, row.join('\t'))
  return page.text()
}
