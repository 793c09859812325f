import type { ClusterRole, PolicyRule, Role } from '../../sim/types/index.ts'
import { compare, printHead } from './meta.ts'
import { goList, Page } from './page.ts'
import type { Describer } from './reader.ts'

interface Line {
  readonly resource: string
  readonly url: string
  readonly name: string
  readonly verbs: string[]
}

function combine(resource: string, group: string): string {
  const [head = '', ...rest] = resource.split('/')
  const full = group === '' ? head : `${head}.${group}`
  return rest.length === 0 ? full : `${full}/${rest.join('/')}`
}

/** A rule as one line per resource (and group, and name) or address. */
function breakDown(rule: PolicyRule): Line[] {
  const verbs = [...rule.verbs]
  const lines: Line[] = []
  for (const group of rule.apiGroups ?? []) {
    for (const resource of rule.resources ?? []) {
      const full = combine(resource, group)
      for (const name of rule.resourceNames?.length ? rule.resourceNames : ['']) {
        lines.push({ resource: full, url: '', name, verbs })
      }
    }
  }
  for (const url of rule.nonResourceURLs ?? []) lines.push({ resource: '', url, name: '', verbs })
  return lines
}

// k8s: component-helpers/auth/rbac/validation CompactRules (1.36)
function compact(rules: readonly PolicyRule[]): readonly Line[] {
  const merged = new Map<string, Line>()
  for (const line of rules.flatMap(breakDown)) {
    const key = `${line.resource} ${line.url} ${line.name}`
    const known = merged.get(key)
    if (known) known.verbs.push(...line.verbs.filter((verb) => !known.verbs.includes(verb)))
    else merged.set(key, { ...line, verbs: [...line.verbs] })
  }
  return [...merged.values()].sort((a, b) => compare(sortKey(a), sortKey(b)))
}

function sortKey({ verbs, resource, name, url }: Line): string {
  return `${goList(verbs)},${resource},${name},${url}`
}

const bracket = (text: string) => (text === '' ? '[]' : `[${text}]`)

// k8s: kubectl/pkg/describe RoleDescriber.Describe (1.36)
export const describeRole: Describer<Role | ClusterRole> = (role) => {
  const page = new Page()
  printHead(page, role, false)
  page.line(0, 'PolicyRule:')
  page.line(1, 'Resources\tNon-Resource URLs\tResource Names\tVerbs')
  page.line(1, '---------\t-----------------\t--------------\t-----')
  for (const { resource, url, name, verbs } of compact(role.rules ?? [])) {
    page.line(1, `${resource}\t${bracket(url)}\t${bracket(name)}\t${goList(verbs)}`)
  }
  return page.text()
}
